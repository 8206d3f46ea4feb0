// The report of a database: which revisions, which files, and nothing half-written.
#include "report/report_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "db/writer.h"
#include "tests/db/fixture.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using db::test::Folder;
using testing::HasSubstr;

// The message of the InputError that reading the reports throws.
std::string complaint(const db::Reader& reader, const std::string& experiment,
                      const std::string& profile = "") {
  try {
    read_reports(reader, experiment, profile);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ReportFiles, holds_every_table_in_three_forms_and_an_index) {
  const Folder folder;
  {
    db::Writer writer(folder / "a.db");
    db::test::fill(writer);
  }
  const db::Reader reader(folder / "a.db");

  const auto reports = read_reports(reader);
  const auto folders = write_reports(reports, folder / "out");

  ASSERT_EQ(folders.size(), 1u);
  EXPECT_EQ(folders[0], folder / "out" / "ablation");
  for (const char* name : {"results.md", "results.tex", "results.csv", "README.md"})
    EXPECT_TRUE(std::filesystem::exists(folders[0] / name)) << name;
  const std::string page = read_file(folders[0] / "README.md");
  EXPECT_THAT(page, HasSubstr("**Stand-in data:** stands in for a set that is not public"));
  EXPECT_THAT(page, HasSubstr("All parts"));
  EXPECT_THAT(page, HasSubstr("each the pooled test predictions of 2 folds"));
  EXPECT_THAT(page, HasSubstr("(1/2)"));  // the pool of ("plain", 2) failed for good
  EXPECT_FALSE(reports[0].complete());
}

TEST(ReportFiles, names_the_nearest_experiment_and_profile) {
  const Folder folder;
  {
    db::Writer writer(folder / "a.db");
    db::test::fill(writer);
  }
  const db::Reader reader(folder / "a.db");

  EXPECT_THAT(complaint(reader, "ablatoin"), HasSubstr("did you mean 'ablation'"));
  EXPECT_THAT(complaint(reader, "", "reducde"), HasSubstr("did you mean 'reduced'"));
}

TEST(ReportFiles, says_when_a_database_is_empty) {
  const Folder folder;
  { const db::Writer writer(folder / "a.db"); }

  EXPECT_THAT(complaint(db::Reader(folder / "a.db"), ""), HasSubstr("no experiment yet"));
}

TEST(ReportFiles, takes_the_newest_revision_of_each_experiment) {
  const Folder folder;
  {
    db::Writer writer(folder / "a.db");
    db::test::fill(writer);
    writer.add_plan(db::test::revision("digest-2"), db::test::jobs(), db::test::cells("digest-2"));
  }

  const auto reports = read_reports(db::Reader(folder / "a.db"), "ablation", "reduced");

  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].revision, "digest-2");
}

TEST(ReportFiles, writes_nothing_where_the_folder_cannot_be_made) {
  const Folder folder;
  write_file_atomically(folder / "taken", "a file");
  ExperimentReport report{"a", "full", "0123", "", "", {}};

  EXPECT_THROW(write_reports({report}, folder / "taken"), EnvironmentError);

  EXPECT_EQ(read_file(folder / "taken"), "a file");
}

TEST(ReportFiles, are_not_written_where_a_table_would_stand_in_the_place_of_the_page) {
  const Folder folder;
  ExperimentReport report{"a", "full", "0123", "", "", {}};
  report.tables.emplace_back().name = "README";

  EXPECT_THROW(write_reports({report}, folder / "out"), InputError);

  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(ReportFiles, stay_inside_the_folder_whatever_an_experiment_is_called) {
  const Folder folder;
  ExperimentReport report{"../../evil", "full", "0123", "", "", {}};

  const auto folders = write_reports({report}, folder / "out");

  EXPECT_EQ(folders[0].parent_path(), folder / "out");
  EXPECT_TRUE(std::filesystem::exists(folders[0] / "README.md"));
}

}  // namespace
}  // namespace purkinje::report
