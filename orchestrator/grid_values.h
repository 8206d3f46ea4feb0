// The values of one axis of a grid: a list, a range, or values with labels.
#pragma once

#include <string>
#include <vector>

#include "base/config.h"

namespace purkinje::orchestrator {

struct AxisValue {
  std::string label;  // how names show it
  Config value;
};

// {from, to, step}, {from, to, num} or {from, to, num, scale: log}, both ends included. Whole numbers where
// both ends and the step are whole. Every value is rounded to 12 significant digits, so that 0.1 + 2 x 0.1 is
// 0.3 and the last bit of a library's pow() never reaches an identity. Empty where something is wrong, which
// is then in `problems`.
std::vector<Json> read_range(const Config& range, Problems& problems);

// A list of values, a range (a map with `from`), or a map from label to value.
std::vector<AxisValue> read_axis(const Config& axis, Problems& problems);

// The list or range of whole numbers at `node` ("protocol.seeds").
std::vector<uint64_t> read_seeds(const Config& node, Problems& problems);

// A value as names show it: 0.001, attention, 3-5-7.
std::string value_text(const Json& value);

}  // namespace purkinje::orchestrator
