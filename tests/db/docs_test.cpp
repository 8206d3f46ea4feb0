// Every ```sql block of docs/database.md runs and finds something.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/db/fixture.h"

namespace purkinje::db {
namespace {

std::vector<std::string> sql_blocks(const std::string& page) {
  const std::string fence = "```sql\n";
  std::vector<std::string> blocks;
  for (size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const size_t end = page.find("```", at);
    blocks.push_back(page.substr(at, end - at));
    at = end;
  }
  return blocks;
}

TEST(Docs, every_query_of_the_page_about_the_database_runs_and_finds_rows) {
  test::Folder folder;
  {
    Writer writer(folder / "a.db");
    test::fill(writer);
    const int64_t attempt = writer.add_attempt("plain-2-pool", 0, {{"host", "node2"}});
    writer.add_failure({attempt, "lost", "", "its node went silent"});
  }
  const Reader reader(folder / "a.db");

  const auto blocks = sql_blocks(read_file(std::filesystem::path(PURKINJE_SOURCE_DIR) / "docs/database.md"));

  EXPECT_GE(blocks.size(), 10u);
  for (const std::string& sql : blocks) EXPECT_FALSE(reader.query(sql).rows.empty()) << sql;
}

}  // namespace
}  // namespace purkinje::db
