#include "db/leaks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "db/stored_split.h"
#include "db/values.h"

namespace purkinje::db {
namespace {

// Gives the samples the external part that they belong to.
std::vector<std::string> read_external_parts(const Reader& reader, int64_t id, StoredSamples& set) {
  std::map<std::pair<std::string, std::string>, Found> shared;  // samples of two parts
  const Table parts = reader.query(
      "SELECT name, first, samples FROM external_part WHERE data_set = ?1 ORDER BY first, name", {id});
  for (const auto& row : parts.rows) {
    const std::string part = text_of(row[0]);
    const auto first = static_cast<size_t>(whole_of(row[1]));
    const size_t end = std::min(first + static_cast<size_t>(whole_of(row[2])), set.samples.size());
    for (size_t i = first; i < end; ++i) {
      StoredSample& sample = set.samples[i];
      if (!sample.external.empty()) shared[{part, sample.external}].add(sample.name());
      sample.external = part;
    }
  }
  std::vector<std::string> sentences;
  sentences.reserve(shared.size());
  for (const auto& [pair, found] : shared)
    sentences.push_back(
        sentence_of(pair.first, found, "sample", fmt::format("that part {} has too", pair.second)));
  return sentences;
}

// data/prepared/splits.h refuses it when a sweep is planned, whatever the protocol says of the own patients.
std::vector<std::string> external_patients_among_own(const StoredSamples& set) {
  std::set<std::string_view> own;
  for (const StoredSample& sample : set.samples)
    if (sample.external.empty()) own.insert(sample.patient);
  std::map<std::string, Found> found;  // by part
  std::set<std::pair<std::string_view, std::string_view>> counted;
  for (const StoredSample& sample : set.samples)
    if (!sample.external.empty() && own.contains(sample.patient) &&
        counted.emplace(sample.external, sample.patient).second)
      found[sample.external].add(fmt::format("'{}' in {}", sample.patient, sample.name()));
  std::vector<std::string> sentences;
  sentences.reserve(found.size());
  for (const auto& [part, patients] : found)
    sentences.push_back(sentence_of(part, patients, "patient", "that the samples to train on have too"));
  return sentences;
}

StoredSamples read_samples(const Reader& reader, int64_t id, const std::string& name,
                           std::vector<std::string>& problems) {
  StoredSamples set;
  auto rows = reader.rows(
      "SELECT id, record, start, patient FROM sample WHERE data_set = ?1 ORDER BY position", {id});
  std::vector<Value> row;
  while (rows.next(row)) {
    set.positions.emplace(whole_of(row[0]), set.samples.size());
    set.samples.push_back({text_of(row[1]), whole_of(row[2]), text_of(row[3])});
  }
  for (const std::string& sentence : read_external_parts(reader, id, set))
    problems.push_back(fmt::format("data set {}, {}", name, sentence));
  for (const std::string& sentence : external_patients_among_own(set))
    problems.push_back(fmt::format("data set {}, {}", name, sentence));
  return set;
}

std::vector<int64_t> integers(const Reader& reader, const char* sql, const std::vector<Value>& parameters) {
  std::vector<int64_t> found;
  auto rows = reader.rows(sql, parameters);
  std::vector<Value> row;
  while (rows.next(row)) found.push_back(whole_of(row[0]));
  return found;
}

// An ensemble has the protocol of the trainings that it combines.
Json protocol_of(const std::string& identity) {
  const Json parsed = Json::parse(identity, nullptr, false);
  return parsed.is_object() ? parsed.value("protocol", Json::object()) : Json::object();
}

std::vector<std::string> leaks_of_job(const Reader& reader, const StoredSamples& set, int64_t job,
                                      const std::string& identity) {
  StoredSplit split(set, protocol_of(identity));
  const Table parts =
      reader.query("SELECT id, stage, part FROM prediction_set WHERE job = ?1 ORDER BY part DESC, id", {job});
  for (const auto& row : parts.rows)
    split.add(text_of(row[2]),
              integers(reader,
                       "SELECT sample FROM prediction WHERE prediction_set = ?1 UNION SELECT sample FROM "
                       "region_weight WHERE job = ?2 AND stage = ?3 AND part = ?4",
                       {row[0], job, row[1], row[2]}));
  return split.finish();
}

// Each sample is tested in one fold of a seed; its metrics would count it twice.
std::vector<std::string> pooled_twice(const Reader& reader, int64_t job) {
  const Table twice = reader.query(
      "SELECT s.stage, x.record || '@' || x.start FROM job_need n JOIN prediction_set s ON s.job = n.need "
      "AND s.part = 'test' JOIN prediction p ON p.prediction_set = s.id AND p.output = 0 JOIN sample x ON "
      "x.id = "
      "p.sample WHERE n.job = ?1 GROUP BY s.stage, x.id HAVING count(*) > 1 ORDER BY s.stage, x.position",
      {job});
  std::map<std::string, Found> found;  // by stage
  for (const auto& row : twice.rows) found[text_of(row[0])].add(text_of(row[1]));
  std::vector<std::string> sentences;
  sentences.reserve(found.size());
  for (const auto& [stage, samples] : found)
    sentences.push_back(sentence_of("test", samples, "sample", "that more than one of its folds has"));
  return sentences;
}

}  // namespace

std::vector<std::string> leaks(const Reader& reader) {
  std::vector<std::string> problems;
  std::map<int64_t, StoredSamples> sets;
  for (const auto& row : reader.query("SELECT id, name FROM data_set ORDER BY id").rows)
    sets.emplace(whole_of(row[0]), read_samples(reader, whole_of(row[0]), text_of(row[1]), problems));

  std::vector<std::pair<std::string, std::vector<std::string>>> jobs_by_sentence;
  const Table jobs = reader.query(
      "SELECT j.id, j.name, j.data_set, j.procedure, ifnull((SELECT t.identity FROM job_need n JOIN job t ON "
      "t.id = n.need WHERE n.job = j.id AND t.kind = 'training' ORDER BY n.position LIMIT 1), j.identity) "
      "FROM job j WHERE j.state = 'done' AND j.kind <> 'artefact' AND j.data_set IS NOT NULL ORDER BY j.id");
  for (const auto& row : jobs.rows) {
    const int64_t job = whole_of(row[0]);
    const auto found = text_of(row[3]) == "pool"
                           ? pooled_twice(reader, job)
                           : leaks_of_job(reader, sets.at(whole_of(row[2])), job, text_of(row[4]));
    for (const std::string& sentence : found) {
      auto known = std::find_if(jobs_by_sentence.begin(), jobs_by_sentence.end(),
                                [&](const auto& item) { return item.first == sentence; });
      if (known == jobs_by_sentence.end()) known = jobs_by_sentence.insert(known, {sentence, {}});
      known->second.push_back(text_of(row[1]));
    }
  }
  for (const auto& [sentence, names] : jobs_by_sentence)
    problems.push_back(fmt::format(
        "job {}{}, {}", names.front(),
        names.size() > 1 ? fmt::format(" and {} more like it", names.size() - 1) : std::string(), sentence));
  return problems;
}

}  // namespace purkinje::db
