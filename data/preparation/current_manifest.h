// Whether a folder holds a complete prepared set that is still what its sources give.
#pragma once

#include <filesystem>
#include <optional>

#include "data/prepared/prepared.h"

namespace purkinje::data {

// The folder's manifest where the folder is complete and the files it was made from have not changed. Quick:
// no signal is read.
std::optional<Manifest> current_manifest(const std::filesystem::path& folder);
bool prepared_is_current(const std::filesystem::path& folder);

}  // namespace purkinje::data
