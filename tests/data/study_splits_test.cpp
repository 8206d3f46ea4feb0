// The splits of the four studies on the recordings that are at hand: sizes, positives of each class, and that
// no patient straddles two parts where the protocol does not say so.
#include <gmock/gmock.h>

#include <chrono>
#include <set>

#include "data/preparation/prepare.h"
#include "data/preparation/selection.h"
#include "data/prepared/splits.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using testing::ElementsAre;

using Counts = std::vector<size_t>;

// Positives of each class, then the samples.
Counts counts_of(const Manifest& manifest, const std::vector<uint32_t>& part) {
  Counts counts(manifest.classes.size() + 1);
  for (const auto i : part)
    for (size_t c = 0; c < manifest.classes.size(); ++c) counts[c] += manifest.samples[i].labels[c] == 1;
  counts.back() = part.size();
  return counts;
}

std::set<std::string> patients_of(const Manifest& manifest, const std::vector<uint32_t>& part) {
  std::set<std::string> patients;
  for (const auto i : part) patients.insert(manifest.samples[i].patient);
  return patients;
}

bool patients_straddle(const Manifest& manifest, const Split& split) {
  const auto train = patients_of(manifest, split.train), validation = patients_of(manifest, split.validation),
             test = patients_of(manifest, split.test);
  std::set<std::string> all = train;
  all.insert(validation.begin(), validation.end());
  all.insert(test.begin(), test.end());
  return all.size() != train.size() + validation.size() + test.size();
}

size_t size_of(const Split& split) {
  return split.train.size() + split.validation.size() + split.test.size();
}

// What a split looks at, without signals: records as examples.
Manifest manifest_of(const std::string& set_name, const Json& data) {
  const auto set = load_data_set(set_name, data_root());
  const auto selection = select_records(set, data);
  Manifest manifest;
  manifest.data_set = set_name;
  manifest.classes = selection.classes;
  for (const auto& [record, labels] : selection.records)
    manifest.samples.push_back({record->id, record->patient, 0, labels});
  return manifest;
}

const Json kSixRecords = {"mitdb/114", "mitdb/118", "mitdb/124", "mitdb/205", "mitdb/220", "mitdb/223"};

class StudySplits : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021", "mitdb"}); !why.empty())
      GTEST_SKIP() << why;
  }

  static void TearDownTestSuite() { cache().reset(); }

  static Manifest mitdb(Json data) {
    data["set"] = "mitdb";
    if (!cache()) cache() = std::make_unique<TemporaryFolder>();
    return prepare({data, data_root(), cache()->path()});
  }
  static Manifest beats() {
    return mitdb({{"examples", "beat"},
                  {"before", 62},
                  {"after", 125},
                  {"task", "multi_class"},
                  {"classes", {"N", "S", "V", "F"}},
                  {"preprocessing", {{"leads", {"MLII"}}, {"resample_hz", 125}}}});
  }
  static Manifest windows() {
    return mitdb({{"examples", "window"},
                  {"window_s", 10},
                  {"task", "binary"},
                  {"positive", {"S"}},
                  {"preprocessing", {{"leads", {"MLII"}}, {"resample_hz", 150}}}});
  }

 private:
  static std::unique_ptr<TemporaryFolder>& cache() {
    static std::unique_ptr<TemporaryFolder> folder;
    return folder;
  }
};

TEST_F(StudySplits, S0_has_43_positives_in_557_patients_and_five_even_folds) {
  const auto manifest =
      manifest_of("twelve_lead", {{"task", "binary"},
                                  {"positive", {"MI"}},
                                  {"one_per_patient", true},
                                  {"select", {{"positives", 43}, {"negatives", 514}, {"seed", 1}}}});
  ASSERT_EQ(manifest.samples.size(), 557u);

  for (int fold = 0; fold < 5; ++fold) {
    const auto split =
        make_split({{"kind", "stratified_kfold"}, {"folds", 5}, {"validation", 0.1}}, manifest, 1, fold);

    EXPECT_FALSE(patients_straddle(manifest, split));
    EXPECT_EQ(size_of(split), 557u);
    const auto test = counts_of(manifest, split.test);
    EXPECT_THAT(test[0], testing::AnyOf(8u, 9u));
    EXPECT_THAT(test[1], testing::AnyOf(111u, 112u));
  }
}

TEST_F(StudySplits, S2_intra_patient_split_is_stratified_by_beat_and_quick) {
  const auto manifest = beats();
  const Json protocol = {{"kind", "holdout"}, {"group", "none"}, {"test", 0.2}, {"validation", 0.125}};

  const auto began = std::chrono::steady_clock::now();
  const auto split = make_split(protocol, manifest, 1, 0);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  EXPECT_THAT(counts_of(manifest, split.train), ElementsAre(32078u, 660u, 2651u, 290u, 35679u));
  EXPECT_THAT(counts_of(manifest, split.validation), ElementsAre(4583u, 94u, 379u, 41u, 5097u));
  EXPECT_THAT(counts_of(manifest, split.test), ElementsAre(9165u, 189u, 758u, 83u, 10195u));
  EXPECT_TRUE(patients_straddle(manifest, split)) << "the protocol's group is none";
  EXPECT_LT(took.count(), 3) << "a guard, not a measurement";
  RecordProperty("seconds", std::to_string(took.count()));
}

TEST_F(StudySplits, S2_inter_patient_split_tests_on_six_records_and_cuts_validation_from_sixteen) {
  const auto manifest = beats();
  const Json protocol = {
      {"kind", "records"}, {"group", "record"}, {"test_records", kSixRecords}, {"validation", 0.2}};

  const auto split = make_split(protocol, manifest, 1, 0);

  EXPECT_FALSE(patients_straddle(manifest, split));
  EXPECT_THAT(counts_of(manifest, split.train), ElementsAre(26340u, 502u, 2441u, 374u, 29657u));
  EXPECT_THAT(counts_of(manifest, split.validation), ElementsAre(7402u, 132u, 697u, 6u, 8237u));
  EXPECT_THAT(counts_of(manifest, split.test), ElementsAre(12084u, 309u, 650u, 34u, 13077u));
}

TEST_F(StudySplits, S2_inter_patient_split_with_all_three_parts_named) {
  const auto manifest = beats();
  // Two records stand in for DS2.
  const Json protocol = {{"kind", "records"},
                         {"group", "record"},
                         {"validation_records", kSixRecords},
                         {"test_records", {"mitdb/230", "mitdb/22*"}}};
  Json disjoint = protocol;
  disjoint["test_records"] = {"mitdb/230", "mitdb/208"};

  EXPECT_THROW(make_split(protocol, manifest, 1, 0), std::exception) << "220 and 223 are in two parts";
  const auto split = make_split(disjoint, manifest, 1, 0);

  EXPECT_FALSE(patients_straddle(manifest, split));
  EXPECT_EQ(size_of(split), manifest.samples.size());
  EXPECT_THAT(patients_of(manifest, split.test), ElementsAre("mitdb:208", "mitdb:230"));
  EXPECT_THAT(counts_of(manifest, split.validation), ElementsAre(12084u, 309u, 650u, 34u, 13077u));
}

TEST_F(StudySplits, S1_windows_are_split_by_record) {
  const auto manifest = windows();
  const Json protocol = {
      {"kind", "records"}, {"group", "record"}, {"test_records", kSixRecords}, {"validation", 0.2}};

  const auto split = make_split(protocol, manifest, 1, 0);

  EXPECT_FALSE(patients_straddle(manifest, split));
  EXPECT_THAT(counts_of(manifest, split.train), ElementsAre(126u, 2340u));
  EXPECT_THAT(counts_of(manifest, split.validation), ElementsAre(59u, 540u));
  EXPECT_THAT(counts_of(manifest, split.test), ElementsAre(187u, 1080u));
}

TEST_F(StudySplits, S3_tests_on_a_tenth_and_validates_on_a_tenth_of_the_rest) {
  const auto manifest = manifest_of(
      "twelve_lead",
      {{"task", "multi_label"},
       {"classes",
        {"NSR", "IAVB", "abQRS", "AF", "LAnFB", "LAD", "LBBB", "LVH", "MI", "MIs", "RBBB", "SB", "STach"}}});
  ASSERT_EQ(manifest.samples.size(), 735u);

  const auto split = make_split({{"kind", "holdout"}, {"test", 0.1}, {"validation", 0.1}}, manifest, 1, 0);

  EXPECT_FALSE(patients_straddle(manifest, split));
  EXPECT_EQ(size_of(split), 735u);
  EXPECT_THAT(counts_of(manifest, split.validation),
              ElementsAre(48u, 2u, 2u, 3u, 3u, 9u, 1u, 10u, 7u, 4u, 2u, 5u, 2u, 61u));
  EXPECT_THAT(counts_of(manifest, split.test),
              ElementsAre(53u, 2u, 2u, 3u, 4u, 10u, 1u, 11u, 8u, 4u, 2u, 6u, 2u, 72u));
}

TEST_F(StudySplits, manifest_of_all_beats_is_read_quickly) {
  const auto manifest = beats();
  const auto text = manifest.to_json().dump();

  const auto began = std::chrono::steady_clock::now();
  const auto read = Manifest::from_json(Json::parse(text));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  EXPECT_EQ(read.samples.size(), manifest.samples.size());
  EXPECT_LT(text.size(), 1'200'000u);
  EXPECT_LT(took.count(), 1) << "a guard, not a measurement";
  RecordProperty("seconds", std::to_string(took.count()));
  RecordProperty("bytes", std::to_string(text.size()));
}

}  // namespace
}  // namespace purkinje::data
