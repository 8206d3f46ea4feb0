// Synthetic records through the whole pipeline to a mapped array, and everything that can go wrong on the
// way.
#include "data/preparation/prepare_records.h"
#include "data/preparation/current_manifest.h"
#include "data/preparation/prepare_once.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "base/files.h"
#include "data/preparation/preprocess.h"
#include "data/preparation/sources.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

DataSet synthetic_set(const Json& options) {
  DataSet set;
  set.name = "synthetic";
  set.title = "Synthetic";
  set.synthetic = options;
  set.classes = synthetic_classes(options);
  for (const auto& info : list_synthetic(options))
    set.records.push_back({info.id, info.patient, {}, info.labels, info.age, info.sex, {}});
  return set;
}

Recording read(const DataSet& set, const CatalogueRecord& record) {
  return read_synthetic(set.synthetic, static_cast<size_t>(&record - set.records.data()));
}

class PrepareRecords : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    root_ =
        fs::temp_directory_path() / ("purkinje_" + std::string(info->name()) + std::to_string(::getpid()));
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::permissions(root_, fs::perms::owner_all, ignored);
    fs::remove_all(root_, ignored);
  }

  fs::path root_;
  Json small_ = {{"records", 12}, {"sample_rate_hz", 250}, {"duration_s", 4}};
  Json data_ = {{"set", "synthetic"},
                {"task", "binary"},
                {"positive", {"MI"}},
                {"preprocessing", {{"resample_hz", 100}, {"duration_s", 2.5}}}};
};

TEST_F(PrepareRecords, array_holds_what_preprocessing_of_each_record_gives) {
  const auto set = synthetic_set(small_);

  const auto manifest = prepare_records(set, read, data_, root_);
  const auto prepared = PreparedSet::open(root_);

  ASSERT_EQ(prepared.size(), 12u);
  EXPECT_EQ(prepared.manifest().length, 250);
  EXPECT_EQ(prepared.manifest().leads.size(), 12u);
  EXPECT_EQ(prepared.manifest().classes, std::vector<std::string>{"MI"});
  EXPECT_EQ(prepared.manifest().fingerprint, manifest.fingerprint);
  EXPECT_EQ(prepared.manifest().to_json(), manifest.to_json());
  const auto how = Preprocessing::from_json(data_["preprocessing"]);
  for (size_t i = 0; i < 12; ++i) {
    const auto expected = preprocess(read_synthetic(small_, i), how).signal;
    const auto found = prepared.signal(i);
    EXPECT_TRUE(std::equal(found.begin(), found.end(), expected.begin(), expected.end())) << i;
  }
}

TEST_F(PrepareRecords, fingerprint_ignores_defaults_and_names_but_not_records_labels_or_preprocessing) {
  auto fingerprint = [&](const DataSet& set, const Json& data) {
    return prepare_records(set, read, data, root_).fingerprint;
  };
  const auto set = synthetic_set(small_);
  const auto plain = fingerprint(set, data_);

  Json with_defaults = data_, other_leads = data_, other_labels = data_;
  with_defaults["stand_in"] = "only a demonstration";
  with_defaults["preprocessing"]["crop"] = "end";
  with_defaults["preprocessing"]["filter"] = "none";
  other_leads["preprocessing"]["leads"] = {"II"};
  other_labels["positive"] = {"AF"};
  auto renamed = set, fewer = set, other_options = set;
  renamed.title = "Another title";
  fewer.records.pop_back();
  other_options.synthetic["noise_mv"] = 0.1;

  EXPECT_EQ(fingerprint(set, with_defaults), plain);
  EXPECT_EQ(fingerprint(renamed, data_), plain);
  EXPECT_NE(fingerprint(set, other_leads), plain);
  EXPECT_NE(fingerprint(set, other_labels), plain);
  EXPECT_NE(fingerprint(fewer, data_), plain);
  EXPECT_NE(fingerprint(other_options, data_), plain);
}

TEST_F(PrepareRecords, all_wrong_records_are_named_at_once_and_the_list_is_cut_at_twenty) {
  Json many = small_;
  many["records"] = 40;
  const auto set = synthetic_set(many);
  auto spoiled = [&](const DataSet& s, const CatalogueRecord& record) {
    auto recording = read(s, record);
    if (record.id != "synthetic/00001") recording.signal_mv[1][17] = std::numeric_limits<double>::quiet_NaN();
    return recording;
  };

  try {
    prepare_records(set, spoiled, data_, root_);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("39 of 40 records"));
    EXPECT_THAT(error.what(),
                testing::HasSubstr("record 'synthetic/00002', lead 'II': sample 17 is not a number"));
    EXPECT_THAT(error.what(), testing::HasSubstr("synthetic/00021"));
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("synthetic/00022")));
    EXPECT_THAT(error.what(), testing::HasSubstr("and 19 more"));
  }
  EXPECT_FALSE(fs::exists(root_ / "manifest.json"));
}

TEST_F(PrepareRecords, records_of_different_rates_are_refused_unless_they_are_resampled) {
  const auto set = synthetic_set(small_);
  auto mixed = [&](const DataSet& s, const CatalogueRecord& record) {
    auto options = s.synthetic;
    if (record.id == "synthetic/00004") options["sample_rate_hz"] = 500;
    return read_synthetic(options, static_cast<size_t>(&record - s.records.data()));
  };
  Json own_rate = data_;
  own_rate["preprocessing"] = {{"duration_s", 2.5}};

  EXPECT_NO_THROW(prepare_records(set, mixed, data_, root_));
  try {
    prepare_records(set, mixed, own_rate, root_);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("record 'synthetic/00004': is sampled at 500 Hz"));
  }
}

TEST_F(PrepareRecords, progress_ends_with_all_records_done) {
  std::vector<std::pair<size_t, size_t>> calls;

  prepare_records(synthetic_set(small_), read, data_, root_,
                  [&](size_t done, size_t total) { calls.emplace_back(done, total); });

  ASSERT_EQ(calls.size(), 13u);
  EXPECT_EQ(calls.back(), std::pair(size_t{12}, size_t{12}));
}

TEST_F(PrepareRecords, folder_is_built_once_by_several_at_a_time) {
  const auto set = synthetic_set(small_);
  const auto folder = root_ / "cache" / "set";
  std::atomic<int> builds = 0;
  auto once = [&] {
    prepare_once(folder, prepared_is_current, [&](const fs::path& f) {
      ++builds;
      return prepare_records(set, read, data_, f);
    });
  };

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(once);
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(builds, 1);
  EXPECT_EQ(PreparedSet::open(folder).size(), 12u);
}

TEST_F(PrepareRecords, failed_build_leaves_nothing_and_a_half_built_folder_is_built_again) {
  const auto set = synthetic_set(small_);
  const auto folder = root_ / "set";
  EXPECT_THROW(prepare_once(folder, prepared_is_current,
                            [](const fs::path&) -> Manifest { throw InputError("a record is broken"); }),
               InputError);
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_FALSE(fs::exists(folder.string() + ".building"));

  fs::create_directory(folder);
  std::ofstream(folder / "signals.f32") << "half";
  fs::create_directory(folder.string() + ".building");
  const auto build = [&](const fs::path& f) { return prepare_records(set, read, data_, f); };
  prepare_once(folder, prepared_is_current, build);

  EXPECT_EQ(PreparedSet::open(folder).size(), 12u);
}

TEST_F(PrepareRecords, changed_source_file_makes_a_set_out_of_date) {
  const auto source = root_ / "record.dat";
  std::ofstream(source) << "first";
  prepare_records(synthetic_set(small_), read, data_, root_);
  write_file_atomically(root_ / "sources.json", stamp_files({source}).dump());
  EXPECT_TRUE(prepared_is_current(root_));

  std::ofstream(source) << "second";

  EXPECT_FALSE(prepared_is_current(root_));
}

TEST_F(PrepareRecords, array_of_another_size_than_the_manifest_says_is_refused) {
  prepare_records(synthetic_set(small_), read, data_, root_);
  fs::resize_file(root_ / "signals.f32", 1000);

  try {
    PreparedSet::open(root_);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("has 1000 bytes where its manifest says 144000"));
  }
  EXPECT_THROW(PreparedSet::open(root_ / "nowhere"), InputError);
}

TEST_F(PrepareRecords, folder_that_cannot_be_written_is_said_in_a_sentence) {
  std::ofstream(root_ / "file") << "";

  EXPECT_THROW(
      prepare_once(root_ / "file" / "set", prepared_is_current, [](const fs::path&) { return Manifest(); }),
      EnvironmentError);
}

TEST_F(PrepareRecords, full_disk_is_said_in_a_sentence) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full here";
  fs::create_symlink("/dev/full", root_ / "signals.f32");

  try {
    prepare_records(synthetic_set(small_), read, data_, root_);
    FAIL() << "accepted";
  } catch (const EnvironmentError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("No space left on device"));
  }
  EXPECT_FALSE(fs::exists(root_ / "manifest.json"));
}

}  // namespace
}  // namespace purkinje::data
