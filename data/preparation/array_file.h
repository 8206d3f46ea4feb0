// An array on disk, appended to sample by sample.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace purkinje::data {

// Throws EnvironmentError, naming the file, where it cannot be created or written.
class ArrayFile {
 public:
  explicit ArrayFile(const std::filesystem::path& file);

  template <typename T>
  void append(const std::vector<T>& values) {
    write(std::as_bytes(std::span(values)));
  }

  void close();

 private:
  void write(std::span<const std::byte> bytes);
  [[noreturn]] void fail(const char* verb);

  std::filesystem::path file_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream_;
};

}  // namespace purkinje::data
