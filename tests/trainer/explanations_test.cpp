// Traces of chosen samples, and weights summed inside the regions.
#include "worker/trainer/explanations.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/trainer/prepared_folder.h"
#include "tests/trainer/small_network.h"

namespace purkinje::trainer {
namespace {

// 10 samples of each of three classes, two leads, 40 time steps, with regions.
class ExplanationsTest : public testing::Test {
 protected:
  ExplanationsTest() {
    network_.with_attention = network_.with_track = true;
    std::iota(all_.begin(), all_.end(), 0u);
  }
  PreparedFolder folder_{ClassSizes{10, 10, 10}, 2};
  data::PreparedSet set_ = data::PreparedSet::open((folder_.add_regions(), folder_.path()));
  worker::TrainingJob job_ = folder_.job();
  BatchSource source_{set_, job_.classes, {}, torch::kCPU};
  SmallNetwork network_;
  std::vector<uint32_t> all_ = std::vector<uint32_t>(30);
};

TEST_F(ExplanationsTest, are_of_named_records_named_windows_and_the_first_of_each_class) {
  job_.trace_records = {"r3", "r14@4", "r15@99"};
  job_.traces_per_class = 2;

  EXPECT_EQ(samples_to_trace(job_, source_, all_), (std::vector<uint32_t>{0, 1, 3, 10, 11, 14, 20, 21}));
}

TEST_F(ExplanationsTest, have_a_trace_of_each_kind_with_stage_and_regions) {
  const std::vector<uint32_t> samples = {4, 25};

  const auto traces = traces_of(network_, job_, source_, samples, "one");

  ASSERT_EQ(traces.size(), 6u);
  const char* kinds[] = {"attention", "track", "grad_cam"};
  for (size_t i = 0; i < traces.size(); ++i) {
    EXPECT_EQ(traces[i].kind, kinds[i % 3]);
    EXPECT_EQ(traces[i].sample, samples[i / 3]);
    EXPECT_EQ(traces[i].stage, "one");
    EXPECT_EQ(traces[i].values.size(), 40u);
    EXPECT_EQ(traces[i].regions.size(), 40u);
    EXPECT_EQ(traces[i].regions[5], 1);
  }
  EXPECT_TRUE(traces[1].columns.empty());
  EXPECT_EQ(traces[2].columns.size(), 13u);
  EXPECT_EQ(traces[2].column_samples[2], 7.f) << "centred on 1 + 2 * 3";
  EXPECT_EQ(traces[2].class_name.size(), 1u);
}

TEST_F(ExplanationsTest, sum_weights_inside_regions_for_validation_and_test) {
  const data::Split split{{}, {0, 1}, {5, 6, 7}};

  const auto regions = region_sums(network_, source_, split, "one", [] { return true; }).value();

  ASSERT_EQ(regions.size(), 5u);  // attention and track twice, Grad-CAM of the test part
  for (const auto& part : regions) {
    EXPECT_EQ(part.samples, part.part == "test" ? split.test : split.validation);
    ASSERT_EQ(part.sums.size(), 4 * part.samples.size());
    for (size_t sample = 0; sample < part.samples.size(); ++sample) {
      const auto* steps = &part.steps[4 * sample];
      EXPECT_EQ(std::vector<int32_t>(steps, steps + 4), (std::vector<int32_t>{16, 8, 4, 12}));
      double sum = 0;
      for (size_t region = 0; region < 4; ++region) sum += part.sums[4 * sample + region];
      if (part.kind == "attention") {
        EXPECT_NEAR(sum, 1, 1e-5);
      }
    }
  }
}

TEST_F(ExplanationsTest, sum_a_track_to_its_values_inside_each_region) {
  const data::Split split{{}, {}, {9}};
  const auto regions = region_sums(network_, source_, split, "one", [] { return true; }).value();
  const auto track = network_.forward(source_.signals(split.test)).track[0];  // [time]

  ASSERT_EQ(regions[1].kind, "track");
  EXPECT_NEAR(regions[1].sums[2], track.slice(0, 16, 20).sum().item<double>(), 1e-5) << "QRS";
  EXPECT_NEAR(regions[1].sums[1], track.slice(0, 4, 12).sum().item<double>(), 1e-5) << "P";
}

TEST_F(ExplanationsTest, give_nothing_where_the_job_is_to_end) {
  EXPECT_FALSE(region_sums(network_, source_, {{}, {1}, {2}}, "one", [] { return false; }));
}

TEST(Regions, of_a_set_without_them_have_no_sums) {
  const PreparedFolder folder(ClassSizes{5, 5, 5}, 2);
  const auto set = folder.open();
  const BatchSource source(set, {"a", "b", "c"}, {}, torch::kCPU);
  SmallNetwork network;
  EXPECT_TRUE(region_sums(network, source, {{}, {1}, {2}}, "one", [] { return true; })->empty());
}

TEST(Spreading, shares_each_step_out_among_its_nearest_samples) {
  const auto steps = torch::tensor({{0.5f, 0.3f, 0.2f}});

  const auto spread = spread_over_signal(steps, {1, 3}, 11);  // centres at 1, 4, 7

  EXPECT_NEAR(spread.sum().item<double>(), 1, 1e-6);
  EXPECT_FLOAT_EQ(spread[0][0].item<float>(), 0.5f / 3);
  EXPECT_FLOAT_EQ(spread[0][10].item<float>(), 0.2f / 5);
  EXPECT_TRUE(torch::equal(spread_over_signal(steps, {}, 3), steps));
}

}  // namespace
}  // namespace purkinje::trainer
