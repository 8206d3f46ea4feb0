// How far found wave limits lie from reference ones.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "data/delineation/delineation.h"

namespace purkinje::data {

// The marks that are compared, in the order of time within a beat.
inline constexpr std::array<std::string_view, 9> kLimitNames{"Pon",    "Ppeak", "Pend",  "QRSon", "Rpeak",
                                                             "QRSend", "Ton",   "Tpeak", "Tend"};

// Error = found - reference. A reference mark is found where a found mark of its kind lies within 150 ms (the
// window of ANSI/AAMI EC57); the nearest one counts.
struct LimitErrors {
  std::vector<std::vector<double>> errors_ms;  // [record][mark found]
  int64_t reference = 0;                       // marks there are
  int64_t found() const;
  double sensitivity() const;  // NaN without reference marks
  double mean_ms() const;      // of all records together; NaN without found marks
  double sd_ms() const;        // likewise, of the sample (n - 1); NaN below two found marks
  double sd_in_records_ms()
      const;  // mean of the SDs of the records with at least two found marks; NaN for none
};

// Found waves inside the marked span, and those of them with a reference peak within 150 ms.
struct WaveCount {
  int64_t found = 0, right = 0;
  double positive_predictivity() const;  // NaN where none is found
};

struct DelineationErrors {
  std::array<LimitErrors, 9> limits;  // by kLimitNames
  WaveCount p, qrs, t;
  size_t records = 0;

  // Adds a record. A found wave counts for the predictivity where its peak lies between the first and the
  // last mark of a span; a stretch of more than `kSpanGapS` without any mark parts two spans, since
  // annotators mark only some of a record's beats.
  void add(const std::vector<BeatWaves>& reference, const std::vector<BeatWaves>& found,
           double sample_rate_hz);
};

inline constexpr double kMatchS = 0.15, kSpanGapS = 2;

}  // namespace purkinje::data
