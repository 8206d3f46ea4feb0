// Reading by SQL: read-only by construction.
#include "db/reader.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "base/error.h"
#include "db/embedded.h"
#include "db/reader_state.h"

namespace purkinje::db {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

// Settings that only describe. All others change the connection or the file.
bool describes(const std::string& pragma) {
  static const std::vector<std::string> kKnown = {"table_info",        "table_xinfo",     "table_list",
                                                  "index_list",        "index_info",      "index_xinfo",
                                                  "foreign_key_list",  "integrity_check", "quick_check",
                                                  "foreign_key_check", "compile_options", "function_list"};
  return std::find(kKnown.begin(), kKnown.end(), pragma) != kKnown.end();
}

int authorize(void* reads_only, int action, const char* first, const char* second, const char*, const char*) {
  if (!*static_cast<const bool*>(reads_only)) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_PRAGMA: {
      const std::string name = first == nullptr ? "" : first;
      const bool asks = second == nullptr && (name == "user_version" || name == "application_id");
      return asks || describes(name) ? SQLITE_OK : SQLITE_DENY;
    }
    default:
      return SQLITE_DENY;
  }
}

// While it lives, only statements that read are prepared. The authorizer itself stays in place: setting it
// makes SQLite prepare every statement of the connection anew.
class ReadOnlyGuard {
 public:
  explicit ReadOnlyGuard(bool& reads_only) : reads_only_(reads_only) { reads_only_ = true; }
  ~ReadOnlyGuard() { reads_only_ = false; }
  ReadOnlyGuard(const ReadOnlyGuard&) = delete;
  ReadOnlyGuard& operator=(const ReadOnlyGuard&) = delete;

 private:
  bool& reads_only_;
};

// What a statement cannot be read for: damage of the file, or the statement itself.
[[noreturn]] void fail(sqlite3* handle, int code) {
  if (is_damage(code)) throw damaged(sqlite3_db_filename(handle, "main"), sqlite3_errmsg(handle));
  throw InputError(fmt::format("SQL: {}", sqlite3_errmsg(handle)));
}

StatementHandle prepare(sqlite3* handle, const char* sql, const char** rest) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(handle, sql, -1, &statement, rest);
  if (code == SQLITE_AUTH) {
    throw InputError("only statements that read are allowed here (SELECT, WITH, VALUES, EXPLAIN)");
  }
  if (code != SQLITE_OK) fail(handle, code);
  return StatementHandle(statement);
}

void bind_parameter(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    sqlite3_bind_int64(statement, index, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement, index, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text(statement, index, text->c_str(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
  }
}

void read_column(sqlite3_stmt* statement, int index, Value& value) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      value = static_cast<int64_t>(sqlite3_column_int64(statement, index));
      break;
    case SQLITE_FLOAT:
      value = sqlite3_column_double(statement, index);
      break;
    case SQLITE_TEXT: {
      if (value.index() != 3) value.emplace<std::string>();
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      std::get<std::string>(value).assign(text, static_cast<size_t>(sqlite3_column_bytes(statement, index)));
      break;
    }
    case SQLITE_BLOB:
      value = fmt::format("blob of {} bytes", sqlite3_column_bytes(statement, index));
      break;
    default:
      value = std::monostate{};
  }
}

}  // namespace

Reader::Reader(const std::filesystem::path& file) : state_(std::make_unique<State>(file)) {
  sqlite3_set_authorizer(state_->database->getHandle(), &authorize, &state_->reads_only);
}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

const std::filesystem::path& Reader::file() const {
  return state_->file;
}

struct Reader::Rows::Cursor {
  sqlite3* handle;
  StatementHandle statement;
  std::vector<std::string> columns;
};

Reader::Rows::Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
Reader::Rows::Rows(Rows&&) noexcept = default;
Reader::Rows::~Rows() = default;

const std::vector<std::string>& Reader::Rows::columns() const {
  return cursor_->columns;
}

bool Reader::Rows::next(std::vector<Value>& row) {
  const int code = sqlite3_step(cursor_->statement.get());
  if (code == SQLITE_DONE) return false;
  if (code != SQLITE_ROW) fail(cursor_->handle, code);
  row.resize(cursor_->columns.size());
  for (size_t i = 0; i < row.size(); ++i) read_column(cursor_->statement.get(), static_cast<int>(i), row[i]);
  return true;
}

Reader::Rows Reader::rows(const std::string& sql, const std::vector<Value>& parameters) const {
  sqlite3* handle = state_->database->getHandle();
  const ReadOnlyGuard guard(state_->reads_only);
  const char* rest = nullptr;
  StatementHandle statement = prepare(handle, sql.c_str(), &rest);
  if (!statement) throw InputError("SQL: there is no statement");
  if (prepare(handle, rest, &rest)) throw InputError("SQL: one statement at a time");
  if (sqlite3_stmt_readonly(statement.get()) == 0 || sqlite3_column_count(statement.get()) == 0) {
    throw InputError("only statements that read are allowed here (SELECT, WITH, VALUES, EXPLAIN)");
  }
  if (sqlite3_bind_parameter_count(statement.get()) != static_cast<int>(parameters.size())) {
    throw InputError(fmt::format("SQL: the statement has {} parameters, {} are given",
                                 sqlite3_bind_parameter_count(statement.get()), parameters.size()));
  }
  for (size_t i = 0; i < parameters.size(); ++i)
    bind_parameter(statement.get(), static_cast<int>(i) + 1, parameters[i]);
  std::vector<std::string> columns;
  const int count = sqlite3_column_count(statement.get());
  columns.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) columns.emplace_back(sqlite3_column_name(statement.get(), i));
  return Rows(std::make_unique<Rows::Cursor>(Rows::Cursor{handle, std::move(statement), std::move(columns)}));
}

Table Reader::query(const std::string& sql, const std::vector<Value>& parameters) const {
  Rows all = rows(sql, parameters);
  Table table{all.columns(), {}};
  std::vector<Value> row;
  while (all.next(row)) table.rows.push_back(row);
  return table;
}

std::vector<std::pair<std::string, std::string>> Reader::named_queries() {
  std::vector<std::pair<std::string, std::string>> queries;
  for (const auto& [name, sql] : queries_sql()) {
    const size_t begin = std::min(sql.find_first_not_of("- "), sql.size());
    queries.emplace_back(name, sql.substr(begin, sql.find('\n', begin) - begin));
  }
  return queries;
}

std::optional<std::string> Reader::named_query(const std::string& name) {
  for (const auto& [known, sql] : queries_sql()) {
    if (known == name) return std::string(sql);
  }
  return std::nullopt;
}

void Reader::snapshot(const std::filesystem::path& target) const {
  std::error_code ignored;
  if (std::filesystem::exists(target, ignored))
    throw InputError(fmt::format("{}: exists already", target.string()));
  try {
    SQLite::Statement copy(*state_->database, "VACUUM INTO ?1");
    copy.bind(1, target.string());
    copy.exec();
  } catch (const SQLite::Exception& error) {
    throw InputError(fmt::format("{}: cannot be written: {}", target.string(), error.what()));
  }
}

}  // namespace purkinje::db
