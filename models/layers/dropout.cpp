#include "models/layers/dropout.h"

#include <fmt/format.h>

#include "base/error.h"

namespace purkinje::models {

Dropout::Dropout(double probability) : probability_(probability) {
  if (!(probability >= 0 && probability < 1))
    throw InputError(fmt::format("a dropout of {} is not in [0, 1)", probability));
}

torch::Tensor Dropout::forward(const torch::Tensor& input) {
  return probability_ > 0 ? torch::dropout(input, probability_, is_training()) : input;
}

}  // namespace purkinje::models
