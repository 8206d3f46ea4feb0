#include "worker/trainer/grad_cam.h"

namespace purkinje::trainer {

torch::Tensor resized_to_signal(const torch::Tensor& columns, const models::MapGeometry& geometry,
                                int64_t length) {
  const auto last = static_cast<double>(columns.size(1) - 1);
  const auto at =
      ((torch::arange(length, columns.options().dtype(torch::kDouble)) - geometry.first) / geometry.stride)
          .clamp(0, last);  // [time], in columns
  const auto left = at.floor().clamp_max(std::max(last - 1, 0.0));
  const auto share = (at - left).to(columns.scalar_type());
  const auto index = left.to(torch::kLong);
  const auto next = (index + 1).clamp_max(columns.size(1) - 1);
  return torch::lerp(columns.index_select(1, index), columns.index_select(1, next), share);
}

GradCam grad_cam(models::Network& network, const torch::Tensor& signals) {
  const torch::AutoGradMode with_gradients(true);
  network.eval();
  // The signal asks for gradients, so that the map has some even where all parameters are frozen.
  const auto output = network.forward(signals.detach().requires_grad_(true));
  if (!output.map.defined()) return {};
  const auto decided = output.raw.argmax(1);                                    // [batch]
  const auto score = output.raw.gather(1, decided.unsqueeze(1));                // [batch, 1]
  const auto gradient = torch::autograd::grad({score.sum()}, {output.map})[0];  // [batch, channels, columns]

  const torch::NoGradGuard no_grad;
  const auto weights = gradient.mean(2, /*keepdim=*/true);                            // [batch, channels, 1]
  const auto columns = (weights * output.map.detach()).sum(1).relu();                 // [batch, columns]
  auto values = resized_to_signal(columns, network.map_geometry(), signals.size(2));  // [batch, time]
  const auto largest = values.amax(1, /*keepdim=*/true);
  values = values / largest.masked_fill(largest.eq(0), 1);
  const auto classes = decided.to(torch::kCPU);
  return {columns, values, {classes.data_ptr<int64_t>(), classes.data_ptr<int64_t>() + classes.numel()}};
}

}  // namespace purkinje::trainer
