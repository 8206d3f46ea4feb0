#include "orchestrator/job_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "base/error.h"

namespace purkinje::orchestrator {
namespace {

using Filters = std::map<std::string, std::set<std::string>>;

Filters parse(const std::vector<std::string>& texts) {
  const std::vector<std::string> known{"variant", "seed", "fold"};
  Filters filters;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    const auto key = text.substr(0, equals);
    if (equals == std::string::npos || std::find(known.begin(), known.end(), key) == known.end())
      throw InputError(fmt::format("--filter {}: write key=value,value{}", text, suggestion(key, known)));
    if (equals + 1 == text.size()) throw InputError(fmt::format("--filter {}: no value is given", text));
    std::istringstream values(text.substr(equals + 1));
    for (std::string value; std::getline(values, value, ',');) filters[key].insert(value);
  }
  return filters;
}

// The values that a filter can name, in the plan's order.
std::vector<std::string> known_values(const Plan& plan, const std::string& key) {
  std::vector<std::string> values;
  const auto add = [&](const std::string& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  };
  if (key == "variant")
    for (const auto& variant : plan.revision.variants) add(variant.name);
  else
    for (const auto& job : plan.jobs)
      if (job.record.kind == db::JobKind::training)
        add(std::to_string(key == "seed" ? job.record.seed
                                         : static_cast<uint64_t>(job.record.fold.value_or(0))));
  return values;
}

void check_values(const Plan& plan, const Filters& filters) {
  for (const auto& [key, asked] : filters) {
    const auto known = known_values(plan, key);
    for (const auto& value : asked)
      if (std::find(known.begin(), known.end(), value) == known.end())
        throw InputError(fmt::format("--filter: no {} '{}'{}", key, value, suggestion(value, known)));
  }
}

bool has(const Filters& filters, const std::string& key, const std::string& value) {
  const auto filter = filters.find(key);
  return filter == filters.end() || filter->second.count(value) > 0;
}

bool matches(const Plan& plan, const PlannedJob& job, const Filters& filters) {
  const bool variant = std::any_of(job.variants.begin(), job.variants.end(), [&](size_t index) {
    return has(filters, "variant", plan.revision.variants[index].name);
  });
  return variant && has(filters, "seed", std::to_string(job.record.seed)) &&
         has(filters, "fold", std::to_string(job.record.fold.value_or(0)));
}

// The jobs that are asked for by themselves. Of derived jobs those of a single fold, ensembles, where the
// filter names them: without a word about variants all of them come by their needs.
bool is_asked_for(const Plan& plan, const PlannedJob& job, const Filters& filters) {
  if (job.record.kind == db::JobKind::training) return matches(plan, job, filters);
  return job.record.kind == db::JobKind::derived && job.record.fold && filters.contains("variant") &&
         matches(plan, job, filters);
}

}  // namespace

std::set<size_t> filter_jobs(const Plan& plan, const std::vector<std::string>& texts) {
  const auto filters = parse(texts);
  check_values(plan, filters);
  std::set<size_t> wanted;
  std::set<std::string> wanted_ids;
  // Needs stand before the jobs that need them: backwards, a wanted job brings its needs.
  for (size_t i = plan.jobs.size(); i-- > 0;) {
    const auto& job = plan.jobs[i];
    if (!wanted_ids.contains(job.record.id) && !is_asked_for(plan, job, filters)) continue;
    wanted.insert(i);
    wanted_ids.insert(job.record.id);
    wanted_ids.insert(job.record.needs.begin(), job.record.needs.end());
  }
  // Forwards, what is derived from wanted jobs alone.
  for (size_t i = 0; i < plan.jobs.size(); ++i) {
    const auto& job = plan.jobs[i];
    if (job.record.kind == db::JobKind::derived &&
        std::all_of(job.record.needs.begin(), job.record.needs.end(),
                    [&](const auto& need) { return wanted_ids.contains(need); }) &&
        wanted_ids.insert(job.record.id).second)
      wanted.insert(i);
  }
  if (wanted.empty()) throw InputError("--filter leaves no job to run");
  return wanted;
}

}  // namespace purkinje::orchestrator
