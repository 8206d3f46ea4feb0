// Prepared sets of the catalogue's data sets: where they lie, and building them from their files.
#include "data/prepare.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/current_manifest.h"
#include "data/external_sources.h"
#include "data/prepare_once.h"
#include "data/prepare_records.h"
#include "data/unusable_records.h"
#include "data/wave_annotations.h"

namespace purkinje::data {
namespace {

// The descriptor's file, without reading what it describes.
std::filesystem::path descriptor_of(const std::string& name_or_file) {
  for (const auto& [name, file] : catalogue())
    if (name == name_or_file) return file;
  return name_or_file;
}

// Throws InputError, naming the key, where there is no such set.
std::filesystem::path existing_descriptor(const std::string& set, const Place& place) {
  const auto descriptor = descriptor_of(set);
  std::error_code error;
  if (!std::filesystem::is_regular_file(descriptor, error)) throw InputError(place, no_such_set(set));
  return descriptor;
}

std::string absolute_text(const std::filesystem::path& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

std::vector<BeatWaves> read_waves(const std::filesystem::path& file, double sample_rate_hz) {
  return waves_of(read_annotations(file), sample_rate_hz);
}

void refuse_unusable(const ExampleSource& source) {
  UnusableRecords unusable(source);
  for (const auto& selected : source.selection.records)
    if (const auto& problem = selected.record->problem; !problem.empty())
      unusable.add(*selected.record, fmt::format("record '{}': {}", selected.record->id, problem));
  unusable.throw_if_any();
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

std::vector<std::string> check_records(const PrepareRequest& request) {
  const auto root = data_root(request.data_root);
  const auto set = load_data_set(request.data.at("set").get<std::string>(), root);
  const AnnotationReaders readers{labelled_events, read_waves};  // named, not called
  const ExampleSource own(set, request.data, readers);
  refuse_unusable(own);
  std::vector<std::string> left_out;
  std::vector<ExternalSet> external;
  for (auto& options : externals_of(request.data)) {
    if (!options.optional && !missing_folder(options.set, root).empty()) continue;
    auto other = load_external(std::move(options), root);
    if (other.left_out.empty())
      external.push_back(std::move(other));
    else
      left_out.push_back(std::move(other.left_out));
  }
  const auto others = external_sources(own, request.data, readers, external);
  for (const auto& source : others.sources) refuse_unusable(source);
  return left_out;
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
