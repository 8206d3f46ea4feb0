// `purkinje data delineate`: how far our wave limits lie from those annotated beside a data set's records.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "data/delineation/judge_delineation.h"
#include "orchestrator/commands/commands.h"
#include "orchestrator/commands/data_commands.h"

namespace purkinje::orchestrator {
namespace {

struct DelineateOptions {
  std::string set, root, half = "both";
  data::DelineationTrial trial;
};

// Nothing where there is nothing to tell.
std::string number(double value, int digits) {
  return std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, digits);
}

int delineate(const DelineateOptions& options) {
  const data::DataSet set = data::load_data_set(options.set, data::data_root(options.root));
  const data::DelineationResult result = data::judge_delineation(set, options.trial);
  const data::DelineationErrors& errors = result.errors;

  fmt::print("{}\n{} records, {}, against their .{} files", set.title, errors.records, result.leads,
             result.extension);
  if (options.half != "both") fmt::print(", {} records only", options.half);
  if (!result.unmarked.empty()) fmt::print("; {} records have none", result.unmarked.size());
  fmt::print(
      "\nErrors are found minus marked. A mark counts as found where one of ours lies within {:.0f} ms. SD "
      "in "
      "records: mean of\nthe records' own SDs. Right: share of our waves inside the marked span with a "
      "marked peak "
      "within {:.0f} ms.\n\n",
      1000 * data::kMatchS, 1000 * data::kMatchS);
  fmt::print("{:<6}  {:>6}  {:>6}  {:>11}  {:>7}  {:>6}  {:>13}\n", "limit", "marked", "found", "sensitivity",
             "mean ms", "SD ms", "SD in records");
  for (size_t i = 0; i < errors.limits.size(); ++i) {
    const data::LimitErrors& limit = errors.limits[i];
    fmt::print("{:<6}  {:>6}  {:>6}  {:>11}  {:>7}  {:>6}  {:>13}\n", data::kLimitNames[i], limit.reference,
               limit.found(), number(limit.sensitivity(), 4), number(limit.mean_ms(), 1),
               number(limit.sd_ms(), 1), number(limit.sd_in_records_ms(), 1));
  }
  fmt::print("\n{:<6}  {:>6}  {:>6}  {:>23}\n", "wave", "found", "right", "positive predictivity");
  const std::array waves{std::pair{"P", &errors.p}, std::pair{"QRS", &errors.qrs}, std::pair{"T", &errors.t}};
  for (size_t i = 0; i < waves.size(); ++i) {
    const auto& [name, wave] = waves[i];
    if (errors.limits[3 * i + 1].reference == 0) continue;  // nobody marked such waves
    fmt::print("{:<6}  {:>6}  {:>6}  {:>23}\n", name, wave->found, wave->right,
               number(wave->positive_predictivity(), 4));
  }
  fmt::print("\n{:.3g} ms of computing for 10 s of signal\n", 1e4 * result.computing_s / result.signal_s);
  return 0;
}

}  // namespace

void add_data_delineate(CLI::App& data, int& exit_code) {
  auto options = std::make_shared<DelineateOptions>();
  CLI::App* command = data.add_subcommand(
      "delineate", "P, QRS and T limits against annotated ones: sensitivity, mean and SD of the error");
  command->add_option("set", options->set, "A catalogued data set, or the path of a descriptor")->required();
  command->add_option("--lead", options->trial.lead,
                      "The lead; default II where there is one, else the first");
  command->add_option(
      "--against", options->trial.extension,
      "Extension of the annotation files (q1c, pu0, ...); default the lead's name, as in LUDB");
  command
      ->add_option("--records", options->half,
                   "Only records with an even or odd number (the method was tuned on LUDB's even ones)")
      ->check(CLI::IsMember({"both", "even", "odd"}));
  add_data_option(*command, options->root);
  command->callback([options, &exit_code] {
    using Half = data::DelineationTrial::Half;
    options->trial.half = options->half == "even"  ? Half::even
                          : options->half == "odd" ? Half::odd
                                                   : Half::both;
    exit_code = delineate(*options);
  });
}

}  // namespace purkinje::orchestrator
