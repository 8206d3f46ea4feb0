// `purkinje-trainer --describe` and `--probe`, as text; no LibTorch in this header.
#pragma once

#include <cstdint>
#include <string>

namespace purkinje::trainer {

struct NetworkSize {
  int64_t leads = 12, length = 1000, outputs = 1;
};

// JSON of models/describe.h. `options` is a map in JSON or YAML. Throws InputError for unknown networks and
// options.
std::string describe_text(const std::string& network, const std::string& options, const NetworkSize& size);

// JSON of probe_devices().
std::string probe_text();

}  // namespace purkinje::trainer
