#include "data/preparation/prepared_builder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/error.h"
#include "base/name_list.h"
#include "data/preparation/data_options.h"
#include "data/preparation/external_sources.h"
#include "data/preparation/sources.h"

namespace purkinje::data {
namespace {

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

}  // namespace

PreparedBuilder::PreparedBuilder(const DataSet& set, const RecordReader& reader,
                                 const AnnotationReaders& annotations, const Json& data,
                                 const std::filesystem::path& folder)
    : own_(set, data, annotations),
      source_(&own_),
      reader_(reader),
      array_(folder / "signals.f32"),
      stamps_(stamp_files(deciding_files(set))) {
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

void PreparedBuilder::begin(ExampleSource& source, const ExternalSet& external) {
  end_part();
  use_their_leads(source, external.options, own_, manifest_.leads);
  source_ = &source;
  stamp(deciding_files(external.set));
  for (const auto& line : external.set.sources) add_once(manifest_.sources, line);
  manifest_.external.push_back(
      {external.options.name, external.set.name, external.set.title, "", manifest_.samples.size(), 0});
  fingerprint_.update(Json({"external", external.options.name, source.how.leads,
                            has_regions() ? source.regions.lead.value_or("") : ""})
                          .dump() +
                      "\n");
}

void PreparedBuilder::leave_out(const ExternalSet& external) {
  stamp(external.set.files);
  manifest_.left_out.push_back(external.left_out);
}

void PreparedBuilder::add(const SelectedRecord& selected) {
  const auto& record = *selected.record;
  // Taken before reading: what changes in between makes the set out of date.
  stamp(source_files(record));
  const auto recording = reader_(source_->set, record);
  auto digest = source_digest(source_->set, record);
  const auto cleaned = clean(recording, source_->how);
  const auto regions = regions_of_all(record, recording, cleaned, digest);
  for (auto& window : source_->windows_of(selected, cleaned)) {
    add_sample(record, cut(cleaned, window.start, window.length, source_->how.scaling),
               std::move(window.labels), digest);
    if (region_array_ && is_writing_)
      region_array_->append(cut_regions(regions, window.start, window.length));
  }
}

void PreparedBuilder::require_samples() const {
  const bool is_own = manifest_.external.empty();
  const size_t first = is_own ? 0 : manifest_.external.back().first;
  if (manifest_.samples.size() > first) return;
  throw InputError(
      Place{"", 0, is_own ? "data.examples" : "data.external." + manifest_.external.back().name},
      fmt::format("no example is left: no beat or window of data set '{}' lies wholly inside its "
                  "record and has a class of {}",
                  source_->set.name, fmt::join(manifest_.classes, ", ")));
}

Manifest PreparedBuilder::finish() {
  end_part();
  array_.close();
  if (region_array_) region_array_->close();
  manifest_.fingerprint = fingerprint_.hex();
  return std::move(manifest_);
}

std::string PreparedBuilder::RegionOrigins::name() const {
  if (annotated == 0) return delineated == 0 ? "" : "delineated";
  return delineated == 0 ? "annotated" : "annotated_or_delineated";
}

void PreparedBuilder::end_part() {
  (manifest_.external.empty() ? manifest_.regions : manifest_.external.back().regions) = origins_.name();
  if (!manifest_.external.empty())
    manifest_.external.back().size = manifest_.samples.size() - manifest_.external.back().first;
  origins_ = {};
}

// Of the whole record, at the arrays' rate; empty where none are asked for. A file of limits counts for the
// digest.
std::vector<uint8_t> PreparedBuilder::regions_of_all(const CatalogueRecord& record,
                                                     const Recording& recording,
                                                     const CleanRecording& cleaned, std::string& digest) {
  if (!has_regions()) return {};
  const auto& options = source_->regions;
  // Taken before reading, as of signals.
  if (const auto file = wave_file(record, regions_lead(recording, options), options); !file.empty())
    stamp({file});
  auto found =
      regions_of_record(record, recording, cleaned, source_->how, options, source_->annotations.waves);
  if (found.is_annotated) digest += " " + sha256_of_file(found.file);
  ++(found.is_annotated ? origins_.annotated : origins_.delineated);
  return std::move(found.regions);
}

void PreparedBuilder::stamp(const std::vector<std::filesystem::path>& files) {
  for (auto& stamp : stamp_files(files)) stamps_.push_back(std::move(stamp));
}

void PreparedBuilder::add_sample(const CatalogueRecord& record, Example example, std::vector<int8_t> labels,
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

}  // namespace purkinje::data
