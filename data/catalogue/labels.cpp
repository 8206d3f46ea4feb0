#include "data/catalogue/labels.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/name_list.h"
#include "data/formats/text_fields.h"
#include "data/formats/wfdb_annotation.h"

namespace purkinje::data {
namespace {

constexpr int8_t kUnknown = -1;

using Texts = std::vector<std::string>;

bool any_of(const Texts& terms, const Texts& present) {
  return std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return contains(present, term); });
}

int8_t label_of_cell(const CsvTable& table, size_t row, const std::string& column) {
  const auto cell = lower_case(trimmed(table.at(row, table.column(column))));
  if (cell.empty() || cell == "nan" || cell == "unknown" || cell == "-1") return kUnknown;
  if (contains({"1", "1.0", "true", "yes"}, cell)) return 1;
  if (contains({"0", "0.0", "false", "no"}, cell)) return 0;
  throw InputError({table.file(), table.line(row), column},
                   fmt::format("'{}' is no label; 1, 0 or nothing is expected", cell));
}

// One of the columns has one of the values listed for it.
bool by_columns(const LabelRule& rule, const LabelInput& input) {
  return std::any_of(rule.columns.begin(), rule.columns.end(), [&](const auto& entry) {
    return contains(entry.second, trimmed(input.table->at(*input.row, input.table->column(entry.first))));
  });
}

int8_t by_csv(const LabelRule& rule, const LabelInput& input) {
  if (!input.row) return kUnknown;
  int8_t label = by_columns(rule, input) ? 1 : rule.terms.empty() ? 0 : kUnknown;
  for (const auto& column : rule.terms)
    label = std::max(label, label_of_cell(*input.table, *input.row, column));
  return label;
}

int8_t by_codes(const LabelRule& rule, const LabelInput& input, const Texts& codes) {
  return any_of(rule.terms, codes) || (input.row && by_columns(rule, input)) ? 1 : 0;
}

// A comment that begins with the phrase, so that "Complete" does not catch "Incomplete".
int8_t by_phrases(const LabelRule& rule, const Texts& lower_case_comments) {
  for (const auto& term : rule.terms)
    for (const auto& comment : lower_case_comments)
      if (comment.starts_with(lower_case(term))) return 1;
  return 0;
}

std::vector<bool> annotated_codes(const LabelSource& source, const WfdbHeader& header) {
  std::vector<bool> present(64);
  auto file = header.path;
  for (const auto& annotation : read_annotations(file.replace_extension(source.extension)))
    present[static_cast<size_t>(annotation.code)] = true;
  return present;
}

int8_t by_annotations(const LabelRule& rule, const std::vector<bool>& present) {
  const auto codes = annotation_codes(rule);
  return std::any_of(codes.begin(), codes.end(), [&](int code) { return present[static_cast<size_t>(code)]; })
             ? 1
             : 0;
}

}  // namespace

std::vector<std::string> codes_of_cell(const std::string& cell) {
  Texts codes;
  if (cell.find('\'') == std::string::npos && cell.find('"') == std::string::npos) {
    for (const auto& part : items_of(cell, ';'))
      for (auto& item : items_of(part, ',')) codes.push_back(std::move(item));
    return codes;
  }
  for (size_t at = cell.find_first_of("'\""); at != std::string::npos;) {
    const auto end = cell.find(cell[at], at + 1);
    if (end == std::string::npos) break;
    codes.emplace_back(trimmed(std::string_view(cell).substr(at + 1, end - at - 1)));
    at = cell.find_first_of("'\"", end + 1);
  }
  return codes;
}

std::vector<int> annotation_codes(const LabelRule& rule) {
  std::vector<int> codes;
  for (const auto& symbol : rule.terms) {
    codes.push_back(annotation_code(symbol));
    if (codes.back() == 0)
      throw InputError(rule.place, fmt::format("'{}' is no symbol of an annotation", symbol));
  }
  return codes;
}

std::vector<int8_t> labels_of(const LabelSource& source, const LabelInput& input) {
  Texts codes, comments;
  std::vector<bool> annotated;
  bool can_tell = true;
  if (source.kind == LabelKind::csv_codes) {
    can_tell = input.row.has_value();
    if (can_tell) codes = codes_of_cell(input.table->at(*input.row, input.table->column(source.column)));
  } else if (source.kind == LabelKind::header_codes) {
    const auto field = input.header->field(source.field);
    if (field) codes = items_of(*field, ',');
    can_tell = !codes.empty() && lower_case(codes[0]) != "unknown";
  } else if (source.kind == LabelKind::header_text) {
    can_tell = !input.header->comments.empty();
    for (const auto& comment : input.header->comments) comments.push_back(lower_case(comment));
  } else if (source.kind == LabelKind::annotations) {
    annotated = annotated_codes(source, *input.header);
  }
  std::vector<int8_t> labels;
  for (const auto& rule : source.rules) {
    int8_t label = kUnknown;
    if (can_tell && !contains(source.unknown, rule.name)) {
      if (source.kind == LabelKind::csv) label = by_csv(rule, input);
      if (source.kind == LabelKind::csv_codes || source.kind == LabelKind::header_codes)
        label = by_codes(rule, input, codes);
      if (source.kind == LabelKind::header_text) label = by_phrases(rule, comments);
      if (source.kind == LabelKind::annotations) label = by_annotations(rule, annotated);
    }
    labels.push_back(label);
  }
  return labels;
}

}  // namespace purkinje::data
