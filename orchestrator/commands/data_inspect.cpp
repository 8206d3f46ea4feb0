// `purkinje data inspect`: one record, its facts, and its drawing in the terminal or on ECG paper.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "data/catalogue/catalogue.h"
#include "data/formats/recording.h"
#include "data/formats/wfdb_annotation.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/data_commands.h"
#include "report/ecg_paper.h"
#include "report/ecg_terminal.h"

namespace purkinje::orchestrator {
namespace {

namespace fs = std::filesystem;

constexpr double kTerminalSeconds = 4;  // longer, and a beat is a single stroke

struct InspectOptions {
  std::string record, svg, root;
  std::vector<std::string> leads;
  double from_s = 0;
  std::optional<double> for_s;
};

struct Inspected {
  std::string name;
  data::Recording recording;
  std::vector<std::string> facts;  // of the data set: patient, labels
  fs::path header;                 // empty for generated records
};

Inspected from_set(const std::string& given, const fs::path& root) {
  const size_t slash = given.find('/');
  const std::string set_name = given.substr(0, slash),
                    rest = slash == std::string::npos ? "" : given.substr(slash + 1);
  std::vector<std::string> names;
  for (const auto& [name, file] : data::catalogue()) names.push_back(name);
  if (rest.empty() || std::find(names.begin(), names.end(), set_name) == names.end())
    throw InputError(fmt::format("there is neither a header file '{}' nor a data set '{}'{}", given, set_name,
                                 suggestion(set_name, names)));
  const data::DataSet set = data::load_data_set(set_name, root);
  std::vector<std::string> ids;
  for (const data::CatalogueRecord& record : set.records) {
    ids.push_back(record.id);
    if (record.id != given && record.id != rest && !record.id.ends_with("/" + rest)) continue;
    Inspected found{record.id, data::read_record(set, record), {}, record.header};
    found.facts.push_back("data set   " + set.title);
    std::string patient = "patient    " + record.patient;
    if (!record.age.empty()) patient += ", age " + record.age;
    if (!record.sex.empty()) patient += ", sex " + record.sex;
    found.facts.push_back(patient);
    std::vector<std::string> positive, unknown;
    for (size_t c = 0; c < set.classes.size(); ++c) {
      if (record.labels.at(c) == 1) positive.push_back(set.classes[c]);
      if (record.labels.at(c) < 0) unknown.push_back(set.classes[c]);
    }
    std::string labels = fmt::format(
        "labels     {}", positive.empty() ? "none" : fmt::format("{}", fmt::join(positive, ", ")));
    if (!unknown.empty()) labels += fmt::format(" (unknown: {})", fmt::join(unknown, ", "));
    if (!record.problem.empty()) labels = "labels     unknown: " + record.problem;
    found.facts.push_back(labels);
    return found;
  }
  throw InputError(fmt::format("data set '{}' has no record '{}'{}", set_name, rest, suggestion(given, ids)));
}

Inspected find(const std::string& given, const fs::path& root) {
  fs::path header = given;
  if (header.extension() != ".hea") header += ".hea";
  if (!fs::exists(header)) {
    if (given.ends_with(".hea")) throw InputError("there is no header file '" + given + "'");
    return from_set(given, root);
  }
  return {header.stem().string(), data::read_recording(header), {}, header};
}

void print_annotations(const fs::path& header) {
  fs::path file = header;
  file.replace_extension(".atr");
  if (header.empty() || !fs::exists(file)) return;
  std::map<std::string, size_t> counts;
  std::vector<data::Annotation> annotations;
  try {
    annotations = data::read_annotations(file);
  } catch (const InputError& error) {
    fmt::print("annotated  cannot be read: {}\n", error.what());
    return;
  }
  for (const data::Annotation& annotation : annotations) ++counts[data::annotation_symbol(annotation.code)];
  std::vector<std::string> words;
  words.reserve(counts.size());
  for (const auto& [symbol, n] : counts) words.push_back(fmt::format("{} {}", symbol, n));
  fmt::print("annotated  {} in {}: {}\n", annotations.size(), file.filename().string(),
             fmt::join(words, ", "));
}

// The asked leads, in the order asked, and the asked time.
report::EcgStrip strip_of(const Inspected& found, const InspectOptions& options, double for_s) {
  const data::Recording& recording = found.recording;
  const double all_s = static_cast<double>(recording.length()) / recording.sample_rate_hz;
  if (!(options.from_s >= 0) || options.from_s >= all_s || !(for_s > 0))
    throw InputError(fmt::format("--from {} --for {} is outside the record, which lasts {:.4g} s",
                                 options.from_s, for_s, all_s));
  const auto begin = static_cast<size_t>(std::lround(options.from_s * recording.sample_rate_hz));
  const auto length = static_cast<size_t>(recording.length());
  const size_t end =
      std::min(length, begin + std::max<size_t>(1, static_cast<size_t>(std::lround(
                                                       std::min(for_s, all_s) * recording.sample_rate_hz))));
  if (begin >= end) throw InputError("--from lies behind the last sample of the record");

  std::vector<size_t> order;
  std::vector<std::string> names;
  for (const std::string& lead : recording.leads) names.push_back(data::canonical_lead(lead));
  for (const std::string& asked : options.leads) {
    const auto lead = std::find_if(names.begin(), names.end(),
                                   [&](const std::string& name) { return data::same_lead(name, asked); });
    if (lead == names.end())
      throw InputError(
          fmt::format("record {} has no lead '{}'{}", found.name, asked, suggestion(asked, names)));
    order.push_back(static_cast<size_t>(lead - names.begin()));
  }
  if (order.empty())
    for (size_t i = 0; i < names.size(); ++i) order.push_back(i);

  report::EcgStrip strip;
  strip.title = found.name;
  strip.sample_rate_hz = recording.sample_rate_hz;
  strip.start_s = options.from_s;
  for (const size_t lead : order) {
    strip.leads.push_back(names[lead]);
    const std::vector<double>& signal = recording.signal_mv[lead];
    std::vector<float> piece;
    for (size_t i = begin; i < end; ++i) piece.push_back(static_cast<float>(signal[i]));
    strip.signal_mv.push_back(std::move(piece));
  }
  return strip;
}

int columns() {
  winsize size{};
  return isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
             ? size.ws_col
             : 100;
}

int inspect(const InspectOptions& options) {
  const Inspected found = find(options.record, data::data_root(options.root));
  const data::Recording& recording = found.recording;
  const double seconds = static_cast<double>(recording.length()) / recording.sample_rate_hz;
  const report::EcgStrip on_paper = strip_of(found, options, options.for_s.value_or(10));

  fmt::print("record     {}\nsignal     {} leads, {:.6g} Hz, {} samples a lead ({:.4g} s)\nleads      {}\n",
             found.name, recording.leads.size(), recording.sample_rate_hz, recording.length(), seconds,
             fmt::join(recording.leads, " "));
  for (const std::string& fact : found.facts) fmt::print("{}\n", fact);
  for (const std::string& comment : recording.comments) fmt::print("comment    {}\n", comment);
  print_annotations(found.header);

  if (!options.svg.empty()) {
    write_file_atomically(options.svg, report::ecg_svg(on_paper));
    fmt::print("drawn      {}\n", options.svg);
    return 0;
  }
  report::EcgStrip drawn = strip_of(found, options, options.for_s.value_or(kTerminalSeconds));
  drawn.title.clear();
  fmt::print("\n{}", report::ecg_terminal(drawn, columns(), drawn.leads.size() > 4 ? 3 : 5));
  return 0;
}

}  // namespace

void add_data_inspect(CLI::App& data, int& exit_code) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* command =
      data.add_subcommand("inspect", "One record: its header, labels, annotations and signal");
  command->add_option("record", options->record, "A .hea file, or SET/RECORD of a catalogued data set")
      ->required();
  command->add_option("--svg", options->svg, "Draw on ECG paper into this file instead of the terminal");
  command->add_option("--lead", options->leads, "Leads to draw, in this order; default all")->delimiter(',');
  command->add_option("--from", options->from_s, "First second to draw");
  command->add_option("--for", options->for_s, "Seconds to draw; default 4 in the terminal, 10 on paper");
  add_data_option(*command, options->root);
  command->callback([options, &exit_code] { exit_code = inspect(*options); });
}

}  // namespace purkinje::orchestrator
