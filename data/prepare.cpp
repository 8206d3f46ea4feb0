// Prepared sets of the catalogue's data sets: where they lie, and building them from their files.
#include "data/prepare.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/prepare_records.h"

namespace purkinje::data {
namespace {

// The descriptor's file, without reading what it describes.
std::filesystem::path descriptor_of(const std::string& name_or_file) {
  for (const auto& [name, file] : catalogue())
    if (name == name_or_file) return file;
  return name_or_file;
}

}  // namespace

std::filesystem::path prepared_folder(const PrepareRequest& request) {
  const auto set = request.data.at("set").get<std::string>();
  const auto descriptor = descriptor_of(set);
  std::error_code error;
  if (!std::filesystem::is_regular_file(descriptor, error)) {
    std::vector<std::string> names;
    for (const auto& entry : catalogue()) names.push_back(entry.first);
    throw InputError(Place{"", 0, "data.set"},
                     fmt::format("there is no data set '{}'{}", set, suggestion(set, names)));
  }
  auto data = canonical_options(data_options(), request.data);
  if (data.contains("preprocessing") && data["preprocessing"].is_object())
    data["preprocessing"] = canonical_options(preprocessing_options(), data["preprocessing"]);
  const auto digest =
      sha256(fmt::format("{}\n{}\n{}\n{}\n", kPipelineVersion, data.dump(), sha256_of_file(descriptor),
                         data_root(request.data_root).lexically_normal().string()));
  return request.cache_root / fmt::format("{}-{}", descriptor.stem().string(), digest.substr(0, 16));
}

std::optional<Manifest> find_prepared(const PrepareRequest& request) {
  const auto folder = prepared_folder(request);
  if (!prepared_is_current(folder)) return std::nullopt;
  const Json json = Json::parse(read_file(folder / "manifest.json"), nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return Manifest::from_json(json);
}

Manifest prepare(const PrepareRequest& request, const std::function<void(size_t, size_t)>& progress) {
  return prepare_once(
      prepared_folder(request), prepared_is_current, [&](const std::filesystem::path& folder) {
        const auto set =
            load_data_set(request.data.at("set").get<std::string>(), data_root(request.data_root));
        return prepare_records(set, read_record, request.data, folder, progress);
      });
}

}  // namespace purkinje::data
