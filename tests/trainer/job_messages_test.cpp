// Jobs and results survive their journey, and bytes that are none are refused.
#include <gtest/gtest.h>

#include "base/error.h"
#include "worker/job.h"

namespace purkinje::worker {
namespace {

JobResult example() {
  JobResult result;
  result.job = "00ff";
  result.attempt = 7;
  result.train_seconds = 1.5;
  result.trainer.epochs = {{"train", 1, "train", "loss", 0.7},
                           {"train", 1, "validation", "roc_auc", std::nullopt}};
  result.trainer.predictions = {
      {"train", "test", metrics::Link::sigmoid, 2, {3, 4}, {0.1f, -1e30f, 3.f, 1e-40f}}};
  result.trainer.traces = {{"attention", 3, {0.25f, 0.75f}, {}}};
  result.trainer.weights_file = "w.pt";
  result.trainer.parameters = 83907;
  result.trainer.environment = {{"threads", 1}};
  metrics::Evaluation evaluation;
  evaluation.samples = 2;
  evaluation.counts = {{"mi", 1, 1, 0}};
  evaluation.values = {{"roc_auc", "", "", "", 0.5, ""},
                       {"f1", "", "youden", "test", std::nullopt, "no positives"}};
  evaluation.thresholds = {{"youden", "test", "", 0.3, ""}};
  evaluation.curves = {{"roc", "", 0.5, 9, {{0, 0, std::nullopt}, {1, 1, 0.3}}}};
  result.evaluations = {{"train", "test", evaluation}};
  return result;
}

TEST(JobResult, comes_back_from_its_bytes_unchanged) {
  const auto bytes = example().to_cbor();

  const auto back = JobResult::from_cbor(bytes);

  EXPECT_EQ(back.to_cbor(), bytes);
  EXPECT_EQ(back.trainer.predictions[0].raw, example().trainer.predictions[0].raw);
  EXPECT_EQ(back.trainer.epochs[1].value, std::nullopt);
  EXPECT_EQ(back.evaluations[0].evaluation.curves[0].points[0].threshold, std::nullopt);
  EXPECT_EQ(back.evaluations[0].evaluation.curves[0].points[1].threshold, 0.3);
  EXPECT_EQ(back.evaluations[0].evaluation.values[1].reason, "no positives");
}

TEST(JobResult, is_refused_when_bytes_are_missing) {
  auto bytes = example().to_cbor();
  bytes.resize(bytes.size() / 2);
  EXPECT_THROW(JobResult::from_cbor(bytes), InputError);
  EXPECT_THROW(JobResult::from_cbor({}), InputError);
}

TEST(JobResult, is_refused_when_numbers_do_not_match_the_samples) {
  auto wrong = example();
  wrong.trainer.predictions[0].raw.pop_back();
  EXPECT_THROW(JobResult::from_cbor(wrong.to_cbor()), InputError);
}

TEST(TrainingJob, comes_back_from_json_unchanged) {
  TrainingJob job;
  job.id = "ab";
  job.network = "n";
  job.network_options = {{"hidden", 3}};
  job.task = metrics::Task::multi_label;
  job.classes = {"a", "b"};
  job.seed = UINT64_MAX;
  job.fold = 4;
  job.trace_records = {"r1"};

  EXPECT_EQ(TrainingJob::from_json(job.to_json()).to_json(), job.to_json());
}

TEST(TrainingJob, is_refused_when_a_field_is_missing) {
  auto json = TrainingJob{}.to_json();
  json.erase("seed");
  EXPECT_THROW(TrainingJob::from_json(json), InputError);
}

}  // namespace
}  // namespace purkinje::worker
