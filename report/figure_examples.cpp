#include "report/figure_examples.h"

#include <fmt/format.h>

#include <iterator>
#include <sstream>

#include "base/json.h"
#include "db/values.h"

namespace purkinje::report {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace

DrawnSet drawn_set(const db::Reader& reader, const StoredExample& example) {
  const auto table = reader.query(
      "SELECT d.leads, d.sample_rate_hz, ifnull(e.title, d.title), d.sources, d.preprocessing FROM data_set "
      "d LEFT JOIN external_part e ON e.data_set = d.id AND e.name = ?2 WHERE d.id = ?1",
      {example.data_set, example.part});
  DrawnSet source;
  if (table.rows.empty()) return source;
  const auto& row = table.rows[0];
  source.leads = words_of(db::text_of(row.at(0)));
  if (const auto* rate = std::get_if<double>(&row.at(1))) source.sample_rate_hz = *rate;
  source.title = db::text_of(row.at(2));
  std::istringstream lines(db::text_of(row.at(3)));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) source.citations += (source.citations.empty() ? "" : "; ") + line;
  const Json preprocessing = Json::parse(db::text_of(row.at(4)), nullptr, false);
  if (preprocessing.is_object()) source.scaling = preprocessing.value("scaling", "none");
  return source;
}

std::vector<StoredExample> stored_examples(const db::Reader& reader, const std::string& revision_digest,
                                           const std::string& variant, const std::string& weights) {
  const auto table = reader.query(
      "SELECT c.seed, c.fold, j.name, x.position, x.record, x.start, t.id, t.stage, t.class, x.data_set, "
      "ifnull(e.name, 'test') FROM revision r JOIN variant v ON v.revision = r.id JOIN cell c ON c.variant = "
      "v.id JOIN job j ON j.id = c.job AND j.state = 'done' JOIN trace t ON t.job = j.id JOIN sample x ON "
      "x.id = t.sample LEFT JOIN external_part e ON e.data_set = x.data_set AND x.position >= e.first AND "
      "x.position < e.first + e.samples WHERE r.digest = ?1 AND v.name = ?2 AND t.kind = ?3 ORDER BY c.seed, "
      "x.position, c.fold, t.id",
      {revision_digest, variant, weights});
  std::vector<StoredExample> examples;
  for (const auto& row : table.rows) {
    const auto job = db::text_of(row.at(2));
    const auto position = db::whole_of(row.at(3));
    if (examples.empty() || examples.back().job != job || examples.back().position != position) {
      StoredExample& example = examples.emplace_back();
      example.job = job;
      example.position = position;
      example.data_set = db::whole_of(row.at(9));
      example.part = db::text_of(row.at(10));
      example.record = db::text_of(row.at(4));
      example.start = db::whole_of(row.at(5));
      example.seed = static_cast<uint64_t>(db::whole_of(row.at(0)));
      if (const auto* fold = std::get_if<int64_t>(&row.at(1))) example.fold = fmt::format(", fold {}", *fold);
    }
    examples.back().stages.try_emplace(db::text_of(row.at(7)),
                                       StoredTrace{db::whole_of(row.at(6)), db::text_of(row.at(8))});
  }
  return examples;
}

}  // namespace purkinje::report
