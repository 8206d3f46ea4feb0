#include "worker/trainer/options.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <string>

#include "base/error.h"

namespace purkinje::trainer {

TrainingOptions TrainingOptions::from_json(const Json& resolved) {
  try {
    TrainingOptions options;
    if (const std::string procedure = resolved.at("procedure"); procedure != "supervised")
      throw InputError(fmt::format("this trainer knows no procedure '{}'", procedure));
    if (const std::string precision = resolved.at("precision"); precision != "fp32")
      throw InputError(fmt::format("this trainer cannot compute in '{}'", precision));
    options.epochs = resolved.at("epochs");
    options.batch_size = resolved.at("batch_size");
    options.optimiser = resolved.at("optimiser") == "adamw" ? Optimiser::adamw : Optimiser::adam;
    options.learning_rate = resolved.at("learning_rate");
    options.weight_decay = resolved.at("weight_decay");
    options.schedule = resolved.at("schedule") == "cosine" ? Schedule::cosine : Schedule::none;
    options.loss = resolved.at("loss") == "cross_entropy" ? Loss::cross_entropy : Loss::bce;
    if (options.loss == Loss::bce) options.positive_weight = resolved.at("positive_weight");
    options.sampling = resolved.at("sampling") == "shuffled" ? Sampling::shuffled : Sampling::balanced;
    options.scale_leads = resolved.at("scaling") == "per_lead_train";
    options.predict_with_best = resolved.at("select_weights") == "best_validation";
    if (const auto& patience = resolved.at("early_stopping"); !patience.is_null())
      options.early_stopping = patience;
    const std::string by = resolved.at("select_by");
    options.select_by = by == "loss" ? SelectBy::loss : by == "auprc" ? SelectBy::auprc : SelectBy::roc_auc;
    return options;
  } catch (const Json::exception& problem) {
    throw InputError(fmt::format("the training options are not resolved: {}", problem.what()));
  }
}

double learning_rate_at(const TrainingOptions& options, int epoch) {
  if (options.schedule == TrainingOptions::Schedule::none) return options.learning_rate;
  const double passed = static_cast<double>(epoch - 1) / options.epochs;
  return options.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * passed));
}

}  // namespace purkinje::trainer
