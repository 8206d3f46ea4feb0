// The generated sentences of a table about order: which rows or columns are ahead of which, in the paper and
// here, and how columns go together over the rows.
#pragma once

#include <string>
#include <vector>

#include "report/table_model.h"

namespace purkinje::report {

// The order of rows by the first column, the paper's and ours, with Spearman's rank correlation. Empty for
// fewer than two rows that have both.
std::string order_note(const Table& table);

// The same for a table of classes: the order of its columns by their mean over the rows that paper and ours
// both have.
std::string column_order_note(const Table& table);

// Pearson's and Spearman's correlation of two columns over the rows, from the paper's numbers and from ours,
// with all rows and without those that are named.
std::vector<std::string> correlation_notes(const Table& table, const CorrelationSpec& spec);

}  // namespace purkinje::report
