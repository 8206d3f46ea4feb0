#include "worker/trainer/initialisation.h"

#include <cmath>
#include <string>

#include "base/random.h"
#include "models/factory.h"

namespace purkinje::trainer {
namespace {

bool named(const std::string& name, const char* part) {
  const auto leaf = name.rfind('.') == std::string::npos ? name : name.substr(name.rfind('.') + 1);
  return leaf.starts_with(part);
}

// The matrix of the recurrence beside an input's matrix tells how many gates there are.
int64_t gates_of(const torch::OrderedDict<std::string, torch::Tensor>& parameters, std::string name) {
  if (const auto at = name.rfind("weight_ih"); at != std::string::npos) name.replace(at, 9, "weight_hh");
  const auto* recurrence = parameters.find(name);
  return named(name, "weight_hh") && recurrence ? recurrence->size(0) / recurrence->size(1) : 1;
}

}  // namespace

std::shared_ptr<models::Network> fresh_network(const worker::TrainingJob& job, const data::Manifest& manifest,
                                               bool xavier, const torch::Device& device) {
  torch::manual_seed(random_key(job.seed, static_cast<uint64_t>(job.fold), "init"));
  auto network = models::make_network(job.network, job.network_options,
                                      {static_cast<int64_t>(manifest.leads.size()), manifest.length,
                                       static_cast<int64_t>(job.classes.size())});
  if (xavier) {
    torch::manual_seed(random_key(job.seed, static_cast<uint64_t>(job.fold), "xavier"));
    initialise_xavier(*network);
  }
  network->to(device);
  return network;
}

void initialise_xavier(torch::nn::Module& module) {
  const torch::NoGradGuard no_grad;
  const auto parameters = module.named_parameters();
  for (const auto& item : parameters) {
    const auto& tensor = item.value();
    if (tensor.dim() < 2) {
      if (named(item.key(), "bias")) tensor.zero_();
      continue;
    }
    const int64_t kernel = tensor[0][0].numel();  // 1 for linear layers
    const int64_t outputs = tensor.size(0) / gates_of(parameters, item.key());
    const double bound = std::sqrt(6.0 / static_cast<double>(kernel * (tensor.size(1) + outputs)));
    tensor.uniform_(-bound, bound);
  }
}

}  // namespace purkinje::trainer
