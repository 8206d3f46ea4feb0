// Synthetic records written as files are read back as a data set.
#include "orchestrator/commands/synthetic_files.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "data/catalogue/catalogue.h"
#include "data/synthetic/synthetic.h"
#include "tests/db/fixture.h"

namespace purkinje::orchestrator {
namespace {

using db::test::Folder;

const Json kOptions = {
    {"records", 4}, {"conditions", {"NSR", "MI"}}, {"shares", {1.0, 1.0}}, {"duration_s", 2.0}};

TEST(SyntheticFiles, are_read_back_as_a_data_set_with_the_same_labels_and_signals) {
  const Folder folder;

  const auto descriptor = write_synthetic_set(folder / "set", "mine", kOptions, [](size_t, size_t) {});
  const data::DataSet set = data::load_data_set(descriptor.string(), folder.path());

  const auto truth = data::list_synthetic(kOptions);
  ASSERT_EQ(set.records.size(), truth.size());
  for (size_t i = 0; i < truth.size(); ++i) {
    EXPECT_EQ(set.records[i].labels, truth[i].labels);
    const data::Recording written = data::read_record(set, set.records[i]),
                          made = data::read_synthetic(kOptions, i);
    ASSERT_EQ(written.length(), made.length());
    for (size_t k = 0; k < made.signal_mv[1].size(); ++k)
      ASSERT_NEAR(written.signal_mv[1][k], made.signal_mv[1][k], 5.001e-4);
  }
}

TEST(SyntheticFiles, leave_nothing_behind_where_the_folder_holds_something) {
  const Folder folder;
  std::filesystem::create_directory(folder / "set");
  write_file_atomically(folder / "set" / "mine.txt", "x");

  EXPECT_THROW(write_synthetic_set(folder / "set", "mine", kOptions, [](size_t, size_t) {}), InputError);

  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "set"), {}), 1);
}

}  // namespace
}  // namespace purkinje::orchestrator
