// Builds a prepared set from a data set whose records come through a function, so that it can be built from
// anything.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"
#include "data/preparation/external.h"
#include "data/preparation/record_readers.h"
#include "data/prepared/prepared.h"

namespace purkinje::data {

using Progress = std::function<void(size_t done, size_t total)>;

// Writes signals.f32, regions.u8 where asked for, sources.json and, last, manifest.json into `folder`, which
// must exist. `data` is the resolved `data:` block; `external` are the sets that its entry of this name asks
// for, whose samples stand behind the own ones. Throws one InputError for all wrong records (20 are listed),
// EnvironmentError where writing fails.
Manifest prepare_records(const DataSet& set, const RecordReader& reader, const Json& data,
                         const std::filesystem::path& folder, const Progress& progress = {},
                         const AnnotationReaders& annotations = {},
                         const std::vector<ExternalSet>& external = {});

}  // namespace purkinje::data
