#include "data/preparation/prepare_records.h"

#include "base/error.h"
#include "base/files.h"
#include "data/preparation/external_sources.h"
#include "data/preparation/prepared_builder.h"
#include "data/preparation/unusable_records.h"

namespace purkinje::data {
namespace {

// Adds all records of one source; what cannot be used is said at the end.
class Adding {
 public:
  Adding(PreparedBuilder& builder, const Progress& progress, size_t total)
      : builder_(builder), progress_(progress), total_(total) {}

  void add(const ExampleSource& source) {
    UnusableRecords unusable(source);
    for (const auto& selected : source.selection.records) {
      if (progress_) progress_(done_, total_);
      ++done_;
      try {
        if (!selected.record->problem.empty()) throw InputError(selected.record->problem);
        builder_.add(selected);
      } catch (const InputError& error) {
        unusable.add(*selected.record, sentence_about(*selected.record, error.what()));
        builder_.stop_writing();
      }
    }
    unusable.throw_if_any();
    builder_.require_samples();
  }

 private:
  PreparedBuilder& builder_;
  const Progress& progress_;
  size_t total_, done_ = 0;
};

}  // namespace

Manifest prepare_records(const DataSet& set, const RecordReader& reader, const Json& data,
                         const std::filesystem::path& folder, const Progress& progress,
                         const AnnotationReaders& annotations, const std::vector<ExternalSet>& external) {
  PreparedBuilder builder(set, reader, annotations, data, folder);
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

}  // namespace purkinje::data
