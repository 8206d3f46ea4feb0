// The real databases, where they are at hand, and for made ones a folder and the bytes of their words.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "data/catalogue/catalogue.h"

namespace purkinje::data {

// Why tests that count recordings cannot count those of some databases (folders below the data root): one is
// absent, or holds other recordings than those counted, held-out ones perhaps. Empty: they can.
inline std::string cannot_count(const std::vector<std::string>& databases) {
  // SHA-256 of the headers' sorted paths, a line each: find mitdb -name '*.hea' | LC_ALL=C sort | sha256sum
  static const std::map<std::string, std::string> kCounted = {
      {"mitdb", "7194ed9b2348843761e56e9ab54564a75384db66b167842db1c83a1bb3f53c8d"},
      {"ptbxl", "b8213854723e0fe9bf211468ad0ae802f4ff25e85f6e303ecd74136137541d6e"},
      {"ludb", "5173e2f6e1d9fa5673977300340de0de556165ad051d8ffef7e230e2ef50ad31"},
      {"cinc2020", "56bb134098039288275a1d8468cb448aa85cbd8b3c09967ae0a08d2190e46a8a"},
      {"cinc2021", "58dbbc6122e0e389f2225650aa7ba154a120e9518b613c18b2b7a1d729d0bbe8"},
      {"qtdb", "8ad347cd04a0cc110b5f506024051fe00cf0f55d842a2fc65ba188b5605dbd71"}};
  for (const auto& database : databases) {
    if (!std::filesystem::is_directory(data_root() / database))
      return "the database " + database + " is not in " + data_root().string();
    std::set<std::string> headers;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data_root() / database))
      if (entry.path().extension() == ".hea")
        headers.insert(entry.path().lexically_relative(data_root()).generic_string() + "\n");
    std::string paths;
    for (const auto& header : headers) paths += header;
    if (sha256(paths) != kCounted.at(database))
      return (data_root() / database).string() + " holds other recordings than those that this test counts";
  }
  return "";
}

inline bool have_databases() {
  return cannot_count({"mitdb", "ptbxl", "ludb", "cinc2020", "cinc2021", "qtdb"}).empty();
}

// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "purkinje-data-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }

 private:
  std::filesystem::path path_;
};

// Two bytes each, the low one first, as WFDB files have them.
inline std::string words(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) {
    bytes += static_cast<char>(value & 0xff);
    bytes += static_cast<char>(value >> 8 & 0xff);
  }
  return bytes;
}

}  // namespace purkinje::data
