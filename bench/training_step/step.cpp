// Milliseconds of one training step of S0's network (forward, backward, Adam): 12 leads, 1,000 samples, one
// thread. Prints one line a variant: "name median_ms". Arguments: batch (16), steps (8), variants by readout
// and recurrent layer.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "base/config.h"
#include "models/factory.h"
#include "models/registry.h"
#include "worker/trainer/device.h"
#include "worker/trainer/losses.h"
#include "worker/trainer/optimiser.h"

using namespace purkinje;

namespace {

double median_step_ms(const std::string& options_text, int64_t batch, int steps) {
  Problems problems;
  const auto* info = models::find_network("cnn_gru_attention");
  const auto given = Config::parse(options_text, "bench");
  const auto options = resolve_options(info->options, &given, Place{"bench", 0, ""}, problems);
  problems.throw_if_any();
  torch::manual_seed(1);
  const auto network = models::make_network(info->name, options, {12, 1000, 1});
  trainer::Optimiser optimiser({}, network->parameters());
  const auto signal = torch::randn({batch, 12, 1000});
  const auto labels = torch::arange(batch).remainder(2).to(torch::kFloat).unsqueeze(1);  // [batch, 1]

  std::vector<double> times_ms;
  for (int step = 0; step < steps + 2; ++step) {
    const std::clock_t start = std::clock();
    optimiser.clear_gradients();
    const auto loss = trainer::loss_of({}, network->forward(signal).raw, labels);
    loss.backward();
    optimiser.step(1e-3);
    if (step >= 2) times_ms.push_back(1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::nth_element(times_ms.begin(), times_ms.begin() + static_cast<std::ptrdiff_t>(times_ms.size() / 2),
                   times_ms.end());
  return times_ms[times_ms.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int64_t batch = argc > 1 ? std::stoll(argv[1]) : 16;
  const int steps = argc > 2 ? std::stoi(argv[2]) : 8;
  trainer::set_up_device("cpu", 1);
  fmt::print("both {:.1f}\n", median_step_ms("{}", batch, steps));
  fmt::print("cnn_only {:.1f}\n", median_step_ms("{recurrent: none, readout: last}", batch, steps));
}
