// The trainer's reference values (tests/golden/trainer/make.py).
#pragma once

#include <torch/torch.h>

#include "base/json.h"

namespace purkinje::trainer {

const Json& golden();

// Nested lists of numbers as a tensor in double precision.
torch::Tensor golden_tensor(const Json& lists);

}  // namespace purkinje::trainer
