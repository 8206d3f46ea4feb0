// purkinje query: read-only SQL, or a query by name.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "base/error.h"
#include "db/reader.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/table_format.h"

namespace purkinje::orchestrator {
namespace {

struct QueryOptions {
  std::string database = "results.db";
  std::string text;
  std::string format = "table";
  bool list = false;
};

db::Table names_of_queries() {
  db::Table table{{"name", "what it shows"}, {}};
  for (const auto& [name, help] : db::Reader::named_queries()) table.rows.push_back({name, help});
  return table;
}

// One word is a name; SQL has more than one.
std::string sql_of(const std::string& text) {
  if (text.find_first_of(" \t\n(") != std::string::npos) return text;
  if (const auto named = db::Reader::named_query(text)) return *named;
  std::vector<std::string> names;
  for (const auto& [name, help] : db::Reader::named_queries()) names.push_back(name);
  throw InputError(fmt::format("there is no query named '{}'{}", text, suggestion(text, names)));
}

void query(const QueryOptions& options, int& exit_code) {
  exit_code = 0;
  if (options.list) {
    fmt::print("{}", format_table(names_of_queries(), options.format));
    return;
  }
  if (options.text.empty())
    throw InputError("query: give SQL or the name of a query (--list shows the names)");
  fmt::print("{}", format_table(db::Reader(options.database).query(sql_of(options.text)), options.format));
}

}  // namespace

void add_query(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<QueryOptions>();
  CLI::App* command = app.add_subcommand("query", "Ask the database: read-only SQL, or a query by name");
  command->add_option("--db", options->database, "The database")->capture_default_str();
  command->add_option("sql", options->text, "SQL (\"SELECT ...\"), or the name of a query");
  command->add_option("--format", options->format, "table, csv, json or markdown")->capture_default_str();
  command->add_flag("--list", options->list, "Show the names of queries");
  command->callback([options, &exit_code] { query(*options, exit_code); });
}

}  // namespace purkinje::orchestrator
