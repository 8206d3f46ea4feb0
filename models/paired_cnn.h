// A plain CNN: pairs of convolutions, each followed by max pooling 2, then the mean over time, dropout and a
// linear layer. It is S2's CNN and the classification module of S1's DANet.
#pragma once

#include <memory>
#include <vector>

#include "models/layers/conv_pair.h"
#include "models/layers/dropout.h"
#include "models/network.h"
#include "models/paired_cnn_options.h"

namespace purkinje::models {

// Where the columns lie after so many poolings by 2: a column is centred between the two it was pooled from.
MapGeometry geometry_after_poolings(size_t poolings);

// Registers "pair1", "pair2", ... in the network, one for each number of channels. Throws InputError where a
// signal of the shape has nothing left after as many poolings by 2.
std::vector<std::shared_ptr<ConvPair>> add_pairs(Network& network, const NetworkShape& shape,
                                                 const std::vector<int64_t>& channels,
                                                 const std::vector<int64_t>& kernels);

class PairedCnn : public Network {
 public:
  PairedCnn(const PairedCnnOptions& options, const NetworkShape& shape);
  // The map is that of the last convolution, before its pooling.
  NetworkOutput forward(const torch::Tensor& signal) override;
  MapGeometry map_geometry() const override;

 private:
  std::vector<std::shared_ptr<ConvPair>> pairs_;
  std::shared_ptr<Dropout> dropout_;
  torch::nn::Linear output_{nullptr};
};

}  // namespace purkinje::models
