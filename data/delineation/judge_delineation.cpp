#include "data/delineation/judge_delineation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "base/error.h"
#include "data/delineation/wave_annotations.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

bool in_half(const std::string& name, DelineationTrial::Half half) {
  if (half == DelineationTrial::Half::both) return true;
  const auto last = name.find_last_of("0123456789");
  if (last == std::string::npos) return false;
  return ((name[last] - '0') % 2 == 0) == (half == DelineationTrial::Half::even);
}

// Extensions of the files that bear the record's name, its header and signal aside.
std::string neighbours(const fs::path& header) {
  std::set<std::string> extensions;
  for (const auto& entry : fs::directory_iterator(header.parent_path())) {
    const auto extension = entry.path().extension().string();
    if (entry.path().stem() != header.stem() || extension.empty()) continue;
    if (extension != ".hea" && extension != ".dat" && extension != ".mat")
      extensions.insert(extension.substr(1));
  }
  return extensions.empty() ? "there are none" : fmt::format("there are: {}", fmt::join(extensions, ", "));
}

size_t find_lead(const Recording& recording, const std::string& asked, const std::string& id) {
  std::vector<std::string> names;
  for (const auto& lead : recording.leads) names.push_back(canonical_lead(lead));
  if (names.empty()) throw InputError(fmt::format("record {} has no leads", id));
  const auto found = std::find(names.begin(), names.end(), canonical_lead(asked.empty() ? "II" : asked));
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  if (asked.empty()) return 0;
  throw InputError(fmt::format("record {} has no lead '{}'{}", id, asked, suggestion(asked, names)));
}

std::vector<float> valid_signal(const std::vector<double>& signal_mv) {
  std::vector<float> out;
  out.reserve(signal_mv.size());
  for (const double x : signal_mv)
    out.push_back(std::isfinite(x) ? static_cast<float>(x) : out.empty() ? 0.0F : out.back());
  return out;
}

}  // namespace

DelineationResult judge_delineation(const DataSet& set, const DelineationTrial& trial) {
  DelineationResult result;
  const CatalogueRecord* first = nullptr;
  for (const auto& record : set.records) {
    if (record.header.empty())
      throw InputError(fmt::format("record {} has no files, so no annotated wave limits", record.id));
    if (!in_half(record.header.stem().string(), trial.half)) continue;
    if (first == nullptr) first = &record;
    const auto recording = read_record(set, record);
    const size_t lead = find_lead(recording, trial.lead, record.id);
    const auto& name = recording.leads[lead];
    result.leads = result.leads.empty() || result.leads == "lead " + name ? "lead " + name : "the first lead";
    result.extension = trial.extension.empty() ? lower_case(name) : trial.extension;
    auto file = record.header;
    file.replace_extension(result.extension);
    if (!fs::exists(file)) {
      result.unmarked.push_back(record.id);
      continue;
    }
    const auto reference = waves_of(read_annotations(file), recording.sample_rate_hz);
    const auto signal = valid_signal(recording.signal_mv[lead]);
    const auto begin = std::chrono::steady_clock::now();
    const auto found = delineate(signal, recording.sample_rate_hz);
    result.computing_s += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.signal_s += static_cast<double>(signal.size()) / recording.sample_rate_hz;
    result.errors.add(reference, found, recording.sample_rate_hz);
  }
  if (first == nullptr) throw InputError(fmt::format("data set '{}' has no such record", set.name));
  if (result.errors.records == 0)
    throw InputError(fmt::format("no record of data set '{}' has annotations .{}; beside {} {}", set.name,
                                 result.extension, first->id, neighbours(first->header)));
  return result;
}

}  // namespace purkinje::data
