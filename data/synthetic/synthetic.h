// Synthetic 12-lead ECGs: the embedded default data set, and the only one whose truth is known exactly.
// The dynamical model of McSharry, Clifford, Tarassenko, Smith 2003 ("A dynamical model for generating
// synthetic electrocardiogram signals", eq. 1), driven for the three components of a heart vector and
// projected to the leads (Sameni et al. 2007; Dower et al. 1980).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/options.h"
#include "data/formats/recording.h"

namespace purkinje::data {

// Raised when the same options give another signal.
inline constexpr int kSyntheticVersion = 1;

// records, records_per_patient, conditions, shares, sample_rate_hz, duration_s, seed, noise_mv, wander_mv,
// mains_hz, mains_mv, difficulty.
const OptionTable& synthetic_options();

struct SyntheticOptions {
  size_t records = 120;
  size_t records_per_patient = 1;
  std::vector<std::string> conditions;  // the classes: NSR, MI, AF, LBBB, RBBB, IAVB, LVH, SB, STach
  std::vector<double> shares;           // one a condition, any positive scale
  double sample_rate_hz = 500;
  double duration_s = 10;
  uint64_t seed = 1;
  double noise_mv = 0.02;  // SD of the muscle noise
  double wander_mv = 0.1;  // amplitude of the baseline wander
  double mains_hz = 50;
  double mains_mv = 0.01;
  double difficulty = 0.5;  // 0: conditions at full strength; 1: hardly visible

  // `resolved` by synthetic_options(), or with keys missing (they take their defaults). Throws InputError for
  // an unknown condition and for shares that do not fit the conditions.
  static SyntheticOptions from_json(const Json& resolved);
};

// What is known of a record without making its signal.
struct SyntheticRecordInfo {
  std::string id;       // "synthetic/00001", from 1; record i depends on the seed and i only
  std::string patient;  // "synthetic:p00001"
  std::string condition;
  std::vector<int8_t> labels;  // one a condition of the options
  std::string age, sex;
};

std::vector<std::string> synthetic_classes(const Json& options);
std::vector<SyntheticRecordInfo> list_synthetic(const Json& options);
// What is the same for all of them: rate and leads, and the number of samples.
RecordingHead synthetic_head(const Json& options);
int64_t synthetic_length(const Json& options);
// `index` is the position in list_synthetic(), from 0. Throws InputError where it is not below `records`.
Recording read_synthetic(const Json& options, size_t index);

// Where a wave begins, peaks and ends, in seconds from the start of the record. The limits lie at 2.5
// standard deviations of the outermost Gaussian of the wave, where it has fallen to 4.4 % of its height.
struct WaveTruth {
  double on_s = 0, peak_s = 0, off_s = 0;
  bool present = false;
};

struct BeatTruth {
  WaveTruth p, qrs, t;
};

struct SyntheticEcg {
  SyntheticRecordInfo info;
  Recording recording;           // leads I II III aVR aVL aVF V1..V6, in mV
  std::vector<BeatTruth> beats;  // those whose R peak lies inside the record
};

SyntheticRecordInfo describe_synthetic(const SyntheticOptions& options, size_t index);
SyntheticEcg generate_synthetic(const SyntheticOptions& options, size_t index);

}  // namespace purkinje::data
