#include "data/file_pattern.h"

#include <fnmatch.h>

#include <algorithm>

namespace purkinje::data {

std::vector<std::filesystem::path> matching_files(const std::filesystem::path& folder,
                                                  const std::string& pattern) {
  const std::filesystem::path parts(pattern);
  std::vector<std::filesystem::path> found{""};
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    const bool is_last = std::next(part) == parts.end();
    std::vector<std::filesystem::path> next;
    for (const auto& below : found) {
      std::error_code error;
      for (std::filesystem::directory_iterator entry(folder / below, error), end; !error && entry != end;
           entry.increment(error)) {
        const auto name = entry->path().filename();
        std::error_code ignored;
        if (::fnmatch(part->c_str(), name.c_str(), FNM_PERIOD) != 0) continue;
        if (is_last ? entry->is_regular_file(ignored) : entry->is_directory(ignored))
          next.push_back(below / name);
      }
    }
    found = std::move(next);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace purkinje::data
