#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace purkinje {
namespace {

[[noreturn]] void cannot(const char* what, const std::filesystem::path& file) {
  throw EnvironmentError(fmt::format("{}: cannot {}: {}", file.string(), what, std::strerror(errno)));
}

[[noreturn]] void unreadable(const std::filesystem::path& file) {
  throw InputError({file.string(), 0, ""}, fmt::format("cannot be read: {}", std::strerror(errno)));
}

struct OpenFile {
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor < 0) unreadable(file);
  }
  ~OpenFile() { ::close(descriptor); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  const int descriptor;
};

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) cannot("write", file);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  const OpenFile open(file);
  struct stat info {};
  if (::fstat(open.descriptor, &info) == 0 && S_ISDIR(info.st_mode))
    throw InputError({file.string(), 0, ""}, "is a folder, not a file");
  // What has no size, a pipe or a file of /proc, grows as it comes.
  const bool has_size = S_ISREG(info.st_mode) && info.st_size > 0;
  std::string text(has_size ? static_cast<size_t>(info.st_size) : 4096, '\0');
  for (size_t size = 0;;) {
    const ssize_t got = ::read(open.descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) unreadable(file);
    size += static_cast<size_t>(got);
    if (got == 0 || (has_size && size == text.size())) {
      text.resize(size);
      return text;
    }
    if (size == text.size()) text.resize(2 * size);
  }
}

void write_file_atomically(const std::filesystem::path& file, std::string_view bytes) {
  const std::filesystem::path beside = fmt::format("{}.{}.tmp", file.string(), ::getpid());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) cannot("create", file);
  try {
    write_all(descriptor, bytes, file);
    if (::fsync(descriptor) != 0) cannot("flush", file);
  } catch (...) {
    ::close(descriptor);
    ::unlink(beside.c_str());
    throw;
  }
  ::close(descriptor);
  if (::rename(beside.c_str(), file.c_str()) != 0) {
    const int reason = errno;
    ::unlink(beside.c_str());
    errno = reason;
    cannot("replace", file);
  }
}

bool is_still_there(int descriptor, const std::filesystem::path& file) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 && ::stat(file.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

MappedFile::MappedFile(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw InputError({file.string(), 0, ""}, fmt::format("cannot be opened: {}", std::strerror(errno)));
  struct stat info {};
  ::fstat(descriptor, &info);
  size_ = static_cast<size_t>(info.st_size);
  void* mapped = size_ ? ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor, 0) : nullptr;
  ::close(descriptor);
  if (mapped == MAP_FAILED)
    throw InputError({file.string(), 0, ""}, fmt::format("cannot be mapped: {}", std::strerror(errno)));
  data_ = static_cast<const std::byte*>(mapped);
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<std::byte*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace purkinje
