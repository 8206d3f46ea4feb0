#include "worker/trainer/schedule.h"

#include <cmath>
#include <numbers>

namespace purkinje::trainer {
namespace {

double cosine(double from, double to, double passed) {
  return to + (from - to) * 0.5 * (1 + std::cos(std::numbers::pi * passed));
}

}  // namespace

double learning_rate_at(const TrainingOptions& options, const TrainingOptions::Stage& stage, int epoch) {
  int64_t in_period = epoch - 1, period = stage.epochs;
  switch (stage.schedule) {
    case TrainingOptions::Schedule::none:
      return stage.learning_rate;
    case TrainingOptions::Schedule::cosine:
      break;
    case TrainingOptions::Schedule::cosine_restarts:
      for (period = options.restart_epochs; in_period >= period; period *= options.restart_factor)
        in_period -= period;
      break;
  }
  return cosine(stage.learning_rate, options.learning_rate_floor,
                static_cast<double>(in_period) / static_cast<double>(period));
}

}  // namespace purkinje::trainer
