// Manifest to and from JSON, and the mapped array of a prepared set.
#include "data/prepared/prepared.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/name_list.h"

namespace purkinje::data {

size_t Manifest::positives(const ExternalPart& part, size_t column) const {
  size_t count = 0;
  for (size_t i = part.first; i < part.first + part.size; ++i) count += samples[i].labels[column] == 1;
  return count;
}

std::vector<size_t> Manifest::columns_of(const std::vector<std::string>& names) const {
  std::vector<size_t> columns;
  for (const auto& name : names) {
    const auto column = position_of(name, classes);
    if (!column)
      throw InputError(fmt::format("the prepared set '{}' has no class '{}'{}", data_set, name,
                                   suggestion(name, classes)));
    columns.push_back(*column);
  }
  return columns;
}

namespace {

// A row for each record: [record, patient, start, labels] of its only sample, or, of several in a row,
// [record, patient, [starts], [labels of the first, labels of the second, ...]]: a set of 50,000 beats is
// read at every start.
Json rows_of(const std::vector<Sample>& samples) {
  Json rows = Json::array();
  for (size_t i = 0; i < samples.size();) {
    const auto& first = samples[i];
    size_t end = i + 1;
    while (end < samples.size() && samples[end].record == first.record &&
           samples[end].patient == first.patient)
      ++end;
    if (end == i + 1) {
      rows.push_back({first.record, first.patient, first.start, first.labels});
    } else {
      std::vector<int64_t> starts;
      std::vector<int8_t> labels;
      for (size_t k = i; k < end; ++k) {
        starts.push_back(samples[k].start);
        labels.insert(labels.end(), samples[k].labels.begin(), samples[k].labels.end());
      }
      rows.push_back({first.record, first.patient, starts, labels});
    }
    i = end;
  }
  return rows;
}

void append_row(const Json& row, size_t classes, std::vector<Sample>& samples) {
  const auto& record = row.at(0).get_ref<const std::string&>();
  const auto& patient = row.at(1).get_ref<const std::string&>();
  auto labels = row.at(3).get<std::vector<int8_t>>();
  if (!row.at(2).is_array()) {
    samples.push_back({record, patient, row.at(2).get<int64_t>(), std::move(labels)});
    return;
  }
  const auto starts = row.at(2).get<std::vector<int64_t>>();
  if (labels.size() != starts.size() * classes)
    throw InputError(
        fmt::format("this is no manifest of a prepared set: record '{}' has {} labels for {} "
                    "samples and {} classes",
                    record, labels.size(), starts.size(), classes));
  auto next = labels.begin();
  for (const auto start : starts) {
    const auto end = next + static_cast<std::ptrdiff_t>(classes);
    samples.push_back({record, patient, start, {next, end}});
    next = end;
  }
}

Json external_rows(const std::vector<ExternalPart>& parts) {
  Json rows = Json::array();
  for (const auto& part : parts)
    rows.push_back({{"name", part.name},
                    {"data_set", part.data_set},
                    {"title", part.title},
                    {"regions", part.regions},
                    {"first", part.first},
                    {"size", part.size}});
  return rows;
}

// They must follow each other to the end of the samples: what is in none of them trains.
std::vector<ExternalPart> external_parts(const Json& rows, size_t samples) {
  std::vector<ExternalPart> parts;
  for (const auto& row : rows) {
    parts.push_back({row.at("name"), row.at("data_set"), row.at("title"), row.at("regions"), row.at("first"),
                     row.at("size")});
    const size_t end =
        parts.size() > 1 ? parts[parts.size() - 2].first + parts[parts.size() - 2].size : parts.back().first;
    if (parts.back().first != end || parts.back().size > samples - std::min(samples, end))
      throw InputError(
          fmt::format("this is no manifest of a prepared set: its external part '{}' is not "
                      "where it must be",
                      parts.back().name));
  }
  if (!parts.empty() && parts.back().first + parts.back().size != samples)
    throw InputError("this is no manifest of a prepared set: samples stand behind its external parts");
  return parts;
}

}  // namespace

Json Manifest::to_json() const {
  Json json = {{"data_set", data_set},
               {"title", title},
               {"stand_in", stand_in},
               {"sources", sources},
               {"fingerprint", fingerprint},
               {"classes", classes},
               {"leads", leads},
               {"sample_rate_hz", sample_rate_hz},
               {"length", length},
               {"preprocessing", preprocessing},
               {"regions", regions},
               {"samples", rows_of(samples)}};
  if (!external.empty()) json["external"] = external_rows(external);
  if (!left_out.empty()) json["left_out"] = left_out;
  return json;
}

Manifest Manifest::from_json(const Json& json) {
  try {
    Manifest m;
    json.at("data_set").get_to(m.data_set);
    json.at("title").get_to(m.title);
    json.at("stand_in").get_to(m.stand_in);
    json.at("sources").get_to(m.sources);
    json.at("fingerprint").get_to(m.fingerprint);
    json.at("classes").get_to(m.classes);
    json.at("leads").get_to(m.leads);
    json.at("sample_rate_hz").get_to(m.sample_rate_hz);
    json.at("length").get_to(m.length);
    m.preprocessing = json.at("preprocessing");
    m.regions = json.value("regions", "");
    for (const auto& row : json.at("samples")) append_row(row, m.classes.size(), m.samples);
    m.external = external_parts(json.value("external", Json::array()), m.samples.size());
    m.left_out = json.value("left_out", m.left_out);
    return m;
  } catch (const Json::exception& error) {
    throw InputError(fmt::format("this is no manifest of a prepared set: {}", error.what()));
  }
}

PreparedSet PreparedSet::open(const std::filesystem::path& folder) {
  const auto file = folder / "manifest.json";
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    throw InputError(Place{folder.string(), 0, ""},
                     "holds no complete prepared set (manifest.json is missing)");
  const Json json = Json::parse(read_file(file), nullptr, false);
  if (json.is_discarded()) throw InputError(Place{file.string(), 0, ""}, "is not JSON");
  auto manifest = Manifest::from_json(json);
  MappedFile array(folder / "signals.f32");
  const size_t expected =
      manifest.samples.size() * manifest.leads.size() * static_cast<size_t>(manifest.length) * sizeof(float);
  if (array.size() != expected)
    throw InputError(
        Place{(folder / "signals.f32").string(), 0, ""},
        fmt::format("has {} bytes where its manifest says {}; delete the folder to have it built again",
                    array.size(), expected));
  std::optional<MappedFile> regions;
  if (!manifest.regions.empty()) {
    regions.emplace(folder / "regions.u8");
    const size_t steps = manifest.samples.size() * static_cast<size_t>(manifest.length);
    if (regions->size() != steps)
      throw InputError(
          Place{(folder / "regions.u8").string(), 0, ""},
          fmt::format("has {} bytes where its manifest says {}; delete the folder to have it built again",
                      regions->size(), steps));
  }
  return {std::move(manifest), std::move(array), std::move(regions)};
}

std::span<const uint8_t> PreparedSet::regions(size_t index) const {
  if (!regions_) return {};
  const auto length = static_cast<size_t>(manifest_.length);
  if (index >= this->size())
    throw InputError(fmt::format("sample {} of a prepared set of {} was asked for", index, this->size()));
  return {reinterpret_cast<const uint8_t*>(regions_->data()) + index * length, length};
}

std::span<const float> PreparedSet::signal(size_t index) const {
  const size_t size = manifest_.leads.size() * static_cast<size_t>(manifest_.length);
  if (index >= this->size())
    throw InputError(fmt::format("sample {} of a prepared set of {} was asked for", index, this->size()));
  return {reinterpret_cast<const float*>(array_.data()) + index * size, size};
}

}  // namespace purkinje::data
