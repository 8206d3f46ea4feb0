// Is a database whole? The file, its references, that every finished job has what it must leave, and that
// nothing leaks between the parts of its data (db/leaks.h).
#pragma once

#include <string>
#include <vector>

#include "db/reader.h"

namespace purkinje::db {

// One sentence for each problem; empty: none. Weights files with a relative name are looked for beside the
// database, artefacts in its run folder (DATABASE.run) while a job that needs them is not done.
std::vector<std::string> check(const Reader& reader);

}  // namespace purkinje::db
