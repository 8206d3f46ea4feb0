// Reads, cuts and writes a prepared set record by record, so that no more than one is in memory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/sha256.h"
#include "data/preparation/array_file.h"
#include "data/preparation/example_source.h"
#include "data/preparation/external.h"
#include "data/preparation/record_readers.h"
#include "data/prepared/prepared.h"

namespace purkinje::data {

// The samples of the own set come first, then those of the external ones, set by set.
class PreparedBuilder {
 public:
  // Creates the arrays in `folder`. Throws as ExampleSource does, EnvironmentError where it cannot write. The
  // set and the readers must live as long as this.
  PreparedBuilder(const DataSet& set, const RecordReader& reader, const AnnotationReaders& annotations,
                  const Json& data, const std::filesystem::path& folder);

  const ExampleSource& own() const { return own_; }
  // Of all files that were looked at.
  const Json& stamps() const { return stamps_; }

  // What is added from now on is of this external set. Throws InputError where its leads are mapped wrongly.
  void begin(ExampleSource& source, const ExternalSet& external);
  // Noted, and prepared again once one of its files has changed.
  void leave_out(const ExternalSet& external);

  // Throws InputError for a record that cannot be read or does not fit those before it.
  void add(const SelectedRecord& selected);
  // What is wrong with one record stops the writing, not the reading: the others are looked at too.
  void stop_writing() { is_writing_ = false; }
  // Throws InputError where the part that was added last has no sample.
  void require_samples() const;

  Manifest finish();

 private:
  // Which of a part's records have regions from where.
  struct RegionOrigins {
    size_t annotated = 0, delineated = 0;
    std::string name() const;
  };

  bool has_regions() const { return own_.regions.kind != RegionOptions::Kind::none; }
  void end_part();
  std::vector<uint8_t> regions_of_all(const CatalogueRecord& record, const Recording& recording,
                                      const CleanRecording& cleaned, std::string& digest);
  void stamp(const std::vector<std::filesystem::path>& files);
  void add_sample(const CatalogueRecord& record, Example example, std::vector<int8_t> labels,
                  const std::string& digest);

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

}  // namespace purkinje::data
