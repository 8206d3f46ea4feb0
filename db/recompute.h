// Metrics, thresholds and curves computed again from the stored predictions, without training: after a metric
// or a rule was added, or to check what is stored.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace purkinje::db {

struct RecomputeChange {
  std::string job, stage, part;
  size_t added = 0;               // values, thresholds and curves that were not stored
  size_t removed = 0;             // that are no longer computed
  size_t changed = 0;             // by more than 1e-12 of their size, or between defined and undefined
  size_t older = 0;               // stored by an older definition than metrics/registry.h has
  double largest_difference = 0;  // of changed numbers
};

struct RecomputeResult {
  size_t evaluations = 0;  // computed
  size_t skipped = 0;      // without stored predictions
  size_t newer = 0;        // left alone: a newer program stored them, by definitions that this one lacks
  std::vector<RecomputeChange> changes;
};

// Rules: those of the job's revisions (evaluation.thresholds) and those stored already. One transaction a
// job; jobs whose numbers and versions stay are not written. Throws as Writer and Reader do.
RecomputeResult recompute(const std::filesystem::path& file);

}  // namespace purkinje::db
