#include "db/recompute.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "base/json.h"
#include "db/reader.h"
#include "db/writer.h"
#include "metrics/region_means.h"
#include "metrics/registry.h"

namespace purkinje::db {
namespace {

constexpr double kTolerance = 1e-12;

using Part = std::pair<std::string, std::string>;  // stage, part
// (what, name, class, rule, chosen_on)
using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
struct Number {
  std::optional<double> value;  // of a curve: its area
  int version = 0;              // of a metric's definition
};
using Numbers = std::map<Key, Number>;

const std::string& text(const Value& value) {
  return std::get<std::string>(value);
}

std::optional<double> real(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

int version_of(const std::string& metric) {
  const metrics::MetricInfo* info = metrics::find_metric(metric);
  return info == nullptr ? 0 : info->version;
}

std::vector<Part> parts_of(const Reader& reader, const std::string& job) {
  std::vector<Part> parts;
  for (const auto& row :
       reader
           .query(
               "SELECT e.stage, e.part FROM evaluation e JOIN job j ON j.id = e.job WHERE j.name = ?1 UNION "
               "SELECT s.stage, s.part FROM prediction_set s JOIN job j ON j.id = s.job WHERE j.name = ?1 "
               "AND "
               "s.part = 'test' UNION SELECT s.stage, s.part FROM job j JOIN job_need n ON n.job = j.id JOIN "
               "prediction_set s ON s.job = n.need WHERE j.name = ?1 AND j.kind = 'derived' AND s.part = "
               "'test' AND NOT EXISTS (SELECT 1 FROM prediction_set o WHERE o.job = j.id)",
               {job})
           .rows) {
    parts.emplace_back(text(row[0]), text(row[1]));
  }
  return parts;
}

void add_rule(std::vector<metrics::ThresholdRule>& rules, const std::string& name) {
  const metrics::ThresholdRule rule = metrics::parse_threshold_rule(name);
  if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
}

// The rules that each revision asks for, read once.
class RevisionRules {
 public:
  explicit RevisionRules(const Reader& reader) : reader_(reader) {
    for (const Reader::Revision& revision : reader.revisions()) {
      const Json resolved = Json::parse(revision.resolved);
      const Json::json_pointer place("/evaluation/thresholds");
      std::vector<std::string>& names = rules_[revision.digest];
      if (resolved.contains(place)) names = resolved.at(place).get<std::vector<std::string>>();
    }
  }

  // Of a job: those of its revisions, oldest first, then those stored.
  std::vector<metrics::ThresholdRule> of(const std::string& job) const {
    std::vector<metrics::ThresholdRule> rules;
    for (const auto& row :
         reader_
             .query(
                 "SELECT DISTINCT r.digest, r.planned FROM job j JOIN cell c ON c.job = j.id JOIN variant v "
                 "ON v.id = c.variant JOIN revision r ON r.id = v.revision WHERE j.name = ?1 ORDER BY 2",
                 {job})
             .rows) {
      for (const std::string& name : rules_.at(text(row[0]))) add_rule(rules, name);
    }
    for (const auto& row :
         reader_
             .query("SELECT DISTINCT t.rule FROM threshold t JOIN evaluation e ON e.id = t.evaluation "
                    "JOIN job j ON j.id = e.job WHERE j.name = ?1 ORDER BY t.rule",
                    {job})
             .rows) {
      add_rule(rules, text(row[0]));
    }
    return rules;
  }

 private:
  const Reader& reader_;
  std::map<std::string, std::vector<std::string>> rules_;  // by digest
};

Numbers stored_numbers(const Reader& reader, const std::string& job, const Part& part) {
  Numbers numbers;
  const std::vector<Value> key = {job, part.first, part.second};
  const auto read = [&](const std::string& what, const std::string& columns, const std::string& table) {
    const std::string sql = "SELECT " + columns + " FROM " + table +
                            " x JOIN evaluation e ON e.id = x.evaluation JOIN job j ON j.id = e.job "
                            "WHERE j.name = ?1 AND e.stage = ?2 AND e.part = ?3";
    for (const auto& row : reader.query(sql, key).rows) {
      numbers[{what, text(row[0]), text(row[1]), text(row[2]), text(row[3])}] = {
          real(row[4]), static_cast<int>(std::get<int64_t>(row[5]))};
    }
  };
  read("metric", "x.name, x.class, x.rule, x.chosen_on, x.value, x.version", "metric");
  read("threshold", "'', x.class, x.rule, x.chosen_on, x.value, 0", "threshold");
  read("confusion", "x.truth, x.decided, '', '', CAST(x.count AS REAL), 0", "confusion");
  read("curve", "x.kind, x.class, '', '', x.area, 0", "curve");
  return numbers;
}

Numbers numbers_of(const metrics::Evaluation& evaluation) {
  Numbers numbers;
  for (const auto& v : evaluation.values)
    numbers[{"metric", v.name, v.class_name, v.rule, v.chosen_on}] = {v.value, version_of(v.name)};
  for (const auto& t : evaluation.thresholds)
    numbers[{"threshold", "", t.class_name, t.rule, t.chosen_on}] = {t.value, 0};
  const auto& counts = evaluation.counts;  // one a class
  for (size_t i = 0; i < evaluation.confusion.size(); ++i)
    numbers[{"confusion", counts.at(i / counts.size()).class_name, counts[i % counts.size()].class_name, "",
             ""}] = {static_cast<double>(evaluation.confusion[i]), 0};
  for (const auto& c : evaluation.curves) numbers[{"curve", c.kind, c.class_name, "", ""}] = {c.area, 0};
  return numbers;
}

// True where a newer program stored a number whose definition this one does not have.
bool is_newer(const Numbers& stored) {
  return std::any_of(stored.begin(), stored.end(), [](const auto& entry) {
    return std::get<0>(entry.first) == "metric" &&
           entry.second.version > version_of(std::get<1>(entry.first));
  });
}

RecomputeChange compare(const Numbers& before, const Numbers& after) {
  RecomputeChange change;
  for (const auto& [key, stored] : before) {
    const auto found = after.find(key);
    if (found == after.end()) {
      ++change.removed;
      continue;
    }
    const Number& now = found->second;
    if (stored.version < now.version) ++change.older;
    if (stored.value.has_value() != now.value.has_value()) {
      ++change.changed;
    } else if (stored.value) {
      const double difference = std::abs(*stored.value - *now.value);
      if (difference <= kTolerance * std::max(1.0, std::abs(*stored.value))) continue;
      ++change.changed;
      change.largest_difference = std::max(change.largest_difference, difference);
    }
  }
  for (const auto& [key, number] : after) change.added += before.count(key) == 0 ? 1 : 0;
  return change;
}

// Thresholds of a stored evaluation that were chosen on the test part only were computed without a validation
// part.
bool was_without_validation(const Numbers& before) {
  bool test_only = false;
  for (const auto& [key, number] : before) {
    if (std::get<4>(key) == "validation") return false;
    test_only = test_only || std::get<4>(key) == "test";
  }
  return test_only;
}

// What a pool is made of, its jobs in their order; none where no fold has a validation part.
std::vector<metrics::FoldScores> folds_of(const Reader& reader, const std::string& job,
                                          const std::string& stage) {
  std::vector<metrics::FoldScores> folds;
  bool validated = false;
  for (const auto& row :
       reader
           .query("SELECT t.name FROM job j JOIN job_need n ON n.job = j.id JOIN job t ON t.id = "
                  "n.need WHERE j.name = ?1 AND j.procedure = 'pool' ORDER BY n.position",
                  {job})
           .rows) {
    const auto test = reader.predictions(text(row[0]), stage, "test");
    if (!test) continue;
    const auto validation = reader.predictions(text(row[0]), stage, "validation");
    validated = validated || validation;
    folds.push_back({validation ? scores_of(*validation) : metrics::Scores{}, scores_of(*test)});
  }
  return validated ? folds : std::vector<metrics::FoldScores>{};
}

// The means inside the regions of the ECG: metrics that come from no prediction.
void add_region_values(const std::vector<RegionSumsRecord>& weights, const Part& part,
                       metrics::Evaluation& evaluation) {
  for (const RegionSumsRecord& record : weights) {
    if (record.stage != part.first || record.part != part.second) continue;
    const metrics::RegionSums sums{
        record.samples.size(), {record.sums.begin(), record.sums.end()}, record.steps};
    for (auto& value : metrics::region_values(metrics::region_kind_of(record.kind), sums))
      evaluation.values.push_back(std::move(value));
  }
}

}  // namespace

RecomputeResult recompute(const std::filesystem::path& file) {
  { const Reader exists(file); }  // a missing file is not made
  RecomputeResult result;
  Writer writer(file);
  const Reader reader(file);
  const RevisionRules revision_rules(reader);
  for (const auto& row :
       reader.query("SELECT name FROM job WHERE state = 'done' AND kind <> 'artefact' ORDER BY id").rows) {
    const std::string& job = text(row[0]);
    const std::vector<metrics::ThresholdRule> rules = revision_rules.of(job);
    std::vector<EvaluationRecord> evaluations;
    bool complete = true;
    bool differs = false;
    const std::vector<RegionSumsRecord> regions = reader.region_sums(job);
    for (const Part& part : parts_of(reader, job)) {
      const auto test = reader.predictions(job, part.first, part.second);
      if (!test) {
        ++result.skipped;
        complete = false;
        continue;
      }
      const Numbers before = stored_numbers(reader, job, part);
      if (is_newer(before)) {
        ++result.newer;
        complete = false;
        continue;
      }
      std::optional<metrics::Scores> validation;
      if (part.second != "validation" && !was_without_validation(before)) {
        if (const auto stored = reader.predictions(job, part.first, "validation"))
          validation = scores_of(*stored);
      }
      EvaluationRecord& record = evaluations.emplace_back();
      record.stage = part.first;
      record.part = part.second;
      record.evaluation = metrics::evaluate(
          metrics::parse_task(test->task), test->classes, scores_of(*test),
          validation ? &*validation : nullptr, rules, part.second,
          validation ? folds_of(reader, job, part.first) : std::vector<metrics::FoldScores>{});
      add_region_values(regions, part, record.evaluation);
      ++result.evaluations;
      RecomputeChange change = compare(before, numbers_of(record.evaluation));
      if (change.added + change.removed + change.changed + change.older == 0) continue;
      differs = true;
      change.job = job;
      change.stage = part.first;
      change.part = part.second;
      result.changes.push_back(change);
    }
    // Evaluations without stored predictions cannot come again: a job with such a one keeps what it has.
    if (differs && complete) writer.replace_evaluations(job, evaluations);
  }
  return result;
}

}  // namespace purkinje::db
