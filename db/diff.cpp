#include "db/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "db/embedded.h"

namespace purkinje::db {
namespace {

std::string text_of(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* real = std::get_if<double>(&value))
    return fmt::format("{}", *real);  // shortest that reads back
  if (const auto* text = std::get_if<std::string>(&value)) {
    return text->size() > 60 ? text->substr(0, 57) + "..." : *text;
  }
  return "NULL";
}

bool equal_values(const Value& a, const Value& b, double tolerance) {
  const auto* x = std::get_if<double>(&a);
  const auto* y = std::get_if<double>(&b);
  if (x == nullptr || y == nullptr || *x == *y) return a == b;
  return std::abs(*x - *y) <= tolerance * std::max({1.0, std::abs(*x), std::abs(*y)});
}

class TableDiff {
 public:
  TableDiff(std::string name, std::string_view sql, double tolerance, size_t limit, DiffResult& result)
      : sql_(sql),
        key_size_(static_cast<size_t>(std::stoi(std::string(sql.substr(7))))),
        tolerance_(tolerance),
        limit_(limit),
        result_(result) {
    count_.table = std::move(name);
  }

  void compare(const Reader& a, const Reader& b) {
    Reader::Rows left = a.rows(sql_);
    Reader::Rows right = b.rows(sql_);
    Row x, y;
    bool has_x = left.next(x);
    bool has_y = right.next(y);
    while (has_x || has_y) {
      const int order = !has_x ? 1 : !has_y ? -1 : compare_keys(x, y);
      count_.rows_a += order <= 0 ? 1 : 0;
      count_.rows_b += order >= 0 ? 1 : 0;
      if (order < 0) {
        ++count_.only_a;
        note(left.columns(), x, "", "present", "absent");
      } else if (order > 0) {
        ++count_.only_b;
        note(left.columns(), y, "", "absent", "present");
      } else {
        compare_rows(left.columns(), x, y);
      }
      if (order <= 0) has_x = left.next(x);
      if (order >= 0) has_y = right.next(y);
    }
    result_.counts.push_back(count_);
  }

 private:
  using Row = std::vector<Value>;

  // As SQLite orders them: NULL, numbers, text by bytes. A key column has one type in both databases.
  int compare_keys(const Row& a, const Row& b) const {
    for (size_t k = 0; k < key_size_; ++k) {
      if (a[k] < b[k]) return -1;
      if (b[k] < a[k]) return 1;
    }
    return 0;
  }

  void compare_rows(const std::vector<std::string>& columns, const Row& a, const Row& b) {
    bool changed = false;
    for (size_t k = key_size_; k < columns.size(); ++k) {
      if (equal_values(a[k], b[k], tolerance_)) continue;
      changed = true;
      note(columns, a, columns[k], text_of(a[k]), text_of(b[k]));
    }
    if (changed) ++count_.changed;
  }

  void note(const std::vector<std::string>& columns, const Row& row, const std::string& column,
            const std::string& a, const std::string& b) {
    if (noted_++ >= limit_) return;
    std::string key;
    for (size_t k = 0; k < key_size_; ++k) {
      key += fmt::format("{}{}={}", k == 0 ? "" : ", ", columns[k], text_of(row[k]));
    }
    result_.differences.push_back({count_.table, key, column, a, b});
  }

  std::string sql_;
  size_t key_size_;
  double tolerance_;
  size_t limit_;
  size_t noted_ = 0;
  DiffCount count_;
  DiffResult& result_;
};

}  // namespace

bool DiffResult::equal() const {
  return std::all_of(counts.begin(), counts.end(),
                     [](const DiffCount& c) { return c.only_a + c.only_b + c.changed == 0; });
}

DiffResult diff(const Reader& a, const Reader& b, double tolerance, size_t limit) {
  DiffResult result;
  for (const auto& [name, sql] : comparisons_sql()) {
    TableDiff(std::string(name), sql, tolerance, limit, result).compare(a, b);
  }
  return result;
}

}  // namespace purkinje::db
