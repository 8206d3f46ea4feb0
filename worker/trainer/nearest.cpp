#include "worker/trainer/nearest.h"

#include <limits>

namespace purkinje::trainer {
namespace {

torch::Tensor some_rows(const torch::Tensor& samples, int64_t most) {
  const auto rows = samples.to(torch::kCPU, torch::kDouble).flatten(1);  // [n, leads * length]
  const int64_t n = rows.size(0);
  if (n <= most) return rows;
  return rows.index_select(0, torch::arange(most, torch::kLong).mul(n).floor_divide(most));
}

}  // namespace

NearestDistances nearest_distances(const torch::Tensor& generated, const torch::Tensor& real, int64_t most) {
  const torch::NoGradGuard no_grad;
  const auto ours = some_rows(generated, most), theirs = some_rows(real, most);
  NearestDistances distances;
  if (ours.size(0) > 0 && theirs.size(0) > 0)
    distances.to_real = torch::cdist(ours, theirs).amin(1).mean().item<double>();
  if (theirs.size(0) > 1)
    distances.between_real = torch::cdist(theirs, theirs)
                                 .fill_diagonal_(std::numeric_limits<double>::infinity())
                                 .amin(1)
                                 .mean()
                                 .item<double>();
  return distances;
}

}  // namespace purkinje::trainer
