#include "data/prepare_records.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/examples.h"
#include "data/prepare.h"
#include "data/preprocess.h"
#include "data/selection.h"
#include "data/sources.h"

namespace purkinje::data {
namespace {

constexpr size_t kListedProblems = 20;

// The array, appended to sample by sample.
class ArrayFile {
 public:
  explicit ArrayFile(const std::filesystem::path& file)
      : file_(file), stream_(std::fopen(file.c_str(), "wbe"), &std::fclose) {
    if (!stream_) fail("created");
  }

  template <typename T>
  void append(const std::vector<T>& values) {
    if (std::fwrite(values.data(), sizeof(T), values.size(), stream_.get()) != values.size()) fail("written");
  }

  void close() {
    if (std::fflush(stream_.get()) != 0) fail("written");
    if (std::fclose(stream_.release()) != 0) fail("written");
  }

 private:
  [[noreturn]] void fail(const char* verb) {
    throw EnvironmentError(fmt::format("{}: cannot be {}: {}", file_.string(), verb, std::strerror(errno)));
  }

  std::filesystem::path file_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream_;
};

[[noreturn]] void report(const DataSet& set, const std::vector<std::string>& problems, size_t records) {
  std::string text =
      fmt::format("data set '{}': {} of {} records cannot be used", set.name, problems.size(), records);
  for (size_t i = 0; i < std::min(problems.size(), kListedProblems); ++i) text += "\n" + problems[i];
  if (problems.size() > kListedProblems)
    text += fmt::format("\nand {} more", problems.size() - kListedProblems);
  throw InputError(text);
}

// All arrays of a set have one shape; the first record decides where the options leave it open.
void check_shape(const Manifest& manifest, const Example& example) {
  if (example.sample_rate_hz != manifest.sample_rate_hz)
    throw InputError(
        fmt::format("is sampled at {} Hz, records before it at {} Hz; resample_hz makes them equal",
                    example.sample_rate_hz, manifest.sample_rate_hz));
  if (example.length != manifest.length)
    throw InputError(fmt::format("has {} samples, records before it {}; duration_s makes them equal",
                                 example.length, manifest.length));
  if (example.leads != manifest.leads)
    throw InputError(fmt::format("has leads {}, records before it {}", fmt::join(example.leads, " "),
                                 fmt::join(manifest.leads, " ")));
}

// What of the `data:` block says where examples begin and end; empty where records are examples.
std::string canonical_cutting(const Json& data) {
  auto canonical = canonical_options(data_options(), data);
  Json cutting = Json::object();
  for (const char* name : {"examples", "before", "after", "window_s", "step_s", "at_most_per_class"})
    if (canonical.contains(name)) cutting[name] = canonical[name];
  if (cutting.contains("step_s") && cutting["step_s"] == cutting["window_s"]) cutting.erase("step_s");
  return cutting.empty() ? "" : cutting.dump() + "\n";
}

// Reads, cuts and writes record by record, so that no more than one is in memory.
class Builder {
 public:
  Builder(const DataSet& set, const RecordReader& reader, const AnnotationReaders& annotations,
          const Json& data, const std::filesystem::path& folder)
      : set_(set),
        reader_(reader),
        annotations_(annotations),
        selection_(select_records(set, data)),
        cutting_(Cutting::from_json(data)),
        preprocessing_(data.contains("preprocessing") && data["preprocessing"].is_object()
                           ? data["preprocessing"]
                           : Json::object()),
        how_(Preprocessing::from_json(preprocessing_)),
        regions_(RegionOptions::from_json(data)),
        array_(folder / "signals.f32"),
        stamps_(stamp_files(set.files)) {
    if (regions_.kind != RegionOptions::Kind::none) region_array_.emplace(folder / "regions.u8");
    if (cutting_.kind == Cutting::Kind::beat && (set.event_codes.empty() || !annotations.beats))
      throw InputError(Place{"", 0, "data.examples"},
                       fmt::format("the labels of data set '{}' are not annotated beats", set.name));
    manifest_.data_set = set.name;
    manifest_.title = set.title;
    const auto said = data.find("stand_in");
    manifest_.stand_in = said != data.end() && said->is_string() && !said->get<std::string>().empty()
                             ? said->get<std::string>()
                             : set.stand_in;
    manifest_.sources = set.sources;
    manifest_.classes = selection_.classes;
    manifest_.preprocessing = preprocessing_;

    // What determines the arrays, never the floats themselves: they may differ in their last bits between
    // machines.
    fingerprint_.update(fmt::format("purkinje prepared set {}\n", kPipelineVersion));
    fingerprint_.update(canonical_options(preprocessing_options(), preprocessing_).dump() + "\n");
    fingerprint_.update(Json(selection_.classes).dump() + "\n");
    fingerprint_.update(canonical_cutting(data));
    if (regions_.kind == RegionOptions::Kind::none) return;
    manifest_.regions = regions_.name;
    fingerprint_.update(
        fmt::format("regions {} {} {}\n", kRegionsVersion, regions_.name, regions_.lead.value_or("")));
  }

  const std::vector<SelectedRecord>& records() const { return selection_.records; }
  // Of all files that were looked at.
  const Json& stamps() const { return stamps_; }

  void add(const SelectedRecord& selected) {
    const auto& record = *selected.record;
    // Taken before reading: what changes in between makes the set out of date.
    stamp(source_files(record));
    const auto recording = reader_(set_, record);
    auto digest = source_digest(set_, record);
    const auto trace = clean(recording, how_);
    std::vector<uint8_t> regions;  // of the whole record, at the arrays' rate
    if (regions_.kind != RegionOptions::Kind::none) {
      const auto file = wave_file(record, regions_lead(recording, regions_));
      if (regions_.kind != RegionOptions::Kind::delineated && !file.empty()) {
        stamp({file});
        std::error_code error;
        if (std::filesystem::is_regular_file(file, error)) digest += " " + sha256_of_file(file);
      }
      regions = regions_of_record(record, recording, trace, how_, regions_, annotations_.waves);
    }
    for (auto& window : windows_of(selected, trace)) {
      add(record, cut(trace, window.start, window.length, how_.scaling), std::move(window.labels), digest);
      if (region_array_ && is_writing_)
        region_array_->append(cut_regions(regions, window.start, window.length));
    }
  }

  // What is wrong with one record stops the writing, not the reading: the others are looked at too.
  void stop_writing() { is_writing_ = false; }

  Manifest finish() {
    if (manifest_.samples.empty())
      throw InputError(
          Place{"", 0, "data.examples"},
          fmt::format("no example is left: no beat or window of data set '{}' lies wholly inside its "
                      "record and has a class of {}",
                      set_.name, fmt::join(selection_.classes, ", ")));
    array_.close();
    if (region_array_) region_array_->close();
    manifest_.fingerprint = fingerprint_.hex();
    return std::move(manifest_);
  }

 private:
  struct LabelledWindow {
    int64_t start, length;
    std::vector<int8_t> labels;  // of the task
  };

  std::vector<LabelledWindow> thin(const std::vector<LabelledWindow>& all) const {
    std::vector<std::vector<int8_t>> labels;
    labels.reserve(all.size());
    for (const auto& window : all) labels.push_back(window.labels);
    const auto stays = thinned(labels, cutting_.at_most_per_class);
    std::vector<LabelledWindow> kept;
    for (size_t i = 0; i < all.size(); ++i)
      if (stays[i]) kept.push_back(all[i]);
    return kept;
  }

  std::vector<LabelledWindow> windows_of(const SelectedRecord& selected, const CleanRecording& trace) const {
    const auto& record = *selected.record;
    if (cutting_.kind == Cutting::Kind::record) {
      const auto whole = whole_record(trace, how_);
      return {{whole.start, whole.length, selected.labels}};
    }
    std::vector<LabelledWindow> labelled;
    for (const auto& window : cut_windows(record, trace))
      if (auto labels = selection_.task.labels(window.labels))
        labelled.push_back({window.start, window.length, std::move(*labels)});
    return cutting_.at_most_per_class == 0 ? labelled : thin(labelled);
  }

  std::vector<Window> cut_windows(const CatalogueRecord& record, const CleanRecording& trace) const {
    const size_t classes = set_.classes.size();
    if (cutting_.kind == Cutting::Kind::beat)
      return beat_windows(cutting_, trace, annotations_.beats(set_, record), classes);
    auto windows = step_windows(cutting_, trace);
    if (record.annotations.empty())
      for (auto& window : windows) window.labels = record.labels;  // what is known of all of it
    else
      label_by_beats(windows, trace, annotations_.beats(set_, record), classes);
    return windows;
  }

  void stamp(const std::vector<std::filesystem::path>& files) {
    for (auto& stamp : stamp_files(files)) stamps_.push_back(std::move(stamp));
  }

  void add(const CatalogueRecord& record, const Example& example, std::vector<int8_t> labels,
           const std::string& digest) {
    if (manifest_.samples.empty()) {
      manifest_.leads = example.leads;
      manifest_.sample_rate_hz = example.sample_rate_hz;
      manifest_.length = example.length;
    }
    check_shape(manifest_, example);
    const Sample sample = {record.id, record.patient.empty() ? record.id : record.patient, example.start,
                           std::move(labels)};
    fingerprint_.update(Json({sample.record, sample.patient, sample.start, sample.labels, digest}).dump() +
                        "\n");
    manifest_.samples.push_back(sample);
    if (is_writing_) array_.append(example.signal);
  }

  const DataSet& set_;
  const RecordReader& reader_;
  const AnnotationReaders& annotations_;
  Selection selection_;
  Cutting cutting_;
  Json preprocessing_;
  Preprocessing how_;
  RegionOptions regions_;
  ArrayFile array_;
  std::optional<ArrayFile> region_array_;
  Json stamps_;
  bool is_writing_ = true;
  Manifest manifest_;
  Sha256 fingerprint_;
};

}  // namespace

Manifest prepare_records(const DataSet& set, const RecordReader& reader, const Json& data,
                         const std::filesystem::path& folder, const Progress& progress,
                         const AnnotationReaders& annotations) {
  Builder builder(set, reader, annotations, data, folder);
  const auto& records = builder.records();
  std::vector<std::string> problems;
  for (size_t i = 0; i < records.size(); ++i) {
    if (progress) progress(i, records.size());
    const auto& record = *records[i].record;
    try {
      builder.add(records[i]);
    } catch (const InputError& error) {
      const std::string reason = error.what();
      problems.push_back(reason.find(record.id) == std::string::npos
                             ? fmt::format("record '{}': {}", record.id, reason)
                             : reason);
      builder.stop_writing();
    }
  }
  if (!problems.empty()) report(set, problems, records.size());
  auto manifest = builder.finish();
  if (progress) progress(records.size(), records.size());
  write_file_atomically(folder / "sources.json", builder.stamps().dump());
  write_file_atomically(folder / "manifest.json", manifest.to_json().dump());
  return manifest;
}

std::optional<Manifest> current_manifest(const std::filesystem::path& folder) {
  std::error_code error;
  for (const char* name : {"manifest.json", "signals.f32", "sources.json"})
    if (!std::filesystem::is_regular_file(folder / name, error)) return std::nullopt;
  if (!files_unchanged(Json::parse(read_file(folder / "sources.json"), nullptr, false))) return std::nullopt;
  try {
    auto manifest = Manifest::from_json(Json::parse(read_file(folder / "manifest.json"), nullptr, false));
    const auto values =
        manifest.samples.size() * manifest.leads.size() * static_cast<size_t>(manifest.length);
    const auto bytes = std::filesystem::file_size(folder / "signals.f32", error);
    if (error || bytes != values * sizeof(float)) return std::nullopt;
    if (!manifest.regions.empty() &&
        (std::filesystem::file_size(folder / "regions.u8", error) != values / manifest.leads.size() || error))
      return std::nullopt;
    return manifest;
  } catch (const InputError&) {
    return std::nullopt;  // a cache is built again, whatever happened to it
  }
}

bool prepared_is_current(const std::filesystem::path& folder) {
  return current_manifest(folder).has_value();
}

}  // namespace purkinje::data
