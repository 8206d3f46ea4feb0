#include "data/catalogue/file_pattern.h"

#include <fnmatch.h>

#include <algorithm>

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

class Search {
 public:
  Search(fs::path root, std::vector<fs::path>* visited) : root_(std::move(root)), visited_(visited) {}

  // One part of a pattern in all of the folders `below`.
  std::vector<fs::path> step(const std::vector<fs::path>& below, const fs::path& part, bool is_last) {
    std::vector<fs::path> next;
    for (const auto& folder : below) list(folder, part, is_last ? Wanted::files : Wanted::folders, next);
    return next;
  }

  // The folders themselves and all below them; links to folders are not followed, since they can go in
  // circles.
  std::vector<fs::path> any_depth(std::vector<fs::path> folders) {
    for (size_t i = 0; i < folders.size(); ++i) {
      const auto folder = folders[i];
      list(folder, "*", Wanted::own_folders, folders);
    }
    return folders;
  }

 private:
  enum class Wanted { files, folders, own_folders };

  void list(const fs::path& below, const fs::path& part, Wanted wanted, std::vector<fs::path>& out) {
    std::error_code error;
    const auto folder = below.empty() ? root_ : root_ / below;
    if (visited_ && std::find(visited_->begin(), visited_->end(), folder) == visited_->end())
      visited_->push_back(folder);
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      const auto name = entry->path().filename();
      std::error_code ignored;
      if (::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) != 0) continue;
      if (wanted == Wanted::own_folders && entry->is_symlink(ignored)) continue;
      if (wanted == Wanted::files ? entry->is_regular_file(ignored) : entry->is_directory(ignored))
        out.push_back(below / name);
    }
  }

  fs::path root_;
  std::vector<fs::path>* visited_;
};

}  // namespace

std::vector<fs::path> matching_files(const fs::path& folder, const std::string& pattern,
                                     std::vector<fs::path>* visited) {
  Search search(folder, visited);
  const fs::path parts(pattern);
  std::vector<fs::path> found{""};
  for (auto part = parts.begin(); part != parts.end(); ++part)
    found = *part == "**" ? search.any_depth(std::move(found))
                          : search.step(found, *part, std::next(part) == parts.end());
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace purkinje::data
