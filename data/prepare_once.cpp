// Building a folder once: a lock beside it, a temporary folder, a rename.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/files.h"
#include "data/prepare_records.h"

namespace purkinje::data {
namespace {

// An exclusive lock that the operating system gives back when its holder dies.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) fail("created", file);
    while (::flock(descriptor_, LOCK_EX) != 0)
      if (errno != EINTR) fail("locked", file);
  }
  ~FolderLock() { ::close(descriptor_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  [[noreturn]] static void fail(const char* verb, const std::filesystem::path& file) {
    throw EnvironmentError(fmt::format("{}: cannot be {}: {}", file.string(), verb, std::strerror(errno)));
  }
  int descriptor_;
};

// A folder that is gone at the end of its scope unless it was renamed.
struct TemporaryFolder {
  std::filesystem::path path;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

Manifest prepare_once(const std::filesystem::path& folder,
                      const std::function<bool(const std::filesystem::path&)>& is_current,
                      const std::function<Manifest(const std::filesystem::path&)>& build) {
  try {
    std::filesystem::create_directories(folder.parent_path());
    const FolderLock lock(folder.string() + ".lock");
    if (is_current(folder)) return Manifest::from_json(Json::parse(read_file(folder / "manifest.json")));
    const TemporaryFolder temporary{folder.string() + ".building"};
    std::filesystem::remove_all(temporary.path);  // of a builder that died
    std::filesystem::create_directory(temporary.path);
    auto manifest = build(temporary.path);
    std::filesystem::remove_all(folder);  // of sources that have changed; whoever has it mapped keeps it
    std::filesystem::rename(temporary.path, folder);
    return manifest;
  } catch (const std::filesystem::filesystem_error& error) {
    throw EnvironmentError(fmt::format("the folder of prepared sets cannot be written: {}: {}",
                                       error.path1().string(), error.code().message()));
  }
}

}  // namespace purkinje::data
