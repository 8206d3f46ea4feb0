// Which part of the ECG each time step of a record's examples belongs to: P, QRS, T or baseline, by our
// delineator or by the limits that physicians marked.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"
#include "data/delineation/delineation.h"
#include "data/preparation/preprocess.h"

namespace purkinje::data {

// Raised when the same signal may get other regions; part of the fingerprint of sets that have some.
inline constexpr int kRegionsVersion = 2;

// The waves in such a file, at the record's own rate.
using WaveReader = std::function<std::vector<BeatWaves>(const std::filesystem::path& file, double rate_hz)>;

struct RegionOptions {
  enum class Kind { none, delineated, annotated, annotated_or_delineated };

  Kind kind = Kind::none;
  std::string name;                 // of the kind
  std::optional<std::string> lead;  // not given: II, else MLII, else the record's first

  // Of a resolved `data:` block, or one with keys missing (they take their defaults).
  static RegionOptions from_json(const Json& data);
};

// The lead whose waves count. Throws InputError where the record does not have it.
std::string regions_lead(const RecordingHead& recording, const RegionOptions& options);

// The annotation file of a record's lead (LUDB's: the lead's name in lower case is its extension) that
// decides its regions, whether it exists or not; empty for a synthetic record, and where all are delineated.
std::filesystem::path wave_file(const CatalogueRecord& record, const std::string& lead,
                                const RegionOptions& options);

struct RecordRegions {
  std::vector<uint8_t> regions;  // a Region for each sample of the clean recording
  std::filesystem::path file;    // as wave_file() has it
  bool is_annotated = false;     // by that file, not by the delineator
};

// The delineator sees the lead in mV as `how` filters it, at the record's own rate. Throws InputError naming
// the record where it has no annotations of the lead and needs them.
RecordRegions regions_of_record(const CatalogueRecord& record, const Recording& recording,
                                const CleanRecording& cleaned, const Preprocessing& how,
                                const RegionOptions& options, const WaveReader& waves);

// What of the regions of the record lies in the window; baseline where the record does not reach.
std::vector<uint8_t> cut_regions(const std::vector<uint8_t>& regions, int64_t start, int64_t length);

}  // namespace purkinje::data
