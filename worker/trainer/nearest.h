// How near generated samples are to real ones: what a generator's quality is judged by.
#pragma once

#include <torch/torch.h>

#include <optional>

namespace purkinje::trainer {

// Mean Euclidean distance of each sample to its nearest neighbour, over all leads and time steps.
struct NearestDistances {
  std::optional<double> to_real;       // of generated samples, among the real ones; empty without samples
  std::optional<double> between_real;  // of real samples, among the other real ones; empty below two
};

// generated, real: [n, leads, length]. Neighbours are looked for among all real samples; of more than `most`
// samples whose neighbour is wanted, so many at even distances are asked.
NearestDistances nearest_distances(const torch::Tensor& generated, const torch::Tensor& real,
                                   int64_t most = 500);

}  // namespace purkinje::trainer
