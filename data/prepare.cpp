// Prepared sets of the catalogue's data sets: where they lie, and building them from their files.
#include "data/prepare.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/prepare_records.h"
#include "data/wave_annotations.h"

namespace purkinje::data {
namespace {

// The descriptor's file, without reading what it describes.
std::filesystem::path descriptor_of(const std::string& name_or_file) {
  for (const auto& [name, file] : catalogue())
    if (name == name_or_file) return file;
  return name_or_file;
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
  const auto descriptor = descriptor_of(set);
  std::error_code error;
  if (!std::filesystem::is_regular_file(descriptor, error))
    throw InputError(Place{"", 0, "data.set"}, no_such_set(set));
  auto data = canonical_options(data_options(), request.data);
  if (data.contains("preprocessing") && data["preprocessing"].is_object())
    data["preprocessing"] = canonical_options(preprocessing_options(), data["preprocessing"]);
  const auto digest =
      sha256(fmt::format("{}\n{}\n{}\n{}\n{}\n", kPipelineVersion, data.dump(), absolute_text(descriptor),
                         sha256_of_file(descriptor), absolute_text(data_root(request.data_root))));
  return request.cache_root / fmt::format("{}-{}", descriptor.stem().string(), digest.substr(0, 16));
}

std::optional<Manifest> find_prepared(const PrepareRequest& request) {
  return current_manifest(prepared_folder(request));
}

Manifest prepare(const PrepareRequest& request, const std::function<void(size_t, size_t)>& progress) {
  return prepare_once(
      prepared_folder(request), prepared_is_current, [&](const std::filesystem::path& folder) {
        const auto set =
            load_data_set(request.data.at("set").get<std::string>(), data_root(request.data_root));
        return prepare_records(set, read_record, request.data, folder, progress,
                               {labelled_events, read_waves});
      });
}

}  // namespace purkinje::data
