// Artefacts in the database: stored, waited for, lost and made again.
#include <gmock/gmock.h>

#include <fstream>

#include "base/error.h"
#include "base/sha256.h"
#include "db/check.h"
#include "tests/db/fixture.h"
#include "tests/db/foreign.h"

namespace purkinje::db {
namespace {

using test::Folder;
using test::kArtefact;
using ::testing::HasSubstr;

class Artefacts : public ::testing::Test {
 protected:
  void plan(Writer& writer) {
    writer.add_data_set(test::data_set());
    writer.add_plan(test::revision(), test::jobs(), test::cells());
  }

  std::string waits_for(const std::string& job) {
    const auto rows = Reader(file).query("SELECT waits_for FROM v_job WHERE job = ?1", {job}).rows;
    const auto* text = std::get_if<std::string>(&rows.at(0)[0]);
    return text ? *text : "";
  }

  std::string state_of(const std::string& job) { return Reader(file).job_states({job}).at(job); }

  Folder folder;
  std::filesystem::path file = folder / "a.db";
};

TEST_F(Artefacts, are_known_by_file_hash_and_description) {
  {
    Writer writer(file);
    test::fill(writer);
  }
  const Reader reader(file);

  const auto artefact = reader.artefact(kArtefact);

  ASSERT_TRUE(artefact);
  EXPECT_EQ(artefact->file, "artefacts/beats.pt");
  EXPECT_EQ(artefact->sha256, "abc");
  EXPECT_EQ(artefact->description, Json({{"beats", 40}}));
  EXPECT_FALSE(reader.artefact("full-1-0"));
  EXPECT_EQ(reader.query("SELECT users, users_done FROM v_artefact").rows[0],
            (std::vector<Value>{int64_t{2}, int64_t{2}}));
}

TEST_F(Artefacts, a_pending_job_says_what_it_waits_for) {
  Writer writer(file);
  plan(writer);

  EXPECT_EQ(waits_for("full-1-0"), "artefact beats-1- (pending)");
  EXPECT_EQ(waits_for("full-1-pool"), "training full-1-0 (pending) and 1 more");
  EXPECT_EQ(waits_for("full-1-1"), "") << "it needs nothing";
  const int64_t attempt = writer.add_attempt(kArtefact, 0, Json::object());
  EXPECT_EQ(waits_for("full-1-0"), "artefact beats-1- (running)");
  writer.add_result(test::artefact_result(attempt));
  EXPECT_EQ(waits_for("full-1-0"), "");
}

TEST_F(Artefacts, one_that_is_lost_is_made_again_and_what_has_used_it_stays) {
  Writer writer(file);
  test::fill(writer);

  writer.void_artefact(kArtefact, "its file is missing");

  EXPECT_EQ(state_of(kArtefact), "pending");
  EXPECT_EQ(state_of("full-1-0"), "done");
  EXPECT_FALSE(Reader(file).artefact(kArtefact));
  EXPECT_THAT(check(Reader(file)), ::testing::IsEmpty()) << "a user that is done does not need it";
  EXPECT_THROW(writer.void_artefact(kArtefact, "again"), InputError);
  EXPECT_THROW(writer.void_artefact("full-1-0", "no artefact"), InputError);
  EXPECT_TRUE(writer.add_result(test::artefact_result(writer.add_attempt(kArtefact, 0, Json::object()))));
}

TEST_F(Artefacts, taken_back_by_a_person_takes_its_users_with_it) {
  Writer writer(file);
  test::fill(writer);

  const auto pending = writer.void_job(kArtefact, "the beats look wrong");

  EXPECT_THAT(pending, ::testing::UnorderedElementsAre(kArtefact, "full-1-0", "plain-1-0", "full-1-pool",
                                                       "plain-1-pool"));
}

TEST_F(Artefacts, check_looks_at_their_files_while_somebody_needs_them) {
  {
    Writer writer(file);
    plan(writer);
    ResultRecord result = test::artefact_result(writer.add_attempt(kArtefact, 0, Json::object()));
    result.artefact->sha256 = sha256("beats");
    writer.add_result(result);
  }
  const auto product = folder / "a.db.run" / "artefacts/beats.pt";

  EXPECT_THAT(check(Reader(file)), ::testing::ElementsAre(HasSubstr("is missing")));
  std::filesystem::create_directories(product.parent_path());
  std::ofstream(product) << "beats";
  EXPECT_THAT(check(Reader(file)), ::testing::IsEmpty());
  std::ofstream(product) << "other beats";
  EXPECT_THAT(check(Reader(file)), ::testing::ElementsAre(HasSubstr("was altered")));
}

}  // namespace
}  // namespace purkinje::db
