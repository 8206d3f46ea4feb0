// Prepared sets on behalf of a plan: found, or built with progress shown.
#pragma once

#include <filesystem>

#include "db/records.h"
#include "orchestrator/plan.h"

namespace purkinje::orchestrator {

// The folder of prepared sets: `given`, else PURKINJE_CACHE/prepared, else ~/.cache/purkinje/prepared.
std::filesystem::path cache_root(const std::filesystem::path& given);

// Builds what is missing, with a progress bar.
PreparedLookup preparing_lookup(const std::filesystem::path& data_root, const std::filesystem::path& cache);

db::DataSetRecord to_record(const data::Manifest& manifest);

}  // namespace purkinje::orchestrator
