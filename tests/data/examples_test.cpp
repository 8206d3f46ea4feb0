// Beats and windows of a recording as examples: on a made recording whose every sample is known, and on
// MIT-BIH.
#include "data/preparation/examples.h"

#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <map>

#include "base/error.h"
#include "data/preparation/data_options.h"
#include "data/preparation/prepare.h"
#include "data/preparation/prepare_records.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Records "made/a" and "made/b" of one lead at 100 Hz, 10 s and 10 s, whose sample i is i microvolts; beats
// of the classes N, S, Q.
DataSet made_set() {
  DataSet set;
  set.name = "made";
  set.classes = {"N", "S", "Q"};
  set.event_codes = {{1}, {8}, {13}};
  for (const char* id : {"made/a", "made/b"})
    set.records.push_back({id, std::string("made:") + id[5], {}, {1, 1, 1}, "", "", "annotated"});
  return set;
}

Recording made_record(const DataSet&, const CatalogueRecord& record) {
  std::vector<double> ramp(1000);
  for (size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<double>(i) / 1000;
  return {record.id, 100, {"MLII"}, {ramp}, {"mV"}, {}};
}

std::vector<LabelledEvent> made_beats(const DataSet&, const CatalogueRecord& record) {
  if (record.id == "made/b") return {{500, 0}};
  return {{10, 0}, {200, 0}, {300, 1}, {399, 2}, {400, 1}, {990, 0}};
}

Json data_of(Json more) {
  Json data = {{"set", "made"}, {"task", "multi_class"}, {"preprocessing", {{"leads", {"MLII"}}}}};
  data.merge_patch(more);
  return data;
}

class Examples : public ::testing::Test {
 protected:
  Manifest prepared(const Json& more) {
    return prepare_records(made_set(), made_record, data_of(more), folder_.path(), {}, {made_beats, {}});
  }
  std::string message_of(const Json& more, const DataSet& set = made_set()) {
    try {
      prepare_records(set, made_record, data_of(more), folder_.path(), {}, {made_beats, {}});
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
  std::vector<int64_t> starts_of(const Manifest& manifest) {
    std::vector<int64_t> starts;
    for (const auto& sample : manifest.samples) starts.push_back(sample.start);
    return starts;
  }

  TemporaryFolder folder_;
};

TEST_F(Examples, beat_stands_at_its_place_in_the_window_and_has_its_class) {
  const auto manifest = prepared({{"examples", "beat"}, {"before", 20}, {"after", 30}});
  const auto set = PreparedSet::open(folder_.path());

  EXPECT_THAT(starts_of(manifest), ElementsAre(180, 280, 379, 380, 480));  // 10 and 990 lack room
  EXPECT_EQ(manifest.length, 50);
  EXPECT_THAT(manifest.samples[1].labels, ElementsAre(0, 1, 0));
  EXPECT_EQ(manifest.samples[4].record, "made/b");
  for (size_t i = 0; i < set.size(); ++i)
    EXPECT_FLOAT_EQ(set.signal(i)[20], static_cast<float>(manifest.samples[i].start + 20) / 1000);
}

TEST_F(Examples, beats_of_other_classes_are_left_out_and_a_binary_task_keeps_them_as_negatives) {
  const Json beat = {{"examples", "beat"}, {"before", 20}, {"after", 30}};
  Json some = beat, binary = beat;
  some["classes"] = {"S", "N"};
  binary["task"] = "binary";
  binary["positive"] = {"S"};

  const auto of_some = prepared(some), of_binary = prepared(binary);

  EXPECT_THAT(starts_of(of_some), ElementsAre(180, 280, 380, 480));
  EXPECT_THAT(of_some.samples[0].labels, ElementsAre(0, 1));
  EXPECT_EQ(of_binary.samples.size(), 5u);
  EXPECT_THAT(of_binary.samples[1].labels, ElementsAre(1));
  EXPECT_THAT(of_binary.samples[2].labels, ElementsAre(0));
}

TEST_F(Examples, beat_is_found_after_resampling_and_starts_are_at_the_records_own_rate) {
  const auto manifest = prepared(
      {{"examples", "beat"}, {"before", 10}, {"after", 20}, {"preprocessing", {{"resample_hz", 50}}}});
  const auto set = PreparedSet::open(folder_.path());

  // R of the beat at sample 399 of 100 Hz lies at 199.5 of 50 Hz, rounded to 200.
  EXPECT_THAT(starts_of(manifest), ElementsAre(180, 280, 380, 380, 480));
  EXPECT_EQ(manifest.length, 30);
  EXPECT_NEAR(set.signal(0)[10], 0.200, 1e-4);
  EXPECT_NEAR(set.signal(2)[10], 0.400, 1e-4);
}

TEST_F(Examples, each_example_is_scaled_by_itself) {
  prepared({{"examples", "beat"},
            {"before", 20},
            {"after", 30},
            {"preprocessing", {{"scaling", "minmax_record"}}}});
  const auto set = PreparedSet::open(folder_.path());

  for (size_t i = 0; i < set.size(); ++i) {
    EXPECT_EQ(set.signal(i)[0], 0.0F);
    EXPECT_EQ(set.signal(i)[49], 1.0F);
  }
}

TEST_F(Examples, windows_follow_each_other_and_have_the_classes_that_beat_in_them) {
  const Json window = {{"examples", "window"}, {"task", "multi_label"}, {"window_s", 4}};

  const auto manifest = prepared(window);

  EXPECT_THAT(starts_of(manifest), ElementsAre(0, 400, 0, 400));  // the rest of 2 s fills no window
  EXPECT_THAT(manifest.samples[0].labels, ElementsAre(1, 1, 1));  // the beat at 399 is in the first window,
  EXPECT_THAT(manifest.samples[1].labels, ElementsAre(0, 1, 0));  // that at 400 in the second
  EXPECT_THAT(manifest.samples[2].labels, ElementsAre(0, 0, 0));
  EXPECT_THAT(manifest.samples[3].labels, ElementsAre(1, 0, 0));
}

TEST_F(Examples, windows_may_overlap) {
  const auto manifest = prepared(
      {{"examples", "window"}, {"task", "binary"}, {"positive", {"S"}}, {"window_s", 4}, {"step_s", 2}});

  EXPECT_THAT(starts_of(manifest), ElementsAre(0, 200, 400, 600, 0, 200, 400, 600));
  EXPECT_THAT(manifest.samples[1].labels, ElementsAre(1));
  EXPECT_THAT(manifest.samples[3].labels, ElementsAre(0));
}

TEST_F(Examples, windows_of_records_without_annotated_beats_have_the_records_labels) {
  auto set = made_set();
  set.event_codes.clear();
  for (auto& record : set.records) record.annotations.clear();
  set.records[1].labels = {0, 0, -1};

  const auto manifest = prepare_records(
      set, made_record, data_of({{"examples", "window"}, {"task", "multi_label"}, {"window_s", 4}}),
      folder_.path());

  EXPECT_THAT(manifest.samples[1].labels, ElementsAre(1, 1, 1));
  EXPECT_THAT(manifest.samples[2].labels, ElementsAre(0, 0, -1));
}

TEST_F(Examples, no_more_than_so_many_of_a_class_stay_of_each_record_evenly_spaced) {
  const Json beat = {{"examples", "beat"}, {"before", 5}, {"after", 5}};
  Json thin = beat;
  thin["at_most_per_class"] = 1;

  const auto all = prepared(beat), some = prepared(thin);

  EXPECT_THAT(starts_of(all), ElementsAre(5, 195, 295, 394, 395, 985, 495));
  EXPECT_THAT(starts_of(some), ElementsAre(5, 295, 394, 495));
  EXPECT_NE(all.fingerprint, some.fingerprint);
  EXPECT_THAT(thinned({{1}, {1}, {0}, {1}, {1}, {1}}, 2), ElementsAre(true, false, true, true, false, false));
}

TEST_F(Examples, one_record_a_patient_keeps_all_beats_of_the_first) {
  auto set = made_set();
  set.records[1].patient = set.records[0].patient;

  const auto manifest = prepare_records(
      set, made_record,
      data_of({{"examples", "beat"}, {"before", 20}, {"after", 30}, {"one_per_patient", true}}),
      folder_.path(), {}, {made_beats, {}});

  EXPECT_EQ(manifest.samples.size(), 4u);
}

TEST_F(Examples, cutting_is_part_of_the_fingerprint) {
  auto fingerprint = [&](const Json& more) { return prepared(more).fingerprint; };
  const Json window = {{"examples", "window"}, {"window_s", 4}};
  Json same = window, other = window;
  same["step_s"] = 4;
  other["step_s"] = 2;

  EXPECT_EQ(fingerprint(window), fingerprint(same));
  EXPECT_NE(fingerprint(window), fingerprint(other));
  EXPECT_NE(fingerprint({{"examples", "beat"}, {"before", 20}, {"after", 30}}),
            fingerprint({{"examples", "beat"}, {"before", 21}, {"after", 29}}));
}

TEST_F(Examples, manifest_is_the_same_after_writing_and_reading) {
  const auto manifest = prepared({{"examples", "beat"}, {"before", 20}, {"after", 30}});

  const auto read = Manifest::from_json(Json::parse(manifest.to_json().dump()));

  EXPECT_EQ(read.to_json(), manifest.to_json());
  ASSERT_EQ(read.samples.size(), manifest.samples.size());
  for (size_t i = 0; i < read.samples.size(); ++i) {
    EXPECT_EQ(read.samples[i].record, manifest.samples[i].record);
    EXPECT_EQ(read.samples[i].patient, manifest.samples[i].patient);
    EXPECT_EQ(read.samples[i].start, manifest.samples[i].start);
    EXPECT_EQ(read.samples[i].labels, manifest.samples[i].labels);
  }
}

TEST_F(Examples, options_that_contradict_each_other_are_refused_by_name) {
  const Json beat = {{"examples", "beat"}, {"before", 20}, {"after", 30}};
  auto with = [&](const Json& more) {
    Json data = beat;
    data.merge_patch(more);
    return message_of(data);
  };

  EXPECT_THAT(with({{"preprocessing", {{"duration_s", 3}}}}),
              HasSubstr("data.preprocessing.duration_s: has a meaning only with examples: record"));
  EXPECT_THAT(with({{"preprocessing", {{"crop", "centre"}}}}), HasSubstr("data.preprocessing.crop"));
  EXPECT_THAT(with({{"task", "multi_label"}}), HasSubstr("a beat has exactly one class"));
  EXPECT_THAT(with({{"task", "binary"}, {"positive", {"S"}}, {"select", {{"positives", 1}}}}),
              HasSubstr("data.select: draws records, not beats"));
  EXPECT_THAT(with({{"after", nullptr}}), HasSubstr("data.after"));
  EXPECT_THAT(with({{"classes", {"N", "SV"}}}), HasSubstr("has no class 'SV'"));
  EXPECT_THAT(with({{"preprocessing", {{"leads", {"V5"}}}}}),
              HasSubstr("record 'made/a' has no lead 'V5'; it has MLII"));
}

TEST_F(Examples, options_of_beats_and_windows_have_no_meaning_elsewhere) {
  auto problems_of = [](const std::string& yaml) {
    Problems problems;
    const auto config = Config::parse(yaml, "my.yaml");
    resolve_options(data_options(), &config, {}, problems);
    try {
      problems.throw_if_any();
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };

  EXPECT_THAT(problems_of("{set: mitdb, before: 62}"), HasSubstr("has a meaning only with examples=beat"));
  EXPECT_THAT(problems_of("{set: mitdb, examples: beat, before: 62}"), HasSubstr("'after' is missing"));
  EXPECT_THAT(problems_of("{set: mitdb, examples: window}"), HasSubstr("'window_s' is missing"));
  EXPECT_EQ(problems_of("{set: mitdb, examples: beat, before: 62, after: 125}"), "accepted");
}

TEST_F(Examples, what_cannot_be_cut_is_said) {
  auto without_beats = made_set();
  without_beats.event_codes.clear();

  EXPECT_THAT(message_of({{"examples", "window"}, {"window_s", 11}}),
              HasSubstr("record 'made/a' is 10.000 s long, shorter than one window of 11 s"));
  EXPECT_THAT(message_of({{"examples", "beat"}, {"before", 20}, {"after", 30}}, without_beats),
              HasSubstr("data.examples: the labels of data set 'made' are not annotated beats"));
  EXPECT_THAT(message_of({{"examples", "beat"}, {"before", 900}, {"after", 200}}),
              HasSubstr("no example is left"));
}

// ---- MIT-BIH

class MitBih : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = cannot_count({"mitdb"}); !why.empty()) GTEST_SKIP() << why;
  }

  // Positives of each class.
  static std::vector<size_t> counts_of(const Manifest& manifest) {
    std::vector<size_t> counts(manifest.classes.size());
    for (const auto& sample : manifest.samples)
      for (size_t c = 0; c < counts.size(); ++c) counts[c] += sample.labels[c] == 1;
    return counts;
  }

  Manifest prepared(Json data) const {
    data["set"] = "mitdb";
    return prepare({data, data_root(), folder_.path()});
  }

  TemporaryFolder folder_;
};

TEST_F(MitBih, beats_are_those_of_the_published_half_less_42_at_the_ends_of_records) {
  const Json data = {{"examples", "beat"},
                     {"before", 62},
                     {"after", 125},
                     {"task", "multi_class"},
                     {"preprocessing",
                      {{"leads", {"MLII"}},
                       {"filter", "median_baseline"},
                       {"resample_hz", 125},
                       {"scaling", "minmax_record"}}}};

  const auto began = std::chrono::steady_clock::now();
  const auto manifest = prepared(data);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  EXPECT_EQ(manifest.samples.size(), 51021u - 42u);
  EXPECT_EQ(manifest.length, 187);
  EXPECT_THAT(manifest.leads, ElementsAre("MLII"));
  // N, S, V, F, Q: the published 45,866, 944, 3,788, 415 and 8, less 40, 1, 0, 1 and 0.
  EXPECT_THAT(counts_of(manifest), ElementsAre(45826u, 943u, 3788u, 414u, 8u));
  EXPECT_LT(took.count(), 60) << "a guard, not a measurement";
  RecordProperty("seconds", std::to_string(took.count()));
}

TEST_F(MitBih, ten_second_windows_are_3960_and_372_have_a_supraventricular_beat) {
  for (const double rate_hz : {360.0, 150.0}) {
    const auto manifest = prepared({{"examples", "window"},
                                    {"window_s", 10},
                                    {"task", "binary"},
                                    {"positive", {"S"}},
                                    {"preprocessing", {{"leads", {"MLII"}}, {"resample_hz", rate_hz}}}});

    EXPECT_EQ(manifest.samples.size(), 3960u);
    EXPECT_EQ(manifest.length, std::llround(10 * rate_hz));
    EXPECT_EQ(counts_of(manifest)[0], 372u);
    EXPECT_EQ(manifest.samples[1].start, 3600);
  }
}

}  // namespace
}  // namespace purkinje::data
