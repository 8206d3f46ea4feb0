// The weight track of S1 from the regions of the ECG.
#include "worker/trainer/region_factors.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/trainer/prepared_folder.h"
#include "worker/trainer/batches.h"

namespace purkinje::trainer {
namespace {

TEST(WeightTrack, takes_each_regions_weight_and_smooths_it) {
  const std::vector<uint8_t> regions = {0, 0, 0, 1, 1, 1, 2};

  const auto steps = weight_track(regions, {{1, 2, 0.5, 1}, 1});
  const auto smooth = weight_track(regions, {{1, 2, 0.5, 1}, 3});

  EXPECT_EQ(steps, (std::vector<float>{1, 1, 1, 2, 2, 2, 0.5}));
  EXPECT_FLOAT_EQ(smooth[2], 4.f / 3);
  EXPECT_FLOAT_EQ(smooth[0], 1);
  EXPECT_FLOAT_EQ(smooth[6], 1.25) << "at the end over the two samples there are";
}

TEST(WeightTrack, refuses_a_number_that_is_no_region) {
  EXPECT_THROW(weight_track(std::vector<uint8_t>{4}, {}), InputError);
}

TEST(WeightedSignals, are_the_scaled_ones_times_the_track_in_every_lead) {
  PreparedFolder folder(4, 4, 2, 40);
  folder.add_regions();
  const auto set = folder.open();
  const auto scaling = data::fit_lead_scaling(set, std::vector<uint32_t>{0, 1, 5});
  const BatchSource plain(set, {"bump"}, scaling, torch::kCPU);
  BatchSource weighed(set, {"bump"}, scaling, torch::kCPU);
  const RegionFactors factors{{1, 2, 0.5, 1}, 5};
  const std::vector<uint32_t> samples = {3, 6};

  weighed.weigh_signals(factors);

  const auto track = plain.weight_tracks(samples, factors);
  EXPECT_TRUE(torch::equal(weighed.signals(samples), plain.signals(samples) * track.unsqueeze(1)));
  EXPECT_EQ(track.max().item<float>(), 2);
  EXPECT_EQ(track.min().item<float>(), 0.6f) << "4 samples of QRS within 5";
}

TEST(WeightedSignals, of_a_set_without_regions_are_refused_with_the_option_to_set) {
  const PreparedFolder folder(4, 4);
  const auto set = folder.open();
  BatchSource source(set, {"bump"}, {}, torch::kCPU);
  try {
    source.weigh_signals({});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("data.regions"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace purkinje::trainer
