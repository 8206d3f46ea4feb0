// Files read whole, written whole or not at all, and mapped into memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace purkinje {

// Throws InputError naming the file where it cannot be read.
std::string read_file(const std::filesystem::path& file);

// Writes beside the target, flushes to disk, renames: readers see the old file or the new one, never a part.
// Throws EnvironmentError (disk full, folder read-only).
void write_file_atomically(const std::filesystem::path& file, std::string_view bytes);

// Whether an open file still stands under its name. Who waits for a lock (flock) on a file that its holder
// removes when it ends asks this once it has it: a lock on a file that is gone from its folder locks nothing,
// since the next one makes and locks a new file of that name. Then it is to be opened and locked again.
bool is_still_there(int descriptor, const std::filesystem::path& file);

// A read-only memory map of a whole file. Throws InputError where the file cannot be opened.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const std::byte* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  const std::byte* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace purkinje
