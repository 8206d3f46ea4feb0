#include "models/recurrent.h"

namespace purkinje::models {

Recurrent::Recurrent(const RecurrentOptions& options, const NetworkShape& shape) : pool_(options.pool) {
  require_length_for_pool(shape.length, options.pool);
  recurrent_ = register_module("recurrent", std::make_shared<RecurrentStack>(options.cell, shape.leads,
                                                                             options.hidden, options.layers));
  output_ = register_module("output", torch::nn::Linear(options.hidden, shape.outputs));
}

NetworkOutput Recurrent::forward(const torch::Tensor& signal) {
  const auto steps = pool_ > 1 ? noted("pool", torch::avg_pool1d(signal, pool_)) : signal;
  const auto states =
      noted("recurrent", recurrent_->forward(steps.transpose(1, 2)));  // [batch, time, hidden]
  const auto last = noted("last", states.select(1, -1));               // [batch, hidden]
  return {.raw = noted("output", output_(last))};
}

}  // namespace purkinje::models
