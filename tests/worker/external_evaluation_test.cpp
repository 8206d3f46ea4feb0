// Predictions of another data set: scored like a test part, with thresholds that come from elsewhere.
#include <gmock/gmock.h>

#include "base/files.h"
#include "tests/worker/small_set.h"
#include "tests/worker/temporary_folder.h"
#include "worker/evaluation.h"

namespace purkinje::worker {
namespace {

using testing::UnorderedElementsAre;

// The small set, of which the last six samples are of another.
data::PreparedSet set_with_external(const std::filesystem::path& folder) {
  write_small_set(folder);
  auto manifest = small_manifest();
  manifest.external.push_back({"outside", "other", "Another set", "", 18, 6});
  write_file_atomically(folder / "manifest.json", manifest.to_json().dump());
  return data::PreparedSet::open(folder);
}

Predictions part(const std::string& name, uint32_t from, uint32_t to) {
  Predictions predictions{"train", name, metrics::Link::sigmoid, 1, {}, {}};
  for (uint32_t i = from; i < to; ++i) {
    predictions.samples.push_back(i);
    predictions.raw.push_back(i % 3 == 0 ? 0.1f * static_cast<float>(i) : 0.5f);
  }
  return predictions;
}

std::vector<std::string> origins(const PartEvaluation& part) {
  std::vector<std::string> names;
  for (const auto& threshold : part.evaluation.thresholds)
    names.push_back(threshold.rule + " on " + threshold.chosen_on);
  return names;
}

class ExternalEvaluation : public testing::Test {
 protected:
  JobResult evaluated(std::vector<Predictions> predictions) {
    StartTraining start;
    start.job = small_job(folder_.path(), 1, 0);
    start.threshold_rules = {"fixed_0.5", "max_f1"};
    TrainerResult trained;
    trained.predictions = std::move(predictions);
    return evaluate_training(start, std::move(trained), 1, set_);
  }

  TemporaryFolder folder_;
  data::PreparedSet set_ = set_with_external(folder_.path());
};

TEST_F(ExternalEvaluation, has_thresholds_of_the_validation_part_and_none_of_its_own) {
  const auto result = evaluated({part("validation", 0, 9), part("test", 9, 18), part("outside", 18, 24)});

  ASSERT_EQ(result.evaluations.size(), 3u);
  EXPECT_THAT(origins(result.evaluations[1]),
              UnorderedElementsAre("fixed_0.5 on fixed", "max_f1 on validation", "max_f1 on test"));
  EXPECT_THAT(origins(result.evaluations[2]),
              UnorderedElementsAre("fixed_0.5 on fixed", "max_f1 on validation"));
  const auto threshold = [](const PartEvaluation& part, size_t i) {
    return part.evaluation.thresholds.at(i).value;
  };
  EXPECT_EQ(threshold(result.evaluations[2], 1), threshold(result.evaluations[1], 1));
  EXPECT_EQ(result.evaluations[2].part, "outside");
  EXPECT_EQ(result.evaluations[2].evaluation.counts.at(0).positives, 2u);
}

TEST_F(ExternalEvaluation, has_fixed_thresholds_alone_without_a_validation_part) {
  const auto result = evaluated({part("test", 9, 18), part("outside", 18, 24)});

  EXPECT_THAT(origins(result.evaluations.at(1)), UnorderedElementsAre("fixed_0.5 on fixed"));
}

TEST_F(ExternalEvaluation, has_no_influence_on_the_other_parts) {
  const auto alone = evaluated({part("validation", 0, 9), part("test", 9, 18)});
  const auto both = evaluated({part("validation", 0, 9), part("test", 9, 18), part("outside", 18, 24)});

  for (size_t i = 0; i < 2; ++i)
    EXPECT_EQ(to_json(both.evaluations[i].evaluation), to_json(alone.evaluations[i].evaluation));
}

}  // namespace
}  // namespace purkinje::worker
