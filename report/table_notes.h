// The generated sentences of a table: what its +- is over, how rare the positives are, what is missing.
#pragma once

#include <string>
#include <vector>

#include "report/table_model.h"

namespace purkinje::report {

// "Ours: mean +- SD over 10 seeds, each the pooled test predictions of 5 folds; SD with n - 1."
// `folds`: how many folds a seed has; `pooled`: what the cells really are.
std::string spread_sentence(const Table& table, const TableSpec& spec, bool pooled, size_t folds);

// Positives of all, the accuracy of always answering the majority, the AUPRC of chance; of tasks with several
// classes in one sentence for all. Empty where no column needs it.
std::vector<std::string> prevalence_notes(const Table& table, const std::vector<ClassTotals>& totals,
                                          const std::string& task);

// What a column without a class holds in a task with several, and how decisions are made there. Empty for
// binary tasks.
std::string task_note(const Table& table, const std::string& task);

// Whose thresholds decide where folds are pooled. Empty where none of the columns has one chosen on
// validation.
std::string cross_fitted_note(const Table& table, const TableSpec& spec, bool pooled, size_t folds);

// What the distances of generated samples are. Empty where no column has them.
std::string artefact_note(const Table& table);

// Which values are missing and why, a sentence a row.
std::vector<std::string> missing_notes(const Table& table);

}  // namespace purkinje::report
