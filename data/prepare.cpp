// Prepared sets of the catalogue's data sets: where they lie, and building them from their files.
#include "data/prepare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/example_source.h"
#include "data/prepare_records.h"
#include "data/wave_annotations.h"

namespace purkinje::data {
namespace {

constexpr size_t kNamedRecords = 20;

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

std::string how_to_leave_out(const std::vector<std::string>& records, const std::string& where) {
  if (records.size() > kNamedRecords) return where + ".exclude leaves records out";
  return fmt::format("{}.exclude: [{}] leaves {} out", where, fmt::join(records, ", "),
                     records.size() == 1 ? "it" : "them");
}

void refuse_unusable(const ExampleSource& source, const std::string& where) {
  std::vector<std::string> wrong, lines;
  const auto& records = source.selection.records;
  for (const auto& selected : records)
    if (const auto& problem = selected.record->problem; !problem.empty()) {
      wrong.push_back(selected.record->id);
      if (wrong.size() <= kNamedRecords)
        lines.push_back(fmt::format("record '{}': {}", selected.record->id, problem));
    }
  if (wrong.empty()) return;
  if (wrong.size() > kNamedRecords) lines.push_back(fmt::format("and {} more", wrong.size() - kNamedRecords));
  throw InputError(fmt::format("data set '{}': {} of {} records cannot be used\n{}\n{}", source.set.name,
                               wrong.size(), records.size(), fmt::join(lines, "\n"),
                               how_to_leave_out(wrong, where)));
}

// Which block of the experiment the records are chosen by that are read: the own set comes first, then the
// external ones in their order.
class BlockBeingRead {
 public:
  BlockBeingRead(const DataSet& own, const std::vector<ExternalSet>& external) : set_(&own), names_{"data"} {
    for (const auto& other : external)
      if (other.left_out.empty()) names_.push_back("data.external." + other.options.name);
  }
  void read_from(const DataSet& set) {
    if (&set != set_) ++position_;
    set_ = &set;
  }
  const std::string& name() const { return names_.at(position_); }

 private:
  const DataSet* set_;
  std::vector<std::string> names_;
  size_t position_ = 0;
};

// prepare_records() with the records' files; those that cannot be read can be left out, and it says how.
Manifest prepare_files(const DataSet& set, const Json& data, const std::filesystem::path& folder,
                       const std::function<void(size_t, size_t)>& progress,
                       const std::vector<ExternalSet>& external) {
  std::vector<std::string> unreadable;  // of one set: those behind it are not looked at then
  BlockBeingRead block(set, external);
  const auto noting = [&](const auto& read) {
    return [&unreadable, &block, read](const DataSet& of, const CatalogueRecord& record) {
      block.read_from(of);
      try {
        if (!record.problem.empty()) throw InputError(record.problem);
        return read(of, record);
      } catch (const InputError&) {
        if (unreadable.empty() || unreadable.back() != record.id) unreadable.push_back(record.id);
        throw;
      }
    };
  };
  try {
    return prepare_records(set, noting(read_record), data, folder, progress,
                           {noting(labelled_events), read_waves}, external);
  } catch (const InputError& error) {
    if (unreadable.empty()) throw;
    throw InputError(fmt::format("{}\n{}", error.what(), how_to_leave_out(unreadable, block.name())));
  }
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
  refuse_unusable(own, "data");
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
  auto other = external.begin();
  for (const auto& source : others.sources)
    refuse_unusable(source, "data.external." + (other++)->options.name);
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
                        return prepare_files(set, request.data, folder, progress, external);
                      });
}

}  // namespace purkinje::data
