// Files below a folder whose path matches a pattern with * and ?.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace purkinje::data {

// Paths relative to `folder`, sorted. Each part of the pattern matches one folder or file
// ("records500/*/*_hr.hea").
std::vector<std::filesystem::path> matching_files(const std::filesystem::path& folder,
                                                  const std::string& pattern);

}  // namespace purkinje::data
