// The prepared data set: fixed-length arrays that all trainers of a node map into memory, and a manifest that
// says what they are. Written once by rank 0 (data/preparation/prepare.h), then only read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"

namespace purkinje::data {

// One example for a network.
struct Sample {
  std::string record;          // "ptbxl/00001_hr": unique in the data set, with its source
  std::string patient;         // groups for splits; equals the record where the source names no patient
  int64_t start = 0;           // first sample of the window in the record, at the record's own rate
  std::vector<int8_t> labels;  // one a class: 1, 0, -1 unknown
};

// Samples of another data set, behind the own ones: a part of its own under its name, only ever evaluated.
struct ExternalPart {
  std::string name;             // as the experiment calls it
  std::string data_set, title;  // the name in the catalogue, and what it is
  std::string regions;          // as Manifest::regions
  size_t first = 0, size = 0;   // where its samples stand among the manifest's
};

struct Manifest {
  std::string data_set;  // name in the catalogue
  std::string title;
  std::string stand_in;              // what it stands in for, in a sentence; empty: the study's own data
  std::vector<std::string> sources;  // citation and licence, a line each
  std::string fingerprint;  // SHA-256 of what determines the arrays: records, labels, preprocessing, version
  std::vector<std::string> classes;  // label columns
  std::vector<std::string> leads;
  double sample_rate_hz = 0;
  int64_t length = 0;   // samples a lead
  Json preprocessing;   // as resolved
  std::string regions;  // where the regions of the own samples come from: "delineated", "annotated",
                        // "annotated_or_delineated" where some are the one and some the other; empty: none
  std::vector<Sample> samples;
  std::vector<ExternalPart> external = {};  // in the order of their samples, which end the list
  std::vector<std::string> left_out = {};   // a sentence for each optional external set that is absent

  // How many samples may train, validate and test: all that are of no external part. They come first.
  size_t own_size() const { return external.empty() ? samples.size() : external.front().first; }

  // How many samples of a part are positive of a class.
  size_t positives(const ExternalPart& part, size_t column) const;

  // Where each named class stands among `classes`. Throws InputError for one that is not there, with the
  // nearest.
  std::vector<size_t> columns_of(const std::vector<std::string>& names) const;

  Json to_json() const;
  static Manifest from_json(const Json& json);
};

class PreparedSet {
 public:
  // Throws InputError where the folder holds no complete prepared set, or one whose array has another size
  // than its manifest says.
  static PreparedSet open(const std::filesystem::path& folder);

  const Manifest& manifest() const { return manifest_; }
  size_t size() const { return manifest_.samples.size(); }
  // Signal of one sample, before scaling by training statistics: in mV, or without unit where
  // `preprocessing.scaling` scaled each example. [leads, length], row-major.
  std::span<const float> signal(size_t index) const;
  // Which part of the ECG each time step of a sample belongs to (data::Region), [length]; empty where the set
  // has none.
  std::span<const uint8_t> regions(size_t index) const;

 private:
  PreparedSet(Manifest manifest, MappedFile array, std::optional<MappedFile> regions)
      : manifest_(std::move(manifest)), array_(std::move(array)), regions_(std::move(regions)) {}
  Manifest manifest_;
  MappedFile array_;
  std::optional<MappedFile> regions_;  // [samples, length]
};

}  // namespace purkinje::data
