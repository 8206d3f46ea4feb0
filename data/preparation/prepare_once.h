// A folder that is built once, whoever asks for it.
#pragma once

#include <filesystem>
#include <functional>

#include "data/prepared/prepared.h"

namespace purkinje::data {

// Builds a prepared set into a folder that does not exist yet, under a lock: two processes build once, a
// half-built folder is built again, a failure leaves nothing behind. `is_current` says whether a complete
// folder may be used as it is. Throws what `build` throws, EnvironmentError where writing fails.
Manifest prepare_once(const std::filesystem::path& folder,
                      const std::function<bool(const std::filesystem::path&)>& is_current,
                      const std::function<Manifest(const std::filesystem::path&)>& build);

}  // namespace purkinje::data
