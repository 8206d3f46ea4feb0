// Ensembles: agreement with scikit-learn (tests/golden/metrics/make_ensembles.py), and what each method
// refuses.
#include "metrics/ensembles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "base/files.h"
#include "base/json.h"
#include "metrics/macro_f1.h"
#include "tests/metrics/samples.h"

namespace purkinje::metrics {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kStronger = "stacking with a regularisation of 10";

Scores scores_from(const Json& score, const Json& label) {
  Scores out{score.size(), score.at(0).size(), {}, {}};
  for (const auto& row : score)
    for (const auto& number : row) out.score.push_back(number);
  for (const auto& row : label)
    for (const auto& number : row) out.label.push_back(number);
  return out;
}

std::vector<Member> members_of(const Json& test) {
  std::vector<Member> members;
  for (size_t m = 0; m < test.at("test").size(); ++m)
    members.push_back({"model " + std::to_string(m),
                       scores_from(test.at("validation")[m], test.at("validation_label")),
                       scores_from(test.at("test")[m], test.at("test_label"))});
  return members;
}

Json golden_cases() {
  return Json::parse(read_file(std::string(PURKINJE_SOURCE_DIR) + "/tests/golden/metrics/ensembles.json"))
      .at("cases");
}

Member member(const std::string& name, const std::vector<double>& validation, const std::vector<double>& test,
              const std::vector<int8_t>& label, size_t outputs) {
  return {name, scores_of(validation, label, outputs), scores_of(test, label, outputs)};
}

// Three classes, three samples, the truth being 0, 1, 2: the first model is right, the second is right in
// two, the third never.
std::vector<Member> three_models() {
  const std::vector<int8_t> label{1, 0, 0, 0, 1, 0, 0, 0, 1};
  const std::vector<double> right{.8, .1, .1, .1, .8, .1, .1, .1, .8};
  const std::vector<double> nearly{.6, .3, .1, .2, .7, .1, .5, .3, .2};
  const std::vector<double> wrong{.1, .8, .1, .1, .1, .8, .8, .1, .1};
  return {member("right", right, right, label, 3), member("nearly", nearly, nearly, label, 3),
          member("wrong", wrong, wrong, label, 3)};
}

std::string refusal(const std::string& method, Task task, const std::vector<Member>& members,
                    const EnsembleOptions& options = {}) {
  try {
    combine(method, options, task, members);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST(GoldenEnsembles, weights_and_scores_agree_with_scikit_learn) {
  size_t compared = 0;
  for (const auto& test : golden_cases()) {
    const auto task = parse_task(test.at("task"));
    const auto members = members_of(test);
    for (const auto& [name, expected] : test.at("scores").items()) {
      EnsembleOptions options;
      if (name == kStronger) options.regularisation = 10;
      const auto where = test.at("name").get<std::string>() + ": " + name;

      const auto result = combine(name == kStronger ? "stacking" : name, options, task, members);

      const double tolerance = name.starts_with("stacking") ? 1e-6 : 1e-12;
      for (size_t i = 0; i < result.test.samples; ++i)
        for (size_t k = 0; k < result.test.outputs; ++k)
          EXPECT_NEAR(result.test.score[i * result.test.outputs + k], expected[i][k].get<double>(), tolerance)
              << where << ", sample " << i << ", output " << k;
      const auto weights = test.at("weights").value(name, std::vector<double>{});
      ASSERT_EQ(result.weights.size(), weights.size()) << where;
      for (size_t m = 0; m < weights.size(); ++m) EXPECT_NEAR(result.weights[m], weights[m], 1e-12) << where;
      ++compared;
    }
    for (size_t m = 0; m < members.size(); ++m)
      EXPECT_NEAR(*macro_f1(task, members[m].validation).value, test.at("validation_f1")[m].get<double>(),
                  1e-12);
  }
  EXPECT_GE(compared, 45u);
}

TEST(Ensembles, keep_samples_and_labels_and_give_rows_that_sum_to_one) {
  for (const auto& test : golden_cases()) {
    const auto task = parse_task(test.at("task"));
    const auto members = members_of(test);
    for (const auto& method : ensemble_methods()) {
      if (method.name == "top2_classes" && !test.at("scores").contains(method.name)) continue;
      const auto result = combine(method.name, {}, task, members);
      for (const auto part : {&Member::validation, &Member::test}) {
        const auto& out = part == &Member::validation ? result.validation : result.test;
        EXPECT_EQ(out.label, (members[0].*part).label);
        EXPECT_THAT(out.score, Each(testing::AllOf(testing::Ge(0.0), testing::Le(1.0))));
        if (task != Task::multi_class) continue;
        for (size_t i = 0; i < out.samples; ++i) {
          const double* row = out.score.data() + i * out.outputs;
          EXPECT_NEAR(std::accumulate(row, row + out.outputs, 0.0), 1.0, 1e-12) << method.name;
        }
      }
    }
  }
}

TEST(Ensembles, of_one_model_are_that_model_where_one_is_enough) {
  const auto one = std::vector<Member>{three_models().front()};

  EXPECT_EQ(combine("average", {}, Task::multi_class, one).test.score, one[0].test.score);
  EXPECT_THAT(combine("weight_grid", {}, Task::multi_class, one).weights, ElementsAre(1.0));
  EXPECT_EQ(refusal("top2_models", Task::multi_class, one), "top2_models needs at least 2 models, not 1");
  EXPECT_EQ(refusal("average", Task::multi_class, {}), "average needs at least 1 model, not 0");
}

TEST(Ensembles, leave_models_that_validation_speaks_against_without_weight) {
  const auto members = three_models();

  EXPECT_EQ(combine("f1_weighted", {}, Task::multi_class, members).weights[2], 0.0);
  EXPECT_EQ(combine("top2_models", {}, Task::multi_class, members).weights[2], 0.0);
}

TEST(Ensembles, say_when_no_model_deserves_more_weight) {
  auto members = three_models();
  members = {members[2], members[2]};

  const auto result = combine("f1_weighted", {}, Task::multi_class, members);

  EXPECT_THAT(result.weights, Each(DoubleEq(0.5)));
  EXPECT_THAT(result.note, HasSubstr("all weigh the same"));
}

TEST(Ensembles, a_grid_takes_the_weights_nearest_to_equal_ones_and_then_the_earlier_model) {
  const auto right = three_models().front();

  EXPECT_THAT(combine("weight_grid", {.grid_step = 0.5}, Task::multi_class, {right, right}).weights,
              ElementsAre(0.5, 0.5));
  EXPECT_THAT(combine("weight_grid", {.grid_step = 1}, Task::multi_class, {right, right}).weights,
              ElementsAre(1.0, 0.0));
}

TEST(Ensembles, of_two_classes_a_sample_drop_the_third) {
  const std::vector<int8_t> label{1, 0, 0};
  const auto a = member("a", {.5, .3, .2}, {.5, .3, .2}, label, 3);

  const auto result = combine("top2_classes", {}, Task::multi_class, {a});

  EXPECT_THAT(result.test.score, ElementsAre(DoubleEq(.5 / .8), DoubleEq(.3 / .8), 0.0));
}

TEST(Ensembles, without_validation_scores_do_what_needs_none) {
  auto members = three_models();
  for (auto& each : members) each.validation = {};

  for (const auto& method : ensemble_methods())
    if (method.needs_validation)
      EXPECT_EQ(refusal(method.name, Task::multi_class, members),
                method.name + " needs validation samples with known labels");
    else
      EXPECT_EQ(combine(method.name, {}, Task::multi_class, members).validation.samples, 0u);
}

TEST(Ensembles, refuse_two_classes_a_sample_where_there_are_not_three) {
  const auto one = member("a", {.5, .4}, {.5, .4}, {1, 0}, 1);
  const auto two = member("a", {.5, .5}, {.5, .5}, {1, 0}, 2);

  EXPECT_THAT(refusal("top2_classes", Task::binary, {one}), HasSubstr("at least 3 classes"));
  EXPECT_THAT(refusal("top2_classes", Task::multi_class, {two}), HasSubstr("at least 3 classes"));
  EXPECT_THAT(refusal("top2_classes", Task::multi_label, three_models()), HasSubstr("multi_class task"));
}

TEST(Ensembles, refuse_members_that_do_not_fit) {
  auto members = three_models();
  members[1].test.label = {0, 1, 0, 0, 1, 0, 0, 0, 1};

  EXPECT_EQ(refusal("average", Task::multi_class, members),
            "right and nearly have different test samples, outputs or labels");
  EXPECT_THAT(refusal("average", Task::binary, three_models()), HasSubstr("one output, not 3"));
}

TEST(Ensembles, refuse_scores_that_are_no_probabilities_with_the_models_name) {
  auto members = three_models();
  members[1].test.score[4] = std::nan("");

  EXPECT_EQ(refusal("average", Task::multi_class, members), "nearly, test: score nan is not a probability");
}

TEST(Ensembles, refuse_unknown_methods_and_useless_options) {
  const auto members = three_models();

  EXPECT_THAT(refusal("averge", Task::multi_class, members), HasSubstr("did you mean 'average'?"));
  EXPECT_THAT(refusal("weight_grid", Task::multi_class, members, {.grid_step = 0.3}),
              HasSubstr("does not divide 1"));
  EXPECT_THAT(refusal("weight_grid", Task::multi_class, members, {.grid_step = 0.001}),
              HasSubstr("take a larger step"));
  EXPECT_THAT(refusal("stacking", Task::multi_class, members, {.regularisation = 0}),
              HasSubstr("not above 0"));
}

TEST(Ensembles, stacking_says_what_validation_could_not_teach) {
  const auto all = member("a", {.9, .2, .8, .3}, {.9, .2, .8, .3}, {1, 0, 1, 0}, 2);
  const auto half = member("a", {.9, .2, .8, .3}, {.9, .2, .8, .3}, {1, 0, 0, 0}, 2);

  EXPECT_EQ(refusal("stacking", Task::multi_label, {all}),
            "stacking needs validation samples with and without the class");
  EXPECT_THAT(combine("stacking", {}, Task::multi_label, {half}).note, HasSubstr("class 2 of 2"));
  EXPECT_THAT(refusal("stacking", Task::multi_class, {all}), HasSubstr("at least two classes"));
}

TEST(Ensembles, stacking_bears_scores_of_exactly_zero_and_one) {
  std::vector<double> score;
  std::vector<int8_t> label;
  for (int i = 0; i < 40; ++i) {
    const bool positive = i % 3 == 0;
    label.push_back(positive ? 1 : 0);
    score.push_back(positive ? 1.0 : 0.0);
  }

  const auto result = combine("stacking", {}, Task::binary, {member("sure", score, score, label, 1)});

  for (size_t i = 0; i < score.size(); ++i) EXPECT_NEAR(result.test.score[i], score[i], 0.01);
}

TEST(EnsembleMethods, have_one_line_each) {
  for (const auto& method : ensemble_methods()) {
    EXPECT_FALSE(method.explanation.empty()) << method.name;
    EXPECT_EQ(method.explanation.find('\n'), std::string::npos) << method.name;
  }
  EXPECT_EQ(ensemble_methods().size(), 7u);
}

}  // namespace purkinje::metrics
