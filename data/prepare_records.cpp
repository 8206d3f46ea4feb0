#include "data/prepare_records.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
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

  void append(const std::vector<float>& values) {
    if (std::fwrite(values.data(), sizeof(float), values.size(), stream_.get()) != values.size())
      fail("written");
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

}  // namespace

Manifest prepare_records(const DataSet& set, const RecordReader& reader, const Json& data,
                         const std::filesystem::path& folder, const Progress& progress) {
  const auto selection = select_records(set, data);
  const Json options = data.contains("preprocessing") && data["preprocessing"].is_object()
                           ? data["preprocessing"]
                           : Json::object();
  const auto how = Preprocessing::from_json(options);

  Manifest manifest;
  manifest.data_set = set.name;
  manifest.title = set.title;
  const auto said = data.find("stand_in");
  manifest.stand_in = said != data.end() && said->is_string() && !said->get<std::string>().empty()
                          ? said->get<std::string>()
                          : set.stand_in;
  manifest.sources = set.sources;
  manifest.classes = selection.classes;
  manifest.preprocessing = options;

  // What determines the arrays, never the floats themselves: they may differ in their last bits between
  // machines.
  Sha256 fingerprint;
  fingerprint.update(fmt::format("purkinje prepared set {}\n", kPipelineVersion));
  fingerprint.update(canonical_options(preprocessing_options(), options).dump() + "\n");
  fingerprint.update(Json(selection.classes).dump() + "\n");

  ArrayFile array(folder / "signals.f32");
  std::vector<std::string> problems;
  Json stamps = stamp_files(set.files);
  for (size_t i = 0; i < selection.records.size(); ++i) {
    const auto& [record, labels] = selection.records[i];
    if (progress) progress(i, selection.records.size());
    try {
      // Taken before reading: what changes in between makes the set out of date.
      for (auto& stamp : stamp_files(source_files(*record))) stamps.push_back(std::move(stamp));
      const auto example = preprocess(reader(set, *record), how);
      if (manifest.samples.empty()) {
        manifest.leads = example.leads;
        manifest.sample_rate_hz = example.sample_rate_hz;
        manifest.length = example.length;
      }
      check_shape(manifest, example);
      const Sample sample = {record->id, record->patient.empty() ? record->id : record->patient,
                             example.start, labels};
      fingerprint.update(
          Json({sample.record, sample.patient, sample.start, sample.labels, source_digest(set, *record)})
              .dump() +
          "\n");
      manifest.samples.push_back(sample);
      if (problems.empty()) array.append(example.signal);
    } catch (const InputError& error) {
      const std::string reason = error.what();
      problems.push_back(reason.find(record->id) == std::string::npos
                             ? fmt::format("record '{}': {}", record->id, reason)
                             : reason);
    }
  }
  if (!problems.empty()) report(set, problems, selection.records.size());
  array.close();
  manifest.fingerprint = fingerprint.hex();
  if (progress) progress(selection.records.size(), selection.records.size());
  write_file_atomically(folder / "sources.json", stamps.dump());
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
    return !error && bytes == values * sizeof(float) ? std::optional(std::move(manifest)) : std::nullopt;
  } catch (const InputError&) {
    return std::nullopt;  // a cache is built again, whatever happened to it
  }
}

bool prepared_is_current(const std::filesystem::path& folder) {
  return current_manifest(folder).has_value();
}

}  // namespace purkinje::data
