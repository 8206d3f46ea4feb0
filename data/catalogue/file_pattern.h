// Files below a folder whose path matches a pattern with *, ? and **.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace purkinje::data {

// Paths relative to `folder`, sorted. Each part of the pattern matches one folder or file
// ("records500/*/*_hr.hea"), a part ** any number of folders, none included ("**/*.hea"). Appends the folders
// that were looked into to `visited`: a file that comes or goes changes one of them.
std::vector<std::filesystem::path> matching_files(const std::filesystem::path& folder,
                                                  const std::string& pattern,
                                                  std::vector<std::filesystem::path>* visited = nullptr);

}  // namespace purkinje::data
