#include "data/formats/recording.h"

#include <limits>
#include <string_view>

#include "base/error.h"
#include "data/formats/text_fields.h"
#include "data/formats/wfdb_header.h"
#include "data/formats/wfdb_signal.h"

namespace purkinje::data {
namespace {

// Millivolts in one unit, 0 where the unit is no voltage.
double millivolts_per_unit(const std::string& unit) {
  const auto name = lower_case(unit);
  if (name == "mv") return 1;
  if (name == "uv" || name == "\xc2\xb5v" || name == "\xce\xbcv") return 1e-3;
  if (name == "nv") return 1e-6;
  if (name == "v") return 1e3;
  return 0;
}

}  // namespace

Recording read_recording(const std::filesystem::path& path) {
  const auto header = read_wfdb_header(path);
  const auto counts = read_wfdb_counts(header);
  Recording recording{head_of(header), {}, {}, header.comments};
  for (size_t c = 0; c < counts.size(); ++c) {
    const auto& channel = header.channels[c];
    const double scale = millivolts_per_unit(channel.unit);
    const double unit = scale > 0 ? scale : 1;
    const int32_t invalid = channel.format == 212 ? kInvalid212 : kInvalid16;
    std::vector<double> signal(counts[c].size());
    for (size_t t = 0; t < signal.size(); ++t)
      signal[t] = counts[c][t] == invalid
                      ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(counts[c][t] - channel.baseline) / channel.gain * unit;
    recording.units.push_back(scale > 0 ? "mV" : channel.unit);
    recording.signal_mv.push_back(std::move(signal));
  }
  return recording;
}

RecordingHead head_of(const WfdbHeader& header) {
  RecordingHead head;
  head.name =
      header.path.stem().string();  // the record line of some Challenge headers names the .mat instead
  head.sample_rate_hz = header.sample_rate_hz;
  for (const auto& channel : header.channels) head.leads.push_back(channel.name);
  return head;
}

std::string canonical_lead(const std::string& name) {
  auto wanted = lower_case(trimmed(name));
  for (const char* prefix : {"lead ", "lead_", "ecg lead "})
    if (wanted.starts_with(prefix)) wanted = wanted.substr(std::string_view(prefix).size());
  for (const auto& lead : kTwelveLeads)
    if (same_but_for_case(lead, wanted)) return lead;
  return std::string(trimmed(name));
}

bool same_lead(const std::string& a, const std::string& b) {
  return same_but_for_case(canonical_lead(a), canonical_lead(b));
}

}  // namespace purkinje::data
