// Statistics of the training part, applied to batches.
#include "data/prepared/scaling.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>

#include "base/error.h"
#include "base/files.h"

namespace purkinje::data {
namespace {

// Three samples of two leads and four time steps; the second lead is flat in all of them.
PreparedSet small_set() {
  Manifest m;
  m.leads = {"I", "II"};
  m.length = 4;
  for (const auto* name : {"a", "b", "c"}) m.samples.push_back({name, name, 0, {}});
  const std::vector<float> signals = {1, 2, 3, 4, 7,   7,   7,   7,   5, 6, 7, 8,
                                      7, 7, 7, 7, 100, 100, 100, 100, 7, 7, 7, 7};
  const auto folder =
      std::filesystem::temp_directory_path() / ("purkinje_scaling" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  write_file_atomically(folder / "manifest.json", m.to_json().dump());
  write_file_atomically(folder / "signals.f32",
                        {reinterpret_cast<const char*>(signals.data()), signals.size() * sizeof(float)});
  auto set = PreparedSet::open(folder);
  std::filesystem::remove_all(folder);
  return set;
}

TEST(LeadScaling, uses_the_training_part_only_and_any_order_of_it) {
  const auto set = small_set();

  const auto scaling = fit_lead_scaling(set, std::vector<uint32_t>{0, 1});
  const auto other_order = fit_lead_scaling(set, std::vector<uint32_t>{1, 0});

  EXPECT_DOUBLE_EQ(scaling.mean[0], 4.5);
  EXPECT_DOUBLE_EQ(scaling.sd[0], std::sqrt(5.25));
  EXPECT_EQ(scaling.mean, other_order.mean);
  EXPECT_EQ(scaling.sd, other_order.sd);
}

TEST(LeadScaling, flat_lead_becomes_zeros) {
  const auto set = small_set();
  const auto scaling = fit_lead_scaling(set, std::vector<uint32_t>{0, 1, 2});
  std::vector<float> batch = {1, 2, 3, 4, 7, 7, 7, 7};

  apply(scaling, 4, batch);

  EXPECT_EQ(scaling.sd[1], 1);
  for (size_t i = 4; i < 8; ++i) EXPECT_EQ(batch[i], 0.0F);
}

TEST(LeadScaling, scaled_training_part_has_mean_0_and_sd_1_in_each_lead) {
  const auto set = small_set();
  const auto scaling = fit_lead_scaling(set, std::vector<uint32_t>{0, 1});
  std::vector<float> batch;
  for (const size_t i : {0, 1}) batch.insert(batch.end(), set.signal(i).begin(), set.signal(i).end());

  apply(scaling, 4, batch);

  double sum = 0, squares = 0;
  for (const size_t i : {0, 1, 2, 3, 8, 9, 10, 11}) {
    sum += batch[i];
    squares += batch[i] * batch[i];
  }
  EXPECT_NEAR(sum, 0, 1e-6);
  EXPECT_NEAR(squares / 8, 1, 1e-6);
}

TEST(LeadScaling, empty_part_and_broken_batch_are_refused) {
  const auto set = small_set();
  const auto scaling = fit_lead_scaling(set, std::vector<uint32_t>{0});
  std::vector<float> batch(7);

  EXPECT_THROW(fit_lead_scaling(set, std::vector<uint32_t>{}), InputError);
  EXPECT_THROW(apply(scaling, 4, batch), InputError);
}

}  // namespace
}  // namespace purkinje::data
