// Who writes a database, asked by others.
#include "db/writer_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/db/fixture.h"

namespace purkinje::db {
namespace {

using State = WriterSeen::State;

class WriterLocks : public ::testing::Test {
 protected:
  std::string text_of_lock() const {
    std::string text;
    std::getline(std::ifstream(folder / "a.db.lock"), text);
    return text;
  }

  test::Folder folder;
  std::filesystem::path file = folder / "a.db";
};

TEST_F(WriterLocks, are_seen_while_they_are_held_and_gone_afterwards) {
  {
    const WriterLock lock(file);

    const WriterSeen seen = look_at_writer(file);

    EXPECT_EQ(seen.state, State::writes);
    EXPECT_EQ(seen.owner, text_of_lock());
    EXPECT_TRUE(seen.owner.starts_with("process " + std::to_string(getpid()) + " on ")) << seen.owner;
  }
  EXPECT_EQ(look_at_writer(file).state, State::none);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.db.lock")) << "to look makes no file";
}

TEST_F(WriterLocks, of_a_process_that_died_here_are_told_from_those_of_another_host) {
  std::string owner;
  {
    const WriterLock lock(file);
    owner = text_of_lock();
  }

  std::ofstream(folder / "a.db.lock") << owner << "\n";
  EXPECT_EQ(look_at_writer(file).state, State::died);
  EXPECT_EQ(look_at_writer(file).owner, owner);
  std::ofstream(folder / "a.db.lock") << "process 4711 on another-host\n";
  EXPECT_EQ(look_at_writer(file).state, State::unknown);
  std::ofstream(folder / "a.db.lock") << "";
  EXPECT_EQ(look_at_writer(file).state, State::unknown) << "it does not say whose it is";
}

TEST_F(WriterLocks, are_taken_while_somebody_looks_without_end) {
  std::ofstream(folder / "a.db.lock") << "process 4711 on another-host\n";
  std::atomic<bool> stop = false;
  std::thread looker([&] {
    while (!stop) look_at_writer(file);
  });

  for (int i = 0; i < 50; ++i) EXPECT_NO_THROW(WriterLock{file});

  stop = true;
  looker.join();
}

}  // namespace
}  // namespace purkinje::db
