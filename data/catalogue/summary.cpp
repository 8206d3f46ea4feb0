#include "data/catalogue/summary.h"

#include <algorithm>
#include <unordered_set>

namespace purkinje::data {
namespace {

void count_labels(SetSummary& summary, const CatalogueRecord& record) {
  for (size_t i = 0; i < summary.classes.size() && i < record.labels.size(); ++i) {
    auto& count = summary.classes[i];
    ++(record.labels[i] == 1 ? count.positive : record.labels[i] == 0 ? count.negative : count.unknown);
  }
}

}  // namespace

SetSummary summarise(const DataSet& set) {
  SetSummary summary;
  for (const auto& name : set.classes) summary.classes.push_back({name, 0, 0, 0});
  std::unordered_set<std::string> patients;
  bool first = true;
  for (const auto& record : set.records) {
    if (!record.problem.empty()) {
      summary.unusable.push_back(record.id);
      continue;
    }
    patients.insert(record.patient);
    count_labels(summary, record);
    const double duration_s = static_cast<double>(record.length) / record.head.sample_rate_hz;
    ++summary.sample_rates_hz[record.head.sample_rate_hz];
    summary.shortest_s = first ? duration_s : std::min(summary.shortest_s, duration_s);
    summary.longest_s = std::max(summary.longest_s, duration_s);
    summary.total_hours += duration_s / 3600;
    first = false;
  }
  summary.patients = patients.size();
  summary.records = set.records.size() - summary.unusable.size();
  return summary;
}

}  // namespace purkinje::data
