// Prepared sets of the catalogue's data sets: where they lie, and building them from their files.
#include "data/preparation/prepare.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "data/catalogue/catalogue.h"
#include "data/delineation/wave_annotations.h"
#include "data/preparation/current_manifest.h"
#include "data/preparation/data_options.h"
#include "data/preparation/external.h"
#include "data/preparation/prepare_once.h"
#include "data/preparation/prepare_records.h"
#include "data/preparation/preprocess.h"

namespace purkinje::data {
namespace {

// Throws InputError, naming the key, where there is no such set.
std::filesystem::path existing_descriptor(const std::string& set, const Place& place) {
  auto descriptor = descriptor_of_set(set);
  if (descriptor.empty()) throw InputError(place, no_such_set(set));
  return descriptor;
}

std::string absolute_text(const std::filesystem::path& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

std::vector<BeatWaves> read_waves(const std::filesystem::path& file, double sample_rate_hz) {
  return waves_of(read_annotations(file), sample_rate_hz);
}

}  // namespace

std::filesystem::path prepared_folder(const PrepareRequest& request) {
  const auto set = request.data.at("set").get<std::string>();
  const auto descriptor = existing_descriptor(set, Place{"", 0, "data.set"});
  auto data = canonical_options(data_options(), request.data);
  if (data.contains("preprocessing") && data["preprocessing"].is_object())
    data["preprocessing"] = canonical_options(preprocessing_options(), data["preprocessing"]);
  std::string asked =
      fmt::format("{}\n{}\n{}\n{}\n{}\n", kPipelineVersion, data.dump(), absolute_text(descriptor),
                  sha256_of_file(descriptor), absolute_text(data_root(request.data_root)));
  for (const auto& external : externals_of(request.data)) {
    const auto file = existing_descriptor(external.set, external.place("set"));
    asked += fmt::format("{} {} {}\n", external.name, absolute_text(file), sha256_of_file(file));
  }
  return request.cache_root / fmt::format("{}-{}", descriptor.stem().string(), sha256(asked).substr(0, 16));
}

std::optional<Manifest> find_prepared(const PrepareRequest& request) {
  return current_manifest(prepared_folder(request));
}

Manifest prepare(const PrepareRequest& request, const std::function<void(size_t, size_t)>& progress) {
  return prepare_once(prepared_folder(request), prepared_is_current,
                      [&](const std::filesystem::path& folder) {
                        const auto root = data_root(request.data_root);
                        const auto set = load_data_set(request.data.at("set").get<std::string>(), root);
                        std::vector<ExternalSet> external;
                        for (auto& options : externals_of(request.data))
                          external.push_back(load_external(std::move(options), root));
                        return prepare_records(set, read_record, request.data, folder, progress,
                                               {labelled_events, read_waves}, external);
                      });
}

}  // namespace purkinje::data
