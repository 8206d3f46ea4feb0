// S0's network against an independent twin in Python (tests/golden/cnn_gru_attention/make.py): outputs,
// attention, loss, gradients of every tensor, in double precision and in the precision of training.
#include <gtest/gtest.h>

#include "base/config.h"
#include "base/files.h"
#include "models/factory.h"
#include "models/registry.h"
#include "tests/models/golden_values.h"

namespace purkinje::models {
namespace {

const Json& golden() {
  static const Json json =
      Json::parse(read_file(PURKINJE_SOURCE_DIR "/tests/golden/cnn_gru_attention/golden.json"));
  return json;
}

std::shared_ptr<Network> golden_network(const Json& golden_case, torch::ScalarType precision) {
  Json given = golden_case.at("options");
  given["dropout"] = 0.0;
  Problems problems;
  const auto config = Config::from_json(given, Place{"golden", 0, ""});
  const auto options =
      resolve_options(find_network("cnn_gru_attention")->options, &config, Place{"golden", 0, ""}, problems);
  problems.throw_if_any();
  auto network = make_network("cnn_gru_attention", options, {golden()["leads"], golden()["time"], 1});
  network->to(precision);
  const torch::NoGradGuard no_grad;
  auto parameters = network->named_parameters();
  size_t index = 0;
  for (const auto& entry : golden_case.at("gradients")) {
    const std::string name = entry.at("name");
    auto* parameter = parameters.find(name);
    if (!parameter) throw std::runtime_error("the network has no " + name);
    EXPECT_EQ(parameter->sizes().vec(), entry.at("shape").get<std::vector<int64_t>>()) << name;
    parameter->copy_(golden_weight(index++, name, parameter->sizes()));
  }
  return network;
}

class Golden : public testing::TestWithParam<std::tuple<size_t, torch::ScalarType>> {
 protected:
  const Json& golden_case() const { return golden()["cases"][std::get<0>(GetParam())]; }
  torch::ScalarType precision() const { return std::get<1>(GetParam()); }
  double tolerance() const { return precision() == torch::kDouble ? 1e-11 : 2e-4; }

  void expect_close(double ours, double twin, const std::string& what) const {
    EXPECT_NEAR(ours, twin, tolerance() * std::max(1.0, std::abs(twin))) << what;
  }
};

TEST_P(Golden, outputs_and_gradients_equal_the_twins) {
  const auto network = golden_network(golden_case(), precision());
  const auto signal =
      filled(1, {golden()["batch"], golden()["leads"], golden()["time"]}, -2, 2).to(precision());
  const auto labels = torch::tensor(golden()["labels"].get<std::vector<double>>(), precision());

  const auto [raw, attention, track, map] = network->forward(signal);
  const auto loss = torch::binary_cross_entropy_with_logits(raw.squeeze(1), labels);
  loss.backward();
  network->eval();
  const auto evaluated = network->forward(signal).raw;

  expect_close(loss.item<double>(), golden_case()["loss"], "loss");
  for (int64_t i = 0; i < raw.size(0); ++i) {
    expect_close(raw[i][0].item<double>(), golden_case()["raw"][static_cast<size_t>(i)], "raw output");
    expect_close(evaluated[i][0].item<double>(), golden_case()["raw_evaluation"][static_cast<size_t>(i)],
                 "raw output with running statistics");
  }
  ASSERT_EQ(attention.defined(), !golden_case()["attention"].is_null());
  if (attention.defined()) {
    for (int64_t t = 0; t < attention.size(1); ++t)
      expect_close(attention[0][t].item<double>(), golden_case()["attention"][static_cast<size_t>(t)],
                   "attention");
  }
  const auto parameters = network->named_parameters();
  EXPECT_EQ(parameters.size(), golden_case()["gradients"].size());
  size_t index = 0;
  for (const auto& entry : golden_case()["gradients"]) {
    const std::string name = entry["name"];
    const auto gradient = parameters[name].grad().to(torch::kDouble);
    expect_close(gradient.norm().item<double>(), entry["norm"], name + ": norm of the gradient");
    const auto probe = filled(5000 + index++, gradient.sizes(), -1, 1);
    expect_close((gradient * probe).sum().item<double>(), entry["probe"],
                 name + ": gradient times a random tensor");
    const auto flat = gradient.flatten();
    for (size_t i = 0; i < entry["first"].size(); ++i)
      expect_close(flat[static_cast<int64_t>(i)].item<double>(), entry["first"][i], name + ": gradient");
  }
}

TEST_P(Golden, parameter_count_equals_the_twins) {
  EXPECT_EQ(parameter_count(*golden_network(golden_case(), precision())),
            golden_case()["parameters"].get<int64_t>());
}

std::string case_name(const testing::TestParamInfo<std::tuple<size_t, torch::ScalarType>>& info) {
  const auto& options = golden()["cases"][std::get<0>(info.param)]["options"];
  return options["branches"].get<std::string>() + "_" + options["recurrent"].get<std::string>() + "_" +
         options["readout"].get<std::string>() +
         (std::get<1>(info.param) == torch::kDouble ? "_double" : "_float");
}

INSTANTIATE_TEST_SUITE_P(CnnGruAttention, Golden,
                         testing::Combine(testing::Range<size_t>(0, golden()["cases"].size()),
                                          testing::Values(torch::kDouble, torch::kFloat)),
                         case_name);

}  // namespace
}  // namespace purkinje::models
