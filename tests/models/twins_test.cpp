// Networks against independent twins in Python (tests/golden/<folder>/make.py): outputs, loss and gradients
// of every tensor, in double precision and in the precision of training.
#include <gtest/gtest.h>

#include "base/files.h"
#include "models/beat_gan.h"
#include "models/factory.h"
#include "tests/models/golden_values.h"
#include "tests/models/resolved_options.h"

namespace purkinje::models {
namespace {

// A folder of tests/golden with a golden.json that twin.py wrote.
constexpr const char* kFolders[] = {
    "beats",
    "danet",
};

const std::vector<Json>& golden_cases() {
  static const std::vector<Json> all = [] {
    std::vector<Json> cases;
    for (const std::string folder : kFolders) {
      const auto file =
          Json::parse(read_file(PURKINJE_SOURCE_DIR "/tests/golden/" + folder + "/golden.json"));
      for (const auto& entry : file["cases"]) cases.push_back(entry);
    }
    return cases;
  }();
  return all;
}

std::shared_ptr<Network> twin_network(const Json& golden, torch::ScalarType precision) {
  const std::string name = golden["network"];
  auto given = golden["options"];
  for (const auto& option : find_network(name)->options)
    if (option.name.ends_with("dropout")) given[option.name] = 0.0;
  auto network = make_network(name, resolved_options(name, given.dump()),
                              {golden["leads"], golden["time"], golden["outputs"]});
  network->to(precision);
  const torch::NoGradGuard no_grad;
  auto parameters = network->named_parameters();
  size_t index = 0;
  for (const auto& entry : golden["gradients"]) {
    const std::string key = entry["name"];
    auto* parameter = parameters.find(key);
    if (!parameter) throw std::runtime_error(name + " has no " + key);
    EXPECT_EQ(parameter->sizes().vec(), entry["shape"].get<std::vector<int64_t>>()) << key;
    parameter->copy_(golden_weight(index++, key, parameter->sizes()));
  }
  EXPECT_EQ(parameters.size(), index);
  return network;
}

std::map<std::string, torch::Tensor> outputs_of(Network& network, const torch::Tensor& signal) {
  const auto output = network.forward(signal);
  std::map<std::string, torch::Tensor> tensors = {
      {"raw", output.raw}, {"attention", output.attention}, {"track", output.track}, {"map", output.map}};
  if (auto* gan = dynamic_cast<BeatGan*>(&network))
    tensors["generated"] =
        gan->generate(filled(2, {signal.size(0), gan->noise_size()}, -1.7, 1.7).to(signal.scalar_type()));
  std::erase_if(tensors, [](const auto& item) { return !item.second.defined(); });
  return tensors;
}

class Twins : public testing::TestWithParam<std::tuple<size_t, torch::ScalarType>> {
 protected:
  const Json& golden() const { return golden_cases()[std::get<0>(GetParam())]; }
  torch::ScalarType precision() const { return std::get<1>(GetParam()); }
  double tolerance() const { return precision() == torch::kDouble ? 1e-11 : 2e-5; }

  // `scale`: of the tensor that a value was taken from or summed over. At least 1, because the gradient of a
  // bias before a batch normalisation is zero but for the rounding of a long sum.
  void expect_close(double ours, double twin, double scale, const std::string& what) const {
    EXPECT_NEAR(ours, twin, tolerance() * std::max(1.0, scale)) << what;
  }

  void expect_outputs(const std::map<std::string, torch::Tensor>& ours, const Json& twins,
                      const std::string& mode) const {
    EXPECT_EQ(ours.size(), twins.size()) << mode;
    for (const auto& [name, twin] : twins.items()) {
      ASSERT_TRUE(ours.contains(name)) << mode << " " << name;
      const auto tensor = ours.at(name).detach().to(torch::kDouble);
      ASSERT_EQ(tensor.sizes().vec(), twin["shape"].get<std::vector<int64_t>>()) << mode << " " << name;
      const double norm = tensor.norm().item<double>();
      const auto flat = tensor.flatten();
      for (size_t i = 0; i < twin["first"].size(); ++i)
        expect_close(flat[static_cast<int64_t>(i)].item<double>(), twin["first"][i], norm, mode + " " + name);
      expect_close((tensor * filled(21, tensor.sizes(), -1, 1)).sum().item<double>(), twin["probe"], norm,
                   mode + " " + name + " times a random tensor");
    }
  }
};

TEST_P(Twins, outputs_and_gradients_equal_the_twins) {
  const auto network = twin_network(golden(), precision());
  const auto signal =
      filled(1, {golden()["batch"], golden()["leads"], golden()["time"]}, -2, 2).to(precision());

  const auto trained = outputs_of(*network, signal);
  auto loss = torch::zeros({}, precision());
  for (const auto& [name, seed] : {std::pair{"raw", 11}, std::pair{"track", 12}, std::pair{"generated", 13}})
    if (const auto found = trained.find(name); found != trained.end())
      loss = loss + (found->second *
                     filled(static_cast<uint64_t>(seed), found->second.sizes(), -1, 1).to(precision()))
                        .sum();
  loss.backward();
  network->eval();
  const auto evaluated = outputs_of(*network, signal);

  EXPECT_EQ(parameter_count(*network), golden()["parameters"].get<int64_t>());
  expect_close(loss.item<double>(), golden()["loss"], 10, "loss");
  expect_outputs(trained, golden()["training"], "training");
  expect_outputs(evaluated, golden()["evaluation"], "evaluation");
  const auto parameters = network->named_parameters();
  size_t index = 0;
  for (const auto& entry : golden()["gradients"]) {
    const std::string name = entry["name"];
    const auto gradient = parameters[name].grad().to(torch::kDouble);
    const double norm = entry["norm"];
    expect_close(gradient.norm().item<double>(), norm, norm, name + ": norm of the gradient");
    const auto probe = filled(5000 + index++, gradient.sizes(), -1, 1);
    expect_close((gradient * probe).sum().item<double>(), entry["probe"], norm,
                 name + ": gradient times a random tensor");
    const auto flat = gradient.flatten();
    for (size_t i = 0; i < entry["first"].size(); ++i)
      expect_close(flat[static_cast<int64_t>(i)].item<double>(), entry["first"][i], norm,
                   name + ": gradient");
  }
}

std::string name_of_case(const testing::TestParamInfo<std::tuple<size_t, torch::ScalarType>>& info) {
  const auto index = std::get<0>(info.param);
  return golden_cases()[index]["network"].get<std::string>() + "_" + std::to_string(index) +
         (std::get<1>(info.param) == torch::kDouble ? "_double" : "_float");
}

INSTANTIATE_TEST_SUITE_P(All, Twins,
                         testing::Combine(testing::Range<size_t>(0, golden_cases().size()),
                                          testing::Values(torch::kDouble, torch::kFloat)),
                         name_of_case);

}  // namespace
}  // namespace purkinje::models
