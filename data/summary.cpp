#include "data/summary.h"

#include <algorithm>
#include <unordered_set>

#include "data/wfdb_header.h"

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
    double rate_hz = set.synthetic.is_object() ? set.synthetic.value("sample_rate_hz", 0.0) : 0.0;
    double duration_s = set.synthetic.is_object() ? set.synthetic.value("duration_s", 0.0) : 0.0;
    if (!record.header.empty()) {
      const auto header = read_wfdb_header(record.header);
      rate_hz = header.sample_rate_hz;
      duration_s = static_cast<double>(header.length.value_or(0)) / rate_hz;
    }
    ++summary.sample_rates_hz[rate_hz];
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
