// Jobs and results with everything they can carry survive their way; what an older version did not write is
// at its default.
#include "worker/job.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "worker/derived_request.h"

namespace purkinje::worker {
namespace {

JobResult full_result() {
  JobResult result;
  result.job = "00ff";
  auto& trainer = result.trainer;
  trainer.traces = {
      {"grad_cam", 3, {0.5f}, {1.0f}, "fine_tuning", "V", {0.25f, 0.75f}, {2, 6}, {0, 1, 2, 3}}};
  trainer.regions = {
      {"fine_tuning", "test", "attention", {3, 4}, {1, 2, 3, 4, 5, 6, 7, 8}, {1, 1, 1, 1, 2, 2, 2, 2}}};
  trainer.artefact_file = "/run/artefacts/00ff.pt";
  trainer.artefact_sha256 = "abc";
  trainer.artefact = {{"beats", 40}};
  metrics::Evaluation evaluation;
  evaluation.counts = {{"N", 1, 1, 0}, {"V", 1, 1, 0}};
  evaluation.confusion = {1, 0, 0, 1};
  result.evaluations = {{"fine_tuning", "test", evaluation}};
  return result;
}

TEST(JobResult, carries_stages_maps_regions_artefacts_and_confusion) {
  const auto bytes = full_result().to_cbor();

  const auto back = JobResult::from_cbor(bytes);

  EXPECT_EQ(back.to_cbor(), bytes);
  const auto& trace = back.trainer.traces.at(0);
  EXPECT_EQ(trace.stage, "fine_tuning");
  EXPECT_EQ(trace.class_name, "V");
  EXPECT_EQ(trace.columns, (std::vector<float>{0.25f, 0.75f}));
  EXPECT_EQ(trace.column_samples, (std::vector<float>{2, 6}));
  EXPECT_EQ(trace.regions, (std::vector<uint8_t>{0, 1, 2, 3}));
  EXPECT_EQ(back.trainer.regions.at(0).sums.back(), 8);
  EXPECT_EQ(back.trainer.regions.at(0).steps.back(), 2);
  EXPECT_EQ(back.trainer.artefact_file, "/run/artefacts/00ff.pt");
  EXPECT_EQ(back.trainer.artefact.at("beats"), 40);
  EXPECT_EQ(back.evaluations.at(0).evaluation.confusion, (std::vector<int64_t>{1, 0, 0, 1}));
}

TEST(JobResult, of_an_earlier_version_has_the_defaults_of_what_it_lacks) {
  Json json = Json::from_cbor(full_result().to_cbor());
  auto& trainer = json["trainer"];
  for (const char* key : {"regions", "artefact_file", "artefact_sha256", "artefact"}) trainer.erase(key);
  for (const char* key : {"stage", "class", "columns", "column_samples", "regions"})
    trainer["traces"][0].erase(key);
  json["evaluations"][0]["evaluation"].erase("confusion");

  const auto back = JobResult::from_cbor(Json::to_cbor(json));

  EXPECT_EQ(back.trainer.traces.at(0).stage, "train");
  EXPECT_EQ(back.trainer.traces.at(0).class_name, "");
  EXPECT_TRUE(back.trainer.traces.at(0).regions.empty());
  EXPECT_TRUE(back.trainer.regions.empty());
  EXPECT_EQ(back.trainer.artefact_sha256, "");
  EXPECT_TRUE(back.evaluations.at(0).evaluation.confusion.empty());
}

TEST(JobResult, is_refused_where_weights_of_regions_do_not_match_their_samples) {
  auto wrong = full_result();
  wrong.trainer.regions[0].steps.pop_back();

  EXPECT_THROW(JobResult::from_cbor(wrong.to_cbor()), InputError);
}

TEST(TrainingJob, carries_its_artefacts_and_where_its_product_goes) {
  TrainingJob job;
  job.id = "ab";
  job.artefacts = {{"synthetic", "beats", "cd", "/run/artefacts/cd.pt", "abc"}};
  job.traces_per_class = 5;
  job.artefact_file = "/run/artefacts/ab.pt";

  const auto back = TrainingJob::from_json(job.to_json());

  EXPECT_EQ(back.to_json(), job.to_json());
  EXPECT_EQ(back.artefacts.at(0).role, "synthetic");
  EXPECT_EQ(back.artefacts.at(0).sha256, "abc");
  EXPECT_EQ(back.traces_per_class, 5);
  EXPECT_EQ(back.artefact_file, "/run/artefacts/ab.pt");
}

TEST(TrainingJob, of_an_earlier_version_has_no_artefacts) {
  Json json = TrainingJob{}.to_json();
  for (const char* key : {"artefacts", "traces_per_class", "artefact_file"}) json.erase(key);

  const auto back = TrainingJob::from_json(json);

  EXPECT_TRUE(back.artefacts.empty());
  EXPECT_EQ(back.traces_per_class, 0);
}

}  // namespace
}  // namespace purkinje::worker
