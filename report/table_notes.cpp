#include "report/table_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "metrics/registry.h"
#include "report/artefact_values.h"
#include "report/metric_words.h"
#include "report/other_sets.h"

namespace purkinje::report {
namespace {

std::string count_of(size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

bool has_metric(const Table& table, const std::string& metric) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const TableColumn& column) { return column.metric == metric; });
}

struct Range {
  double low = 1, high = 0;
  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  void add(const Range& part, size_t of) {
    low += part.low / static_cast<double>(of);
    high += part.high / static_cast<double>(of);
  }
  std::string text() const {
    return high - low < 5e-4 ? fmt::format("{:.3f}", low) : fmt::format("{:.3f} to {:.3f}", low, high);
  }
};

// How rare the positives of one class are, over all evaluations of a table.
struct Prevalence {
  std::string class_name, counts;
  Range share, majority;  // of positives; of the larger of the two
  Range chance;           // AUPRC of chance: the share of positives where there are any, else undefined
  bool has_chance() const { return chance.low <= chance.high; }
};

std::vector<Prevalence> prevalences_of(const std::vector<ClassTotals>& totals) {
  std::vector<Prevalence> classes;
  for (size_t first = 0; first < totals.size();) {
    size_t last = first;  // the counts of one class, which lie together
    Prevalence one{totals[first].class_name, {}, {}, {}, {}};
    std::vector<std::string> counts;
    for (; last < totals.size() && totals[last].class_name == one.class_name; ++last) {
      const int64_t known = totals[last].positives + totals[last].negatives;
      if (known == 0) continue;
      const double share = static_cast<double>(totals[last].positives) / static_cast<double>(known);
      one.share.include(share);
      if (totals[last].positives > 0) one.chance.include(share);
      one.majority.include(std::max(share, 1 - share));
      counts.push_back(fmt::format("{}/{}", totals[last].positives, known));
    }
    first = last;
    if (counts.empty()) continue;
    one.counts = counts.size() <= 4 ? fmt::format("{}", fmt::join(counts, ", "))
                                    : fmt::format("{} to {} in {} kinds of evaluation", counts.front(),
                                                  counts.back(), counts.size());
    classes.push_back(std::move(one));
  }
  return classes;
}

}  // namespace

std::string spread_sentence(const Table& table, const TableSpec& spec, bool pooled, size_t folds) {
  size_t most = 0, fewest = SIZE_MAX;
  bool incomplete = false, has_sd = false;
  for (const TableRow& row : table.rows)
    for (const TableCell& cell : row.cells) {
      most = std::max(most, cell.ours.expected);
      fewest = std::min(fewest, cell.ours.expected);
      incomplete = incomplete || !cell.ours.complete();
      has_sd = has_sd || cell.ours.sd.has_value();
    }
  if (most == 0) return "Ours: nothing planned for these rows.";

  const bool over_folds = spec.over == "folds";
  const std::vector<std::string> other = other_sets(spec);
  std::vector<std::string> own;
  for (const std::string& part : parts_of(spec))
    if (metrics::is_own_part(part)) own.push_back(part);
  std::string part = fmt::format("{}", fmt::join(own, " and "));
  // Folds are parts of the own data: all of them predict all of another set.
  const bool other_folds = !over_folds && folds > 1 && !other.empty();
  if (!other.empty() && !other_folds)
    part = fmt::format("{}{}{}", part, part.empty() ? "" : " and ", fmt::join(other, " and "));
  const bool of_generators =
      std::all_of(table.columns.begin(), table.columns.end(),
                  [](const TableColumn& c) { return find_artefact_value(c.metric) != nullptr; });
  std::string each;
  if (of_generators && (over_folds || folds <= 1))
    each = "each the generators of one training part";
  else if (of_generators)
    each = fmt::format("each the mean over the generators of {}", count_of(folds, "fold"));
  else if (own.empty() && other_folds)
    each = "each";
  else if (over_folds)
    each = fmt::format("each the {} predictions of one fold of one seed", part);
  else if (pooled && !own.empty())
    each = fmt::format("each the pooled {} predictions of {}", part, count_of(folds, "fold"));
  else if (folds > 1)
    each = fmt::format("each the mean over the {} parts of {}", part, count_of(folds, "fold"));
  else
    each = fmt::format("each the {} predictions of its one split", part);
  if (other_folds && !of_generators)
    each += fmt::format("{} the mean over the networks of {}, on all of {}", own.empty() ? "" : ", or",
                        count_of(folds, "fold"), fmt::join(other, " and "));

  const std::string noun = over_folds ? "single fold" : "seed";
  std::string sentence;
  if (most == 1) {
    sentence = fmt::format("Ours: one {}, {}; one value has no SD.", noun, each.substr(5));
  } else {
    const std::string how_many =
        fewest == most ? count_of(most, noun) : fmt::format("{} to {} {}s", fewest, most, noun);
    sentence =
        has_sd
            ? fmt::format("Ours: mean ± SD over {}, {}; SD with n - 1.", how_many, each)
            : fmt::format("Ours: mean over {}, {}; fewer than two values are there, so that there is no SD.",
                          how_many, each);
  }
  if (incomplete)
    sentence += " Cells marked (n/N) have n of the N planned values, and their mean is over these n alone.";
  return sentence;
}

std::vector<std::string> prevalence_notes(const Table& table, const std::vector<ClassTotals>& totals,
                                          const std::string& task) {
  const bool accuracy = has_metric(table, "accuracy"), auprc = has_metric(table, "auprc");
  const std::vector<Prevalence> classes = prevalences_of(totals);
  if ((!accuracy && !auprc) || classes.empty()) return {};
  if (task == "binary") {
    const Prevalence& only = classes.front();
    std::string note =
        fmt::format("Positives{}: {} (prevalence {}).",
                    only.class_name.empty() ? "" : " of " + only.class_name, only.counts, only.share.text());
    if (accuracy) note += " Always answering the larger class has accuracy " + only.majority.text() + ".";
    if (auprc && only.has_chance()) note += " Chance has AUPRC " + only.chance.text() + ".";
    return {note};
  }
  std::vector<std::string> counts;
  Range chance{0, 0}, majority{0, 0}, largest{0, 0};  // means over the classes, and the largest of them
  const auto with_positives = static_cast<size_t>(
      std::count_if(classes.begin(), classes.end(), [](const Prevalence& one) { return one.has_chance(); }));
  for (const Prevalence& one : classes) {
    counts.push_back(fmt::format("{} {} ({})", one.class_name, one.counts, one.share.text()));
    if (one.has_chance()) chance.add(one.chance, with_positives);
    majority.add(one.majority, classes.size());
    largest = {std::max(largest.low, one.share.low), std::max(largest.high, one.share.high)};
  }
  std::string note = fmt::format("Positives by class: {}.", fmt::join(counts, ", "));
  if (accuracy && task == "multi_class")
    note += " Always answering the largest class has accuracy " + largest.text() + ".";
  else if (accuracy)
    note += " Always answering the larger side of each class has accuracy " + majority.text() +
            " in the mean over the classes.";
  if (auprc && with_positives > 0)
    note += fmt::format(" Chance has AUPRC {} in the mean over the classes{}.", chance.text(),
                        with_positives < classes.size() ? " that have positives" : "");
  return {note};
}

std::string task_note(const Table& table, const std::string& task) {
  if (task == "binary") return {};
  std::vector<std::string> means, wholes;
  bool decides = false;
  for (const TableColumn& column : table.columns) {
    decides = decides || needs_threshold(column.metric);
    if (!column.class_name.empty() || table.has_class_rows()) continue;
    const metrics::MetricInfo* info = metrics::find_metric(column.metric);
    if (info != nullptr && info->kind() == metrics::MetricKind::traces) continue;  // of no class
    const bool whole =
        info != nullptr && metrics::is_of_all_classes_at_once(*info, metrics::parse_task(task));
    std::vector<std::string>& names = whole ? wholes : means;
    if (std::find(names.begin(), names.end(), column.label) == names.end()) names.push_back(column.label);
  }
  std::vector<std::string> sentences;
  if (!means.empty())
    sentences.push_back(fmt::format(
        "Mean over the classes for which it is defined, each against the rest: {}.", fmt::join(means, ", ")));
  if (!wholes.empty())
    sentences.push_back(fmt::format("Of all classes at once: {}.", fmt::join(wholes, ", ")));
  if (decides && task == "multi_class")
    sentences.push_back("The decision is the class with the largest score; there is no threshold.");
  if (decides && task == "multi_label")
    sentences.push_back("Each class is decided by a threshold of its own.");
  return fmt::format("{}", fmt::join(sentences, " "));
}

std::string cross_fitted_note(const Table& table, const TableSpec& spec, bool pooled, size_t folds) {
  const std::vector<std::string> parts = parts_of(spec);
  if (!pooled || folds < 2 || std::none_of(parts.begin(), parts.end(), metrics::is_own_part)) return {};
  bool decisions = false, thresholds = false;
  for (const TableColumn& column : table.columns) {
    if (column.chosen_on != "validation") continue;
    (column.metric == "threshold" ? thresholds : decisions) = true;
  }
  std::string note;
  if (decisions)
    note = fmt::format(
        "Validation-chosen thresholds decide fold by fold, each the one of the fold's own validation part{}.",
        spec.interval == "none" ? "" : "; what is so decided has no interval");
  if (thresholds)
    note += fmt::format("{}A threshold that is printed is that of all folds' validation parts together.",
                        note.empty() ? "" : " ");
  return note;
}

std::string artefact_note(const Table& table) {
  if (!has_metric(table, "nearest_real_of_generated") && !has_metric(table, "nearest_real_of_real"))
    return {};
  return "Distances are Euclidean, over all leads and time steps in the units of the samples: from a "
         "generated (or real) sample to the nearest (other) real one, looked for among all real ones of its "
         "class in the training part, in the mean over at most 500 samples at even distances. Generated "
         "samples much nearer to real ones than these are to each other suggest copies, much farther ones "
         "samples unlike the real ones; a distance alone proves neither.";
}

std::vector<std::string> missing_notes(const Table& table) {
  constexpr size_t kShown = 4;
  std::vector<std::string> notes;
  for (const TableRow& row : table.rows) {
    // Most often a job is missing, and with it every column: then one sentence says it for the row.
    std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> groups;  // reasons, columns
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const auto& missing = row.cells[i].ours.missing;
      if (missing.empty()) continue;
      const auto same =
          std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == missing; });
      if (same == groups.end())
        groups.push_back({missing, {table.columns[i].label}});
      else
        same->second.push_back(table.columns[i].label);
    }
    for (const auto& [reasons, columns] : groups) {
      const std::vector<std::string> shown(
          reasons.begin(), reasons.begin() + static_cast<long>(std::min(kShown, reasons.size())));
      std::string note = "Missing in " + label_in_sentence(row.label);
      if (columns.size() < row.cells.size()) note += fmt::format(" ({})", fmt::join(columns, ", "));
      note += fmt::format(": {}", fmt::join(shown, "; "));
      if (reasons.size() > kShown) note += fmt::format("; and {} more", reasons.size() - kShown);
      notes.push_back(note + ".");
    }
  }
  return notes;
}

}  // namespace purkinje::report
