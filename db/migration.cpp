#include "db/migration.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "db/connection.h"
#include "db/embedded.h"

namespace purkinje::db {
namespace {

void renew_views(SQLite::Database& database) {
  std::vector<std::string> names;
  SQLite::Statement views(database, "SELECT name FROM sqlite_schema WHERE type = 'view'");
  while (views.executeStep()) names.push_back(views.getColumn(0).getString());
  views.reset();
  for (const std::string& name : names) database.exec(fmt::format("DROP VIEW \"{}\"", name));
  database.exec(std::string(views_sql()));
}

}  // namespace

int bring_up_to_date(SQLite::Database& database, const std::filesystem::path& file) {
  if (const Identification found = identify(database, file);
      !found.empty && found.version == kSchemaVersion) {
    return found.version;
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  const Identification found = identify(database, file);
  if (found.empty) {
    database.exec(std::string(schema_sql()));
    database.exec(std::string(views_sql()));
    database.exec(fmt::format("PRAGMA application_id={}", kApplicationId));
  } else {
    for (const auto& [name, sql] : migrations_sql()) {
      const int version = std::stoi(std::string(name));
      if (version > found.version && version <= kSchemaVersion) database.exec(std::string(sql));
    }
    renew_views(database);
  }
  database.exec(fmt::format("PRAGMA user_version={}", kSchemaVersion));
  transaction.commit();
  return found.version;
}

}  // namespace purkinje::db
