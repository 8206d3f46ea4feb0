// A table's numbers from the database.
#include "report/cell_source.h"

#include <algorithm>

#include "base/json.h"
#include "db/values.h"
#include "report/artefact_values.h"

namespace purkinje::report {
namespace {

// Null where it is not there.
Json member(const Json& json, const std::string& key) {
  return json.is_object() ? json.value(key, Json()) : Json();
}

Json named(const Json& list, const std::string& name) {
  for (const Json& one : list)
    if (member(one, "name") == name) return one;
  return {};
}

// What `data.external` of the resolved variant says of the part; nothing where its revision keeps no such
// text.
void add_choice(const Json& variant, ExternalData& set) {
  const Json entry = member(member(member(variant, "data"), "external"), set.part);
  if (const Json include = member(entry, "include"); include.is_array()) include.get_to(set.include);
  if (const Json exclude = member(entry, "exclude"); exclude.is_array()) exclude.get_to(set.exclude);
  if (const Json classes = member(entry, "classes"); classes.is_object()) classes.get_to(set.classes);
  if (const Json most = member(entry, "at_most_per_class"); most.is_number_integer())
    set.at_most_per_class = most.get<int64_t>();
}

}  // namespace

bool is_cross_fitted(const CellMetric& key) {
  return key.pooled && key.chosen_on == "validation" && key.metric != "threshold";
}

std::vector<CellValue> DatabaseCells::cells(const CellMetric& key) const {
  if (find_artefact_value(key.metric)) return artefact_cells(reader_, digest_, key);
  if (!is_cross_fitted(key)) return reader_.cell_values(digest_, key);
  CellMetric each_fold = key;
  each_fold.chosen_on = "cross_fitted";
  return reader_.cell_values(digest_, each_fold);
}

std::vector<ClassTotals> DatabaseCells::totals(const std::string& part, const std::string& stage,
                                               bool pooled) const {
  const db::Table table = reader_.query(
      "SELECT DISTINCT class_count.class, class_count.positives, class_count.negatives, class_count.unknown "
      "FROM revision JOIN variant ON variant.revision = revision.id JOIN cell ON cell.variant = variant.id "
      "JOIN evaluation ON evaluation.job = cell.job JOIN class_count ON class_count.evaluation = "
      "evaluation.id WHERE revision.digest = ?1 AND evaluation.part = ?2 AND evaluation.stage = ?3 AND "
      "(cell.fold IS NULL) = ?4 ORDER BY 1, 2, 3, 4",
      {digest_, part, stage, int64_t{pooled ? 1 : 0}});
  std::vector<ClassTotals> totals;
  for (const auto& row : table.rows)
    totals.push_back({std::get<std::string>(row.at(0)), std::get<int64_t>(row.at(1)),
                      std::get<int64_t>(row.at(2)), std::get<int64_t>(row.at(3))});
  return totals;
}

std::vector<ClassTotals> DatabaseCells::data_set_totals() const {
  const db::Table table = reader_.query(
      "SELECT class.name, sum(sample_label.label = 1), sum(sample_label.label = 0), sum(sample_label.label "
      "IS NULL) FROM revision JOIN class ON class.data_set = revision.data_set JOIN sample_label ON "
      "sample_label.class = class.id JOIN sample ON sample.id = sample_label.sample WHERE revision.digest = "
      "?1 AND NOT EXISTS (SELECT 1 FROM external_part x WHERE x.data_set = sample.data_set AND "
      "sample.position >= x.first) GROUP BY class.id ORDER BY class.position",
      {digest_});
  std::vector<ClassTotals> totals;
  for (const auto& row : table.rows) {
    const auto count = [&](size_t i) {
      const auto* value = std::get_if<int64_t>(&row.at(i));
      return value ? *value : 0;
    };
    totals.push_back({std::get<std::string>(row.at(0)), count(1), count(2), count(3)});
  }
  return totals;
}

std::vector<ExternalData> DatabaseCells::external() const {
  const db::Table table = reader_.query(
      "SELECT DISTINCT external_part.name, external_part.title, external_part.regions, variant.name, "
      "revision.resolved, variant.position FROM revision JOIN variant ON variant.revision = revision.id JOIN "
      "cell ON cell.variant = variant.id JOIN job ON job.id = cell.job JOIN external_part ON "
      "external_part.data_set = job.data_set WHERE revision.digest = ?1 ORDER BY 1, 2, 3, 6",
      {digest_});
  std::vector<ExternalData> sets;
  if (table.rows.empty()) return sets;
  const Json resolved = Json::parse(db::text_of(table.rows.front().at(4)), nullptr, false);
  for (const auto& row : table.rows) {
    const std::string variant = db::text_of(row.at(3));
    if (!named(member(resolved, "ensembles"), variant).is_null()) continue;  // its members say it
    ExternalData set{db::text_of(row.at(0)), db::text_of(row.at(1)), db::text_of(row.at(2))};
    add_choice(named(member(resolved, "variants"), variant), set);
    if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(std::move(set));
  }
  return sets;
}

std::optional<SeedPredictions> DatabaseCells::first_predictions(const std::string& variant,
                                                                const std::string& stage,
                                                                const std::string& part) const {
  // The pool of the first seed, or its one fold where there is no pool.
  const db::Table cells = reader_.query(
      "SELECT cell.seed, cell.fold IS NULL, job.name FROM revision JOIN variant ON variant.revision = "
      "revision.id JOIN cell ON cell.variant = variant.id JOIN job ON job.id = cell.job WHERE "
      "revision.digest = ?1 AND variant.name = ?2 ORDER BY cell.seed, cell.fold",
      {digest_, variant});
  SeedPredictions found;
  std::string job;
  bool pooled = false;
  size_t folds = 0;
  for (const auto& row : cells.rows) {
    if (row.at(0) != cells.rows.front().at(0)) break;  // another seed
    found.seed = static_cast<uint64_t>(std::get<int64_t>(row.at(0)));
    const bool is_pool = std::get<int64_t>(row.at(1)) != 0;
    if (job.empty() || is_pool) job = std::get<std::string>(row.at(2));
    pooled = pooled || is_pool;
    if (!is_pool) ++folds;
  }
  if (job.empty() || (folds > 1 && (!pooled || !metrics::is_own_part(part)))) return std::nullopt;
  found.folds = std::max<size_t>(folds, 1);

  auto stored = reader_.predictions(job, stage, part);
  if (!stored) return std::nullopt;
  found.task = metrics::parse_task(stored->task);
  found.classes = std::move(stored->classes);
  found.scores = db::scores_of(*stored);
  found.record = std::move(stored->record);
  found.patient = std::move(stored->patient);
  const db::Table thresholds = reader_.query(
      "SELECT threshold.rule, threshold.chosen_on, threshold.class, threshold.value, threshold.reason FROM "
      "job JOIN evaluation ON evaluation.job = job.id JOIN threshold ON threshold.evaluation = evaluation.id "
      "WHERE job.name = ?1 AND evaluation.stage = ?2 AND evaluation.part = ?3",
      {job, stage, part});
  for (const auto& row : thresholds.rows) {
    metrics::Threshold& threshold = found.thresholds.emplace_back();
    threshold.rule = std::get<std::string>(row.at(0));
    threshold.chosen_on = std::get<std::string>(row.at(1));
    threshold.class_name = std::get<std::string>(row.at(2));
    if (const auto* value = std::get_if<double>(&row.at(3))) threshold.value = *value;
    if (const auto* reason = std::get_if<std::string>(&row.at(4))) threshold.reason = *reason;
  }
  return found;
}

}  // namespace purkinje::report
