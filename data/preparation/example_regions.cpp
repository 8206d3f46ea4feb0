#include "data/preparation/example_regions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/error.h"

namespace purkinje::data {
namespace {

// A limit at the arrays' rate; -1 stays.
int64_t at_rate(int64_t sample, Ratio ratio) {
  return sample < 0 ? -1 : (2 * sample * ratio.up + ratio.down) / (2 * ratio.down);
}

std::vector<BeatWaves> at_rate(std::vector<BeatWaves> beats, Ratio ratio) {
  for (auto& beat : beats)
    for (auto* wave : {&beat.p, &beat.qrs, &beat.t})
      for (auto* limit : {&wave->onset, &wave->peak, &wave->end}) *limit = at_rate(*limit, ratio);
  return beats;
}

}  // namespace

std::filesystem::path wave_file(const CatalogueRecord& record, const std::string& lead,
                                const RegionOptions& options) {
  if (record.header.empty() || options.kind == RegionOptions::Kind::delineated) return {};
  std::string extension = lead;
  for (auto& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  auto file = record.header;
  return file.replace_extension(extension);
}

RegionOptions RegionOptions::from_json(const Json& data) {
  RegionOptions options;
  const auto given = data.find("regions");
  options.name = given != data.end() && given->is_string() ? given->get<std::string>() : "none";
  for (const auto& [name, kind] : {std::pair("none", Kind::none), std::pair("delineated", Kind::delineated),
                                   std::pair("annotated", Kind::annotated),
                                   std::pair("annotated_or_delineated", Kind::annotated_or_delineated)})
    if (options.name == name) options.kind = kind;
  const auto lead = data.find("regions_lead");
  if (lead != data.end() && lead->is_string()) options.lead = lead->get<std::string>();
  return options;
}

std::string regions_lead(const RecordingHead& recording, const RegionOptions& options) {
  if (options.lead) return recording.leads.at(find_lead(recording, *options.lead));
  for (const char* name : {"II", "MLII"})
    if (has_lead(recording, name)) return recording.leads.at(find_lead(recording, name));
  return recording.leads.at(0);
}

RecordRegions regions_of_record(const CatalogueRecord& record, const Recording& recording,
                                const CleanRecording& cleaned, const Preprocessing& how,
                                const RegionOptions& options, const WaveReader& waves) {
  const auto lead = regions_lead(recording, options);
  auto file = wave_file(record, lead, options);
  std::error_code error;
  const bool is_annotated = !file.empty() && std::filesystem::is_regular_file(file, error);
  if (options.kind == RegionOptions::Kind::annotated && !is_annotated)
    throw InputError(
        fmt::format("record '{}' has no file of wave limits of lead {} ({}); regions: "
                    "annotated_or_delineated would delineate it",
                    record.id, lead, file.filename().string()));
  std::vector<BeatWaves> beats;
  if (is_annotated) {
    beats = waves(file, recording.sample_rate_hz);
  } else {
    const auto filtered = filtered_lead(recording, lead, how);
    const std::vector<float> signal_mv(filtered.begin(), filtered.end());
    beats = delineate(signal_mv, recording.sample_rate_hz);
  }
  return {regions_of(at_rate(std::move(beats), cleaned.ratio), cleaned.length()), std::move(file),
          is_annotated};
}

std::vector<uint8_t> cut_regions(const std::vector<uint8_t>& regions, int64_t start, int64_t length) {
  std::vector<uint8_t> part(static_cast<size_t>(length), static_cast<uint8_t>(Region::baseline));
  const auto n = static_cast<int64_t>(regions.size());
  for (int64_t i = std::max<int64_t>(0, -start); i < length && start + i < n; ++i)
    part[static_cast<size_t>(i)] = regions[static_cast<size_t>(start + i)];
  return part;
}

}  // namespace purkinje::data
