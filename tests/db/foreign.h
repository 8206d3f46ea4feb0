// Databases as others or older versions leave them: made by SQL alone.
#pragma once

#include <filesystem>
#include <string>

namespace purkinje::db::test {

void make_database(const std::filesystem::path& file, const std::string& sql);

}  // namespace purkinje::db::test
