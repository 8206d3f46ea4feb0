// The report of a whole database.
#include "report/report_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "report/csv.h"
#include "report/latex.h"
#include "report/markdown.h"

namespace purkinje::report {
namespace {

namespace fs = std::filesystem;

// Experiment and table names become file names: nothing that leads out of the folder.
std::string file_name(const std::string& name) {
  std::string safe;
  for (const char c : name)
    safe += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' ? c : '_';
  if (safe.empty() || safe.front() == '.') safe = "_" + safe;
  return safe;
}

// "5 folds by patient": a split is part of what a number means (beats of one patient in all parts are easy).
std::string protocol_words(const Json& protocol) {
  const std::string kind = protocol.value("kind", "stratified_kfold"),
                    group = protocol.value("group", "patient");
  if (group == "none") return "random split: the same patients train and test";
  if (kind == "stratified_kfold") return fmt::format("{} folds by {}", protocol.value("folds", 5), group);
  return kind == "records" ? "named records, apart by " + group : "one split by " + group;
}

ExperimentReport read_report(const db::Reader& reader, const db::Reader::Revision& revision) {
  ExperimentReport report{revision.experiment, revision.profile,  revision.digest,
                          revision.data_title, revision.stand_in, {}};
  const Json resolved = Json::parse(revision.resolved, nullptr, false);
  if (resolved.is_discarded())
    throw InputError(fmt::format("revision {} of experiment '{}' is not readable JSON", revision.digest,
                                 revision.experiment));

  TableContext context{revision.experiment, revision.profile, revision.digest, revision.stand_in};
  if (resolved.is_object()) {
    context.task = resolved.value("task", "binary");
    for (const auto& variant : resolved.value("variants", Json::array()))
      context.protocols[variant.value("name", "")] =
          protocol_words(variant.value("protocol", Json::object()));
    for (const auto& ensemble : resolved.value("ensembles", Json::array()))
      for (const auto& member : ensemble.value("members", Json::array()))
        context.protocols[ensemble.value("name", "")] = context.protocols[member.get<std::string>()];
  }
  std::vector<std::string> names;
  const db::Table variants = reader.query(
      "SELECT variant.name, variant.title FROM variant JOIN revision ON revision.id = variant.revision "
      "WHERE revision.digest = ?1 ORDER BY variant.position",
      {revision.digest});
  for (const auto& row : variants.rows) {
    names.push_back(std::get<std::string>(row.at(0)));
    context.variant_titles[names.back()] = std::get<std::string>(row.at(1));
  }

  ReportSpec spec;
  if (resolved.is_object() && resolved.contains("report")) {
    spec = report_spec_from_json(resolved["report"]);
  } else {  // planned by something that knows no reports: one table of all variants
    Problems problems;
    spec = read_report_spec(nullptr, nullptr, names, problems);
  }
  const DatabaseCells cells(reader, revision.digest);
  for (const TableSpec& table : spec.tables)
    report.tables.push_back(build_table(table, spec, cells, context));
  for (const FigureSpec& figure : spec.figures)
    report.figures.push_back(draw_traces(figure, reader, revision));
  return report;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error && access(folder.c_str(), W_OK | X_OK) != 0)
    error = std::error_code(errno, std::generic_category());
  if (error)
    throw EnvironmentError(
        fmt::format("cannot write the report to {}: {}", folder.string(), error.message()));
}

}  // namespace

bool ExperimentReport::complete() const {
  return std::all_of(tables.begin(), tables.end(), [](const Table& table) { return table.complete(); });
}

std::vector<ExperimentReport> read_reports(const db::Reader& reader, const std::string& experiment,
                                           const std::string& profile) {
  std::vector<std::string> experiments, profiles;
  const auto note = [](std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  std::map<std::string, db::Reader::Revision> newest;
  for (db::Reader::Revision& revision : reader.revisions()) {
    note(experiments, revision.experiment);
    if (!experiment.empty() && revision.experiment != experiment) continue;
    note(profiles, revision.profile);
    if (!profile.empty() && revision.profile != profile) continue;
    newest[revision.experiment] = std::move(revision);  // they come oldest first
  }
  if (experiments.empty())
    throw InputError("the database holds no experiment yet; `purkinje run` plans and fills one");
  if (!experiment.empty() &&
      std::find(experiments.begin(), experiments.end(), experiment) == experiments.end())
    throw InputError("the database has no experiment '" + experiment + "'" +
                     suggestion(experiment, experiments));
  if (newest.empty())
    throw InputError("no revision has the profile '" + profile + "'" + suggestion(profile, profiles));
  std::vector<ExperimentReport> reports;
  reports.reserve(newest.size());
  for (const auto& [name, revision] : newest) reports.push_back(read_report(reader, revision));
  return reports;
}

std::string index_page(const ExperimentReport& report) {
  std::string page = "# " + report.experiment + "\n\n";
  page += fmt::format("Profile {}, revision {}.", report.profile, report.revision.substr(0, 12));
  if (!report.data_title.empty()) page += " Data: " + report.data_title + ".";
  page += "\n\n";
  if (!report.complete())
    page += "**Not complete:** cells marked (n/N) lack values; the notes under each table say which.\n\n";
  for (const Table& table : report.tables) {
    const std::string name = file_name(table.name);
    page += to_markdown(table) +
            fmt::format("\nThe same as [Markdown]({0}.md), [LaTeX]({0}.tex), [CSV]({0}.csv).\n\n", name);
  }
  for (const Figure& figure : report.figures) {
    page += "## " + markdown_escaped(figure.title) + "\n\n";
    if (!figure.svg.empty())
      page += fmt::format("![{}]({}.svg)\n\n", markdown_escaped(figure.title), file_name(figure.name));
    page += markdown_escaped(figure.caption) + "\n\n";
  }
  page.pop_back();
  return page;
}

std::vector<fs::path> write_reports(const std::vector<ExperimentReport>& reports, const fs::path& dir) {
  std::vector<std::pair<fs::path, std::string>> files;
  std::vector<fs::path> folders;
  for (const ExperimentReport& report : reports) {
    const fs::path folder = dir / file_name(report.experiment);
    folders.push_back(folder);
    std::set<std::string> names = {"README"};  // the page of the whole report
    for (const Table& table : report.tables) {
      const std::string name = file_name(table.name);
      if (!names.insert(name).second)
        throw InputError(fmt::format(
            "two tables of experiment '{}', or one and the report's own page, would be written to "
            "{}",
            report.experiment, name));
      files.emplace_back(folder / (name + ".md"), to_markdown(table));
      files.emplace_back(folder / (name + ".tex"), to_latex(table));
      files.emplace_back(folder / (name + ".csv"), to_csv(table));
    }
    std::set<std::string> drawn;
    for (const Figure& figure : report.figures) {
      const std::string name = file_name(figure.name);
      if (!drawn.insert(name).second)
        throw InputError(
            fmt::format("two figures of experiment '{}' would be written to {}", report.experiment, name));
      if (!figure.svg.empty()) files.emplace_back(folder / (name + ".svg"), figure.svg);
    }
    files.emplace_back(folder / "README.md", index_page(report));
  }
  for (const fs::path& folder : folders) make_folder(folder);
  for (const auto& [file, text] : files) write_file_atomically(file, text);
  return folders;
}

}  // namespace purkinje::report
