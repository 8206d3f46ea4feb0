// The SQL files of this folder as text: embed.cmake turns them into constants at build time.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace purkinje::db {

std::string_view schema_sql();
std::string_view views_sql();
// By file name without extension, in natural order: migrations are named by the version they lead to.
std::vector<std::pair<std::string_view, std::string_view>> migrations_sql();
std::vector<std::pair<std::string_view, std::string_view>> queries_sql();
// What two databases are compared by: the first line says how many columns are the key ("-- key 3").
std::vector<std::pair<std::string_view, std::string_view>> comparisons_sql();

}  // namespace purkinje::db
