#include "db/connection.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>

#include "base/error.h"

namespace purkinje::db {
namespace {

// SQLite reads '?', '#' and '%' of a URI as syntax.
std::string uri_of(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '?' || c == '#' || c == '%') {
      uri += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      uri += c;
    }
  }
  return uri;
}

// SQLite takes a file of a few bytes for an empty database and writes over it. The file is not opened to
// look: closing it would drop the locks that this process holds on it (fcntl locks belong to a process, not
// to a descriptor), and another process could then remove the log from under the writer.
bool is_too_short_for_a_database(const std::filesystem::path& file) {
  constexpr std::uintmax_t kSmallestPage = 512;
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  return !unknown && size > 0 && size < kSmallestPage;
}

std::unique_ptr<SQLite::Database> open_checked(const std::filesystem::path& file, bool immutable) {
  const std::string name = uri_of(file) + (immutable ? "?immutable=1" : "");
  auto database = std::make_unique<SQLite::Database>(name, SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  set_up(*database);
  const Identification found = identify(*database, file);
  if (found.empty) throw InputError(fmt::format("{}: this database is empty", file.string()));
  if (found.version < kSchemaVersion) {
    throw InputError(
        fmt::format("{}: has schema version {}, this program reads {}: run `purkinje db migrate --db {}`",
                    file.string(), found.version, kSchemaVersion, file.string()));
  }
  return database;
}

}  // namespace

void set_up(SQLite::Database& database) {
  database.setBusyTimeout(kBusyTimeoutMs);
  database.exec("PRAGMA foreign_keys=ON");
  database.exec("PRAGMA trusted_schema=OFF");
}

Identification identify(SQLite::Database& database, const std::filesystem::path& file) {
  if (is_too_short_for_a_database(file))
    throw InputError(fmt::format("{}: is not a database", file.string()));
  try {
    Identification found;
    const int application = database.execAndGet("PRAGMA application_id").getInt();
    found.version = database.execAndGet("PRAGMA user_version").getInt();
    found.empty = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
    if (found.empty && application == 0) return found;
    if (application != kApplicationId) {
      throw InputError(
          fmt::format("{}: is a SQLite database of another program, not one of purkinje", file.string()));
    }
    if (found.version > kSchemaVersion) {
      throw InputError(
          fmt::format("{}: has schema version {}, this program knows versions up to {}: use a newer purkinje",
                      file.string(), found.version, kSchemaVersion));
    }
    return found;
  } catch (const SQLite::Exception& error) {
    if (error.getErrorCode() == SQLITE_NOTADB) {
      throw InputError(fmt::format("{}: is not a database", file.string()));
    }
    throw;
  }
}

std::unique_ptr<SQLite::Database> open_read_only(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    throw InputError(fmt::format("{}: no such database", file.string()));
  if (std::filesystem::is_directory(file, ignored)) {
    throw InputError(fmt::format("{}: is a folder, not a database", file.string()));
  }
  try {
    return open_checked(file, false);
  } catch (const SQLite::Exception& error) {
    const std::filesystem::path log = file.string() + "-wal";
    const bool has_log =
        std::filesystem::exists(log, ignored) && std::filesystem::file_size(log, ignored) > 0;
    if (error.getErrorCode() != SQLITE_CANTOPEN && error.getErrorCode() != SQLITE_READONLY) {
      throw InputError(fmt::format("{}: cannot be read: {}", file.string(), error.what()));
    }
    if (has_log) {
      throw InputError(
          fmt::format("{}: its last run did not end cleanly and its folder may not be written: copy it with "
                      "its -wal file to a folder of your own",
                      file.string()));
    }
  }
  // In a folder that may not be written there is no shared memory for WAL; without a log the file alone is
  // complete.
  try {
    return open_checked(file, true);
  } catch (const SQLite::Exception& error) {
    throw InputError(fmt::format("{}: cannot be read: {}", file.string(), error.what()));
  }
}

bool is_damage(int code) {
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

InputError damaged(const std::filesystem::path& file, const std::string& reason) {
  return InputError(
      fmt::format("{}: is damaged ({}): go on with a copy of it that is whole", file.string(), reason));
}

SQLite::Statement& Statements::ready(const char* sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    found = statements_.emplace(sql, std::make_unique<SQLite::Statement>(database_, sql)).first;
  } else {
    found->second->tryReset();
    found->second->clearBindings();
  }
  return *found->second;
}

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

double now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace purkinje::db
