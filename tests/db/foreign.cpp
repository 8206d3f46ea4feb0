#include "tests/db/foreign.h"

#include <SQLiteCpp/Database.h>

namespace purkinje::db::test {

void make_database(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(sql);
}

}  // namespace purkinje::db::test
