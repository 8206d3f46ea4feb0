// The delineator on synthetic leads, whose truth is known, and on signals that are no ECG.
#include "data/delineation/delineation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "data/delineation/delineation_errors.h"
#include "data/delineation/pacing_pulses.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {
namespace {

constexpr size_t kLeadII = 1, kLeadAVR = 3;

struct Example {
  std::vector<float> signal;
  std::vector<BeatWaves> truth;
};

Example example(const std::string& condition, size_t lead, double rate_hz, size_t index = 0) {
  SyntheticOptions options;
  options.records = 20;
  options.conditions = {condition};
  options.shares = {1};
  options.sample_rate_hz = rate_hz;
  const auto ecg = generate_synthetic(options, index);
  const auto wave = [&](const WaveTruth& truth) {
    const auto sample = [&](double s) { return std::max<int64_t>(0, std::llround(s * rate_hz)); };
    return truth.present ? Wave{sample(truth.on_s), sample(truth.peak_s), sample(truth.off_s)} : Wave{};
  };
  Example out{{ecg.recording.signal_mv[lead].begin(), ecg.recording.signal_mv[lead].end()}, {}};
  for (const auto& beat : ecg.beats) out.truth.push_back({wave(beat.p), wave(beat.qrs), wave(beat.t)});
  return out;
}

DelineationErrors errors_of(const std::string& condition, size_t lead, double rate_hz) {
  DelineationErrors errors;
  for (size_t i = 0; i < 10; ++i) {
    const auto ecg = example(condition, lead, rate_hz, i);
    errors.add(ecg.truth, delineate(ecg.signal, rate_hz), rate_hz);
  }
  return errors;
}

std::vector<int64_t> r_peaks_of(const std::vector<BeatWaves>& beats) {
  std::vector<int64_t> peaks;
  for (const auto& beat : beats) peaks.push_back(beat.qrs.peak);
  return peaks;
}

// Limits in order, inside the signal, and waves that do not run into each other.
void expect_sound(const std::vector<BeatWaves>& beats, int64_t length) {
  int64_t before = -1;
  for (const auto& beat : beats) {
    for (const Wave* wave : {&beat.p, &beat.qrs, &beat.t}) {
      if (!wave->present()) {
        EXPECT_EQ(*wave, Wave{});
        continue;
      }
      EXPECT_LE(0, wave->onset);
      EXPECT_LE(wave->onset, wave->peak);
      EXPECT_LE(wave->peak, wave->end);
      EXPECT_LT(wave->end, length);
    }
    ASSERT_TRUE(beat.qrs.present());
    if (beat.p.present()) {
      EXPECT_LE(before, beat.p.onset);
      EXPECT_LE(beat.p.end, beat.qrs.onset);
    }
    EXPECT_LE(before, beat.qrs.onset);
    if (beat.t.present()) {
      EXPECT_LE(beat.qrs.end, beat.t.onset);
    }
    before = beat.t.present() ? beat.t.end : beat.qrs.end;
  }
}

TEST(Delineation, finds_every_beat_at_any_sampling_rate) {
  for (const double rate_hz : {100.0, 128.0, 150.0, 250.0, 360.0, 500.0, 1000.0}) {
    const auto errors = errors_of("NSR", kLeadII, rate_hz);

    EXPECT_EQ(errors.limits[4].sensitivity(), 1.0) << rate_hz;
    EXPECT_EQ(errors.qrs.positive_predictivity(), 1.0) << rate_hz;
    EXPECT_LT(std::abs(errors.limits[4].mean_ms()), 3) << rate_hz;
    EXPECT_LT(errors.limits[4].sd_ms(), 5) << rate_hz;
  }
}

TEST(Delineation, limits_lie_near_those_the_generator_made) {
  for (const size_t lead : {kLeadII, kLeadAVR})
    for (const double rate_hz : {250.0, 500.0, 1000.0}) {
      const auto errors = errors_of("NSR", lead, rate_hz);

      for (const size_t limit : {0U, 1U, 2U, 3U, 5U, 7U, 8U}) {
        SCOPED_TRACE(std::string(kLimitNames[limit]) + " at " + std::to_string(rate_hz));
        EXPECT_GT(errors.limits[limit].sensitivity(), 0.85);
        EXPECT_LT(std::abs(errors.limits[limit].mean_ms()), 18);
        EXPECT_LT(errors.limits[limit].sd_ms(), 20);
      }
      EXPECT_GT(errors.p.positive_predictivity(), 0.97);
      EXPECT_GT(errors.t.positive_predictivity(), 0.97);
    }
}

TEST(Delineation, finds_the_beats_of_every_condition) {
  for (const char* condition : {"LBBB", "RBBB", "LVH", "MI", "SB", "STach", "IAVB", "AF"}) {
    const auto errors = errors_of(condition, kLeadII, 500);

    EXPECT_GT(errors.limits[4].sensitivity(), 0.98) << condition;
    EXPECT_GT(errors.qrs.positive_predictivity(), 0.98) << condition;
  }
}

TEST(Delineation, waves_are_in_order_and_do_not_overlap) {
  for (const char* condition : {"NSR", "LBBB", "STach", "AF"})
    for (const double rate_hz : {100.0, 360.0, 500.0})
      for (size_t lead = 0; lead < 12; ++lead) {
        const auto ecg = example(condition, lead, rate_hz);

        expect_sound(delineate(ecg.signal, rate_hz), static_cast<int64_t>(ecg.signal.size()));
      }
}

TEST(Delineation, the_polarity_of_the_lead_does_not_move_the_limits) {
  auto ecg = example("NSR", kLeadII, 500);
  const auto upright = delineate(ecg.signal, 500);
  const auto peaks = r_peaks_of(upright);
  for (float& x : ecg.signal) x = -x;

  const auto inverted = delineate(ecg.signal, 500, peaks);
  const auto own_peaks = detect_qrs(ecg.signal, 500);

  EXPECT_EQ(inverted, upright);
  ASSERT_EQ(own_peaks.size(), peaks.size());
  for (size_t i = 0; i < peaks.size(); ++i) EXPECT_LE(std::abs(own_peaks[i] - peaks[i]), 30);
}

TEST(Delineation, given_r_peaks_are_kept_and_may_lie_beside_the_peak) {
  const auto ecg = example("NSR", kLeadII, 500);
  const auto exact = delineate(ecg.signal, 500);
  auto peaks = r_peaks_of(exact);
  for (size_t i = 1; i + 1 < peaks.size(); ++i) peaks[i] += i % 2 == 0 ? 5 : -5;

  const auto beats = delineate(ecg.signal, 500, peaks);

  ASSERT_EQ(r_peaks_of(beats), peaks);
  for (size_t i = 1; i + 1 < beats.size(); ++i) {
    EXPECT_EQ(beats[i].qrs.onset, exact[i].qrs.onset);
    EXPECT_EQ(beats[i].qrs.end, exact[i].qrs.end);
    EXPECT_EQ(beats[i].p.peak, exact[i].p.peak);
  }
}

TEST(Delineation, a_pacing_pulse_does_not_begin_the_complex) {
  const auto plain = example("NSR", kLeadII, 500);
  const auto expected = delineate(plain.signal, 500);
  auto paced = plain.signal;
  for (const auto& beat : expected)
    if (beat.qrs.onset > 20) paced[static_cast<size_t>(beat.qrs.onset) - 15] += 0.8F;

  const auto beats = delineate(paced, 500);

  ASSERT_EQ(beats.size(), expected.size());
  for (size_t i = 0; i < beats.size(); ++i)
    EXPECT_LE(std::abs(beats[i].qrs.onset - expected[i].qrs.onset), 2);
}

TEST(Delineation, pacing_pulses_of_some_samples_become_a_line) {
  std::vector<double> signal(2000);
  for (size_t i = 0; i < signal.size(); ++i) signal[i] = 0.0001 * static_cast<double>(i);
  const auto ramp = signal;
  for (const size_t at : {300U, 301U, 1700U}) signal[at] += 0.4;
  signal[302] += 0.05;  // its tail

  const auto pulses = remove_pacing_pulses(signal, 500);

  ASSERT_EQ(pulses.size(), 2u);
  EXPECT_LE(std::abs(pulses[0] - 300), 1);
  EXPECT_EQ(pulses[1], 1700);
  for (size_t i = 0; i < signal.size(); ++i) ASSERT_NEAR(signal[i], ramp[i], 1e-9) << i;
}

TEST(Delineation, low_complexes_that_a_pacemaker_sets_off_are_found) {
  const auto ecg = example("NSR", kLeadII, 500);
  const auto peaks = detect_qrs(ecg.signal, 500);
  auto paced = ecg.signal;
  for (size_t i = 0; i < paced.size(); ++i)  // every third complex is a fifth as high
    for (size_t k = 1; k < peaks.size(); k += 3)
      if (std::abs(static_cast<int64_t>(i) - peaks[k]) < 60) paced[i] = ecg.signal[i] / 5;
  const auto unpaced = detect_qrs(paced, 500);
  for (const int64_t peak : peaks)
    if (peak > 30) paced[static_cast<size_t>(peak) - 30] += 0.5F;

  const auto found = detect_qrs(paced, 500);

  EXPECT_LT(unpaced.size(), peaks.size());
  EXPECT_EQ(found.size(), peaks.size());
}

TEST(Delineation, a_single_spike_is_removed_but_no_pacemaker) {
  std::vector<double> signal(5000, 0.0);
  signal[2000] = 0.5;

  EXPECT_THAT(remove_pacing_pulses(signal, 500), testing::IsEmpty());
  EXPECT_EQ(signal, std::vector<double>(5000, 0.0));
}

TEST(Delineation, narrow_r_peaks_are_no_pacing_pulses) {
  for (const double rate_hz : {100.0, 250.0, 500.0, 1000.0}) {
    const auto ecg = example("NSR", kLeadII, rate_hz);
    std::vector<double> signal(ecg.signal.begin(), ecg.signal.end());

    EXPECT_THAT(remove_pacing_pulses(signal, rate_hz), testing::IsEmpty()) << rate_hz;
  }
}

TEST(Delineation, signals_without_beats_give_nothing) {
  for (const double rate_hz : {100.0, 250.0, 1000.0}) {
    for (const size_t length : {0U, 1U, 2U, 3U, 10U, 30U, 5000U}) {
      std::vector<float> hum(length);
      for (size_t i = 0; i < length; ++i)  // 2 uV of mains
        hum[i] = 0.002F * static_cast<float>(std::sin(2 * 3.14159 * 50.3 * static_cast<double>(i) / rate_hz));

      EXPECT_THAT(delineate(std::vector<float>(length, 0.0F), rate_hz), testing::IsEmpty());
      EXPECT_THAT(delineate(std::vector<float>(length, -3.0F), rate_hz), testing::IsEmpty());
      EXPECT_THAT(delineate(hum, rate_hz), testing::IsEmpty());
    }
  }
}

TEST(Delineation, r_peaks_on_a_flat_line_have_no_waves_around_them) {
  const std::vector<float> flat(1000, 1.0F);

  const auto beats = delineate(flat, 500, std::vector<int64_t>{0, 300, 999});

  ASSERT_EQ(beats.size(), 3u);
  for (const auto& beat : beats) {
    EXPECT_FALSE(beat.p.present());
    EXPECT_FALSE(beat.t.present());
  }
  expect_sound(beats, 1000);
}

RC_GTEST_PROP(Delineation, holds_its_promises_on_noise_with_any_r_peaks, ()) {
  const double rate_hz = *rc::gen::element(100.0, 130.0, 250.0, 360.0, 500.0, 1000.0);
  const auto raw = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-2000, 2000));
  const int stretch = *rc::gen::inRange(1, 20);
  std::vector<float> signal;
  for (const int x : raw)
    for (int i = 0; i < stretch; ++i) signal.push_back(static_cast<float>(x) / 500);
  const auto length = static_cast<int64_t>(signal.size());
  std::vector<int64_t> peaks;
  for (int64_t at = *rc::gen::inRange(0, 5); at < length; at += *rc::gen::inRange(1, 400))
    peaks.push_back(at);

  const auto own = delineate(signal, rate_hz);
  const auto given = delineate(signal, rate_hz, peaks);

  RC_ASSERT(r_peaks_of(own) == detect_qrs(signal, rate_hz));
  RC_ASSERT(r_peaks_of(given) == peaks);
  for (const auto& beats : {own, given})
    for (const auto& beat : beats)
      for (const Wave* wave : {&beat.p, &beat.qrs, &beat.t})
        RC_ASSERT(!wave->present() || (wave->onset >= 0 && wave->onset <= wave->peak &&
                                       wave->peak <= wave->end && wave->end < length));
}

TEST(Delineation, unusable_input_is_refused) {
  const std::vector<float> flat(100, 0.0F);
  std::vector<float> broken = flat;
  broken[50] = std::numeric_limits<float>::quiet_NaN();

  EXPECT_THROW(detect_qrs(flat, 99), InputError);
  EXPECT_THROW(detect_qrs(flat, std::numeric_limits<double>::quiet_NaN()), InputError);
  EXPECT_THROW(detect_qrs(broken, 500), InputError);
  EXPECT_THROW(delineate(flat, 500, std::vector<int64_t>{100}), InputError);
  EXPECT_THROW(delineate(flat, 500, std::vector<int64_t>{-1}), InputError);
  EXPECT_THROW(delineate(flat, 500, std::vector<int64_t>{20, 20}), InputError);
}

TEST(Delineation, ten_seconds_take_less_than_ten_milliseconds) {
  const auto ecg = example("NSR", kLeadII, 500);
  auto best = std::chrono::nanoseconds::max();

  for (int i = 0; i < 10; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const auto beats = delineate(ecg.signal, 500);
    best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begin);
    EXPECT_FALSE(beats.empty());
  }

  EXPECT_LT(best, std::chrono::milliseconds(10));
}

TEST(Regions, qrs_wins_over_t_over_p) {
  const std::vector<BeatWaves> beats{{{0, 2, 5}, {4, 5, 6}, {6, 8, 9}}, {{8, 9, 11}, {11, 12, 12}, {}}};

  const auto regions = regions_of(beats, 14);

  EXPECT_THAT(regions, testing::ElementsAre(1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 1, 2, 2, 0));
}

TEST(Regions, a_missing_limit_is_the_peak_and_what_lies_outside_is_left_out) {
  const std::vector<BeatWaves> beats{{{-1, 1, 2}, {4, 5, -1}, {7, 9, 30}}, {{20, 21, 22}, {}, {}}};

  EXPECT_THAT(regions_of(beats, 8), testing::ElementsAre(0, 1, 1, 0, 2, 2, 0, 3));
  EXPECT_THAT(regions_of(beats, 0), testing::IsEmpty());
  EXPECT_THAT(regions_of({}, 3), testing::ElementsAre(0, 0, 0));
}

}  // namespace
}  // namespace purkinje::data
