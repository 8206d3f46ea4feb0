#include "models/layers/positions.h"

#include <cmath>

namespace purkinje::models {
namespace {

constexpr double kBase = 10000;

// [steps, features], in double precision: the angles of late steps lose digits otherwise.
torch::Tensor table_of(int64_t steps, int64_t features) {
  const auto pair = torch::arange(0, features, 2, torch::kDouble);  // [features / 2]
  const auto frequency = torch::exp(pair * (-std::log(kBase) / static_cast<double>(features)));
  const auto angle = torch::arange(steps, torch::kDouble).unsqueeze(1) * frequency;  // [steps, features / 2]
  return torch::stack({angle.sin(), angle.cos()}, 2).flatten(1);
}

}  // namespace

torch::Tensor Positions::add_to(const torch::Tensor& sequence) {
  const int64_t steps = sequence.size(1), features = sequence.size(2);
  if (!table_.defined() || table_.size(0) != steps || table_.size(1) != features ||
      table_.dtype() != sequence.dtype() || table_.device() != sequence.device())
    table_ = table_of(steps, features).to(sequence.device(), sequence.scalar_type());
  return sequence + table_;
}

}  // namespace purkinje::models
