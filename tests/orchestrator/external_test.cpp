// Other data sets in an experiment: read with it, known to its report, and without a trace where there are
// none.
#include <gmock/gmock.h>

#include "orchestrator/load.h"
#include "orchestrator/planning.h"
#include "tests/orchestrator/test_tables.h"

namespace purkinje::orchestrator {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string kData = R"(name: outside
data:
  set: synthetic
  positive: [MI]
  preprocessing: {leads: [II]}
)";
const std::string kExternal = R"(  external:
    ludb: {set: ludb, leads: {II: ii}, classes: {MI: [MI, MIs]}}
    all: {set: twelve_lead, exclude: [ludb/*]}
)";
const std::string kRest = R"(model: {name: cnn_gru_attention}
protocol: {kind: holdout, test: 0.2, validation: 0.2}
grid: {variants: {a: , b: {model.readout: last}}}
)";

Experiment read(const std::string& text, const std::string& profile = "") {
  return parse_experiment_with(default_tables(), text, "x.yaml", profile, {});
}

std::string refusal(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

std::string report(const std::string& table) {
  return "report:\n  tables:\n    t:\n      columns: [roc_auc]\n" + table;
}

TEST(External, is_resolved_with_the_data_and_leaves_no_trace_where_there_is_none) {
  const auto with = read(kData + kExternal + kRest), without = read(kData + kRest);

  EXPECT_EQ(with.variants[0].data["external"]["ludb"]["classes"], Json({{"MI", {"MI", "MIs"}}}));
  EXPECT_EQ(with.variants[0].data["external"]["all"]["exclude"], Json({"ludb/*"}));
  EXPECT_FALSE(without.variants[0].data.contains("external"));
  EXPECT_THAT(without.resolved.dump(), Not(HasSubstr("external")));
}

TEST(External, is_taken_away_by_a_profile) {
  const std::string profiles =
      "profiles:\n  own: {data: {external: {ludb: , all: }}}\n  one: {data: {external: {all: }}}\n";

  EXPECT_FALSE(read(kData + kExternal + kRest + profiles, "own").variants[0].data.contains("external"));
  EXPECT_EQ(read(kData + kExternal + kRest + profiles, "one").variants[0].data["external"].size(), 1u);
}

TEST(External, is_wrong_with_file_line_and_nearest_name) {
  EXPECT_THAT(refusal(kData + "  external:\n    test: {set: ludb}\n" + kRest),
              HasSubstr("x.yaml:7: data.external.test: 'test' cannot be the name of an external part"));
  EXPECT_THAT(refusal(kData + "  external:\n    ludb: {sett: ludb}\n" + kRest),
              AllOf(HasSubstr("x.yaml:7: data.external.ludb.sett: unknown key 'sett'; did you mean 'set'?"),
                    HasSubstr("'set' is missing")));
  EXPECT_THAT(refusal(kData + "  external: [ludb]\n" + kRest),
              HasSubstr("x.yaml:6: data.external: a map of names and data sets is expected"));
}

TEST(External, parts_are_known_to_the_report) {
  const auto text = kData + kExternal + kRest;

  EXPECT_EQ(refusal(text + report("      part: ludb\n")), "accepted");
  EXPECT_THAT(refusal(text + report("      part: lubd\n")), HasSubstr("did you mean 'ludb'?"));
  EXPECT_EQ(refusal(text + report("      rows: [{variant: a, part: all}, {variant: a}]\n")), "accepted");
  EXPECT_THAT(refusal(kData + kRest + report("      part: ludb\n")),
              HasSubstr("'ludb' is not one of test, validation"));
}

TEST(External, parts_have_no_ensemble) {
  const auto text = kData + kExternal + kRest + "ensembles: {both: {method: average, members: [a, b]}}\n";

  EXPECT_EQ(refusal(text + report("      rows: [a, both]\n")), "accepted");
  EXPECT_THAT(refusal(text + report("      part: ludb\n      rows: [a, both]\n")),
              HasSubstr("'both' has no predictions of 'ludb': ensembles are of validation and test alone"));
}

TEST(External, gaps_are_notes_of_the_plan) {
  const auto experiment = parse("name: x\ndata: {set: a, classes: [MI]}\nmodel: {name: wave}\n");
  const SplitFunctions splits{
      [](const Json&, const data::Manifest&, uint64_t, int) {
        return data::Split{{0}, {}, {1}};
      },
      [](const data::Split&, const data::Manifest&, bool) { return std::vector<std::string>{}; }};
  data::Manifest manifest;
  manifest.classes = {"MI"};
  manifest.fingerprint = "f";
  for (const bool label : {true, false, false, false})
    manifest.samples.push_back({"r", "p", 0, {static_cast<int8_t>(label)}});
  manifest.external.push_back({"outside", "other", "", "", 2, 2});

  const auto plan = make_plan_with(test_tables(), splits, experiment, [&](const Json&) {
    return std::pair{std::string("/cache"), manifest};
  });

  EXPECT_THAT(plan.notes,
              Contains(HasSubstr("class 'MI' has no positive among the 2 samples of the external part "
                                 "'outside'")));
}

}  // namespace
}  // namespace purkinje::orchestrator
