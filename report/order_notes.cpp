#include "report/order_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "metrics/correlation.h"
#include "report/metric_words.h"

namespace purkinje::report {
namespace {

struct Ranked {
  std::string label;
  double mean;
  double sd;
};

std::string order_of(std::vector<Ranked> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Ranked& a, const Ranked& b) { return a.mean > b.mean; });
  std::string text = rows[0].label;
  for (size_t i = 1; i < rows.size(); ++i)
    text += (rows[i].mean == rows[i - 1].mean ? " = " : " > ") + rows[i].label;
  return text;
}

// Neighbours in the order that lie within the larger of their SDs.
std::vector<std::string> close_pairs(std::vector<Ranked> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Ranked& a, const Ranked& b) { return a.mean > b.mean; });
  std::vector<std::string> pairs;
  for (size_t i = 1; i < rows.size(); ++i)
    if (rows[i - 1].mean - rows[i].mean <= std::max(rows[i - 1].sd, rows[i].sd))
      pairs.push_back(rows[i - 1].label + " and " + rows[i].label);
  return pairs;
}

// Pairs of both columns, rows without either left out; `without` as well.
struct Pairs {
  std::vector<double> x, y;
  std::string text() const {
    const metrics::Measure pearson = metrics::pearson(x, y), spearman = metrics::spearman(x, y);
    if (!pearson.value || !spearman.value) return "undefined (" + pearson.reason + ")";
    return fmt::format("Pearson {:.2f}, Spearman {:.2f}, {} rows", *pearson.value, *spearman.value, x.size());
  }
};

size_t column_at(const Table& table, const std::string& name) {
  for (size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  return table.columns.size();
}

}  // namespace

std::string order_note(const Table& table) {
  if (table.columns.empty()) return {};
  std::vector<Ranked> paper, ours;
  std::vector<double> paper_means, our_means;
  bool incomplete = false;
  const double sign = smaller_is_better(table.columns[0].metric) ? -1 : 1;
  for (const TableRow& row : table.rows) {
    const TableCell& cell = row.cells[0];
    if (!cell.paper || !cell.paper->mean || !cell.ours.mean) continue;
    incomplete = incomplete || !cell.ours.complete();
    paper.push_back({label_in_sentence(row.label), sign * *cell.paper->mean, cell.paper->sd.value_or(0)});
    ours.push_back({label_in_sentence(row.label), sign * *cell.ours.mean, cell.ours.sd.value_or(0)});
    paper_means.push_back(paper.back().mean);
    our_means.push_back(ours.back().mean);
  }
  if (paper.size() < 2) return {};

  const std::optional<double> rho = metrics::spearman(paper_means, our_means).value;
  std::string note = fmt::format("Order of the rows by {}, best first: paper {}; ours {}. ",
                                 table.columns[0].label, order_of(paper), order_of(ours));
  if (rho)
    note += fmt::format("Spearman's rank correlation {:.2f} over {} rows", *rho, paper.size());
  else
    note += "No rank correlation: all rows of one side are equal";
  note += incomplete ? ", some of them incomplete." : ".";
  const std::vector<std::string> paper_close = close_pairs(paper), our_close = close_pairs(ours);
  if (!paper_close.empty() || !our_close.empty()) {
    note += " Neighbours no further apart than the larger of their SDs, whose order says little: ";
    std::vector<std::string> sides;
    if (!paper_close.empty()) sides.push_back(fmt::format("in the paper {}", fmt::join(paper_close, ", ")));
    if (!our_close.empty()) sides.push_back(fmt::format("in ours {}", fmt::join(our_close, ", ")));
    note += fmt::format("{}.", fmt::join(sides, "; "));
  }
  if (!table.stand_in.empty()) note += " On stand-in data this order is all that can be compared.";
  return note;
}

std::string column_order_note(const Table& table) {
  if (table.columns.empty()) return {};
  std::vector<Ranked> paper, ours;
  const double sign = smaller_is_better(table.columns[0].metric) ? -1 : 1;  // all columns have one metric
  for (size_t c = 0; c < table.columns.size(); ++c) {
    double of_paper = 0, of_ours = 0;
    size_t rows = 0;
    for (const TableRow& row : table.rows) {
      const TableCell& cell = row.cells[c];
      if (!cell.paper || !cell.paper->mean || !cell.ours.mean) continue;
      of_paper += *cell.paper->mean;
      of_ours += *cell.ours.mean;
      ++rows;
    }
    if (rows == 0) continue;
    const std::string label = label_in_sentence(table.columns[c].label);
    paper.push_back({label, sign * of_paper / static_cast<double>(rows), 0});
    ours.push_back({label, sign * of_ours / static_cast<double>(rows), 0});
  }
  if (paper.size() < 2) return {};
  std::vector<double> paper_means, our_means;
  std::vector<std::string> means;
  for (size_t i = 0; i < paper.size(); ++i) {
    paper_means.push_back(paper[i].mean);
    our_means.push_back(ours[i].mean);
    means.push_back(
        fmt::format("{} {:.3f} and {:.3f}", paper[i].label, sign * paper[i].mean, sign * ours[i].mean));
  }
  std::string note = fmt::format(
      "Mean over the rows that both have, paper's and ours: {}. Order, best first: paper {}; ours {}.",
      fmt::join(means, ", "), order_of(paper), order_of(ours));
  if (const auto rho = metrics::spearman(paper_means, our_means).value)
    note += fmt::format(" Spearman's rank correlation {:.2f} over {} columns.", *rho, paper.size());
  return note;
}

std::vector<std::string> correlation_notes(const Table& table, const CorrelationSpec& spec) {
  const size_t x = column_at(table, spec.x), y = column_at(table, spec.y);
  if (x == table.columns.size() || y == table.columns.size()) return {};
  const auto collect = [&](bool of_paper, bool all_rows) {
    Pairs pairs;
    for (const TableRow& row : table.rows) {
      if (!all_rows && std::find(spec.without.begin(), spec.without.end(), row.name) != spec.without.end())
        continue;
      const auto value = [&](size_t i) {
        const TableCell& cell = row.cells[i];
        return of_paper ? (cell.paper ? cell.paper->mean : std::nullopt) : cell.ours.mean;
      };
      if (!value(x) || !value(y)) continue;
      pairs.x.push_back(*value(x));
      pairs.y.push_back(*value(y));
    }
    return pairs;
  };
  std::vector<std::string> notes;
  const std::string of =
      fmt::format("Correlation of {} and {} over the rows", table.columns[x].label, table.columns[y].label);
  for (const bool of_paper : {true, false}) {
    const Pairs all = collect(of_paper, true);
    if (all.x.size() < 2) continue;
    std::string note = of + (of_paper ? ", from the paper's printed numbers" : ", ours") + ": " + all.text();
    if (of_paper && spec.paper) note += fmt::format(" (printed: {:.2f})", *spec.paper);
    if (!spec.without.empty())
      note += fmt::format("; without {}: {}", fmt::join(spec.without, ", "), collect(of_paper, false).text());
    notes.push_back(note + ".");
  }
  return notes;
}

}  // namespace purkinje::report
