#include "worker/trainer/weights.h"

#include "worker/trainer/tensor_file.h"

namespace purkinje::trainer {
namespace {

std::vector<torch::Tensor> state_of(const models::Network& network) {
  auto state = network.parameters();
  for (const auto& buffer : network.buffers()) state.push_back(buffer);
  return state;
}

}  // namespace

Weights copy_of_weights(const models::Network& network) {
  Weights copy;
  for (const auto& tensor : state_of(network)) copy.push_back(tensor.detach().clone());
  return copy;
}

void put_back(const Weights& weights, models::Network& network) {
  const torch::NoGradGuard no_grad;
  auto state = state_of(network);
  for (size_t i = 0; i < state.size(); ++i) state[i].copy_(weights.at(i));
}

std::string save_weights(const models::Network& network, const std::string& file, const Json& note) {
  torch::serialize::OutputArchive archive;
  network.save(archive);
  return write_archive(archive, note, file);
}

}  // namespace purkinje::trainer
