#include "data/preparation/sources.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/formats/wfdb_header.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {
namespace {

std::vector<std::string> header_lines(const std::filesystem::path& header) {
  std::istringstream text(read_file(header));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);)
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  return lines;
}

std::vector<std::filesystem::path> signal_files(const std::filesystem::path& header) {
  std::vector<std::filesystem::path> files;
  for (const auto& channel : read_wfdb_header(header).channels) {
    auto file = header.parent_path() / channel.file;
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(std::move(file));
  }
  return files;
}

int64_t nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// Size, of a folder always 0, and times of change in nanoseconds; negative size where there is no such file.
struct Stamp {
  int64_t size = -1, modified_ns = 0, changed_ns = 0;
  bool operator==(const Stamp&) const = default;
};

Stamp stamp_of(const std::string& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return {};
  if (S_ISDIR(info.st_mode)) return {0, nanoseconds(info.st_mtim), 0};
  return {info.st_size, nanoseconds(info.st_mtim), nanoseconds(info.st_ctim)};
}

bool is_unchanged(const Json& stamp) {
  if (!stamp.is_array() || stamp.size() != 4 || !stamp[0].is_string()) return false;
  for (size_t i = 1; i < 4; ++i)
    if (!stamp[i].is_number_integer()) return false;
  return stamp_of(stamp[0].get_ref<const std::string&>()) ==
         Stamp{stamp[1].get<int64_t>(), stamp[2].get<int64_t>(), stamp[3].get<int64_t>()};
}

}  // namespace

std::vector<std::filesystem::path> source_files(const CatalogueRecord& record) {
  if (record.header.empty() || !record.problem.empty()) return {};
  return signal_files(record.header);
}

std::vector<std::filesystem::path> deciding_files(const DataSet& set) {
  auto files = set.files;
  for (const auto& record : set.records)
    for (const auto* file : {&record.header, &record.annotations})
      if (!file->empty()) files.push_back(*file);
  return files;
}

std::string source_digest(const DataSet& set, const CatalogueRecord& record) {
  Sha256 hash;
  if (record.header.empty()) {
    auto options =
        canonical_options(synthetic_options(), set.synthetic.is_null() ? Json::object() : set.synthetic);
    options.erase("records");
    hash.update(fmt::format("synthetic {} {} {}", kSyntheticVersion, options.dump(), record.id));
    return hash.hex();
  }
  for (const auto& line : header_lines(record.header)) hash.update(line + "\n");
  for (const auto& file : signal_files(record.header)) hash.update(sha256_of_file(file));
  return hash.hex();
}

Json stamp_files(const std::vector<std::filesystem::path>& files) {
  Json stamps = Json::array();
  std::unordered_set<std::string> seen;
  for (const auto& file : files)
    if (const auto path = std::filesystem::absolute(file).string(); seen.insert(path).second) {
      const auto stamp = stamp_of(path);
      stamps.push_back({path, stamp.size, stamp.modified_ns, stamp.changed_ns});
    }
  return stamps;
}

bool files_unchanged(const Json& stamps) {
  return stamps.is_array() && std::all_of(stamps.begin(), stamps.end(), is_unchanged);
}

}  // namespace purkinje::data
