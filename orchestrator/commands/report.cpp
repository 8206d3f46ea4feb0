// `purkinje report`: tables from the database alone.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "db/reader.h"
#include "orchestrator/commands/commands.h"
#include "report/report_files.h"
#include "report/terminal.h"

namespace purkinje::orchestrator {
namespace {

struct ReportOptions {
  std::string database, experiment, profile, out;
  bool print = false, check = false;
};

int terminal_columns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 100;
}

int make_report(const ReportOptions& options) {
  if (options.out.empty() && !options.print && !options.check)
    throw InputError(
        "say where the report goes: --out DIR, --print, or --check to test for missing cells only");
  const db::Reader reader(options.database);
  const std::vector<report::ExperimentReport> reports =
      report::read_reports(reader, options.experiment, options.profile);
  if (!options.out.empty())
    for (const std::filesystem::path& folder : report::write_reports(reports, options.out))
      fmt::print(stderr, "{}\n", (folder / "README.md").string());

  bool complete = true;
  for (const report::ExperimentReport& experiment : reports) {
    complete = complete && experiment.complete();
    if (!options.print) continue;
    for (const report::Table& table : experiment.tables)
      fmt::print("\n{}", report::to_terminal(table, terminal_columns()));
  }
  if (options.check && !complete) {
    for (const report::ExperimentReport& experiment : reports)
      for (const report::Table& table : experiment.tables)
        if (!table.complete())
          fmt::print(stderr, "{}: {} has missing cells\n", experiment.experiment, table.name);
    return 1;
  }
  return 0;
}

}  // namespace

void add_report(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command =
      app.add_subcommand("report", "Tables of the database (Markdown, LaTeX and CSV) and figures (SVG)");
  command->add_option("experiment", options->experiment,
                      "One experiment; without it, every one of the database");
  command->add_option("--db", options->database, "The database")->required();
  command->add_option("--profile", options->profile,
                      "The newest revision of this profile; without it, the newest of all");
  command->add_option(
      "--out", options->out,
      "Folder for the files: OUT/<experiment>/<table>.{md,tex,csv}, <figure>.svg and README.md");
  command->add_flag("--print", options->print, "Print the tables here");
  command->add_flag("--check", options->check, "Exit code 1 where a cell of a table is missing");
  command->callback([options, &exit_code] { exit_code = make_report(*options); });
}

}  // namespace purkinje::orchestrator
