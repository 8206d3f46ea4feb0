// Leaks that a database shows, each put into one by hand.
#include "db/leaks.h"

#include <gmock/gmock.h>

#include "db/check.h"
#include "tests/db/fixture.h"
#include "tests/db/foreign.h"

namespace purkinje::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Of the first fold samples 0 to 3 (patients p0, p1) are tested, 4 to 7 (p2, p3) validate and none trains.
class Leaks : public ::testing::Test {
 protected:
  void SetUp() override {
    Writer writer(file);
    test::fill(writer);
  }

  static std::string sample(int position) {
    return "(SELECT id FROM sample WHERE position = " + std::to_string(position) + ")";
  }
  static std::string set_of(const std::string& job, const std::string& part) {
    return "(SELECT s.id FROM prediction_set s JOIN job j ON j.id = s.job WHERE j.name = '" + job +
           "' AND s.part = '" + part + "')";
  }
  static std::string predict(const std::string& job, const std::string& part, int position) {
    return "INSERT INTO prediction VALUES (" + set_of(job, part) + ", " + sample(position) + ", 0, 0.5);";
  }
  // As if the job had never met it.
  static std::string forget(const std::string& job, int position) {
    return "DELETE FROM prediction WHERE sample = " + sample(position) +
           " AND prediction_set IN (SELECT s.id FROM prediction_set s JOIN job j ON j.id = s.job WHERE "
           "j.name = '" +
           job + "'); DELETE FROM region_weight WHERE sample = " + sample(position) + ";";
  }
  static std::string protocol(const std::string& job, const std::string& text) {
    return "UPDATE job SET identity = '{\"protocol\":" + text + "}' WHERE name = '" + job + "';";
  }
  std::vector<std::string> leaks_after(const std::string& sql) const {
    test::make_database(file, sql);
    return leaks(Reader(file));
  }

  test::Folder folder;
  std::filesystem::path file = folder / "a.db";
};

TEST_F(Leaks, are_none_in_a_whole_database) {
  EXPECT_THAT(leaks(Reader(file)), IsEmpty());
}

TEST_F(Leaks, are_samples_in_two_parts_of_a_job) {
  EXPECT_THAT(leaks_after(predict("full-1-0", "validation", 0) + predict("full-1-0", "validation", 1)),
              ElementsAre("job full-1-0, part test: 2 samples that its validation part has too (first: "
                          "tiny/00@0)"));
  EXPECT_FALSE(check(Reader(file)).empty()) << "`db check` says it too";
}

TEST_F(Leaks, are_patients_in_two_parts_of_a_job) {
  EXPECT_THAT(
      leaks_after(forget("full-1-0", 3) + predict("full-1-0", "validation", 3)),
      ElementsAre("job full-1-0, part test: 1 patient that its validation part has too (first: 'p1' in "
                  "tiny/02@0)"));
}

TEST_F(Leaks, are_patients_in_the_samples_that_train_and_those_that_are_judged) {
  EXPECT_THAT(
      leaks_after(forget("full-1-0", 0) + forget("full-1-0", 2) + forget("full-1-0", 7)),
      ElementsAre("job full-1-0, part validation: 1 patient that its training part has too (first: 'p3' in "
                  "tiny/06@0)",
                  "job full-1-0, part test: 2 patients that its training part has too (first: 'p0' in "
                  "tiny/01@0)"));
}

TEST_F(Leaks, are_no_patients_in_two_parts_where_the_protocol_allows_it) {
  const std::string straddling = forget("full-1-0", 0);

  EXPECT_THAT(leaks_after(straddling + protocol("full-1-0", R"({"group":"none"})")), IsEmpty());
  EXPECT_THAT(leaks_after(predict("full-1-0", "validation", 1)), ::testing::SizeIs(1))
      << "a sample is another matter";
}

TEST_F(Leaks, of_an_ensemble_are_judged_by_the_protocol_of_what_it_combines) {
  const std::string ensemble =
      "UPDATE job SET procedure = 'ensemble' WHERE name = 'full-1-pool';"
      "INSERT INTO prediction_set (job, stage, part, link, outputs) SELECT id, 'train', 'test', 'identity', "
      "1 "
      "FROM job WHERE name = 'full-1-pool';" +
      predict("full-1-pool", "test", 0);

  EXPECT_THAT(leaks_after(ensemble),
              ElementsAre("job full-1-pool, part test: 1 patient that its training part "
                          "has too (first: 'p0' in tiny/00@0)"));
  EXPECT_THAT(leaks_after(protocol("full-1-0", R"({"group":"none"})")), IsEmpty());
}

TEST_F(Leaks, are_judged_samples_of_records_that_the_protocol_names_to_train_on) {
  EXPECT_THAT(
      leaks_after(protocol("full-1-0", R"({"kind":"records","train_records":["tiny/03","tiny/00"]})")),
      ElementsAre("job full-1-0, part test: 2 samples whose record its protocol names to train on "
                  "(first: tiny/00@0)"));
  EXPECT_THAT(
      leaks_after(protocol(
          "full-1-0", R"({"kind":"records","train_records":["tiny/0*"],"validation_records":["tiny/02"]})")),
      ::testing::SizeIs(2));
  EXPECT_THAT(leaks_after(protocol("full-1-0", R"({"kind":"records","train_records":["tiny/0*"]})")),
              ::testing::SizeIs(1))
      << "a validation part that is cut out of the records to train on is none of theirs";
  EXPECT_THAT(leaks_after(forget("full-1-0", 0) +
                          protocol("full-1-0", R"({"kind":"records","train_records":["tiny/9*"]})")),
              IsEmpty())
      << "what no part has and nobody names did not train";
}

TEST_F(Leaks, are_samples_of_another_data_set_in_an_own_part) {
  EXPECT_THAT(leaks_after(predict("full-1-0", "test", 9) + predict("full-1-0", "validation", 10)),
              ElementsAre("job full-1-0, part validation: 1 sample of the external part outside (first: "
                          "other/02@0)",
                          "job full-1-0, part test: 1 sample of the external part outside (first: "
                          "other/01@0)"));
}

TEST_F(Leaks, are_own_samples_in_the_part_of_another_data_set) {
  EXPECT_THAT(leaks_after("INSERT INTO prediction_set (job, stage, part, link, outputs) SELECT id, 'train', "
                          "'outside', 'sigmoid', 1 FROM job WHERE name = 'full-1-0';" +
                          predict("full-1-0", "outside", 8) + predict("full-1-0", "outside", 1)),
              ElementsAre("job full-1-0, part outside: 1 sample of the set's own, which may train (first: "
                          "tiny/01@0)"));
}

TEST_F(Leaks, are_patients_of_another_data_set_among_the_own) {
  EXPECT_THAT(leaks_after("UPDATE sample SET patient = 'p2' WHERE position IN (9, 10)"),
              ElementsAre("data set tiny, part outside: 1 patient that the samples to train on have too "
                          "(first: 'p2' in other/01@0)"));
}

TEST_F(Leaks, are_samples_that_two_other_data_sets_share) {
  EXPECT_THAT(
      leaks_after("INSERT INTO external_part SELECT data_set, 'second', source, title, regions, 10, 2 "
                  "FROM external_part"),
      ElementsAre("data set tiny, part second: 2 samples that part outside has too (first: "
                  "other/02@0)"));
}

TEST_F(Leaks, are_samples_that_a_pool_counts_twice) {
  EXPECT_THAT(leaks_after(forget("full-1-1", 0) + predict("full-1-1", "test", 0) +
                          protocol("full-1-1", R"({"group":"none"})")),
              ElementsAre("job full-1-pool, part test: 1 sample that more than one of its folds has (first: "
                          "tiny/00@0)"));
}

TEST_F(Leaks, that_are_the_same_in_several_jobs_are_said_once) {
  EXPECT_THAT(
      leaks_after(predict("full-1-0", "validation", 0) + predict("full-1-0", "validation", 1) +
                  predict("full-2-0", "validation", 0) + predict("full-2-0", "validation", 1)),
      ElementsAre("job full-1-0 and 1 more like it, part test: 2 samples that its validation part has "
                  "too (first: tiny/00@0)"));
}

}  // namespace
}  // namespace purkinje::db
