// Which journal a database may have where it lies: WAL needs shared memory, which network file systems do not
// give.
#pragma once

#include <filesystem>
#include <string>

namespace purkinje::db {

// "wal" on a local file system, "delete" (a rollback journal) on a network one. `magic` is statfs's f_type.
std::string journal_mode_for(long magic);

// The same for the file system of an existing folder; "delete" where it cannot be told.
std::string journal_mode_of(const std::filesystem::path& folder);

}  // namespace purkinje::db
