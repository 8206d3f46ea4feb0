// What stops a preparation is said from headers and labels alone, of the own set and of external ones alike.
#include <gmock/gmock.h>

#include "base/error.h"
#include "data/prepare.h"
#include "data/wfdb_write.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using testing::HasSubstr;

// Two sets, `own` and `other`, of two records each; `absent` has no database.
class CheckedRecords : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const std::string name : {"own", "other", "absent"}) {
      folder_.write("sets/" + name + ".yaml", "name: " + name + "\ntitle: A set\nroot: " + name +
                                                  "\nrecords: {glob: '*.hea'}\nclasses: [X]\n"
                                                  "labels: {kind: header_text, rules: {X: positive}}\n");
      if (name == "absent") continue;
      std::filesystem::create_directories(folder_.path() / name);
      for (const std::string record : {"a1", "a2"})
        write_recording(
            {record, 500, {"I"}, {{0.5, 1, 0.5, 0}}, {}, {record == "a1" ? "positive" : "no finding"}},
            folder_.path() / name);
    }
  }

  std::string set(const std::string& name) const {
    return (folder_.path() / "sets" / (name + ".yaml")).string();
  }

  std::string refusal(const Json& entry, const std::string& external = "other") const {
    Json given = entry;
    given["set"] = set(external);
    try {
      check_records({{{"set", set("own")},
                      {"positive", {"X"}},
                      {"external", {{"outside", given}}},
                      {"preprocessing", {{"leads", {"I"}}}}},
                     folder_.path(),
                     folder_.path() / "cache"});
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }

  TemporaryFolder folder_;
};

TEST_F(CheckedRecords, of_an_external_set_that_are_right_are_accepted) {
  EXPECT_EQ(refusal({{"include", {"other/a*"}}, {"leads", {{"I", "II"}}}}), "accepted");
}

TEST_F(CheckedRecords, that_an_external_set_does_not_have_are_named) {
  EXPECT_THAT(refusal({{"include", {"other/b1"}}}),
              HasSubstr("data.external.outside.include: 'other/b1' fits no record of data set 'other'; did "
                        "you mean 'other/a1'?"));
  EXPECT_THAT(refusal({{"exclude", {"other/c*"}}}),
              HasSubstr("data.external.outside.exclude: 'other/c*' fits no record of data set 'other'"));
}

TEST_F(CheckedRecords, are_not_all_where_a_lead_is_mapped_that_is_not_prepared) {
  EXPECT_THAT(refusal({{"leads", {{"V1", "I"}}}}),
              HasSubstr("data.external.outside.leads: there is no lead 'V1' among those that are prepared"));
}

TEST_F(CheckedRecords, of_an_external_set_that_cannot_be_used_are_named_with_the_key_that_leaves_them_out) {
  folder_.write("other/a2.hea", "");

  EXPECT_THAT(refusal(Json::object()), HasSubstr("data set 'other': 1 of 2 records cannot be used"));
  EXPECT_THAT(refusal(Json::object()), HasSubstr("data.external.outside.exclude: [other/a2] leaves it out"));
  EXPECT_EQ(refusal({{"exclude", {"other/a2"}}}), "accepted");
}

TEST_F(CheckedRecords, are_not_looked_for_where_the_external_database_is_absent) {
  EXPECT_EQ(refusal({{"include", {"absent/a1"}}}, "absent"), "accepted");
}

}  // namespace
}  // namespace purkinje::data
