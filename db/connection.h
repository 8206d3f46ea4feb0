// What every connection of this room has in common: whose file it is, and how SQLite is set up. Inside db/
// only.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/error.h"

namespace purkinje::db {

inline constexpr int kApplicationId = 0x5075726B;  // "Purk"
inline constexpr int kSchemaVersion = 4;
inline constexpr int kBusyTimeoutMs = 30'000;

// Foreign keys on, schema not trusted, waiting for locks: settings of a connection, not of the file.
void set_up(SQLite::Database& database);

struct Identification {
  bool empty = false;  // a new file
  int version = 0;
};
// Throws InputError where the file is no SQLite database, or another program's.
Identification identify(SQLite::Database& database, const std::filesystem::path& file);

// Opens an existing database for reading. Throws InputError in one sentence for a missing file, another
// program's, no database, one of a newer or older schema, or one that cannot be read in a folder without
// permission to write.
std::unique_ptr<SQLite::Database> open_read_only(const std::filesystem::path& file);

// Whether SQLite's error code says that the file's contents are at fault, and the sentence for it.
bool is_damage(int code);
InputError damaged(const std::filesystem::path& file, const std::string& reason);

// A prepared statement in use. Its end resets it: a read that stays open would hold an old state of the
// database.
class Prepared {
 public:
  explicit Prepared(SQLite::Statement& statement) : statement_(statement) {}
  ~Prepared() { statement_.tryReset(); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  int exec() { return statement_.exec(); }
  // NOLINTBEGIN(readability-identifier-naming): named as SQLite::Statement's, whose place it takes
  bool executeStep() { return statement_.executeStep(); }
  SQLite::Column getColumn(int index) { return statement_.getColumn(index); }
  // NOLINTEND(readability-identifier-naming)
  void reset() { statement_.reset(); }

 private:
  SQLite::Statement& statement_;
};

// Prepared statements by their text. One text is in use once at a time.
class Statements {
 public:
  explicit Statements(SQLite::Database& database) : database_(database) {}

  // The statement with a value for each of its parameters, from ?1 on. NULL are an optional without a value
  // or with one that is no finite number, and a NaN; a vector of numbers is stored as the bytes it has in
  // memory.
  template <typename... Values>
  Prepared operator()(const char* sql, const Values&... values) {
    SQLite::Statement& statement = ready(sql);
    int index = 0;
    (bind(statement, ++index, values), ...);
    return Prepared(statement);
  }

 private:
  SQLite::Statement& ready(const char* sql);  // none of its parameters has a value yet

  template <typename Value>
  static void bind(SQLite::Statement& statement, int index, const Value& value) {
    if constexpr (std::is_integral_v<Value>)
      statement.bind(index, static_cast<int64_t>(value));
    else
      statement.bind(index, value);
  }
  template <typename Value>
  static void bind(SQLite::Statement& statement, int index, const std::optional<Value>& value) {
    bool there = value.has_value();
    if constexpr (std::is_floating_point_v<Value>) there = there && std::isfinite(*value);
    if (there)
      bind(statement, index, *value);
    else
      statement.bind(index);
  }
  template <typename Number>
  static void bind(SQLite::Statement& statement, int index, const std::vector<Number>& values) {
    // An empty vector has no address, and SQLite takes a null address for NULL.
    static constexpr char kNothing = 0;
    statement.bind(index, values.empty() ? static_cast<const void*>(&kNothing) : values.data(),
                   static_cast<int>(values.size() * sizeof(Number)));
  }

  SQLite::Database& database_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>, std::less<>> statements_;
};

// Empty text for a column that has NULL instead.
std::optional<std::string> text_or_null(const std::string& text);

// Seconds since 1970.
double now_s();

}  // namespace purkinje::db
