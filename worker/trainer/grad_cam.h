// Grad-CAM over time (Selvaraju et al. 2017, eqs. 1 and 2, with one axis): which stretch of the signal speaks
// for a class.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <span>
#include <vector>

#include "models/network.h"

namespace purkinje::trainer {

struct GradCam {
  torch::Tensor columns;         // [batch, columns], the positive part of the map's weighted sum, as it is
  torch::Tensor values;          // [batch, time], resized to the signal and scaled to [0, 1]
  std::vector<int64_t> decided;  // [batch], the class that was explained: the largest output
};

// Of the decided class of each signal. The weight of a channel is the mean over the columns of the gradient
// of that class's raw output with respect to the map. Undefined tensors for a network without a map. Leaves
// the network in evaluation mode and its gradients alone.
GradCam grad_cam(models::Network& network, const torch::Tensor& signals);

// [batch, columns] -> [batch, length]: linear between the columns' centres, constant beyond the outer ones.
torch::Tensor resized_to_signal(const torch::Tensor& columns, const models::MapGeometry& geometry,
                                int64_t length);

}  // namespace purkinje::trainer
