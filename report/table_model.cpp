// Fills a table from its source.
#include "report/table_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "metrics/summary.h"
#include "report/artefact_values.h"
#include "report/intervals.h"
#include "report/metric_words.h"
#include "report/order_notes.h"
#include "report/other_sets.h"
#include "report/paper_checks.h"
#include "report/table_notes.h"

namespace purkinje::report {
namespace {

// Decisions of a multi_class task have no threshold, whatever rule the table's other columns name.
ColumnSpec for_task(ColumnSpec column, const std::string& task) {
  if (task == "multi_class") {
    column.rule.clear();
    column.chosen_on.clear();
  }
  return column;
}

CellMetric key_of(const TableSpec& spec, const ColumnSpec& column, const RowSpec& row, bool pooled) {
  CellMetric key;
  key.metric = column.metric;
  key.class_name = row.class_name.empty() ? column.class_name : row.class_name;
  key.rule = column.rule;
  key.chosen_on = column.chosen_on;
  key.part = part_of(spec, row, column);
  key.stage = !row.stage.empty() ? row.stage : !column.stage.empty() ? column.stage : spec.stage;
  key.pooled = pooled && metrics::is_own_part(key.part);  // each fold predicts all of another data set
  return key;
}

std::string why_missing(const CellValue& cell) {
  std::string place = fmt::format("seed {}", cell.seed);
  if (cell.fold) place += fmt::format(", fold {}", *cell.fold);
  if (!cell.reason.empty()) return place + ": " + cell.reason;
  return place + ": " + (cell.job_state == "done" ? "not computed" : cell.job_state);
}

size_t folds_a_seed(const std::vector<CellValue>& cells) {
  std::set<int> folds;
  for (const CellValue& cell : cells)
    if (cell.fold) folds.insert(*cell.fold);
  return folds.size();
}

std::vector<std::string> text_headings(const TableSpec& spec) {
  std::vector<std::string> headings;
  if (!spec.row_header.empty()) headings.push_back(spec.row_header);
  for (const RowSpec& row : spec.rows)
    for (const auto& [heading, text] : row.cells)
      if (std::find(headings.begin(), headings.end(), heading) == headings.end()) headings.push_back(heading);
  return headings;
}

// ", on ludb", behind a row that has no label of its own: of another data set, or where the rows are of
// several parts.
std::string part_words(const TableSpec& table, const RowSpec& row) {
  if (!row.part.empty() && !metrics::is_own_part(row.part)) return ", on " + row.part;
  const bool columns_differ =
      row.part.empty() && std::any_of(table.columns.begin(), table.columns.end(),
                                      [](const ColumnSpec& column) { return !column.part.empty(); });
  if (columns_differ || parts_of(table).size() < 2) return {};
  return ", on " + part_of(table, row, {});
}

TableRow make_row(const RowSpec& spec, const Table& table, const TableSpec& table_spec,
                  const TableContext& context) {
  TableRow row;
  row.name = spec.name.empty() ? spec.variant : spec.name;
  row.variant = spec.variant;
  row.class_name = spec.class_name;
  const std::string where = part_words(table_spec, spec);
  const auto title = context.variant_titles.find(spec.variant);
  row.label = !spec.label.empty()                                               ? spec.label
              : spec.variant.empty()                                            ? spec.class_name + where
              : title != context.variant_titles.end() && !title->second.empty() ? title->second + where
                                                                                : spec.variant + where;
  for (const std::string& heading : table.text_columns) {
    std::string text;
    if (heading == table_spec.row_header) text = row.label;
    for (const auto& [key, value] : spec.cells)
      if (key == heading) text = value;
    row.texts.push_back(text);
  }
  return row;
}

// One metric of several variants is headed by these, several metrics by theirs.
std::string metric_heading(const ColumnSpec& column, const TableSpec& table, const TableContext& context) {
  const bool one_metric = std::all_of(table.columns.begin(), table.columns.end(),
                                      [&](const ColumnSpec& other) { return other.metric == column.metric; });
  // Of several metrics, some of them of several variants, both.
  const bool alone = std::all_of(table.columns.begin(), table.columns.end(), [&](const ColumnSpec& other) {
    return other.metric != column.metric || other.class_name != column.class_name ||
           other.variant == column.variant;
  });
  if (column.variant.empty() || (!one_metric && alone)) return metric_label(column.metric);
  const auto title = context.variant_titles.find(column.variant);
  const std::string variant =
      title == context.variant_titles.end() || title->second.empty() ? column.variant : title->second;
  return one_metric ? variant : fmt::format("{} ({})", metric_label(column.metric), variant);
}

// With " on ludb" behind it where other columns have the same number of another part.
std::string heading_of(const ColumnSpec& column, const TableSpec& table, const TableContext& context) {
  if (!column.label.empty()) return column.label;
  const std::string heading = metric_heading(column, table, context);
  const std::string part = part_of(table, {}, column);
  // Rows may say the part themselves, before the columns.
  const bool is_of_columns =
      std::any_of(table.rows.begin(), table.rows.end(), [](const RowSpec& row) { return row.part.empty(); });
  const bool differs = std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnSpec& other) {
    const bool is_same = other.metric == column.metric && other.class_name == column.class_name &&
                         other.variant == column.variant;
    return part_of(table, {}, other) != part && (is_same || !metrics::is_own_part(part));
  });
  const bool needs_part = is_of_columns && differs && !find_artefact_value(column.metric);
  return needs_part ? fmt::format("{} on {}", heading, part) : heading;
}

// The cells of one row and column, from the source once for every key.
class Cells {
 public:
  Cells(const TableSpec& spec, const CellSource& source) : spec_(spec), source_(source) {}

  const std::vector<CellValue>& of(const ColumnSpec& column, const RowSpec& row) {
    const auto part = part_of(spec_, row, column);
    const auto id = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", column.name, column.metric, row.class_name,
                                row.stage, column.stage, part);
    const auto known = found_.find(id);
    if (known != found_.end()) return known->second;
    std::vector<CellValue> single = source_.cells(key_of(spec_, column, row, false));
    folds_ = std::max(folds_, folds_a_seed(single));
    std::vector<CellValue> cells = spec_.pooled ? source_.cells(key_of(spec_, column, row, true)) : single;
    // A protocol of one fold has nothing to pool: its single evaluation is the seed's.
    if (spec_.pooled && cells.empty() && folds_a_seed(single) <= 1) cells = std::move(single);
    if (metrics::is_own_part(part) &&
        std::any_of(cells.begin(), cells.end(), [](const CellValue& cell) { return cell.fold.has_value(); }))
      pooled_ = false;
    return found_[id] = std::move(cells);
  }
  size_t folds() const { return folds_; }
  bool pooled() const { return spec_.pooled && pooled_; }

 private:
  const TableSpec& spec_;
  const CellSource& source_;
  std::map<std::string, std::vector<CellValue>> found_;
  size_t folds_ = 0;
  bool pooled_ = true;
};

// The ways in which the variants of a table are split, each once.
std::string protocols_of(const TableSpec& spec, const TableContext& context) {
  std::vector<std::string> words;
  const auto add = [&](const std::string& variant) {
    const auto found = context.protocols.find(variant);
    if (found != context.protocols.end() &&
        std::find(words.begin(), words.end(), found->second) == words.end())
      words.push_back(found->second);
  };
  for (const RowSpec& row : spec.rows) add(row.variant);
  for (const ColumnSpec& column : spec.columns) add(column.variant);
  return words.empty() ? "" : fmt::format(" [{}]", fmt::join(words, "; "));
}

// The mark stands in print alone: the label names the row in sentences and in the CSV.
void flag(const TableSpec& spec, const Table& table, TableRow& row) {
  const auto heading = std::find(table.text_columns.begin(), table.text_columns.end(), spec.row_header);
  if (row.texts.empty()) return;
  const auto at = heading == table.text_columns.end() ? 0 : heading - table.text_columns.begin();
  std::string& text = row.texts[static_cast<size_t>(at)];
  text += text.empty() ? "†" : " †";
}

// "†" behind the classes that are too rare to be ranked; the note that says so, or nothing.
std::string flag_rare_classes(const TableSpec& spec, const CellSource& source, Table& table) {
  if (spec.underpowered_below == 0) return {};
  std::vector<std::string> rare;
  for (const ClassTotals& total : source.data_set_totals())
    for (size_t r = 0; r < table.rows.size(); ++r) {
      TableRow& row = table.rows[r];
      if (row.class_name != total.class_name || total.positives >= spec.underpowered_below) continue;
      if (!metrics::is_own_part(part_of(spec, spec.rows[r], {}))) continue;
      flag(spec, table, row);
      rare.push_back(fmt::format("{} {}", total.class_name, total.positives));
    }
  if (rare.empty()) return {};
  return fmt::format("† under-powered: fewer than {} positives in the whole data set ({}); not to be ranked.",
                     spec.underpowered_below, fmt::join(rare, ", "));
}

// The same for the rows on another data set, whose positives count there; of a binary task every row has the
// one class.
std::vector<std::string> flag_few_positives(const TableSpec& spec, const CellSource& source,
                                            const std::string& task, Table& table) {
  std::map<std::string, std::set<std::string>> rare;  // by part
  for (size_t r = 0; r < table.rows.size() && spec.underpowered_below > 0; ++r) {
    TableRow& row = table.rows[r];
    const std::string part = part_of(spec, spec.rows[r], {});
    if (metrics::is_own_part(part) || (row.class_name.empty() && task != "binary")) continue;
    const std::string& stage = spec.rows[r].stage.empty() ? spec.stage : spec.rows[r].stage;
    for (const ClassTotals& total : source.totals(part, stage, false)) {
      if (total.positives >= spec.underpowered_below) continue;
      if (!row.class_name.empty() && total.class_name != row.class_name) continue;
      flag(spec, table, row);
      rare[part].insert(fmt::format("{} {}", total.class_name, total.positives));
      break;
    }
  }
  std::vector<std::string> notes;
  notes.reserve(rare.size());
  for (const auto& [part, classes] : rare)
    notes.push_back(fmt::format("† under-powered: fewer than {} positives on {} ({}); not to be ranked.",
                                spec.underpowered_below, part, fmt::join(classes, ", ")));
  return notes;
}

}  // namespace

bool Table::compares_columns() const {
  return columns.size() > 1 && std::all_of(columns.begin(), columns.end(), [&](const TableColumn& c) {
           return !c.variant.empty() && c.metric == columns[0].metric;
         });
}

bool Table::has_class_rows() const {
  return !rows.empty() &&
         std::all_of(rows.begin(), rows.end(), [](const TableRow& r) { return !r.class_name.empty(); });
}

bool Table::complete() const {
  return std::all_of(rows.begin(), rows.end(), [](const TableRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const TableCell& c) { return c.ours.complete(); });
  });
}

Measured measure(const std::vector<CellValue>& cells, const std::string& variant, bool over_folds) {
  Measured measured;
  std::vector<std::optional<double>> values;
  std::map<uint64_t, std::pair<std::vector<double>, bool>>
      seeds;  // values of a seed, and whether one is missing
  for (const CellValue& cell : cells) {
    if (cell.variant != variant) continue;
    auto& [of_seed, lacks_one] = seeds[cell.seed];
    if (cell.value) {
      of_seed.push_back(*cell.value);
      values.push_back(*cell.value);
    } else {
      lacks_one = true;
      measured.missing.push_back(why_missing(cell));
    }
    ++measured.expected;
  }
  if (!over_folds) {
    measured.expected = seeds.size();
    values.clear();
    for (const auto& [seed, found] : seeds) {
      if (found.second) continue;
      double sum = 0;
      for (const double value : found.first) sum += value;
      values.push_back(sum / static_cast<double>(found.first.size()));
    }
  }
  const metrics::Summary summary = metrics::summarise(values);
  measured.mean = summary.mean;
  measured.sd = summary.sd;
  measured.n = summary.n;
  if (measured.expected == 0) measured.missing.push_back("not planned");
  return measured;
}

Table build_table(const TableSpec& spec, const ReportSpec& report, const CellSource& source,
                  const TableContext& context) {
  Table table;
  table.name = spec.name;
  table.title = spec.title;
  table.title += protocols_of(spec, context) + other_sets_words(spec);
  table.stand_in = context.stand_in;
  table.text_columns = text_headings(spec);
  for (const RowSpec& row : spec.rows) table.rows.push_back(make_row(row, table, spec, context));

  const auto paper = report.paper.find(spec.name);
  Cells cells(spec, source);
  std::vector<AskedCell> asked;
  for (const ColumnSpec& written : spec.columns) {
    const ColumnSpec c = for_task(written, context.task);
    table.columns.push_back({.name = c.name,
                             .metric = c.metric,
                             .class_name = c.class_name,
                             .rule = c.rule,
                             .chosen_on = c.chosen_on,
                             .label = heading_of(c, spec, context),
                             .threshold = threshold_words(c.rule, c.chosen_on),
                             .unit = "1",
                             .digits = c.digits,
                             .variant = c.variant});
    for (size_t r = 0; r < table.rows.size(); ++r) {
      TableRow& row = table.rows[r];
      TableCell cell;
      const std::string& variant = c.variant.empty() ? row.variant : c.variant;
      cell.ours = measure(cells.of(c, spec.rows[r]), variant, spec.over == "folds");
      if (!find_artefact_value(c.metric)) cell.part = part_of(spec, spec.rows[r], c);
      asked.push_back({r, table.columns.size() - 1, variant, key_of(spec, c, spec.rows[r], true)});
      if (paper != report.paper.end()) {
        const auto values = paper->second.rows.find(row.name);
        if (values != paper->second.rows.end()) {
          const auto value = values->second.find(c.name);
          if (value != values->second.end()) cell.paper = value->second;
        }
      }
      if (cell.paper) table.has_paper = true;
      row.cells.push_back(std::move(cell));
    }
  }
  const std::string rare = flag_rare_classes(spec, source, table);
  const std::vector<std::string> few = flag_few_positives(spec, source, context.task, table);

  table.spread = spread_sentence(table, spec, cells.pooled(), cells.folds());
  if (table.has_paper && !paper->second.what.empty())
    table.notes.push_back("Paper: " + paper->second.what + ".");
  if (!spec.note.empty()) table.notes.push_back(spec.note);
  const auto add = [&](const std::vector<std::string>& notes) {
    table.notes.insert(table.notes.end(), notes.begin(), notes.end());
  };
  if (const std::string note = task_note(table, context.task); !note.empty()) table.notes.push_back(note);
  if (const std::string note = cross_fitted_note(table, spec, cells.pooled(), cells.folds()); !note.empty())
    table.notes.push_back(note);
  if (const std::string note = artefact_note(table); !note.empty()) table.notes.push_back(note);
  add(add_intervals(spec, source, asked, table));
  const std::vector<std::string> parts = parts_of(spec);
  for (const std::string& part : parts) {
    const bool pooled = cells.pooled() && metrics::is_own_part(part);
    for (std::string& note : prevalence_notes(table, source.totals(part, spec.stage, pooled), context.task))
      table.notes.push_back(metrics::is_own_part(part) && parts.size() == 1
                                ? std::move(note)
                                : fmt::format("On {}: {}", part, note));
  }
  add(other_sets_notes(table, spec, source.external()));
  if (!rare.empty()) table.notes.push_back(rare);
  add(few);
  add(missing_notes(table));
  const std::string order = table.compares_columns() ? column_order_note(table)
                            : table.has_class_rows() ? std::string()
                                                     : order_note(table);
  if (!order.empty()) table.notes.push_back(order);
  for (const CorrelationSpec& correlation : spec.correlations) add(correlation_notes(table, correlation));
  if (table.has_paper && report.counts) add(paper_checks(table, *report.counts));
  if (!context.experiment.empty())
    table.notes.push_back(fmt::format("Experiment {}, profile {}, revision {}.", context.experiment,
                                      context.profile, context.revision.substr(0, 12)));
  return table;
}

}  // namespace purkinje::report
