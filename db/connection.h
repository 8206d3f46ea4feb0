// What every connection of this room has in common: whose file it is, and how SQLite is set up. Inside db/
// only.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

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

// A prepared statement in use. Its end resets it: a read that stays open would hold an old state of the
// database.
class Prepared {
 public:
  explicit Prepared(SQLite::Statement& statement) : statement_(statement) {}
  ~Prepared() { statement_.tryReset(); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  template <typename... Arguments>
  void bind(int index, Arguments&&... arguments) {
    statement_.bind(index, std::forward<Arguments>(arguments)...);
  }
  int exec() { return statement_.exec(); }
  // NOLINTBEGIN(readability-identifier-naming): named as SQLite::Statement's, whose place it takes
  bool executeStep() { return statement_.executeStep(); }
  SQLite::Column getColumn(int index) { return statement_.getColumn(index); }
  // NOLINTEND(readability-identifier-naming)
  void reset() { statement_.reset(); }

 private:
  SQLite::Statement& statement_;
};

// Prepared statements by their text, ready to bind. One text is in use once at a time.
class Statements {
 public:
  explicit Statements(SQLite::Database& database) : database_(database) {}
  Prepared operator()(const char* sql);

 private:
  SQLite::Database& database_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>, std::less<>> statements_;
};

// Binding of values that may be missing. A value that is no finite number is stored as NULL.
void bind(Prepared& statement, int index, const std::optional<double>& value);
void bind(Prepared& statement, int index, const std::optional<int>& value);
void bind_text_or_null(Prepared& statement, int index, const std::string& text);

// Seconds since 1970.
double now_s();

}  // namespace purkinje::db
