// From a recording to an example: leads, crop, pad, invalid samples, scaling.
#include "data/preparation/preprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.h"

namespace purkinje::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Recording recording_of(std::vector<double> first, std::vector<double> second) {
  return {"test/1", 1.0, {"I", "AVR"}, {std::move(first), std::move(second)}, {}, {}};
}

Example example_of(const Recording& recording, Json options) {
  if (!options.contains("leads")) options["leads"] = {"I"};
  return preprocess(recording, Preprocessing::from_json(options));
}

std::string message_of(const Recording& recording, const Json& options) {
  try {
    example_of(recording, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Preprocess, leads_come_by_name_in_the_order_asked_for_whatever_their_case) {
  const auto recording = recording_of({1, 2}, {3, 4});

  const auto example = example_of(recording, {{"leads", {"aVR", "I"}}});

  EXPECT_THAT(example.leads, ElementsAre("aVR", "I"));
  EXPECT_THAT(example.signal, ElementsAre(3, 4, 1, 2));
  EXPECT_THAT(example_of(recording, {{"leads", {"all"}}}).leads, ElementsAre("I", "AVR"));
}

TEST(Preprocess, refuses_a_lead_whose_unit_is_no_voltage) {
  auto recording = recording_of({1, 2}, {3, 4});
  recording.units = {"mV", "mmHg"};

  EXPECT_THAT(message_of(recording, {{"leads", {"I", "aVR"}}}),
              HasSubstr("record 'test/1', lead 'AVR': its unit 'mmHg' is no voltage"));
  EXPECT_EQ(message_of(recording, {{"leads", {"I"}}}), "accepted");
}

TEST(Preprocess, leads_are_found_by_the_spellings_of_the_field) {
  const Recording recording{"test/1", 1.0, {"lead_ii", "MLII"}, {{1, 2}, {3, 4}}, {}, {}};

  EXPECT_THAT(example_of(recording, {{"leads", {"II"}}}).signal, ElementsAre(1, 2));
  EXPECT_THAT(example_of(recording, {{"leads", {"mlii", "Lead II"}}}).signal, ElementsAre(3, 4, 1, 2));
  EXPECT_EQ(message_of(recording, {{"leads", {"II", "lead ii"}}}),
            "data.preprocessing.leads: the lead 'lead ii' stands twice");
}

TEST(Preprocess, missing_lead_is_named_with_its_record) {
  EXPECT_EQ(message_of(recording_of({1}, {2}), {{"leads", {"I", "V1"}}}),
            "record 'test/1' has no lead 'V1'; it has I, AVR");
}

TEST(Preprocess, excess_is_removed_where_crop_says) {
  const auto recording = recording_of({1, 2, 3, 4, 5}, {0, 0, 0, 0, 0});

  const auto end = example_of(recording, {{"duration_s", 3}, {"crop", "end"}});
  const auto start = example_of(recording, {{"duration_s", 3}, {"crop", "start"}});
  const auto centre = example_of(recording, {{"duration_s", 3}, {"crop", "centre"}});

  EXPECT_THAT(end.signal, ElementsAre(1, 2, 3));
  EXPECT_THAT(start.signal, ElementsAre(3, 4, 5));
  EXPECT_THAT(centre.signal, ElementsAre(2, 3, 4));
  EXPECT_EQ(end.start, 0);
  EXPECT_EQ(start.start, 2);
  EXPECT_EQ(centre.start, 1);
}

TEST(Preprocess, zeros_fill_up_where_pad_says) {
  const auto recording = recording_of({1, 2}, {0, 0});

  EXPECT_THAT(example_of(recording, {{"duration_s", 5}, {"pad", "end"}}).signal, ElementsAre(1, 2, 0, 0, 0));
  EXPECT_THAT(example_of(recording, {{"duration_s", 5}, {"pad", "both"}}).signal, ElementsAre(0, 1, 2, 0, 0));
  EXPECT_EQ(example_of(recording, {{"duration_s", 5}, {"pad", "both"}}).start, -1);
  EXPECT_THAT(message_of(recording, {{"duration_s", 5}, {"pad", "refuse"}}),
              HasSubstr("record 'test/1' is 2.000 s long, 5 s are needed"));
}

TEST(Preprocess, invalid_samples_are_refused_zeroed_or_interpolated) {
  const auto recording = recording_of({kNaN, 1, kNaN, kNaN, 4, kNaN}, {0, 0, 0, 0, 0, 0});

  EXPECT_THAT(message_of(recording, Json::object()),
              HasSubstr("record 'test/1', lead 'I': sample 0 is not a number"));
  EXPECT_THAT(example_of(recording, {{"nan", "zero"}}).signal, ElementsAre(0, 1, 0, 0, 4, 0));
  EXPECT_THAT(example_of(recording, {{"nan", "interpolate"}}).signal, ElementsAre(1, 1, 2, 3, 4, 4));
}

TEST(Preprocess, invalid_samples_of_leads_that_are_not_used_do_no_harm) {
  EXPECT_THAT(example_of(recording_of({1, 2}, {kNaN, 3}), {{"leads", {"I"}}}).signal, ElementsAre(1, 2));
}

TEST(Preprocess, record_is_scaled_by_its_own_statistics_without_its_padding) {
  const auto recording = recording_of({1, 3}, {0, 0});

  EXPECT_THAT(example_of(recording, {{"scaling", "zscore_record"}, {"duration_s", 4}}).signal,
              ElementsAre(-1, 1, 0, 0));
  EXPECT_THAT(example_of(recording, {{"scaling", "minmax_record"}, {"duration_s", 4}}).signal,
              ElementsAre(0, 1, 0, 0));
}

TEST(Preprocess, flat_lead_becomes_zeros_when_scaled) {
  const auto recording = recording_of({2, 2, 2}, {0, 0, 0});

  EXPECT_THAT(example_of(recording, {{"scaling", "zscore_record"}}).signal, ElementsAre(0, 0, 0));
  EXPECT_THAT(example_of(recording, {{"scaling", "minmax_record"}}).signal, ElementsAre(0, 0, 0));
}

TEST(Preprocess, rate_and_length_follow_resampling) {
  Recording recording = recording_of(std::vector<double>(5500, 1.0), std::vector<double>(5500, 2.0));
  recording.sample_rate_hz = 500;

  const auto example = example_of(recording, {{"resample_hz", 100}, {"duration_s", 10}, {"crop", "start"}});

  EXPECT_EQ(example.sample_rate_hz, 100);
  EXPECT_EQ(example.length, 1000);
  EXPECT_EQ(example.start, 500);
  EXPECT_NEAR(example.signal[500], 1.0, 1e-3);
}

TEST(Preprocess, filter_named_in_the_options_is_applied) {
  Recording recording = recording_of(std::vector<double>(1000, 1.0), std::vector<double>(1000, 2.0));
  recording.sample_rate_hz = 500;

  EXPECT_NEAR(example_of(recording, {{"filter", "bandpass"}}).signal[500], 0, 1e-6);
  EXPECT_NEAR(example_of(recording, {{"filter", "highpass"}}).signal[500], 0, 1e-6);
  EXPECT_NEAR(example_of(recording, {{"filter", "lowpass"}}).signal[500], 1, 1e-6);
  EXPECT_EQ(example_of(recording, {{"filter", "median_baseline"}}).signal[500], 0);
}

TEST(Preprocess, options_resolve_and_empty_bands_and_unknown_values_are_refused) {
  Problems problems;
  const Json resolved = resolve_options(preprocessing_options(), nullptr, {}, problems);

  EXPECT_TRUE(problems.empty());
  EXPECT_TRUE(canonical_options(preprocessing_options(), resolved).empty());
  EXPECT_EQ(Preprocessing::from_json(resolved).leads.size(), 12u);
  EXPECT_THROW(Preprocessing::from_json({{"filter", "bandpass"}, {"low_hz", 50}, {"high_hz", 40}}),
               InputError);
  EXPECT_THROW(Preprocessing::from_json({{"crop", "centr"}}), InputError);
}

}  // namespace
}  // namespace purkinje::data
