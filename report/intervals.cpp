#include "report/intervals.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "metrics/bootstrap.h"
#include "metrics/one_value.h"
#include "metrics/registry.h"
#include "report/metric_words.h"

namespace purkinje::report {
namespace {

// What the intervals of a table have in common, gathered while they are made.
struct Said {
  std::set<uint64_t> seeds;
  std::set<size_t> folds;
  std::set<std::string> parts;
  bool thresholds = false;    // one of the numbers needs one
  bool single_point = false;  // an interval has no width
  size_t most_undefined = 0;  // resamples that an interval had to leave out
  std::map<std::pair<size_t, std::string>, std::vector<size_t>> without;  // row and reason -> columns
};

bool is_of_predictions(const std::string& metric) {
  const metrics::MetricInfo* info = metrics::find_metric(metric);
  return info != nullptr && info->kind() != metrics::MetricKind::traces;
}

// One a sample, as it is drawn: nothing where each sample stands for itself.
std::vector<uint32_t> groups_of(const std::string& unit, const SeedPredictions& predictions) {
  if (unit == "samples") return {};
  std::map<std::string, uint32_t> index;
  std::vector<uint32_t> groups;
  groups.reserve(predictions.scores.samples);
  for (const std::string& name : unit == "patients" ? predictions.patient : predictions.record)
    groups.push_back(index.emplace(name, static_cast<uint32_t>(index.size())).first->second);
  return groups;
}

// Why the predictions cannot give this number; empty where they can.
std::string why_not(const metrics::MetricKey& key, const SeedPredictions& predictions) {
  try {
    const metrics::OneValue known(key, predictions.task, predictions.classes, predictions.thresholds);
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

// All numbers of a variant's stage from the same draws, so that these are made once.
void intervals_of_variant(const TableSpec& spec, const SeedPredictions& predictions,
                          const std::vector<AskedCell>& asked, Table& table, Said& said) {
  std::vector<const AskedCell*> cells;
  std::vector<metrics::MetricKey> wanted;
  for (const AskedCell& cell : asked) {
    if (predictions.folds > 1 && is_cross_fitted(cell.key))
      continue;  // of no single threshold: the table says so
    metrics::MetricKey key{cell.key.metric, cell.key.class_name, cell.key.rule, cell.key.chosen_on};
    const std::string reason = why_not(key, predictions);
    if (!reason.empty()) {
      said.without[{cell.row, reason}].push_back(cell.column);
      continue;
    }
    said.thresholds = said.thresholds || !key.rule.empty();
    cells.push_back(&cell);
    wanted.push_back(std::move(key));
  }
  if (wanted.empty()) return;
  metrics::Evaluation evaluation;
  evaluation.thresholds = predictions.thresholds;
  const auto intervals = metrics::bootstrap_intervals(
      predictions.task, predictions.classes, predictions.scores, evaluation, wanted,
      groups_of(spec.interval, predictions),
      {.resamples = static_cast<size_t>(spec.resamples), .seed = predictions.seed});
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!intervals[i].low || !intervals[i].high) {
      said.without[{cells[i]->row, intervals[i].reason}].push_back(cells[i]->column);
      continue;
    }
    Measured& ours = table.rows[cells[i]->row].cells[cells[i]->column].ours;
    ours.low = intervals[i].low;
    ours.high = intervals[i].high;
    said.single_point = said.single_point || ours.low == ours.high;
    said.most_undefined = std::max(said.most_undefined, intervals[i].undefined);
  }
  said.seeds.insert(predictions.seed);
  said.folds.insert(predictions.folds);
}

// Another data set is predicted by the network of every fold, and nothing of that is pooled.
std::string why_no_predictions(const CellSource& source, const AskedCell& asked) {
  std::set<int> folds;
  if (!metrics::is_own_part(asked.key.part))
    for (const CellValue& cell : source.cells(asked.key))
      if (cell.variant == asked.variant && cell.fold) folds.insert(*cell.fold);
  if (folds.size() < 2) return "no predictions of the first seed";
  return fmt::format("the networks of the {} folds each predict all of {}, and nothing is pooled",
                     folds.size(), asked.key.part);
}

// "1,000"
std::string in_thousands(size_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string what_was_drawn(const TableSpec& spec, const Said& said) {
  const size_t folds = *said.folds.rbegin();
  std::string note = fmt::format(
      "Intervals: 95 %, {} bootstrap resamples of {}, {}, ",
      in_thousands(static_cast<size_t>(spec.resamples)), spec.interval,
      said.seeds.size() == 1 ? fmt::format("seed {}", *said.seeds.begin())
                             : fmt::format("the first seed of each ({})", fmt::join(said.seeds, ", ")));
  note += folds == 1 ? fmt::format("{} predictions of its one split", fmt::join(said.parts, " or "))
                     : fmt::format("pooled {} predictions of {} folds", fmt::join(said.parts, " or "),
                                   fmt::join(said.folds, " or "));
  if (said.thresholds) note += "; thresholds held fixed";
  note += fmt::format(". They hold what other {} could have given, not other trainings.", spec.interval);
  if (said.most_undefined > 0)
    note += fmt::format(" Resamples in which a number is undefined are left out, at most {} for one.",
                        in_thousands(said.most_undefined));
  if (said.single_point)
    note += " An interval of a single point says that no draw differed, not that the number is certain.";
  return note;
}

}  // namespace

std::vector<std::string> add_intervals(const TableSpec& spec, const CellSource& source,
                                       const std::vector<AskedCell>& asked, Table& table) {
  if (spec.interval == "none") return {};
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<AskedCell>>
      by_variant;  // stage, and part
  for (const AskedCell& cell : asked)
    if (is_of_predictions(cell.key.metric) && table.rows[cell.row].cells[cell.column].ours.mean)
      by_variant[{cell.variant, cell.key.stage, cell.key.part}].push_back(cell);
  Said said;
  for (const auto& [place, cells] : by_variant) {
    const auto& [variant, stage, part] = place;
    const auto predictions = source.first_predictions(variant, stage, part);
    if (predictions) {
      intervals_of_variant(spec, *predictions, cells, table, said);
      said.parts.insert(part);
    } else {
      const std::string reason = why_no_predictions(source, cells.front());
      for (const AskedCell& cell : cells) said.without[{cell.row, reason}].push_back(cell.column);
    }
  }
  std::vector<std::string> notes;
  if (!said.seeds.empty()) notes.push_back(what_was_drawn(spec, said));
  for (const auto& [where, columns] : said.without) {
    std::vector<std::string> labels;
    for (const size_t column : columns) labels.push_back(table.columns[column].label);
    std::string note = "No interval in " + label_in_sentence(table.rows[where.first].label);
    if (columns.size() < table.columns.size()) note += fmt::format(" ({})", fmt::join(labels, ", "));
    notes.push_back(note + ": " + where.second + ".");
  }
  return notes;
}

}  // namespace purkinje::report
