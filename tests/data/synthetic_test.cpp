// The synthetic generator: what a record depends on, and whether its signal is what its truth says.
#include "data/synthetic/synthetic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/error.h"

namespace purkinje::data {
namespace {

SyntheticOptions options_with(const Json& json) {
  return SyntheticOptions::from_json(json);
}

size_t lead_index(const Recording& recording, const std::string& name) {
  return static_cast<size_t>(std::find(recording.leads.begin(), recording.leads.end(), name) -
                             recording.leads.begin());
}

TEST(Synthetic, defaults_of_the_struct_are_those_of_the_option_table) {
  Problems problems;
  const Json resolved = resolve_options(synthetic_options(), nullptr, {}, problems);

  const auto from_table = SyntheticOptions::from_json(resolved);
  const auto from_nothing = SyntheticOptions::from_json(Json::object());

  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(from_table.records, from_nothing.records);
  EXPECT_EQ(from_table.conditions, from_nothing.conditions);
  EXPECT_EQ(from_table.shares, from_nothing.shares);
  EXPECT_EQ(from_table.sample_rate_hz, from_nothing.sample_rate_hz);
  EXPECT_EQ(from_table.noise_mv, from_nothing.noise_mv);
  EXPECT_EQ(from_table.difficulty, from_nothing.difficulty);
}

TEST(Synthetic, record_depends_on_the_seed_and_its_index_only) {
  const auto few = generate_synthetic(options_with({{"records", 5}}), 4);
  const auto many = generate_synthetic(options_with({{"records", 50}}), 4);
  const auto other_seed = generate_synthetic(options_with({{"records", 50}, {"seed", 2}}), 4);

  EXPECT_EQ(few.recording.signal_mv, many.recording.signal_mv);
  EXPECT_EQ(few.info.labels, many.info.labels);
  EXPECT_NE(few.recording.signal_mv, other_seed.recording.signal_mv);
}

TEST(Synthetic, list_meets_the_shares_and_names_unique_records) {
  const auto list = list_synthetic({{"records", 200}});

  size_t infarcts = 0;
  for (const auto& info : list) infarcts += info.condition == "MI";
  EXPECT_EQ(list.size(), 200u);
  EXPECT_NEAR(static_cast<double>(infarcts), 56, 2);
  EXPECT_EQ(list[0].id, "synthetic/00001");
  EXPECT_EQ(list[199].id, "synthetic/00200");
}

TEST(Synthetic, records_of_one_patient_share_condition_but_not_signal) {
  const auto options = options_with({{"records", 6}, {"records_per_patient", 2}});

  const auto first = generate_synthetic(options, 2), second = generate_synthetic(options, 3);

  EXPECT_EQ(first.info.patient, second.info.patient);
  EXPECT_EQ(first.info.condition, second.info.condition);
  EXPECT_NE(first.recording.signal_mv, second.recording.signal_mv);
}

TEST(Synthetic, limb_leads_obey_einthoven_and_goldberger) {
  const auto recording = generate_synthetic(options_with({}), 7).recording;

  const auto& s = recording.signal_mv;
  for (size_t i = 0; i < s[0].size(); ++i) {
    ASSERT_NEAR(s[0][i] + s[2][i], s[1][i], 1e-12);
    ASSERT_NEAR(s[3][i] + s[4][i] + s[5][i], 0, 1e-12);
  }
}

TEST(Synthetic, largest_deflection_of_a_normal_lead_II_lies_inside_the_true_qrs) {
  const auto options = options_with({{"conditions", {"NSR"}},
                                     {"shares", {1}},
                                     {"noise_mv", 0},
                                     {"wander_mv", 0},
                                     {"mains_mv", 0},
                                     {"difficulty", 0}});

  for (size_t index = 0; index < 20; ++index) {
    const auto ecg = generate_synthetic(options, index);
    const auto& two = ecg.recording.signal_mv[lead_index(ecg.recording, "V5")];
    ASSERT_GE(ecg.beats.size(), 9u);
    for (size_t b = 1; b + 1 < ecg.beats.size(); ++b) {
      const auto& beat = ecg.beats[b];
      const auto from = static_cast<long>(500 * beat.p.on_s), to = static_cast<long>(500 * beat.t.off_s);
      const auto peak = std::max_element(two.begin() + from, two.begin() + to) - two.begin();
      EXPECT_GT(static_cast<double>(peak), 500 * beat.qrs.on_s) << index;
      EXPECT_LT(static_cast<double>(peak), 500 * beat.qrs.off_s) << index;
      EXPECT_LT(beat.p.on_s, beat.p.off_s);
      EXPECT_LT(beat.p.off_s, beat.qrs.off_s);
      EXPECT_LT(beat.qrs.off_s, beat.t.off_s);
    }
  }
}

TEST(Synthetic, fibrillation_has_no_p_waves_and_irregular_intervals) {
  const auto ecg =
      generate_synthetic(options_with({{"conditions", {"AF"}}, {"shares", {1}}, {"duration_s", 60}}), 0);
  const auto regular =
      generate_synthetic(options_with({{"conditions", {"NSR"}}, {"shares", {1}}, {"duration_s", 60}}), 0);

  auto spread = [](const SyntheticEcg& record) {
    double sum = 0, squares = 0;
    const auto n = static_cast<double>(record.beats.size() - 1);
    for (size_t b = 1; b < record.beats.size(); ++b) {
      const double rr = record.beats[b].qrs.peak_s - record.beats[b - 1].qrs.peak_s;
      sum += rr;
      squares += rr * rr;
    }
    return std::sqrt(squares / n - sum * sum / n / n) / (sum / n);
  };

  EXPECT_FALSE(ecg.beats[5].p.present);
  EXPECT_TRUE(regular.beats[5].p.present);
  EXPECT_GT(spread(ecg), 2 * spread(regular));
}

TEST(Synthetic, rates_of_brady_and_tachycardia_are_in_their_ranges) {
  for (const auto& [condition, low, high] :
       {std::tuple("SB", 40.0, 60.0), std::tuple("STach", 100.0, 135.0)}) {
    const auto ecg = generate_synthetic(
        options_with({{"conditions", {condition}}, {"shares", {1}}, {"duration_s", 60}}), 3);
    EXPECT_GE(static_cast<double>(ecg.beats.size()), low);
    EXPECT_LE(static_cast<double>(ecg.beats.size()), high);
  }
}

TEST(Synthetic, amplitude_hardly_depends_on_the_sample_rate) {
  const Json clean = {{"noise_mv", 0}, {"wander_mv", 0}, {"mains_mv", 0}};
  Json slow = clean, fast = clean;
  slow["sample_rate_hz"] = 250;
  fast["sample_rate_hz"] = 1000;

  const auto a = generate_synthetic(options_with(slow), 0).recording.signal_mv;
  const auto b = generate_synthetic(options_with(fast), 0).recording.signal_mv;

  for (size_t lead = 0; lead < 12; ++lead)
    for (size_t i = 0; i < a[lead].size(); ++i) ASSERT_NEAR(a[lead][i], b[lead][4 * i], 1e-4);
}

TEST(Synthetic, wrong_options_are_said_with_the_nearest_name) {
  try {
    SyntheticOptions::from_json({{"conditions", {"NSR", "LBB"}}, {"shares", {1, 2, 3}}});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'LBBB'"));
    EXPECT_THAT(error.what(), testing::HasSubstr("has 3 numbers for 2 conditions"));
  }
  EXPECT_THROW(generate_synthetic(options_with({{"records", 3}}), 3), InputError);
}

}  // namespace
}  // namespace purkinje::data
