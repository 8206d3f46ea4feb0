#include "db/writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/files.h"
#include "base/utf8.h"

namespace purkinje::db {
namespace {

std::string owner_of(int descriptor) {
  std::array<char, 512> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string owner(text.data(), size > 0 ? static_cast<size_t>(size) : 0);
  while (!owner.empty() && owner.back() == '\n') owner.pop_back();
  return owner.empty() ? "another process" : as_utf8(owner);
}

std::string this_host() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return host.data();
}

// 0, or why not. Who only looks has the lock for a moment, too, so that one refusal is none.
int lock_as_writer(int descriptor) {
  constexpr int kTries = 20;
  int error = 0;
  for (int i = 0; i < kTries; ++i) {
    if (i > 0) usleep(5000);
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return 0;
    error = errno;
    if (error != EWOULDBLOCK) break;
  }
  return error;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& database) : file_(database.string() + ".lock") {
  while (descriptor_ < 0) {
    const int descriptor = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
      throw EnvironmentError(
          fmt::format("{}: cannot make the writer's lock file: {}", file_.string(), strerror(errno)));
    }
    if (const int error = lock_as_writer(descriptor); error != 0) {
      const std::string owner = owner_of(descriptor);
      close(descriptor);
      if (error == EWOULDBLOCK) {
        throw EnvironmentError(fmt::format("{} is being written by {}; a database has one writer at a time",
                                           database.string(), owner));
      }
      throw EnvironmentError(fmt::format("{}: cannot be locked: {}", file_.string(), strerror(error)));
    }
    if (is_still_there(descriptor, file_)) {
      descriptor_ = descriptor;
    } else {
      close(descriptor);
    }
  }
  const std::string owner = fmt::format("process {} on {}\n", getpid(), this_host());
  if (ftruncate(descriptor_, 0) != 0 || pwrite(descriptor_, owner.data(), owner.size(), 0) < 0) {
    // The lock holds all the same; only its sentence is poorer.
  }
}

WriterLock::~WriterLock() {
  unlink(file_.c_str());
  close(descriptor_);
}

// The lock file is not the database: to close it drops none of the locks that SQLite has there.
WriterSeen look_at_writer(const std::filesystem::path& database) {
  using State = WriterSeen::State;
  const std::filesystem::path file = database.string() + ".lock";
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {errno == ENOENT ? State::none : State::unknown};
  const bool was_free = flock(descriptor, LOCK_SH | LOCK_NB) == 0;
  const bool is_held = !was_free && errno == EWOULDBLOCK;
  WriterSeen seen{State::unknown, owner_of(descriptor)};
  if (is_held)
    seen.state = State::writes;
  else if (!is_still_there(descriptor, file))
    seen = {State::none};
  else if (was_free && seen.owner.ends_with(" on " + this_host()))
    seen.state = State::died;
  close(descriptor);
  return seen;
}

}  // namespace purkinje::db
