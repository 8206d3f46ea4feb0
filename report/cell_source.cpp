// A table's numbers from the database.
#include "report/cell_source.h"

namespace purkinje::report {

std::vector<CellValue> DatabaseCells::cells(const MetricKey& key) const {
  return reader_.cell_values(digest_, key);
}

std::vector<ClassTotals> DatabaseCells::totals(const std::string& part, const std::string& stage,
                                               bool pooled) const {
  const db::Table table = reader_.query(
      "SELECT DISTINCT class_count.class, class_count.positives, class_count.negatives, class_count.unknown "
      "FROM revision JOIN variant ON variant.revision = revision.id JOIN cell ON cell.variant = variant.id "
      "JOIN evaluation ON evaluation.job = cell.job JOIN class_count ON class_count.evaluation = "
      "evaluation.id "
      "WHERE revision.digest = ?1 AND evaluation.part = ?2 AND evaluation.stage = ?3 "
      "AND (cell.fold IS NULL) = ?4 ORDER BY 1, 2, 3, 4",
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
      "IS "
      "NULL) FROM revision JOIN class ON class.data_set = revision.data_set JOIN sample_label ON "
      "sample_label.class = class.id WHERE revision.digest = ?1 GROUP BY class.id ORDER BY class.position",
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

}  // namespace purkinje::report
