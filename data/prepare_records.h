// Builds a prepared set from a data set whose records come through a function, so that it can be built from
// anything.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "base/json.h"
#include "data/catalogue.h"
#include "data/example_regions.h"
#include "data/external.h"
#include "data/prepared.h"

namespace purkinje::data {

using RecordReader = std::function<Recording(const DataSet&, const CatalogueRecord&)>;
// The labelled beats of a record in time order (data/catalogue.h).
using BeatReader = std::function<std::vector<LabelledEvent>(const DataSet&, const CatalogueRecord&)>;
// What is read of a record beside its signal, for the experiments that ask for it.
struct AnnotationReaders {
  BeatReader beats;  // examples: beat, or window of annotated records
  WaveReader waves;  // regions: annotated
};
using Progress = std::function<void(size_t done, size_t total)>;

// Writes signals.f32, regions.u8 where asked for, sources.json and, last, manifest.json into `folder`, which
// must exist. `data` is the resolved `data:` block; `external` are the sets that its entry of this name asks
// for, whose samples stand behind the own ones. Throws one InputError for all wrong records (20 are listed),
// EnvironmentError where writing fails.
Manifest prepare_records(const DataSet& set, const RecordReader& reader, const Json& data,
                         const std::filesystem::path& folder, const Progress& progress = {},
                         const AnnotationReaders& annotations = {},
                         const std::vector<ExternalSet>& external = {});

// The same into a folder that does not exist yet, under a lock: two processes build once, a half-built folder
// is built again, a failure leaves nothing behind. `is_current` says whether a complete folder may be used as
// it is.
Manifest prepare_once(const std::filesystem::path& folder,
                      const std::function<bool(const std::filesystem::path&)>& is_current,
                      const std::function<Manifest(const std::filesystem::path&)>& build);

// The folder's manifest where the folder is complete and the files it was made from have not changed. Quick:
// no signal is read.
std::optional<Manifest> current_manifest(const std::filesystem::path& folder);
bool prepared_is_current(const std::filesystem::path& folder);

}  // namespace purkinje::data
