// A million samples are evaluated within a second of processor time.
#include <gtest/gtest.h>

#include <ctime>

#include "base/random.h"
#include "metrics/curves.h"
#include "metrics/ranking.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {

TEST(Speed, curves_and_areas_of_a_million_samples_take_less_than_a_second) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers slow the code down, so that the limit says nothing";
#endif
  RandomStream stream(1);
  Scores scores{1'000'000, 1, {}, {}};
  for (size_t i = 0; i < scores.samples; ++i) {
    scores.label.push_back(stream.below(20) == 0 ? 1 : 0);
    scores.score.push_back(stream.uniform() + 0.2 * scores.label.back());
  }

  const std::clock_t start = std::clock();
  const auto points = operating_points(binary_sample(scores, 0));
  const auto roc = roc_curve(points);
  const auto pr = pr_curve(points);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_GT(*roc.area, 0.5);
  EXPECT_GT(*pr.area, 0.05);
  EXPECT_LT(seconds, 1.0);
}

}  // namespace purkinje::metrics
