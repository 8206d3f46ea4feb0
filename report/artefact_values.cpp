#include "report/artefact_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "db/values.h"

namespace purkinje::report {
namespace {

// A row of the query below: a cell with one of the artefacts that its job builds on, if any.
struct Need {
  std::string cell_state, cell_reason, job_kind;
  std::string artefact, artefact_state;  // empty where the job builds on none
  Json description;
};

// Puts the artefact's number into its cell; false where it is of another class.
bool take(const Need& need, const CellMetric& key, CellValue& cell) {
  if (!need.description.is_object() || need.description.value("class", "") != key.class_name) return false;
  const auto value = need.description.find(key.metric);
  cell.reason.clear();
  if (value != need.description.end() && value->is_number())
    cell.value = value->get<double>();
  else if (value != need.description.end())
    cell.reason = "the generator made no sample, or learned from fewer than two";
  else
    cell.reason = fmt::format("its artefact says nothing of {}", key.metric);
  return true;
}

std::string why_none(const Need& need, const CellMetric& key) {
  if (need.artefact.empty() && need.job_kind == "derived")
    return "each fold has a generator of its own: say 'pooled: false'";
  if (need.artefact.empty() || need.artefact_state == "done")
    return fmt::format("builds on no generated samples of class '{}'", key.class_name);
  return need.cell_state == "failed" ? "the job failed: " + need.cell_reason : "not finished yet";
}

}  // namespace

const std::vector<ArtefactValue>& artefact_values() {
  static const std::vector<ArtefactValue> kValues = {
      {"real_beats", "real beats"},
      {"beats", "generated beats"},
      {"nearest_real_of_generated", "distance of generated to real"},
      {"nearest_real_of_real", "distance of real to real"},
  };
  return kValues;
}

const ArtefactValue* find_artefact_value(const std::string& name) {
  const auto& all = artefact_values();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& v) { return v.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<CellValue> artefact_cells(const db::Reader& reader, const std::string& revision_digest,
                                      const CellMetric& key) {
  const db::Table table = reader.query(
      "SELECT v.name, c.seed, c.fold, j.state, j.reason, j.kind, m.name, m.state, a.description FROM "
      "revision r JOIN variant v ON v.revision = r.id JOIN cell c ON c.variant = v.id JOIN job j ON j.id = "
      "c.job LEFT JOIN (job_need n JOIN job m ON m.id = n.need AND m.kind = 'artefact') ON n.job = j.id LEFT "
      "JOIN artefact a ON a.job = m.id AND m.state = 'done' WHERE r.digest = ?1 AND iif(?2, c.fold IS NULL "
      "OR NOT EXISTS (SELECT 1 FROM cell p WHERE p.variant = v.id AND p.fold IS NULL), c.fold IS NOT NULL) "
      "ORDER BY v.position, c.seed, c.fold, n.position",
      {revision_digest, int64_t{key.pooled ? 1 : 0}});
  std::vector<CellValue> cells;
  bool found = false;  // in the cell at the end of the list
  for (const auto& row : table.rows) {
    const auto variant = db::text_of(row.at(0));
    const auto seed = static_cast<uint64_t>(std::get<int64_t>(row.at(1)));
    std::optional<int> fold;
    if (const auto* number = std::get_if<int64_t>(&row.at(2))) fold = static_cast<int>(*number);
    if (cells.empty() || cells.back().variant != variant || cells.back().seed != seed ||
        cells.back().fold != fold) {
      cells.push_back({variant, seed, fold, db::text_of(row.at(3)), std::nullopt, ""});
      found = false;
    }
    if (found) continue;
    const Need need{db::text_of(row.at(3)), db::text_of(row.at(4)),
                    db::text_of(row.at(5)), db::text_of(row.at(6)),
                    db::text_of(row.at(7)), Json::parse(db::text_of(row.at(8)), nullptr, false)};
    found = take(need, key, cells.back());
    // An artefact that is not done yet may be the one: that reason stays.
    if (!found && cells.back().reason != "not finished yet") cells.back().reason = why_none(need, key);
  }
  return cells;
}

}  // namespace purkinje::report
