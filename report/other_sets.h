// Which parts of the data a table is about, and what it says of those that are other data sets.
#pragma once

#include <string>
#include <vector>

#include "report/table_model.h"

namespace purkinje::report {

// The part of the data that the cell of a row and column is of.
std::string part_of(const TableSpec& table, const RowSpec& row, const ColumnSpec& column);
// Those of all its cells, each once; what generators say of themselves is of no part.
std::vector<std::string> parts_of(const TableSpec& table);

// Those of them that are other data sets.
std::vector<std::string> other_sets(const TableSpec& spec);

// " [on ludb: other data, never seen in training]", for the title, with "some rows on ludb" where others are
// of the own data; empty where all are. No more is said there, since the part may be of the database that
// trained, under other choices.
std::string other_sets_words(const TableSpec& spec);

// What the other data sets of a table are and, where it is about regions of the ECG, where these come from
// there.
std::vector<std::string> other_sets_notes(const Table& table, const TableSpec& spec,
                                          const std::vector<ExternalData>& sets);

}  // namespace purkinje::report
