// Two databases compared by natural keys: what was computed, not how it was executed. Runs, attempts, times,
// hosts and the order of planning are left out (db/comparisons/*.sql says what is compared; its CROSS JOINs
// fix the order in which SQLite goes through the tables, so that rows come sorted out of their indexes).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "db/reader.h"

namespace purkinje::db {

struct Difference {
  std::string table;
  std::string key;     // "job=..., part=test, ..."
  std::string column;  // empty where the whole row is on one side only
  std::string a, b;    // values; for whole rows "present" and "absent"
};

struct DiffCount {
  std::string table;
  size_t rows_a = 0, rows_b = 0;
  size_t only_a = 0, only_b = 0, changed = 0;
};

struct DiffResult {
  std::vector<DiffCount> counts;        // one a table
  std::vector<Difference> differences;  // the first `limit` of each table
  bool equal() const;
};

// Numbers are equal where |a - b| <= tolerance * max(1, |a|, |b|); 0 asks for the same bits.
DiffResult diff(const Reader& a, const Reader& b, double tolerance = 0, size_t limit = 20);

}  // namespace purkinje::db
