// Files written whole or not at all, read, mapped and hashed.
#include "base/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "base/error.h"
#include "base/sha256.h"
#include "tests/base/message_of.h"

namespace purkinje {
namespace {

using testing::HasSubstr;

// A folder of its own for each test, removed afterwards.
class Files : public testing::Test {
 protected:
  Files() {
    std::string name = (std::filesystem::temp_directory_path() / "purkinje-files-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Files() override {
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    std::filesystem::remove_all(folder_);
  }

  size_t files_in_folder() const {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  std::filesystem::path folder_;
};

}  // namespace

TEST_F(Files, come_back_as_they_were_written) {
  const std::string bytes("a\0b\n\xff", 5);

  write_file_atomically(folder_ / "x", bytes);

  EXPECT_EQ(read_file(folder_ / "x"), bytes);
}

TEST_F(Files, are_replaced_and_leave_no_temporary_file) {
  write_file_atomically(folder_ / "x", "old and longer");
  write_file_atomically(folder_ / "x", "new");

  EXPECT_EQ(read_file(folder_ / "x"), "new");
  EXPECT_EQ(files_in_folder(), 1u);
}

TEST_F(Files, that_cannot_replace_their_target_leave_no_temporary_file) {
  std::filesystem::create_directory(folder_ / "x");

  const auto message = message_of<EnvironmentError>([&] { write_file_atomically(folder_ / "x", "new"); });

  EXPECT_THAT(message, HasSubstr((folder_ / "x").string() + ": cannot replace"));
  EXPECT_EQ(files_in_folder(), 1u);
}

TEST_F(Files, in_a_read_only_folder_are_refused_with_the_name) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  std::filesystem::permissions(folder_,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);

  EXPECT_THAT(message_of<EnvironmentError>([&] { write_file_atomically(folder_ / "x", "new"); }),
              HasSubstr((folder_ / "x").string()));
}

TEST_F(Files, in_a_folder_that_does_not_exist_are_refused_with_the_name) {
  EXPECT_THAT(message_of<EnvironmentError>([&] { write_file_atomically(folder_ / "no" / "x", "new"); }),
              HasSubstr((folder_ / "no" / "x").string()));
}

TEST_F(Files, that_cannot_be_read_are_named) {
  EXPECT_THAT(message_of<InputError>([&] { read_file(folder_ / "nothing"); }),
              HasSubstr("nothing: cannot be read"));
  EXPECT_THAT(message_of<InputError>([&] { read_file(folder_); }), HasSubstr("is a folder"));
}

TEST_F(Files, that_are_open_are_known_to_be_gone_from_their_name_or_replaced) {
  write_file_atomically(folder_ / "x", "old");
  const int descriptor = ::open((folder_ / "x").c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  EXPECT_TRUE(is_still_there(descriptor, folder_ / "x"));

  write_file_atomically(folder_ / "x", "new");
  EXPECT_FALSE(is_still_there(descriptor, folder_ / "x"));

  std::filesystem::remove(folder_ / "x");
  EXPECT_FALSE(is_still_there(descriptor, folder_ / "x"));
  ::close(descriptor);
}

TEST_F(Files, are_mapped_with_their_bytes_and_size) {
  write_file_atomically(folder_ / "x", "abc");

  MappedFile mapped(folder_ / "x");
  const MappedFile moved(std::move(mapped));

  ASSERT_EQ(moved.size(), 3u);
  EXPECT_EQ(static_cast<char>(moved.data()[2]), 'c');
}

TEST_F(Files, that_are_empty_are_mapped_with_size_zero) {
  write_file_atomically(folder_ / "x", "");

  EXPECT_EQ(MappedFile(folder_ / "x").size(), 0u);
}

TEST_F(Files, that_cannot_be_mapped_are_named) {
  EXPECT_THAT(message_of<InputError>([&] { MappedFile(folder_ / "nothing"); }),
              HasSubstr("nothing: cannot be opened"));
  EXPECT_THAT(message_of<InputError>([&] { MappedFile{folder_}; }), HasSubstr(folder_.string()));
}

TEST_F(Files, have_the_hash_of_their_bytes) {
  write_file_atomically(folder_ / "x", "abc");

  EXPECT_EQ(sha256_of_file(folder_ / "x"), sha256("abc"));
}

// FIPS 180-4 examples.
TEST(Sha256, gives_the_published_digests) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, does_not_depend_on_how_the_bytes_arrive) {
  Sha256 hash;
  hash.update("a");
  hash.update("");
  hash.update("bc", 2);

  EXPECT_EQ(hash.hex(), sha256("abc"));
}

}  // namespace purkinje
