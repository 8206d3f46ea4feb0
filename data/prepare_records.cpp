#include "data/prepare_records.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/example_source.h"
#include "data/prepare.h"
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

// Which of a part's records have regions from where.
struct RegionOrigins {
  size_t annotated = 0, delineated = 0;
  std::string name() const {
    if (annotated == 0) return delineated == 0 ? "" : "delineated";
    return delineated == 0 ? "annotated" : "annotated_or_delineated";
  }
};

// What an external set calls our leads, and the lead whose waves count.
std::pair<std::vector<std::string>, std::optional<std::string>> theirs_for(const ExampleSource& own,
                                                                           const ExternalOptions& external,
                                                                           std::vector<std::string> leads) {
  std::optional<std::string> regions_lead = own.regions.lead;
  if (regions_lead) leads.push_back(*regions_lead);
  leads = their_leads(external, leads);
  if (regions_lead) {
    regions_lead = leads.back();
    leads.pop_back();
  }
  return {std::move(leads), std::move(regions_lead)};
}

// Reads, cuts and writes record by record, so that no more than one is in memory. The samples of the own set
// come first, then those of the external ones, set by set.
class Builder {
 public:
  Builder(const DataSet& set, const RecordReader& reader, const AnnotationReaders& annotations,
          const Json& data, const std::filesystem::path& folder)
      : own_(set, data, annotations),
        source_(&own_),
        reader_(reader),
        array_(folder / "signals.f32"),
        stamps_(stamp_files(set.files)) {
    if (has_regions()) region_array_.emplace(folder / "regions.u8");
    manifest_.data_set = set.name;
    manifest_.title = set.title;
    const auto said = data.find("stand_in");
    manifest_.stand_in = said != data.end() && said->is_string() && !said->get<std::string>().empty()
                             ? said->get<std::string>()
                             : set.stand_in;
    manifest_.sources = set.sources;
    manifest_.classes = own_.selection.classes;
    manifest_.preprocessing = data.contains("preprocessing") && data["preprocessing"].is_object()
                                  ? data["preprocessing"]
                                  : Json::object();

    // What determines the arrays, never the floats themselves: they may differ in their last bits between
    // machines.
    fingerprint_.update(fmt::format("purkinje prepared set {}\n", kPipelineVersion));
    fingerprint_.update(canonical_options(preprocessing_options(), manifest_.preprocessing).dump() + "\n");
    fingerprint_.update(Json(manifest_.classes).dump() + "\n");
    fingerprint_.update(canonical_cutting(data));
    if (has_regions())
      fingerprint_.update(fmt::format("regions {} {} {}\n", kRegionsVersion, own_.regions.name,
                                      own_.regions.lead.value_or("")));
  }

  const ExampleSource& own() const { return own_; }
  // Of all files that were looked at.
  const Json& stamps() const { return stamps_; }

  // What is added from now on is of this external set. Throws InputError where its leads are mapped wrongly.
  void begin(ExampleSource& source, const ExternalSet& external) {
    end_part();
    std::tie(source.how.leads, source.regions.lead) = theirs_for(own_, external.options, manifest_.leads);
    source_ = &source;
    stamp(external.set.files);
    for (const auto& line : external.set.sources)
      if (std::find(manifest_.sources.begin(), manifest_.sources.end(), line) == manifest_.sources.end())
        manifest_.sources.push_back(line);
    manifest_.external.push_back(
        {external.options.name, external.set.name, external.set.title, "", manifest_.samples.size(), 0});
    fingerprint_.update(Json({"external", external.options.name, source.how.leads,
                              has_regions() ? source.regions.lead.value_or("") : ""})
                            .dump() +
                        "\n");
  }

  // Noted, and prepared again once one of its files has changed.
  void leave_out(const ExternalSet& external) {
    stamp(external.set.files);
    manifest_.left_out.push_back(external.left_out);
  }

  void add(const SelectedRecord& selected) {
    const auto& record = *selected.record;
    // Taken before reading: what changes in between makes the set out of date.
    stamp(source_files(record));
    const auto recording = reader_(source_->set, record);
    auto digest = source_digest(source_->set, record);
    const auto trace = clean(recording, source_->how);
    const auto regions = regions_of_all(record, recording, trace, digest);
    for (auto& window : source_->windows_of(selected, trace)) {
      add(record, cut(trace, window.start, window.length, source_->how.scaling), std::move(window.labels),
          digest);
      if (region_array_ && is_writing_)
        region_array_->append(cut_regions(regions, window.start, window.length));
    }
  }

  // What is wrong with one record stops the writing, not the reading: the others are looked at too.
  void stop_writing() { is_writing_ = false; }

  Manifest finish() {
    end_part();
    array_.close();
    if (region_array_) region_array_->close();
    manifest_.fingerprint = fingerprint_.hex();
    return std::move(manifest_);
  }

  // Throws InputError where the part that was added last has no sample.
  void require_samples() const {
    const bool is_own = manifest_.external.empty();
    const size_t first = is_own ? 0 : manifest_.external.back().first;
    if (manifest_.samples.size() > first) return;
    throw InputError(
        Place{"", 0, is_own ? "data.examples" : "data.external." + manifest_.external.back().name},
        fmt::format("no example is left: no beat or window of data set '{}' lies wholly inside its "
                    "record and has a class of {}",
                    source_->set.name, fmt::join(manifest_.classes, ", ")));
  }

 private:
  bool has_regions() const { return own_.regions.kind != RegionOptions::Kind::none; }

  void end_part() {
    (manifest_.external.empty() ? manifest_.regions : manifest_.external.back().regions) = origins_.name();
    if (!manifest_.external.empty())
      manifest_.external.back().size = manifest_.samples.size() - manifest_.external.back().first;
    origins_ = {};
  }

  // Of the whole record, at the arrays' rate; empty where none are asked for. A file of limits counts for the
  // digest.
  std::vector<uint8_t> regions_of_all(const CatalogueRecord& record, const Recording& recording,
                                      const CleanRecording& trace, std::string& digest) {
    if (!has_regions()) return {};
    const auto& options = source_->regions;
    const auto file = wave_file(record, regions_lead(recording, options));
    bool is_annotated = false;
    if (options.kind != RegionOptions::Kind::delineated && !file.empty()) {
      stamp({file});
      std::error_code error;
      is_annotated = std::filesystem::is_regular_file(file, error);
      if (is_annotated) digest += " " + sha256_of_file(file);
    }
    ++(is_annotated ? origins_.annotated : origins_.delineated);
    return regions_of_record(record, recording, trace, source_->how, options, source_->annotations.waves);
  }

  void stamp(const std::vector<std::filesystem::path>& files) {
    for (auto& stamp : stamp_files(files)) stamps_.push_back(std::move(stamp));
  }

  void add(const CatalogueRecord& record, Example example, std::vector<int8_t> labels,
           const std::string& digest) {
    if (source_ != &own_) example.leads = manifest_.leads;  // theirs stand for ours
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

  ExampleSource own_;
  ExampleSource* source_;  // of what is added
  const RecordReader& reader_;
  ArrayFile array_;
  std::optional<ArrayFile> region_array_;
  RegionOrigins origins_;  // of the part that is added to
  Json stamps_;
  bool is_writing_ = true;
  Manifest manifest_;
  Sha256 fingerprint_;
};

std::string patient_of(const CatalogueRecord& record) {
  return record.patient.empty() ? record.id : record.patient;
}

// Whoever trains the networks cannot be among those on whom they are tried as strangers.
void refuse_shared_patients(const ExampleSource& own, const ExampleSource& source,
                            const ExternalSet& external) {
  std::unordered_set<std::string> patients;
  for (const auto& selected : own.selection.records) patients.insert(patient_of(*selected.record));
  size_t shared = 0;
  std::string example;
  for (const auto& selected : source.selection.records)
    if (patients.contains(patient_of(*selected.record)) && shared++ == 0) example = selected.record->id;
  if (shared > 0)
    throw InputError(
        external.options.place("exclude"),
        fmt::format("{} of {} records of data set '{}' are of patients that data set '{}' has too ('{}' for "
                    "one): leave them out here or there",
                    shared, source.selection.records.size(), external.set.name, own.set.name, example));
}

// Adds all records of one source; what cannot be used is said at the end.
class Adding {
 public:
  Adding(Builder& builder, const Progress& progress, size_t total)
      : builder_(builder), progress_(progress), total_(total) {}

  void add(const ExampleSource& source) {
    std::vector<std::string> problems;
    const auto& records = source.selection.records;
    for (const auto& selected : records) {
      if (progress_) progress_(done_, total_);
      ++done_;
      try {
        builder_.add(selected);
      } catch (const InputError& error) {
        const std::string reason = error.what();
        const auto& id = selected.record->id;
        problems.push_back(reason.find(id) == std::string::npos ? fmt::format("record '{}': {}", id, reason)
                                                                : reason);
        builder_.stop_writing();
      }
    }
    if (!problems.empty()) report(source.set, problems, records.size());
    builder_.require_samples();
  }

 private:
  Builder& builder_;
  const Progress& progress_;
  size_t total_, done_ = 0;
};

}  // namespace

ExternalSources external_sources(const ExampleSource& own, const Json& data,
                                 const AnnotationReaders& annotations,
                                 const std::vector<ExternalSet>& external) {
  ExternalSources all;
  for (const auto& other : external) {
    if (!other.left_out.empty()) continue;
    all.sets.push_back(in_our_classes(other, own.set, own.selection.task.columns()));
    all.sources.emplace_back(all.sets.back(), data_of_external(data, other.options), annotations,
                             "data.external." + other.options.name);
    refuse_shared_patients(own, all.sources.back(), other);
    if (!own.how.leads.empty())  // else the records have to be read first
      theirs_for(own, other.options, own.how.leads);
  }
  return all;
}

Manifest prepare_records(const DataSet& set, const RecordReader& reader, const Json& data,
                         const std::filesystem::path& folder, const Progress& progress,
                         const AnnotationReaders& annotations, const std::vector<ExternalSet>& external) {
  Builder builder(set, reader, annotations, data, folder);
  auto [in_ours, sources] = external_sources(builder.own(), data, annotations, external);
  size_t total = builder.own().selection.records.size();
  for (const auto& other : sources) total += other.selection.records.size();

  Adding adding(builder, progress, total);
  adding.add(builder.own());
  auto source = sources.begin();
  for (const auto& other : external) {
    if (!other.left_out.empty()) {
      builder.leave_out(other);
      continue;
    }
    builder.begin(*source, other);
    adding.add(*source++);
  }
  auto manifest = builder.finish();
  if (progress) progress(total, total);
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
