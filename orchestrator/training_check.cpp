#include "orchestrator/training_check.h"

#include <fmt/format.h>

namespace purkinje::orchestrator {
namespace {

std::string text_of(const Json& block, const char* key) {
  const auto found = block.find(key);
  return found != block.end() && found->is_string() ? found->get<std::string>() : "";
}

bool loss_fits(const std::string& loss, const std::string& task) {
  if (task == "multi_class") return loss == "cross_entropy" || loss == "focal";
  return loss == "bce" || (loss == "softmax_bce" && task == "multi_label");
}

bool has_validation(const Json& protocol) {
  const auto share = protocol.value("validation", Json());
  const auto records = protocol.value("validation_records", Json());
  return (share.is_number() && share.get<double>() > 0) || (records.is_array() && !records.empty());
}

}  // namespace

std::vector<TrainingProblem> training_problems(const Json& training, const Json& data, const Json& protocol) {
  std::vector<TrainingProblem> problems;
  if (!training.is_object() || !data.is_object() || !protocol.is_object()) return problems;
  const auto task = text_of(data, "task"), loss = text_of(training, "loss");
  const bool supervised = text_of(training, "procedure") == "supervised";

  if (supervised && !task.empty() && !loss.empty() && !loss_fits(loss, task))
    problems.push_back(
        {"loss", fmt::format("{} does not fit a {} task: multi_class tasks take cross_entropy or "
                             "focal, binary ones bce, multi_label ones bce or softmax_bce",
                             loss, task)});
  if (text_of(training, "sampling") == "balanced" && !task.empty() && task != "binary" &&
      text_of(training, "procedure") != "adversarial")
    problems.push_back(
        {"sampling", fmt::format("balanced sampling needs a binary task, this one is {}", task)});
  const bool needs_best = text_of(training, "select_weights") == "best_validation" ||
                          (training.contains("early_stopping") && !training["early_stopping"].is_null());
  if (supervised && needs_best && protocol.contains("validation") && !has_validation(protocol))
    problems.push_back(
        {text_of(training, "select_weights") == "best_validation" ? "select_weights" : "early_stopping",
         "the best epoch is chosen on the validation part, and this protocol has none"});
  const auto weights = text_of(training, "wave_weights");
  if ((weights == "input" || weights == "target") && text_of(data, "regions") == "none")
    problems.push_back(
        {"wave_weights", "the weights of the waves need to know where these are: set data.regions"});
  if (supervised && weights == "target")
    problems.push_back(
        {"wave_weights", "only the procedure weight_track learns the weights of the waves: use input"});
  if (text_of(training, "procedure") == "weight_track" && weights != "target" && !weights.empty())
    problems.push_back(
        {"wave_weights", "the procedure weight_track learns the weights of the waves: set target"});
  if (const auto width = training.value("weight_smoothing", Json());
      width.is_number_integer() && width.get<int64_t>() % 2 == 0)
    problems.push_back(
        {"weight_smoothing", fmt::format("{} is even: a moving average without delay is odd", width.dump())});
  if (const auto names = training.value("synthetic_from", Json()); names.is_array() && names.empty())
    problems.push_back({"synthetic_from", "names no artefact"});
  return problems;
}

}  // namespace purkinje::orchestrator
