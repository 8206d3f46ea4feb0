#include "tests/db/fixture.h"

#include <fmt/format.h>
#include <stdlib.h>

namespace purkinje::db::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "purkinje-db-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
  std::filesystem::remove_all(path_, ignored);
}

DataSetRecord data_set() {
  DataSetRecord set;
  set.fingerprint = "f00d";
  set.name = "tiny";
  set.title = "A tiny set";
  set.stand_in = "stands in for a set that is not public";
  set.sources = {"Nobody 2020, CC0"};
  set.classes = {"MI"};
  set.leads = {"I", "II"};
  set.sample_rate_hz = 100;
  set.length = 4;
  set.preprocessing = {{"resample_hz", 100}};
  for (int i = 0; i < kSamples; ++i) {
    const int8_t label = i == 7 ? int8_t{-1} : static_cast<int8_t>(i % 2);
    set.samples.push_back({fmt::format("tiny/{:02}", i), fmt::format("p{}", i / 2), 0, {label}});
  }
  return set;
}

RevisionRecord revision(const std::string& digest) {
  RevisionRecord record;
  record.experiment = "ablation";
  record.profile = "reduced";
  record.digest = digest;
  record.resolved = R"({"evaluation":{"thresholds":["fixed_0.5","max_f1"]}})";
  record.source = "name: ablation\n";
  record.fingerprint = "f00d";
  record.variants = {{"full", "All parts", {{"model.attention", true}}},
                     {"plain", "No attention", {{"model.attention", false}}}};
  return record;
}

std::string job_name(const std::string& variant, uint64_t seed, std::optional<int> fold) {
  return fold ? fmt::format("{}-{}-{}", variant, seed, *fold) : fmt::format("{}-{}-pool", variant, seed);
}

std::vector<JobRecord> jobs() {
  std::vector<JobRecord> list;
  list.push_back({kArtefact, JobKind::artefact, "adversarial", Json::object(), "f00d", 1, 0, "binary", {}});
  for (const char* variant : {"full", "plain"}) {
    for (uint64_t seed : {1u, 2u}) {
      for (int fold : {0, 1}) {
        list.push_back({job_name(variant, seed, fold),
                        JobKind::training,
                        "supervised",
                        {{"fold", fold}},
                        "f00d",
                        seed,
                        fold,
                        "binary",
                        {}});
        if (seed == 1 && fold == 0) list.back().needs = {kArtefact};
      }
      list.push_back({job_name(variant, seed, {}),
                      JobKind::derived,
                      "pool",
                      Json::object(),
                      "f00d",
                      seed,
                      {},
                      "binary",
                      {job_name(variant, seed, 0), job_name(variant, seed, 1)}});
    }
  }
  return list;
}

std::vector<CellRecord> cells(const std::string& digest) {
  std::vector<CellRecord> list;
  for (const char* variant : {"full", "plain"}) {
    for (uint64_t seed : {1u, 2u}) {
      for (int fold : {0, 1}) list.push_back({digest, variant, seed, fold, job_name(variant, seed, fold)});
      list.push_back({digest, variant, seed, {}, job_name(variant, seed, {})});
    }
  }
  return list;
}

metrics::Evaluation evaluation(double auc) {
  metrics::Evaluation e;
  e.samples = 4;
  e.counts = {{"MI", 2, 2, 0}};
  e.values = {{"roc_auc", "", "", "", auc, ""},
              {"f1", "", "fixed_0.5", "fixed", 0.5, ""},
              {"f1", "", "max_f1", "validation", 0.75, ""},
              {"f1", "", "max_f1", "test", {}, "no positives"}};
  e.thresholds = {{"fixed_0.5", "fixed", "", 0.5, ""},
                  {"max_f1", "validation", "", 0.25, ""},
                  {"max_f1", "test", "", {}, "no positives"}};
  e.curves = {{"roc", "", auc, 3, {{0, 0, {}}, {0, 1, 0.8}, {1, 1, 0.1}}}};
  return e;
}

ResultRecord training_result(const std::string& variant, uint64_t seed, int fold, int64_t attempt) {
  ResultRecord result;
  result.job = job_name(variant, seed, fold);
  result.attempt = attempt;
  for (int epoch = 1; epoch <= 3; ++epoch) {
    result.epochs.push_back({"train", epoch, "train", "loss", 1.0 / epoch});
    result.epochs.push_back(
        {"train", epoch, "validation", "roc_auc",
         epoch == 1 ? std::optional<double>(std::numeric_limits<double>::quiet_NaN()) : 0.5});
  }
  for (const char* part : {"validation", "test"}) {
    PredictionRecord& set = result.predictions.emplace_back();
    set.stage = "train";
    set.part = part;
    set.link = "sigmoid";
    for (uint32_t i = 0; i < kSamples; ++i) {
      const bool in_test = static_cast<int>(i) / 4 == fold;
      if (in_test != (set.part == "test")) continue;
      set.samples.push_back(i);
      set.raw.push_back(0.1f * static_cast<float>(i) - 0.3f * static_cast<float>(seed));
    }
  }
  result.traces = {
      {"attention", static_cast<uint32_t>(4 * fold), {0.1f, 0.2f, 0.3f, 0.4f}, {1, 2, 3, 4, 5, 6, 7, 8}}};
  const PredictionRecord& test = result.predictions.back();
  RegionSumsRecord& weights = result.regions.emplace_back();
  weights = {"train", "test", "attention", test.samples, {}, {}};
  for (const uint32_t sample : test.samples) {
    weights.sums.insert(weights.sums.end(), {0.5f, 0.25f, 0.125f * static_cast<float>(sample), 0});
    weights.steps.insert(weights.steps.end(), {1, 1, 2, 0});
  }
  result.evaluations = {{"train", "test", evaluation(0.8 + 0.01 * fold)}};
  result.parameters = 1234;
  result.environment = {{"threads", 1}};
  result.train_seconds = 10;
  return result;
}

ResultRecord artefact_result(int64_t attempt) {
  ResultRecord result;
  result.job = kArtefact;
  result.attempt = attempt;
  result.epochs = {{"train", 1, "train", "loss", 0.5}};
  result.artefact = {"artefacts/beats.pt", "abc", {{"beats", 40}}};
  result.environment = Json::object();
  return result;
}

ResultRecord pool_result(const std::string& variant, uint64_t seed, int64_t attempt) {
  ResultRecord result;
  result.job = job_name(variant, seed, {});
  result.attempt = attempt;
  result.evaluations = {{"train", "test", evaluation(variant == "full" ? 0.9 : 0.7)}};
  result.evaluations[0].evaluation.confusion = {4};
  result.environment = Json::object();
  return result;
}

void fill(Writer& writer) {
  writer.add_data_set(data_set());
  writer.add_plan(revision(), jobs(), cells());
  const int64_t run = writer.add_run({{"host", "node1"}, {"ranks", 2}});
  writer.add_result(artefact_result(writer.add_attempt(kArtefact, run, {{"host", "node1"}})));
  for (const char* variant : {"full", "plain"}) {
    for (uint64_t seed : {1u, 2u}) {
      for (int fold : {0, 1}) {
        const int64_t attempt =
            writer.add_attempt(job_name(variant, seed, fold), run, {{"host", "node1"}, {"device", "cpu"}});
        writer.add_result(training_result(variant, seed, fold, attempt));
      }
      const int64_t attempt = writer.add_attempt(job_name(variant, seed, {}), run, {{"host", "node1"}});
      if (std::string(variant) == "plain" && seed == 2) {
        writer.add_failure({attempt, "failed", "host_memory", "killed for memory"});
        writer.give_up(job_name(variant, seed, {}), "killed for memory twice");
      } else {
        writer.add_result(pool_result(variant, seed, attempt));
      }
    }
  }
  writer.end_run(run, "some jobs failed");
}

}  // namespace purkinje::db::test
