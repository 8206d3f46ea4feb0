// What the parts of the reader share. Inside db/ only.
#pragma once

#include "db/connection.h"
#include "db/reader.h"

namespace purkinje::db {

struct Reader::State {
  explicit State(const std::filesystem::path& name)
      : file(name), database(open_read_only(name)), sql(*database) {}

  std::filesystem::path file;
  bool reads_only = false;  // while a statement from outside is prepared
  std::unique_ptr<SQLite::Database> database;
  Statements sql;
};

}  // namespace purkinje::db
