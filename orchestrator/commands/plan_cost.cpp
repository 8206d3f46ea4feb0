#include "orchestrator/commands/plan_cost.h"

#include <utility>
#include <vector>

namespace purkinje::orchestrator {
namespace {

// What is expected to take as long as this job: the others of its variants, or of its artefact.
std::vector<std::string> alike(const PlannedJob& job) {
  if (job.record.kind == db::JobKind::artefact) return {"artefact " + job.artefact};
  std::vector<std::string> names;
  for (const auto v : job.variants) names.push_back("variant " + std::to_string(v));
  return names;
}

// Of the finished jobs of each variant and artefact.
std::map<std::string, double> mean_seconds(const Plan& plan,
                                           const std::map<std::string, double>& train_seconds) {
  std::map<std::string, std::pair<double, int>> sums;
  for (const auto& job : plan.jobs)
    if (const auto found = train_seconds.find(job.record.id); found != train_seconds.end())
      for (const auto& name : alike(job)) {
        sums[name].first += found->second;
        ++sums[name].second;
      }
  std::map<std::string, double> means;
  for (const auto& [name, sum] : sums) means[name] = sum.first / sum.second;
  return means;
}

}  // namespace

std::optional<double> seconds_left(const Plan& plan, const std::map<std::string, std::string>& states,
                                   const std::map<std::string, double>& train_seconds) {
  const auto means = mean_seconds(plan, train_seconds);
  if (means.empty()) return std::nullopt;
  double all = 0, total = 0;
  for (const auto& [name, seconds] : means) all += seconds;
  for (const auto& job : plan.jobs) {
    const auto state = states.find(job.record.id);
    if (job.record.kind == db::JobKind::derived || (state != states.end() && state->second != "pending"))
      continue;
    const auto own = means.find(alike(job).front());
    total += own != means.end() ? own->second : all / static_cast<double>(means.size());
  }
  return total;
}

}  // namespace purkinje::orchestrator
