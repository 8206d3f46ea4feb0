// One writer at a time: a locked file beside the database that says who has it. The kernel frees it when its
// owner dies.
#pragma once

#include <filesystem>
#include <string>

namespace purkinje::db {

class WriterLock {
 public:
  // Throws EnvironmentError naming process and host of the owner where the database has a writer, or where
  // the lock file cannot be made.
  explicit WriterLock(const std::filesystem::path& database);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

// What the lock file tells of a database's writer.
struct WriterSeen {
  enum class State {
    none,     // there is no lock file: nobody writes here
    writes,   // the lock is held
    died,     // its owner, a process of this host, is gone and has not removed the file
    unknown,  // the lock looks free, but its owner is on another host: file systems may not show its locks
              // here
  };
  State state = State::none;
  std::string owner = {};  // "process 4711 on node3"
};

// Asks without writing anything, and in no writer's way.
WriterSeen look_at_writer(const std::filesystem::path& database);

}  // namespace purkinje::db
