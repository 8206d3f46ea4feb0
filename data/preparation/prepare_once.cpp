// A lock beside the folder, a temporary folder, a rename.
#include "data/preparation/prepare_once.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

namespace purkinje::data {
namespace {

// An exclusive lock that the operating system gives back when its holder dies. Its file goes with it.
class FolderLock {
 public:
  explicit FolderLock(std::filesystem::path file) : file_(std::move(file)) {
    do open();
    while (!is_still_there(descriptor_, file_));
  }
  ~FolderLock() {
    ::unlink(file_.c_str());
    ::close(descriptor_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  void open() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0) fail("created");
    while (::flock(descriptor_, LOCK_EX) != 0)
      if (errno != EINTR) fail("locked");
  }
  [[noreturn]] void fail(const char* verb) const {
    throw EnvironmentError(fmt::format("{}: cannot be {}: {}", file_.string(), verb, std::strerror(errno)));
  }

  std::filesystem::path file_;
  int descriptor_ = -1;
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
    // Of sources that have changed; whoever has it mapped keeps it.
    const TemporaryFolder outdated{folder.string() + ".outdated"};
    std::filesystem::remove_all(outdated.path);
    if (std::filesystem::exists(folder)) std::filesystem::rename(folder, outdated.path);
    std::filesystem::rename(temporary.path, folder);
    return manifest;
  } catch (const std::filesystem::filesystem_error& error) {
    throw EnvironmentError(fmt::format("the folder of prepared sets cannot be written: {}: {}",
                                       error.path1().string(), error.code().message()));
  }
}

}  // namespace purkinje::data
