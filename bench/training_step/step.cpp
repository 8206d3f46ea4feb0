// Training steps (forward, backward, Adam) of the cases of cases.json, one thread, to be compared with the
// same steps in Python. Argument: that file. Reads lines "CASE STEPS" from standard input and answers each
// with the milliseconds of processor time of every step, so that two programs can take turns.
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>

#include "base/config.h"
#include "base/error.h"
#include "base/files.h"
#include "models/beat_gan.h"
#include "models/factory.h"
#include "models/registry.h"
#include "worker/trainer/device.h"
#include "worker/trainer/losses.h"
#include "worker/trainer/optimiser.h"

using namespace purkinje;

namespace {

constexpr double kLearningRate = 1e-3;

std::function<void()> supervised_step(std::shared_ptr<models::Network> network, const torch::Tensor& signal,
                                      const Json& bench_case) {
  auto optimiser = std::make_shared<trainer::Optimiser>(trainer::TrainingOptions{}, network->parameters());
  trainer::TrainingOptions options;
  const int64_t batch = signal.size(0), outputs = bench_case["outputs"];
  auto labels = torch::arange(batch * outputs).remainder(2).view({batch, outputs});  // [batch, outputs]
  if (bench_case["loss"] == "cross_entropy") {
    options.loss = trainer::TrainingOptions::Loss::cross_entropy;
    labels = torch::one_hot(torch::arange(batch).remainder(outputs), outputs);
  }
  labels = labels.to(torch::kFloat);
  return [=] {
    optimiser->clear_gradients();
    trainer::loss_of(options, network->forward(signal).raw, labels).backward();
    optimiser->step(kLearningRate);
  };
}

std::function<void()> track_step(std::shared_ptr<models::Network> network, const torch::Tensor& signal) {
  auto optimiser = std::make_shared<trainer::Optimiser>(trainer::TrainingOptions{}, network->parameters());
  const auto target = torch::rand({signal.size(0), signal.size(2)}) * 2;  // [batch, time]
  return [=] {
    optimiser->clear_gradients();
    torch::mse_loss(network->forward(signal).track, target).backward();
    optimiser->step(kLearningRate);
  };
}

// One step of the discriminator and one of the generator, as S2 trains them.
std::function<void()> adversarial_step(const std::shared_ptr<models::BeatGan>& gan,
                                       const torch::Tensor& signal) {
  const auto of_discriminator =
      std::make_shared<trainer::Optimiser>(trainer::TrainingOptions{}, gan->discriminator().parameters());
  const auto of_generator =
      std::make_shared<trainer::Optimiser>(trainer::TrainingOptions{}, gan->generator().parameters());
  const int64_t batch = signal.size(0);
  const auto real = torch::full({batch, 1}, 0.9), fake = torch::zeros({batch, 1}),
             believed = torch::ones({batch, 1});
  return [=] {
    const auto judge = [&](const torch::Tensor& beats) { return gan->discriminator().forward(beats); };
    const auto made = gan->generate(torch::randn({batch, gan->noise_size()}));  // [batch, leads, time]
    of_discriminator->clear_gradients();
    (torch::binary_cross_entropy_with_logits(judge(signal), real) +
     torch::binary_cross_entropy_with_logits(judge(made.detach()), fake))
        .backward();
    of_discriminator->step(2e-4);
    of_generator->clear_gradients();
    torch::binary_cross_entropy_with_logits(judge(made), believed).backward();
    of_generator->step(2e-4);
  };
}

std::function<void()> step_of(const Json& bench_case) {
  const auto* info = models::find_network(bench_case["network"]);
  if (!info) throw InputError("there is no network " + bench_case["network"].get<std::string>());
  Problems problems;
  const auto given = Config::from_json(bench_case["options"], Place{"cases.json", 0, ""});
  const auto options = resolve_options(info->options, &given, Place{"cases.json", 0, ""}, problems);
  problems.throw_if_any();
  torch::manual_seed(1);
  const auto network = models::make_network(
      info->name, options, {bench_case["leads"], bench_case["length"], bench_case["outputs"]});
  const auto signal = torch::randn({bench_case["batch"], bench_case["leads"], bench_case["length"]});
  if (auto gan = std::dynamic_pointer_cast<models::BeatGan>(network)) return adversarial_step(gan, signal);
  if (bench_case["loss"] == "track") return track_step(network, signal);
  return supervised_step(network, signal, bench_case);
}

const Json& case_of(const Json& cases, const std::string& name) {
  for (const auto& bench_case : cases)
    if (bench_case["name"] == name) return bench_case;
  throw InputError(fmt::format("no case is called '{}'", name));
}

double milliseconds_of(const std::function<void()>& step) {
  const std::clock_t start = std::clock();
  step();
  return 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} cases.json\n", argv[0]);
    return 2;
  }
  try {
    trainer::set_up_device("cpu", 1);
    const Json cases = Json::parse(read_file(argv[1]));
    std::string line, current;
    std::function<void()> step;
    while (std::getline(std::cin, line)) {
      std::istringstream words(line);
      std::string name;
      int steps = 0;
      words >> name >> steps;
      if (name != current) step = step_of(case_of(cases, name));
      current = name;
      for (int i = 0; i < steps; ++i) fmt::print("{:.3f} ", milliseconds_of(step));
      fmt::print("\n");
      std::fflush(stdout);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
