// The schema of a file, made or brought up to date. Inside db/ only.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace purkinje::db {

// Makes the schema in an empty database, or applies the missing migrations, in one transaction: a death in
// between leaves what was there. Throws InputError as identify() does. Returns the version that was found (0:
// a new file).
int bring_up_to_date(SQLite::Database& database, const std::filesystem::path& file);

}  // namespace purkinje::db
