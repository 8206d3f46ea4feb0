// Can the printed numbers of a paper all be true? Each row's metrics constrain one another.
#pragma once

#include <string>
#include <vector>

#include "report/table_model.h"

namespace purkinje::report {

// Sentences on every row that has the numbers a check needs:
// - accuracy follows from sensitivity, specificity and the class counts;
// - a ROC curve through a point has at least sensitivity x specificity below it (it cannot fall);
// - precision follows from sensitivity, specificity and the class counts.
std::vector<std::string> paper_checks(const Table& table, const PaperCounts& counts);

}  // namespace purkinje::report
