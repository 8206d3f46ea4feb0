// S3's networks against independent twins in Python (tests/golden/s3): outputs in training and evaluation,
// loss, gradients of every tensor, in double precision and in the precision of training.
#include <gtest/gtest.h>

#include "base/config.h"
#include "base/files.h"
#include "models/factory.h"
#include "models/registry.h"
#include "tests/models/golden_values.h"

namespace purkinje::models {
namespace {

const Json& golden() {
  static const Json json = Json::parse(read_file(PURKINJE_SOURCE_DIR "/tests/golden/s3/golden.json"));
  return json;
}

std::shared_ptr<Network> golden_network(const Json& golden_case) {
  const std::string name = golden_case["network"];
  Problems problems;
  const auto given = Config::from_json(golden_case["options"], Place{"golden", 0, ""});
  const auto options = resolve_options(find_network(name)->options, &given, Place{"golden", 0, ""}, problems);
  problems.throw_if_any();
  auto network = make_network(name, options, {golden()["leads"], golden()["length"], golden()["outputs"]});
  network->to(torch::kDouble);
  const torch::NoGradGuard no_grad;
  auto parameters = network->named_parameters();
  size_t index = 0;
  for (const auto& entry : golden_case["gradients"]) {
    const std::string tensor = entry[0];
    auto* parameter = parameters.find(tensor);
    if (!parameter) throw std::runtime_error("the network has no " + tensor);
    parameter->copy_(golden_weight(index++, tensor, parameter->sizes()));
  }
  return network;
}

class GoldenS3 : public testing::TestWithParam<std::tuple<size_t, torch::ScalarType>> {
 protected:
  const Json& golden_case() const { return golden()["cases"][std::get<0>(GetParam())]; }
  torch::ScalarType precision() const { return std::get<1>(GetParam()); }

  // `size`: of the numbers that were added up.
  void expect_close(double ours, double twin, double size, const std::string& what) const {
    const double tolerance = precision() == torch::kDouble ? 1e-11 : 5e-4;
    EXPECT_NEAR(ours, twin, tolerance * std::max(1.0, size)) << what;
  }
  void expect_close(const torch::Tensor& ours, const Json& twin, const std::string& what) const {
    ASSERT_EQ(static_cast<size_t>(ours.numel()), twin.size()) << what;
    const auto flat = ours.to(torch::kDouble).flatten();
    for (size_t i = 0; i < twin.size(); ++i)
      expect_close(flat[static_cast<int64_t>(i)].item<double>(), twin[i], 1, what);
  }
};

TEST_P(GoldenS3, outputs_and_gradients_equal_the_twins) {
  const auto network = golden_network(golden_case());
  network->to(precision());
  const int64_t batch = golden()["batch"], outputs = golden()["outputs"];
  const auto signal = filled(1, {batch, golden()["leads"], golden()["length"]}, -2, 2).to(precision());
  const auto labels = (filled(2, {batch, outputs}, 0, 1) > 0.5).to(precision());

  const auto raw = network->forward(signal).raw;
  const auto loss = torch::binary_cross_entropy_with_logits(raw, labels);
  loss.backward();
  network->eval();
  const auto evaluated = network->forward(signal).raw;

  expect_close(loss.item<double>(), golden_case()["loss"], 1, "loss");
  expect_close(raw, golden_case()["raw"], "raw output");
  expect_close(evaluated, golden_case()["raw_evaluation"], "raw output with running statistics");
  EXPECT_EQ(parameter_count(*network), golden_case()["parameters"].get<int64_t>());
  const auto parameters = network->named_parameters();
  ASSERT_EQ(parameters.size(), golden_case()["gradients"].size());
  size_t index = 0;
  for (const auto& [name, norm, probe] :
       golden_case()["gradients"].get<std::vector<std::tuple<std::string, double, double>>>()) {
    const auto gradient = parameters[name].grad().to(torch::kDouble);
    const auto random = filled(5000 + index++, gradient.sizes(), -1, 1);
    expect_close(gradient.norm().item<double>(), norm, norm, name + ": norm of the gradient");
    expect_close((gradient * random).sum().item<double>(), probe, norm,
                 name + ": gradient times a random tensor");
  }
}

std::string case_name(const testing::TestParamInfo<std::tuple<size_t, torch::ScalarType>>& info) {
  return golden()["cases"][std::get<0>(info.param)]["title"].get<std::string>() +
         (std::get<1>(info.param) == torch::kDouble ? "_double" : "_float");
}

INSTANTIATE_TEST_SUITE_P(Networks, GoldenS3,
                         testing::Combine(testing::Range<size_t>(0, golden()["cases"].size()),
                                          testing::Values(torch::kDouble, torch::kFloat)),
                         case_name);

}  // namespace
}  // namespace purkinje::models
