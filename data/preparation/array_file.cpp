#include "data/preparation/array_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace purkinje::data {

ArrayFile::ArrayFile(const std::filesystem::path& file)
    : file_(file), stream_(std::fopen(file.c_str(), "wbe"), &std::fclose) {
  if (!stream_) fail("created");
}

void ArrayFile::write(std::span<const std::byte> bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stream_.get()) != bytes.size()) fail("written");
}

void ArrayFile::close() {
  if (std::fflush(stream_.get()) != 0) fail("written");
  if (std::fclose(stream_.release()) != 0) fail("written");
}

void ArrayFile::fail(const char* verb) {
  throw EnvironmentError(fmt::format("{}: cannot be {}: {}", file_.string(), verb, std::strerror(errno)));
}

}  // namespace purkinje::data
