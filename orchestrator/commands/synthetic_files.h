// Synthetic records as files that any WFDB reader opens, with a table of labels and a descriptor.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/json.h"

namespace purkinje::orchestrator {

// Writes DIR/records/*.{hea,dat}, DIR/labels.csv and DIR/<name>.yaml, a descriptor that `data: {set: ...}`
// takes by its path; returns that path. Throws InputError where DIR holds something already or options are
// wrong, EnvironmentError where it cannot be written; nothing stays behind then.
std::filesystem::path write_synthetic_set(const std::filesystem::path& dir, const std::string& name,
                                          const Json& options,
                                          const std::function<void(size_t, size_t)>& progress);

}  // namespace purkinje::orchestrator
