#include "worker/trainer/nearest.h"

#include <algorithm>
#include <limits>

namespace purkinje::trainer {
namespace {

torch::Tensor rows_of(const torch::Tensor& samples) {
  return samples.to(torch::kCPU, torch::kDouble).flatten(1);  // [n, leads * length]
}

// Rows at even distances, all of them where there are no more than `most`.
torch::Tensor some_places(int64_t n, int64_t most) {
  const int64_t kept = std::min(n, most);
  return torch::arange(kept, torch::kLong).mul(n).floor_divide(std::max<int64_t>(1, kept));
}

}  // namespace

NearestDistances nearest_distances(const torch::Tensor& generated, const torch::Tensor& real, int64_t most) {
  const torch::NoGradGuard no_grad;
  const auto theirs = rows_of(real);
  NearestDistances distances;
  if (generated.size(0) > 0 && theirs.size(0) > 0) {
    const auto ours = rows_of(generated);
    const auto asked = ours.index_select(0, some_places(ours.size(0), most));
    distances.to_real = torch::cdist(asked, theirs).amin(1).mean().item<double>();
  }
  if (theirs.size(0) > 1) {
    const auto places = some_places(theirs.size(0), most);
    auto all = torch::cdist(theirs.index_select(0, places), theirs);                // [asked, real]
    all.scatter_(1, places.unsqueeze(1), std::numeric_limits<double>::infinity());  // not to itself
    distances.between_real = all.amin(1).mean().item<double>();
  }
  return distances;
}

}  // namespace purkinje::trainer
