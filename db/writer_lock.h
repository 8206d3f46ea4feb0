// One writer at a time: a locked file beside the database that says who has it. The kernel frees it when its
// owner dies.
#pragma once

#include <filesystem>

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

}  // namespace purkinje::db
