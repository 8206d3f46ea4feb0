// Reference limits from annotation files, the errors counted from them, and what is measured on real data.
#include "data/delineation/delineation_errors.h"

#include <gmock/gmock.h>

#include <cmath>

#include "base/error.h"
#include "data/delineation/judge_delineation.h"
#include "data/delineation/wave_annotations.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using testing::ElementsAre;

std::vector<Annotation> marks(const std::vector<std::pair<int64_t, const char*>>& given) {
  std::vector<Annotation> annotations;
  for (const auto& [sample, symbol] : given) {
    Annotation annotation;
    annotation.sample = sample;
    annotation.code = annotation_code(symbol);
    annotations.push_back(annotation);
  }
  return annotations;
}

std::vector<BeatWaves> waves(const std::vector<std::pair<int64_t, const char*>>& given) {
  return waves_of(marks(given), 500);
}

TEST(WaveAnnotations, brackets_belong_to_the_peak_between_them) {
  const auto beats = waves({{10, "("},
                            {20, "p"},
                            {30, ")"},
                            {40, "("},
                            {50, "N"},
                            {60, ")"},
                            {90, "("},
                            {100, "t"},
                            {110, ")"},
                            {500, "V"}});

  EXPECT_THAT(beats, ElementsAre(BeatWaves{{10, 20, 30}, {40, 50, 60}, {90, 100, 110}},
                                 BeatWaves{{}, {-1, 500, -1}, {}}));
}

TEST(WaveAnnotations, missing_limits_stay_absent) {
  const auto beats = waves({{20, "p"}, {30, ")"}, {40, "("}, {50, "N"}, {100, "t"}, {110, ")"}, {120, ")"}});

  EXPECT_THAT(beats, ElementsAre(BeatWaves{{-1, 20, 30}, {40, 50, -1}, {-1, 100, 110}}));
}

TEST(WaveAnnotations, u_waves_notes_and_second_t_peaks_are_passed_over) {
  const auto beats = waves({{5, "+"},
                            {40, "("},
                            {50, "N"},
                            {60, ")"},
                            {90, "("},
                            {100, "t"},
                            {105, "t"},
                            {110, ")"},
                            {120, "("},
                            {125, "u"},
                            {130, ")"}});

  EXPECT_THAT(beats, ElementsAre(BeatWaves{{}, {40, 50, 60}, {90, 100, 110}}));
}

TEST(WaveAnnotations, waves_without_their_complex_stand_alone) {
  const auto beats =
      waves({{10, "t"}, {200, "p"}, {400, "p"}, {450, "N"}, {1200, "t"}, {1300, "p"}, {2000, "N"}});

  EXPECT_THAT(beats,
              ElementsAre(BeatWaves{{}, {}, {-1, 10, -1}}, BeatWaves{{-1, 200, -1}, {}, {}},
                          BeatWaves{{-1, 400, -1}, {-1, 450, -1}, {}}, BeatWaves{{}, {}, {-1, 1200, -1}},
                          BeatWaves{{-1, 1300, -1}, {}, {}}, BeatWaves{{}, {-1, 2000, -1}, {}}));
}

TEST(DelineationErrors, are_counted_from_the_nearest_mark_within_150_ms) {
  const std::vector<BeatWaves> reference{{{}, {100, 120, 140}, {}}, {{}, {600, 620, 640}, {}}};
  const std::vector<BeatWaves> found{{{}, {104, 120, 240}, {}}, {{}, {592, 621, 640}, {}}};

  DelineationErrors errors;
  errors.add(reference, found, 500);

  EXPECT_THAT(errors.limits[3].errors_ms, ElementsAre(ElementsAre(8.0, -16.0)));
  EXPECT_DOUBLE_EQ(errors.limits[3].mean_ms(), -4);
  EXPECT_DOUBLE_EQ(errors.limits[3].sd_ms(), std::sqrt(2 * 12.0 * 12.0));
  EXPECT_DOUBLE_EQ(errors.limits[5].sensitivity(), 0.5);
  EXPECT_TRUE(std::isnan(errors.limits[0].sensitivity()));
  EXPECT_TRUE(std::isnan(errors.limits[5].sd_ms()));
}

TEST(DelineationErrors, the_sd_in_records_is_the_mean_of_theirs) {
  DelineationErrors errors;
  const auto add = [&](int64_t first, int64_t second) {
    errors.add({{{}, {100, 120, 140}, {}}, {{}, {600, 620, 640}, {}}},
               {{{}, {100 + first, 120, 140}, {}}, {{}, {600 + second, 620, 640}, {}}}, 1000);
  };

  add(10, 10);
  add(-10, -6);

  EXPECT_DOUBLE_EQ(errors.limits[3].sd_in_records_ms(), std::sqrt(8.0) / 2);
  EXPECT_GT(errors.limits[3].sd_ms(), 10);
}

TEST(DelineationErrors, predictivity_counts_only_what_lies_between_marks) {
  const std::vector<BeatWaves> reference{
      {{}, {1000, 1010, 1020}, {}}, {{}, {1500, 1510, 1520}, {}}, {{}, {9000, 9010, 9020}, {}}};
  std::vector<BeatWaves> found;
  for (const int64_t peak : {500, 1010, 1250, 1510, 4000, 9010, 9700})
    found.push_back({{}, {-1, peak, -1}, {}});

  DelineationErrors errors;
  errors.add(reference, found, 500);

  EXPECT_EQ(errors.qrs.found, 4);
  EXPECT_EQ(errors.qrs.right, 3);
  EXPECT_TRUE(std::isnan(errors.p.positive_predictivity()));
}

struct Bound {
  double sensitivity, mean_ms, sd_ms;
};

// What was measured (docs/delineation.md), with a little room.
void expect_within(const DelineationErrors& errors, const std::array<Bound, 9>& bounds) {
  for (size_t i = 0; i < bounds.size(); ++i) {
    SCOPED_TRACE(std::string(kLimitNames[i]));
    EXPECT_GE(errors.limits[i].sensitivity(), bounds[i].sensitivity);
    EXPECT_LE(std::abs(errors.limits[i].mean_ms()), bounds[i].mean_ms);
    EXPECT_LE(errors.limits[i].sd_ms(), bounds[i].sd_ms);
  }
}

TEST(DelineationAccuracy, on_the_records_of_ludb_that_were_not_tuned_on) {
  if (!have_databases()) GTEST_SKIP() << "the databases are not in " << data_root();
  const auto set = load_data_set("ludb", data_root());

  const auto result = judge_delineation(set, {"ii", "", DelineationTrial::Half::odd});

  EXPECT_EQ(result.errors.records, 100u);
  EXPECT_EQ(result.errors.limits[0].reference, 691);
  EXPECT_EQ(result.errors.limits[4].reference, 908);
  EXPECT_EQ(result.errors.limits[8].reference, 814);
  expect_within(result.errors, {{{0.97, 3, 11},
                                 {0.97, 4, 9},
                                 {0.97, 5, 12},
                                 {0.999, 3, 10},
                                 {0.999, 6, 12},
                                 {0.999, 6, 13},
                                 {0.97, 4, 29},
                                 {0.97, 3, 20},
                                 {0.97, 5, 22}}});
  EXPECT_GT(result.errors.qrs.positive_predictivity(), 0.99);
  EXPECT_GT(result.errors.p.positive_predictivity(), 0.9);
  EXPECT_GT(result.errors.t.positive_predictivity(), 0.97);
}

TEST(DelineationAccuracy, against_the_output_of_ecgpuwave) {
  if (!have_databases()) GTEST_SKIP() << "the databases are not in " << data_root();
  const auto set = load_data_set("qtdb", data_root());

  const auto result = judge_delineation(set, {"", "pu0", {}});

  EXPECT_EQ(result.errors.records, 12u);
  EXPECT_EQ(result.errors.limits[4].reference, 12759);
  expect_within(result.errors, {{{0.98, 8, 13},
                                 {0.98, 9, 9},
                                 {0.98, 7, 11},
                                 {0.999, 3, 10},
                                 {0.999, 4, 11},
                                 {0.999, 5, 10},
                                 {0.998, 11, 24},
                                 {0.998, 11, 20},
                                 {0.985, 4, 17}}});
  EXPECT_GT(result.errors.qrs.positive_predictivity(), 0.999);
}

TEST(DelineationAccuracy, against_the_manual_limits_of_qtdb) {
  if (!have_databases()) GTEST_SKIP() << "the databases are not in " << data_root();
  const auto set = load_data_set("qtdb", data_root());

  const auto errors = judge_delineation(set, {"", "q1c", {}}).errors;

  EXPECT_EQ(errors.limits[8].reference, 406);
  expect_within(errors, {{{0.99, 9, 14},
                          {0.99, 4, 12},
                          {0.99, 4, 12},
                          {1, 3, 10},
                          {1, 10, 14},
                          {1, 7, 12},
                          {1, 30, 23},
                          {1, 8, 18},
                          {1, 4, 21}}});
}

TEST(DelineationAccuracy, finds_the_beats_of_mit_bih) {
  if (!have_databases()) GTEST_SKIP() << "the databases are not in " << data_root();
  const auto set = load_data_set("mitdb", data_root());

  const auto errors = judge_delineation(set, {"", "atr", {}}).errors;

  EXPECT_EQ(errors.limits[4].reference, 51021);
  EXPECT_GT(errors.limits[4].sensitivity(), 0.996);
  EXPECT_LT(errors.limits[4].sd_ms(), 9);
  EXPECT_GT(errors.qrs.positive_predictivity(), 0.998);
}

TEST(DelineationAccuracy, says_which_annotations_and_leads_there_are) {
  if (!have_databases()) GTEST_SKIP() << "the databases are not in " << data_root();
  const auto judge = [](const char* set, const DelineationTrial& trial) {
    try {
      judge_delineation(load_data_set(set, data_root()), trial);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };

  EXPECT_THAT(judge("qtdb", {"", "pu7", {}}), testing::HasSubstr("pu0, pu1, q1c"));
  EXPECT_THAT(judge("ludb", {"v7", "", {}}), testing::HasSubstr("no lead 'v7'"));
  EXPECT_THAT(judge("synthetic", {}), testing::HasSubstr("has no files"));
}

}  // namespace
}  // namespace purkinje::data
