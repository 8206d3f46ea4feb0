// Figures of stored examples: what they show, what they say, and what is said where there is nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stack>

#include "base/files.h"
#include "base/json.h"
#include "db/writer.h"
#include "report/ecg_paper.h"
#include "report/figure_traces.h"
#include "report/report_files.h"
#include "tests/db/fixture.h"
#include "tests/report/fake_cells.h"

namespace purkinje::report {
namespace {

using db::test::Folder;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Every element is closed where it should be, and nothing but elements and escaped text is there.
bool well_formed(const std::string& xml) {
  std::stack<std::string> open;
  for (size_t at = 0; at < xml.size();) {
    const size_t begin = xml.find('<', at);
    const std::string text = xml.substr(at, begin - at);
    for (size_t i = text.find('&'); i != std::string::npos; i = text.find('&', i + 1))
      if (text.find(';', i) == std::string::npos) return false;
    if (begin == std::string::npos) return open.empty();
    const size_t end = xml.find('>', begin);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(begin + 1, end - begin - 1);
    if (tag.starts_with('/')) {
      if (open.empty() || open.top() != tag.substr(1)) return false;
      open.pop();
    } else if (!tag.ends_with('/')) {
      open.push(tag.substr(0, tag.find(' ')));
    }
    at = end + 1;
  }
  return open.empty();
}

size_t count(const std::string& text, const std::string& what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

// The small database: each fold keeps the attention on its first test record, tiny/00 (not MI) or tiny/04
// (not MI), two leads, four samples at 100 Hz. Here the second one has a label and a track in two stages too.
class TraceFigures : public testing::Test {
 protected:
  TraceFigures() {
    db::Writer writer(file_);
    auto set = db::test::data_set();
    set.samples[4].labels = {1};
    set.title = "A <tiny> set";
    writer.add_data_set(set);
    writer.add_plan(db::test::revision(), db::test::jobs(), db::test::cells());
    const int64_t run = writer.add_run(Json::object());
    for (const int fold : {0, 1}) {
      auto result = db::test::training_result(
          "plain", 2, fold, writer.add_attempt(db::test::job_name("plain", 2, fold), run, Json::object()));
      for (const char* stage : {"frozen", "tuned"}) {
        auto track = result.traces[0];
        track.kind = "track";
        track.stage = stage;
        track.values = {0.5f, 1, 1.5f, stage == std::string("tuned") ? 2.5f : 2};
        result.traces.push_back(track);
      }
      writer.add_result(result);
    }
  }
  Figure draw(const std::string& yaml) const {
    const Config config = Config::parse("f: " + yaml, "x.yaml");
    Problems problems;
    const auto specs = read_figures(config, {"full", "plain"}, problems);
    EXPECT_THAT(problems.lines(), ElementsAre());
    const db::Reader reader(file_);
    return draw_traces(specs.at(0), reader, reader.revisions().at(0));
  }

  Folder folder_;
  std::filesystem::path file_ = folder_ / "a.db";
};

TEST_F(TraceFigures, show_the_signal_and_the_weights_of_an_example_and_say_what_they_are) {
  const auto figure = draw("{title: 'Attention & more', variant: plain}");

  EXPECT_TRUE(well_formed(figure.svg)) << figure.svg;
  EXPECT_THAT(figure.svg, HasSubstr("Attention &amp; more"));
  EXPECT_THAT(figure.svg, HasSubstr(">I</text>"));
  EXPECT_THAT(figure.svg, HasSubstr(">II</text>"));
  EXPECT_THAT(figure.svg, HasSubstr("tiny/00: not MI; score of MI 0.354"));  // raw 0 - 0.3 x 2
  EXPECT_THAT(figure.svg, HasSubstr("attention from 0.1 (light) to 0.4 (dark)"));
  EXPECT_THAT(figure.svg, HasSubstr(palette_colour(1)));
  EXPECT_THAT(figure.caption, HasSubstr("tiny/00 (test part of seed 2, fold 0): not MI; score of MI 0.354."));
  EXPECT_THAT(figure.caption, HasSubstr("attention weight of each time step"));
  EXPECT_THAT(figure.caption, HasSubstr("It is the first stored example that fits, not a typical one."));
  EXPECT_THAT(figure.caption, HasSubstr("from the smallest to the largest weight of the same example."));
  EXPECT_THAT(figure.caption, HasSubstr("before any scaling fitted to the training part"));
  EXPECT_THAT(figure.caption, HasSubstr("Data: A <tiny> set. Nobody 2020, CC0."));
  EXPECT_THAT(figure.caption, HasSubstr("Stand-in data: stands in for"));
  EXPECT_EQ(count(figure.svg, "<g transform"), 1u);
  EXPECT_THAT(figure.svg, HasSubstr("100 mm/s, 2.5 mm/mV, 100 Hz")) << "its 8 mV are not cut off";
}

TEST_F(TraceFigures, choose_examples_by_class_and_count) {
  EXPECT_THAT(draw("{variant: plain, class: MI}").caption, HasSubstr("tiny/04 (test part"));
  EXPECT_THAT(draw("{variant: plain, class: MI}").caption, HasSubstr("): MI; score of MI"));
  EXPECT_THAT(draw("{variant: plain, class: MI, positive: false}").caption, HasSubstr("tiny/00 (test part"));
  const auto both = draw("{variant: plain, count: 5}");
  EXPECT_EQ(count(both.svg, "<g transform"), 2u) << "no more than there are";
}

// The network of fold 0 keeps an example of the other data set as well, and predicts all of it.
class ExternalTraceFigures : public testing::Test {
 protected:
  Figure draw(bool own_scaling = false) const {
    const Folder folder;
    {
      db::Writer writer(folder / "a.db");
      writer.add_data_set(db::test::data_set());
      auto second = db::test::data_set();  // what this variant is trained on; the revision's first is another
      second.fingerprint = "beef";
      second.title = "The second set";
      second.leads = {"V1", "V2"};
      second.sample_rate_hz = 50;
      if (own_scaling) second.preprocessing["scaling"] = "zscore_record";
      writer.add_data_set(second);
      auto jobs = db::test::jobs();
      for (auto& job : jobs) job.fingerprint = "beef";
      writer.add_plan(db::test::revision(), jobs, db::test::cells());
      const int64_t run = writer.add_run(Json::object());
      auto result = db::test::training_result(
          "plain", 2, 0, writer.add_attempt(db::test::job_name("plain", 2, 0), run, Json::object()));
      result.traces[0].sample = db::test::kSamples + 1;
      auto& outside = result.predictions.emplace_back();
      outside.stage = "train";
      outside.part = "outside";
      outside.link = "sigmoid";
      for (uint32_t i = 0; i < db::test::kExternalSamples; ++i) {
        outside.samples.push_back(db::test::kSamples + i);
        outside.raw.push_back(0);
      }
      writer.add_result(result);
    }
    const Config config = Config::parse("f: {variant: plain}", "x.yaml");
    Problems problems;
    const auto specs = read_figures(config, {"plain"}, problems);
    const db::Reader reader(folder / "a.db");
    return draw_traces(specs.at(0), reader, reader.revisions().at(0));
  }
};

TEST_F(ExternalTraceFigures, say_that_an_example_is_of_another_data_set_with_its_label_there) {
  const auto figure = draw();

  EXPECT_THAT(figure.caption,
              HasSubstr("other/01 (outside, other data, of seed 2, fold 0): MI; score of MI 0.500."));
  EXPECT_THAT(figure.caption, HasSubstr("Data: Another set. Nobody 2020, CC0."));
}

TEST_F(ExternalTraceFigures, take_leads_rate_and_scaling_from_the_data_set_of_the_example) {
  const auto figure = draw(true);

  EXPECT_THAT(figure.svg, HasSubstr(">V1</text>"));
  EXPECT_THAT(figure.svg, HasSubstr(", 50 Hz"));
  EXPECT_THAT(figure.caption, HasSubstr("standard deviation 1"));
}

// The caption of the one stored example, of two classes with these labels there (-1: unknown); its scores are
// 0.881 for NSR and 0.269 for AF.
std::string caption_of_two_classes(const std::vector<int8_t>& labels, const std::string& keys = "") {
  const Folder folder;
  {
    db::Writer writer(folder / "a.db");
    auto set = db::test::data_set();
    set.classes = {"NSR", "AF"};
    for (auto& sample : set.samples) sample.labels = {1, 0};
    set.samples[0].labels = labels;
    writer.add_data_set(set);
    auto jobs = db::test::jobs();
    for (auto& job : jobs) job.task = "multi_label";
    writer.add_plan(db::test::revision(), jobs, db::test::cells());
    const int64_t run = writer.add_run(Json::object());
    auto result = db::test::training_result(
        "plain", 2, 0, writer.add_attempt(db::test::job_name("plain", 2, 0), run, Json::object()));
    result.evaluations.clear();
    for (auto& predictions : result.predictions) {
      predictions.outputs = 2;
      predictions.raw.clear();
      for (size_t i = 0; i < predictions.samples.size(); ++i)
        predictions.raw.insert(predictions.raw.end(), {2, -1});
    }
    writer.add_result(result);
  }
  const Config config = Config::parse("f: {variant: plain" + keys + "}", "x.yaml");
  Problems problems;
  const auto specs = read_figures(config, {"plain"}, problems);
  const db::Reader reader(folder / "a.db");
  return draw_traces(specs.at(0), reader, reader.revisions().at(0)).caption;
}

TEST(TraceFiguresOfSeveralClasses, print_the_score_of_the_class_that_they_are_about) {
  EXPECT_THAT(caption_of_two_classes({0, 1}), HasSubstr("): AF; score of NSR 0.881."));
  EXPECT_THAT(caption_of_two_classes({0, 1}, ", class: AF"), HasSubstr("): AF; score of AF 0.269."));
  EXPECT_THAT(caption_of_two_classes({1, 0}, ", class: AF, positive: false"),
              HasSubstr("): NSR; score of AF 0.269."));
}

TEST(TraceFiguresOfSeveralClasses, do_not_take_an_unknown_label_for_a_negative_one) {
  EXPECT_THAT(caption_of_two_classes({0, 0}), HasSubstr("): none of the classes; score"));
  EXPECT_THAT(caption_of_two_classes({-1, -1}), HasSubstr("): label unknown; score"));
  EXPECT_THAT(caption_of_two_classes({0, -1}),
              HasSubstr("): none of the other classes, unknown for AF; score"));
}

TEST_F(TraceFigures, set_stages_below_each_other_on_one_scale_of_colours) {
  const auto figure = draw("{variant: plain, weights: track, stages: [frozen, tuned], leads: [II]}");

  EXPECT_TRUE(well_formed(figure.svg));
  EXPECT_THAT(figure.svg, HasSubstr("weight track, stage frozen from 0.5 (light) to 2.5 (dark)"));
  EXPECT_THAT(figure.svg, HasSubstr("weight track, stage tuned from 0.5 (light) to 2.5 (dark)"));
  EXPECT_THAT(figure.svg, Not(HasSubstr(">I</text>")));
}

TEST_F(TraceFigures, say_in_a_sentence_why_there_is_nothing_to_draw) {
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"{variant: full}", "no examples with weights 'attention' of the variant 'full' are stored"},
      {"{variant: plain, weights: grad_cam}", "no examples with weights 'grad_cam'"},
      {"{variant: plain, stages: [fine]}", "have no stage 'fine', but train"},
      {"{variant: plain, class: MY}", "class 'MY' is none of this experiment's, which are MI"},
      {"{variant: plain, leads: [V9]}", "no lead 'V9', but I, II"}};
  for (const auto& [yaml, said] : expected) {
    const auto figure = draw(yaml);
    EXPECT_EQ(figure.svg, "") << yaml;
    EXPECT_THAT(figure.caption, HasSubstr(said));
  }
}

TEST_F(TraceFigures, stand_in_the_folder_of_the_report_and_on_its_page) {
  ExperimentReport report{"a", "full", "0123", "", "", {}};
  report.figures = {draw("{title: Shown, variant: plain}"), draw("{title: Not there, variant: full}")};
  report.figures[1].name = "g";

  const auto folders = write_reports({report}, folder_ / "out");

  const auto page = read_file(folders[0] / "README.md");
  EXPECT_THAT(page, HasSubstr("![Shown](f.svg)"));
  EXPECT_THAT(page, HasSubstr("A &lt;tiny&gt; set"));
  EXPECT_THAT(page, HasSubstr("## Not there\n\nNot drawn: no examples"));
  EXPECT_EQ(read_file(folders[0] / "f.svg"), report.figures[0].svg);
  EXPECT_FALSE(std::filesystem::exists(folders[0] / "g.svg"));
}

std::vector<std::string> problems_of(const std::string& figures) {
  Problems problems;
  read_spec("figures:\n  f:\n" + figures, "", problems);
  return problems.lines();
}

TEST(FigureSpec, names_what_is_wrong_with_its_place_and_the_nearest_name) {
  EXPECT_THAT(problems_of("    variant: ful\n"),
              Contains(testing::AllOf(HasSubstr("x.yaml:3"), HasSubstr("did you mean 'full'"))));
  EXPECT_THAT(problems_of("    variant: full\n    wieghts: track\n"),
              Contains(testing::AllOf(HasSubstr("x.yaml:4"), HasSubstr("did you mean 'weights'"))));
  EXPECT_THAT(problems_of("    variant: full\n    weights: atention\n"),
              Contains(HasSubstr("did you mean 'attention'")));
  EXPECT_THAT(problems_of("    variant: full\n    kind: bars\n"), Contains(HasSubstr("traces")));
  EXPECT_THAT(problems_of("    title: none\n"), Contains(HasSubstr("variant")));
  EXPECT_THAT(problems_of("    variant: full\n    stages: [a, a]\n"), Contains(HasSubstr("named twice")));
  EXPECT_THAT(problems_of("    variant: full\n    positive: false\n"),
              Contains(HasSubstr("of which 'class'")));
}

TEST(FigureSpec, survives_its_way_through_the_revision_and_leaves_one_without_figures_as_it_was) {
  Problems problems;
  const auto with = read_spec(
      "figures:\n  f: {variant: full, weights: track, stages: [a, b], class: MI, positive: false, leads: "
      "[II]}\n",
      "", problems);

  const auto json = to_json(with);

  EXPECT_THAT(problems.lines(), ElementsAre());
  EXPECT_EQ(to_json(report_spec_from_json(Json::parse(json.dump()))), json);
  EXPECT_EQ(report_spec_from_json(json).figures.at(0).stages, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(to_json(read_spec(kReportYaml, kPaperYaml, problems)).contains("figures"));
}

}  // namespace
}  // namespace purkinje::report
