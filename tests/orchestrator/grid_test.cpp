#include "orchestrator/grid.h"

#include <gmock/gmock.h>

namespace purkinje::orchestrator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

GridWorld world() {
  GridWorld world;
  world.paths = {"model.hidden", "model.readout", "training.epochs", "training.rate", "model.rate"};
  world.known = [paths = world.paths](const std::string& path) {
    return std::find(paths.begin(), paths.end(), path) != paths.end();
  };
  world.value = [](const auto&, const std::string& path) {
    return path == "model.readout" ? Json("attention") : Json();
  };
  return world;
}

struct Expanded {
  std::vector<std::string> names, titles, problems;
  std::vector<Json> settings;
};

Expanded expand(const std::string& yaml) {
  const auto grid = Config::parse(yaml, "grid.yaml");
  Problems problems;
  Expanded out;
  for (const auto& point : expand_grid(&grid, world(), problems)) {
    out.names.push_back(point.name);
    out.titles.push_back(point.title);
    Json settings = Json::object();
    for (const auto& setting : point.settings) settings[setting.path] = setting.value.to_json();
    out.settings.push_back(settings);
  }
  out.problems = problems.lines();
  return out;
}

TEST(Grid, is_one_point_where_there_is_none) {
  Problems problems;

  const auto points = expand_grid(nullptr, world(), problems);

  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].name, "base");
  EXPECT_TRUE(points[0].settings.empty());
  EXPECT_TRUE(problems.empty());
}

TEST(Grid, multiplies_its_entries_with_the_first_varying_slowest) {
  const auto grid = expand("model.hidden: [32, 64]\ntraining.epochs: [1, 2]\n");

  EXPECT_THAT(grid.names, ElementsAre("hidden=32/epochs=1", "hidden=32/epochs=2", "hidden=64/epochs=1",
                                      "hidden=64/epochs=2"));
  EXPECT_THAT(grid.titles[1], "hidden 32, epochs 2");
}

TEST(Grid, takes_variants_with_dotted_paths_or_nested_maps) {
  const auto grid = expand(
      "variants:\n  one: {title: The first, model.readout: last}\n  two:\n    model: {readout: mean, hidden: "
      "8}\n  three:\n");

  EXPECT_THAT(grid.names, ElementsAre("one", "two", "three"));
  EXPECT_EQ(grid.titles[0], "The first");
  EXPECT_EQ(grid.settings[1], Json({{"model.readout", "mean"}, {"model.hidden", 8}}));
  EXPECT_EQ(grid.settings[2], Json::object());
}

TEST(Grid, zips_axes_of_equal_length) {
  const auto grid = expand("zip: {model.hidden: [1, 2], training.epochs: [10, 20]}");

  EXPECT_THAT(grid.names, ElementsAre("hidden=1/epochs=10", "hidden=2/epochs=20"));
}

TEST(Grid, refuses_a_zip_of_unequal_lengths) {
  const auto grid = expand("zip:\n  - model.hidden: [1, 2]\n  - training.epochs: [10, 20, 30]\n");

  EXPECT_THAT(
      grid.problems,
      ElementsAre(HasSubstr("grid.yaml:3: zip[1]: a zip needs parts of equal length: 3 here, 2 before")));
}

TEST(Grid, puts_grids_one_after_the_other) {
  const auto grid = expand("concat:\n  - model.hidden: [1, 2]\n  - training.epochs: [3]\n");

  EXPECT_THAT(grid.names, ElementsAre("hidden=1", "hidden=2", "epochs=3"));
}

TEST(Grid, nests_combinations) {
  const auto grid = expand(
      "product:\n  - concat:\n      - variants: {a: {model.readout: last}}\n      - zip: {model.readout: "
      "[mean], model.rate: [2]}\n"
      "  - training.epochs: [1, 2]\n");

  EXPECT_THAT(grid.names, ElementsAre("a/epochs=1", "a/epochs=2", "readout=mean/rate=2/epochs=1",
                                      "readout=mean/rate=2/epochs=2"));
}

TEST(Grid, gives_a_variant_a_grid_of_its_own) {
  const auto grid = expand("variants:\n  a: {grid: {model.hidden: [1, 2]}}\n  b:\n");

  EXPECT_THAT(grid.names, ElementsAre("a/hidden=1", "a/hidden=2", "b"));
}

TEST(Grid, has_an_axis_only_where_its_condition_holds) {
  const auto grid = expand(
      "model.readout: [attention, last]\nproduct:\n  - when: {model.readout: attention}\n    model.hidden: "
      "[1, 2]\n");

  EXPECT_THAT(grid.names,
              ElementsAre("readout=attention/hidden=1", "readout=attention/hidden=2", "readout=last"));
}

TEST(Grid, asks_the_experiment_for_values_that_the_grid_does_not_set) {
  const auto grid = expand("when: {model.readout: [attention, mean]}\nmodel.hidden: [1, 2]\n");

  EXPECT_THAT(grid.names, ElementsAre("hidden=1", "hidden=2"));
}

TEST(Grid, leaves_out_what_exclude_matches_by_value_and_by_variant) {
  const auto grid = expand(
      "variants: {a: , b: }\ntraining.epochs: [1, 2, 3]\nexclude:\n  - {variant: a, training.epochs: [2, "
      "3]}\n  - {variant: b, "
      "training.epochs: 1}\n");

  EXPECT_THAT(grid.names, ElementsAre("a/epochs=1", "b/epochs=2", "b/epochs=3"));
}

TEST(Grid, reports_conditions_that_never_hold) {
  const auto grid = expand(
      "training.epochs: [1, 2]\nexclude:\n  - {training.epochs: 7}\nproduct:\n  - when: {model.readout: "
      "last}\n    model.hidden: [1]\n");

  EXPECT_THAT(grid.problems,
              ElementsAre(HasSubstr("grid.yaml:5: product[0].when: this condition holds for no point"),
                          HasSubstr("grid.yaml:3: exclude[0]: this excludes no point")));
}

TEST(Grid, reports_a_grid_of_which_nothing_is_left) {
  const auto grid = expand("training.epochs: [1]\nexclude: [{training.epochs: 1}]\n");

  EXPECT_THAT(grid.problems, ElementsAre(HasSubstr("nothing is left of this grid")));
}

TEST(Grid, makes_ranges_that_are_linear_or_logarithmic) {
  EXPECT_THAT(expand("training.epochs: {from: 1, to: 3}").names,
              ElementsAre("epochs=1", "epochs=2", "epochs=3"));
  EXPECT_THAT(expand("training.rate: {from: 0.1, to: 0.3, step: 0.1}").names,
              ElementsAre("rate=0.1", "rate=0.2", "rate=0.3"));
  EXPECT_THAT(expand("training.rate: {from: 0, to: 1, num: 5}").names,
              ElementsAre("rate=0", "rate=0.25", "rate=0.5", "rate=0.75", "rate=1"));
  EXPECT_THAT(expand("training.rate: {from: 1e-4, to: 1e-2, num: 3, scale: log}").names,
              ElementsAre("rate=0.0001", "rate=0.001", "rate=0.01"));
  EXPECT_THAT(expand("model.hidden: {from: 16, to: 256, num: 5, scale: log}").settings[2]["model.hidden"],
              Json(64));
}

TEST(Grid, explains_a_range_that_is_none) {
  EXPECT_THAT(expand("training.rate: {from: 0.1, to: 1}").problems,
              ElementsAre(HasSubstr("needs `step` or `num`")));
  EXPECT_THAT(expand("training.rate: {from: 0, to: 1, num: 3, scale: log}").problems,
              ElementsAre(HasSubstr("must be above 0")));
  EXPECT_THAT(expand("training.rate: {from: 0, to: 1, step: -1}").problems,
              ElementsAre(HasSubstr("leads away")));
  EXPECT_THAT(expand("training.rate: {from: 0, too: 1}").problems,
              ElementsAre(HasSubstr("did you mean 'to'?"), HasSubstr("'to' is missing")));
  EXPECT_THAT(expand("training.rate: {from: 0, to: 1, step: 1e-9}").problems,
              ElementsAre(HasSubstr("too many")));
}

TEST(Grid, labels_values_where_a_map_gives_them_names) {
  const auto grid = expand("model.hidden: {small: 8, large: 512}");

  EXPECT_THAT(grid.names, ElementsAre("hidden=small", "hidden=large"));
  EXPECT_EQ(grid.settings[1], Json({{"model.hidden", 512}}));
}

TEST(Grid, shows_whole_paths_where_two_axes_end_alike) {
  const auto grid = expand("model.rate: [1]\ntraining.rate: [2]\nmodel.hidden: [3]\n");

  EXPECT_THAT(grid.names, ElementsAre("model.rate=1/training.rate=2/hidden=3"));
}

TEST(Grid, refuses_an_unknown_path_with_the_nearest_one) {
  const auto grid = expand("model.hiden: [1, 2]\nvariants: {a: {training: {epoch: 3}}}\n");

  EXPECT_THAT(
      grid.problems,
      ElementsAre(
          HasSubstr(
              "grid.yaml:1: model.hiden: there is no 'model.hiden' to vary; did you mean 'model.hidden'?"),
          HasSubstr("did you mean 'training.epochs'?")));
}

TEST(Grid, refuses_a_misspelt_keyword) {
  EXPECT_THAT(expand("variant: {a: }").problems, ElementsAre(HasSubstr("did you mean 'variants'?")));
}

TEST(Grid, refuses_a_path_that_a_point_gets_twice) {
  const auto grid = expand("variants:\n  a: {model.hidden: 3}\nmodel.hidden: [1, 2]\n");

  ASSERT_FALSE(grid.problems.empty());
  EXPECT_THAT(grid.problems[0], HasSubstr("'model.hidden' is set here and by 'model.hidden' in line 2"));
}

TEST(Grid, refuses_two_points_of_one_name) {
  const auto grid = expand("concat:\n  - model.hidden: [1]\n  - model.hidden: [1]\n");

  EXPECT_THAT(
      grid.problems,
      ElementsAre(HasSubstr(
          "grid.yaml:3: concat[1].model.hidden[0]: the name 'hidden=1' is taken by the point of line 2")));
}

TEST(Grid, refuses_values_that_stand_twice_and_empty_axes) {
  EXPECT_THAT(expand("model.hidden: [1, 1.0]").problems,
              testing::Contains(HasSubstr("stands twice on this axis")));
  EXPECT_THAT(expand("model.hidden: []").problems, testing::Contains(HasSubstr("this axis has no values")));
}

}  // namespace
}  // namespace purkinje::orchestrator
