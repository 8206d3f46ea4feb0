// The classes of a record from what its source says: a table, codes, phrases of the header, or annotated
// beats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/catalogue/descriptor.h"
#include "data/formats/csv.h"
#include "data/formats/wfdb_header.h"

namespace purkinje::data {

// What is at hand for one record.
struct LabelInput {
  const WfdbHeader* header = nullptr;
  const CsvTable* table = nullptr;
  std::optional<size_t> row;
};

// One value a rule: 1, 0, or -1 where the source cannot tell (a class said to be unknown, an empty cell, no
// row of the table, no field of codes in the header). Throws InputError with file and line for a cell that is
// no label.
std::vector<int8_t> labels_of(const LabelSource& source, const LabelInput& input);

// Codes in a cell: the keys of "{'NORM': 100.0, 'SR': 0.0}", the items of "['NORM', 'SR']", or "NORM;SR".
std::vector<std::string> codes_of_cell(const std::string& cell);

// Annotation codes of a rule's symbols. Throws InputError for a symbol that no annotation has.
std::vector<int> annotation_codes(const LabelRule& rule);

}  // namespace purkinje::data
