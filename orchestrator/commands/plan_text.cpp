// `purkinje plan` for people: a line or a block for each thing to know.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "orchestrator/commands/plan_output.h"

namespace purkinje::orchestrator {
namespace {

std::string plural(size_t n, const std::string& word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

std::string duration(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  const auto minutes = static_cast<int64_t>(seconds / 60);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

void print_data(const PlanOverview& overview, const PlanOptions& options) {
  if (!overview.plan) {
    fmt::print("data      not prepared yet: purkinje data prepare {}{}\n", options.experiment,
               options.profile.empty() ? "" : " --profile " + options.profile);
    return;
  }
  for (const auto& set : overview.plan->data_sets)
    fmt::print("data      {}: {}, {} leads, {} steps at {} Hz\n", set.data_set,
               plural(set.samples.size(), "example"), set.leads.size(), set.length, set.sample_rate_hz);
}

std::string settings_words(const Json& settings) {
  std::string words;
  for (const auto& [path, value] : settings.items())
    words += fmt::format("{}{}={}", words.empty() ? "" : " ", path,
                         value.is_string() ? value.get<std::string>() : value.dump());
  return words.empty() ? "(as the file says)" : words;
}

void print_variants(const Experiment& experiment) {
  size_t width = 0;
  for (const auto& variant : experiment.variants) width = std::max(width, variant.name.size());
  for (const auto& ensemble : experiment.ensembles) width = std::max(width, ensemble.name.size());
  fmt::print("variants  {}\n", experiment.variants.size());
  for (const auto& variant : experiment.variants)
    fmt::print("  {:<{}}  {}\n", variant.name, width, settings_words(variant.settings));
  if (!experiment.ensembles.empty()) fmt::print("ensembles {}\n", experiment.ensembles.size());
  for (const auto& ensemble : experiment.ensembles)
    fmt::print("  {:<{}}  {} of {}\n", ensemble.name, width, ensemble.method,
               fmt::join(ensemble.members, ", "));
}

// Kinds that the experiment has none of are not worth a word.
std::string kinds_words(const PlanOverview& overview,
                        const std::function<std::string(const JobCount&)>& number) {
  std::string words = number(overview.training) + (overview.training.all == 1 ? " training" : " trainings");
  if (overview.artefact.all > 0)
    words += fmt::format(", {} artefact{}", number(overview.artefact), overview.artefact.all == 1 ? "" : "s");
  if (overview.derived.all > 0)
    words += fmt::format(", {} evaluation{} derived from them", number(overview.derived),
                         overview.derived.all == 1 ? "" : "s");
  return words;
}

// "gan_S x 3 seeds x 5 folds".
std::string replicates_words(const ArtefactJobs& jobs) {
  if (jobs.count.all != jobs.seeds.size() * jobs.folds.size())
    return fmt::format("{} x {}", jobs.name, jobs.count.all);
  auto words = fmt::format("{} x {}", jobs.name, plural(jobs.seeds.size(), "seed"));
  if (jobs.folds.size() > 1) words += fmt::format(" x {}", plural(jobs.folds.size(), "fold"));
  return words;
}

void print_jobs(const PlanOverview& overview) {
  const auto& experiment = overview.experiment;
  fmt::print("jobs      {} ({}, up to {})\n",
             kinds_words(overview, [](const JobCount& count) { return std::to_string(count.all); }),
             plural(experiment.seeds.size(), "seed"), plural(static_cast<size_t>(experiment.folds), "fold"));
  if (overview.artefact.all == 0) return;
  std::vector<std::string> words;
  for (const auto& artefact : overview.artefacts) words.push_back(replicates_words(artefact));
  fmt::print("          {}: {}\n", plural(overview.artefact.all, "artefact"), fmt::join(words, ", "));
}

void print_notes(const PlanOverview& overview) {
  for (const auto& note : overview.plan ? overview.plan->notes : overview.experiment.notes)
    fmt::print("note      {}\n", note);
}

void print_done(const PlanOverview& overview) {
  if (!overview.plan) {
    fmt::print("done      unknown until the data is prepared\n");
    return;
  }
  fmt::print(
      "done      {}; {}\n",
      kinds_words(overview,
                  [](const JobCount& count) { return fmt::format("{} of {}", count.done, count.all); }),
      overview.database);
  if (const auto failed = overview.training.failed + overview.artefact.failed + overview.derived.failed;
      failed > 0)
    fmt::print("failed    {} for good (purkinje status says why)\n", plural(failed, "job"));
  fmt::print("to run    {}\n",
             kinds_words(overview, [](const JobCount& count) { return std::to_string(count.left()); }));
}

void print_cost(const PlanOverview& overview) {
  if (!overview.plan) return;
  if (overview.training.left() + overview.artefact.left() == 0)
    fmt::print("cost      none\n");
  else if (overview.seconds)
    fmt::print("cost      about {} on {} at once\n", duration(*overview.seconds / overview.trainers),
               plural(static_cast<size_t>(overview.trainers), "trainer"));
  else
    fmt::print("cost      unknown: no training of this experiment has finished yet\n");
}

}  // namespace

void print_plan(const PlanOverview& overview, const PlanOptions& options) {
  const auto& experiment = overview.experiment;
  fmt::print("{}: {} (profile {})\n", experiment.name, experiment.title, experiment.profile);
  print_data(overview, options);
  print_variants(experiment);
  print_jobs(overview);
  print_notes(overview);
  print_done(overview);
  print_cost(overview);
}

}  // namespace purkinje::orchestrator
