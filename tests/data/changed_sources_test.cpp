// A prepared set is found again until something it was made from changes: descriptors, tables, lists,
// headers, signals. What it is known by, its fingerprint, changes only with what stands in the arrays.
#include <gmock/gmock.h>

#include "base/error.h"
#include "base/files.h"
#include "data/formats/wfdb_write.h"
#include "data/preparation/prepare.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDescriptor =
    "name: mine\ntitle: Mine\nroot: mine\nrecords: {list: RECORDS}\ntable: {file: t.csv, key: record}\n"
    "patient: {column: who}\nclasses: [X]\nlabels: {kind: csv}\n";

// Records a and b of the set `mine`, and a union of it with an absent one.
class ChangedSources : public ::testing::Test {
 protected:
  void SetUp() override { make(folder_); }

  static void make(const TemporaryFolder& folder) {
    folder.write("mine/RECORDS", "a\nb\n");
    folder.write("mine/t.csv", "record,who,X\na,p1,1\nb,p2,0\n");
    write_signal(folder, "a", 0.5);
    write_signal(folder, "b", 0.25);
    folder.write("sets/mine.yaml", kDescriptor);
    folder.write("sets/later.yaml",
                 "name: later\ntitle: Later\nroot: later\nrecords: {glob: '*.hea'}\nclasses: [X]\n"
                 "labels: {kind: header_text, rules: {X: positive}}\n");
    folder.write("sets/both.yaml",
                 "name: both\ntitle: Both\nclasses: [X]\nunion: [mine, later]\nskip_missing: true\n");
  }

  static void write_signal(const TemporaryFolder& folder, const std::string& name, double value_mv,
                           const std::string& below = "mine") {
    fs::create_directories(folder.path() / below);
    write_recording({name, 500, {"I"}, {{value_mv, 1, value_mv, 0}}, {}, {"no finding"}},
                    folder.path() / below);
  }

  static PrepareRequest request(const TemporaryFolder& folder, const std::string& set = "both") {
    return {{{"set", (folder.path() / "sets" / (set + ".yaml")).string()},
             {"positive", {"X"}},
             {"preprocessing", {{"leads", {"I"}}}}},
            folder.path(),
            folder.path() / "cache"};
  }
  bool is_found() const { return find_prepared(request(folder_)).has_value(); }

  TemporaryFolder folder_;
};

TEST_F(ChangedSources, nothing_changed_is_found_again) {
  const auto manifest = prepare(request(folder_));

  ASSERT_TRUE(is_found());
  EXPECT_EQ(find_prepared(request(folder_))->fingerprint, manifest.fingerprint);
}

TEST_F(ChangedSources, label_table_changed_gives_the_new_labels_and_another_fingerprint) {
  const auto before = prepare(request(folder_));

  folder_.write("mine/t.csv", "record,who,X\na,p1,0\nb,p2,1\n");

  EXPECT_FALSE(is_found());
  const auto after = prepare(request(folder_));
  EXPECT_EQ(after.samples[0].labels[0], 0);
  EXPECT_NE(after.fingerprint, before.fingerprint);
}

TEST_F(ChangedSources, table_set_back_in_time_is_seen_as_changed) {
  prepare(request(folder_));
  const auto table = folder_.path() / "mine" / "t.csv";
  const auto time = fs::last_write_time(table);

  folder_.write("mine/t.csv", "record,who,X\na,p1,0\nb,p2,1\n");
  fs::last_write_time(table, time);

  EXPECT_FALSE(is_found());
}

TEST_F(ChangedSources, descriptor_of_a_member_changed_is_seen) {
  prepare(request(folder_));

  std::string changed = kDescriptor;
  changed.replace(changed.find("who"), 3, "record");
  folder_.write("sets/mine.yaml", changed);

  EXPECT_FALSE(is_found());
  EXPECT_EQ(prepare(request(folder_)).samples[0].patient, "mine:a");
}

TEST_F(ChangedSources, record_list_header_and_signal_changed_are_seen) {
  const std::function<void()> changes[] = {
      [&] { folder_.write("mine/RECORDS", "b\n"); }, [&] { folder_.write("mine/RECORDS", "a\nb\n"); },
      [&] {
        const auto header = folder_.path() / "mine" / "b.hea";
        folder_.write("mine/b.hea", read_file(header) + "# another comment\n");
      },
      [&] { write_signal(folder_, "a", 0.75); }};
  for (const auto& change : changes) {
    prepare(request(folder_));
    ASSERT_TRUE(is_found());

    change();

    EXPECT_FALSE(is_found());
  }
}

TEST_F(ChangedSources, member_that_was_absent_and_records_that_a_pattern_finds_are_seen) {
  EXPECT_EQ(prepare(request(folder_)).samples.size(), 2u);

  write_signal(folder_, "c", 0.1, "later");
  EXPECT_FALSE(is_found());
  EXPECT_EQ(prepare(request(folder_)).samples.size(), 3u);

  write_signal(folder_, "d", 0.1, "later");
  EXPECT_FALSE(is_found());
  EXPECT_EQ(prepare(request(folder_)).samples.size(), 4u);
}

TEST_F(ChangedSources, fingerprint_depends_neither_on_the_folder_nor_on_times) {
  const TemporaryFolder other;
  make(other);
  fs::last_write_time(other.path() / "mine" / "a.dat",
                      fs::file_time_type::clock::now() - std::chrono::hours(99));

  EXPECT_EQ(prepare(request(other)).fingerprint, prepare(request(folder_)).fingerprint);
  EXPECT_EQ(prepare(request(other, "mine")).fingerprint, prepare(request(folder_)).fingerprint);
}

TEST_F(ChangedSources, garbage_in_the_cache_is_built_again) {
  prepare(request(folder_));
  const auto cached = prepared_folder(request(folder_));

  for (const char* name : {"sources.json", "manifest.json"})
    for (const char* bytes : {"", "[]", "[[1]]", "{\"a\": 1}", "not JSON"}) {
      std::ofstream(cached / name) << bytes;
      EXPECT_NO_THROW(find_prepared(request(folder_))) << name << " " << bytes;
      EXPECT_EQ(prepare(request(folder_)).samples.size(), 2u) << name << " " << bytes;
    }
}

// Jobs are known by these: an option that comes to the `data:` block must not change what was prepared
// without it.
TEST(Fingerprints, records_as_examples_keep_the_fingerprints_they_had_before_beats_windows_and_regions) {
  const TemporaryFolder folder;
  const Json quickstart = {{"set", "synthetic"},
                           {"positive", {"MI"}},
                           {"preprocessing", {{"resample_hz", 100.0}, {"duration_s", 2.5}}}};

  EXPECT_EQ(prepare({quickstart, data_root(), folder.path()}).fingerprint,
            "5fe9f436fddde24dcd72c1d15661d5a128e1a8dad84e2e67881f4e7e737a888a");
  if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021"}); !why.empty())
    GTEST_SKIP() << why;
  const Json s0 = {{"set", "twelve_lead"},
                   {"positive", {"MI"}},
                   {"one_per_patient", true},
                   {"select", {{"positives", 43}, {"negatives", 514}, {"seed", 1}}},
                   {"preprocessing", {{"resample_hz", 500.0}, {"duration_s", 10.0}}}};
  EXPECT_EQ(prepare({s0, data_root(), folder.path()}).fingerprint,
            "c8fc86ae0c20a3c3969ec806dd2e0c6c0193146b307f17dbc8610e35cba88da7");
}

}  // namespace
}  // namespace purkinje::data
