// Which records become examples, and with which labels.
#include "data/preparation/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace purkinje::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

DataSet set_of(const std::vector<std::tuple<std::string, std::string, std::vector<int8_t>>>& rows) {
  DataSet set;
  set.name = "twelve";
  set.classes = {"NSR", "MI", "AF"};
  for (const auto& [id, patient, labels] : rows) set.records.push_back({id, patient, {}, labels, "", "", {}});
  return set;
}

DataSet small_set() {
  return set_of({{"a/1", "p1", {1, 0, 0}},
                 {"a/2", "p1", {0, 1, 0}},
                 {"a/3", "p2", {0, 0, -1}},
                 {"b/1", "p3", {0, 1, 1}},
                 {"b/2", "p4", {1, -1, 0}}});
}

std::vector<std::string> ids_of(const Selection& selection) {
  std::vector<std::string> ids;
  for (const auto& selected : selection.records) ids.push_back(selected.record->id);
  return ids;
}

std::string message_of(const DataSet& set, const Json& data) {
  try {
    select_records(set, data);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Selection, binary_task_leaves_out_records_whose_label_is_unknown) {
  const auto set = small_set();

  const auto selection = select_records(set, {{"positive", {"MI"}}});

  EXPECT_THAT(selection.classes, ElementsAre("MI"));
  EXPECT_THAT(ids_of(selection), ElementsAre("a/1", "a/2", "a/3", "b/1"));
  EXPECT_THAT(selection.records[1].labels, ElementsAre(1));
  EXPECT_THAT(selection.records[2].labels, ElementsAre(0));
}

TEST(Selection, several_positive_classes_count_as_one) {
  const auto set = small_set();

  const auto selection = select_records(set, {{"positive", {"MI", "AF"}}});

  EXPECT_THAT(selection.classes, ElementsAre("MI+AF"));
  EXPECT_THAT(ids_of(selection), ElementsAre("a/1", "a/2", "b/1"));
}

TEST(Selection, multi_label_keeps_unknown_labels_and_the_order_of_classes_asked_for) {
  const auto set = small_set();

  const auto selection = select_records(set, {{"task", "multi_label"}, {"classes", {"AF", "NSR"}}});

  EXPECT_THAT(selection.classes, ElementsAre("AF", "NSR"));
  EXPECT_EQ(selection.records.size(), 5u);
  EXPECT_THAT(selection.records[2].labels, ElementsAre(-1, 0));
}

TEST(Selection, multi_class_keeps_records_with_exactly_one_class) {
  const auto set = small_set();

  EXPECT_THAT(ids_of(select_records(set, {{"task", "multi_class"}})), ElementsAre("a/1", "a/2"));
}

TEST(Selection, include_exclude_and_one_record_a_patient) {
  const auto set = small_set();

  EXPECT_THAT(ids_of(select_records(set, {{"positive", {"MI"}}, {"include", {"a/*"}}, {"exclude", {"a/3"}}})),
              ElementsAre("a/1", "a/2"));
  EXPECT_THAT(ids_of(select_records(set, {{"positive", {"MI"}}, {"one_per_patient", true}})),
              ElementsAre("a/1", "a/3", "b/1"));
}

TEST(Selection, draw_has_the_counts_asked_for_and_depends_on_its_seed_and_not_on_the_order) {
  DataSet set = set_of({});
  for (int i = 0; i < 700; ++i)
    set.records.push_back(
        {"r/" + std::to_string(i), "p" + std::to_string(i), {}, {0, i % 10 == 0, 0}, "", "", {}});
  auto reversed = set;
  std::reverse(reversed.records.begin(), reversed.records.end());
  auto drawn = [](const DataSet& from, int seed) {
    const Json select = {{"positives", 43}, {"negatives", 514}, {"seed", seed}};
    const auto selection = select_records(from, {{"positive", {"MI"}}, {"select", select}});
    auto ids = ids_of(selection);
    std::sort(ids.begin(), ids.end());
    const auto positives = std::count_if(selection.records.begin(), selection.records.end(),
                                         [](const SelectedRecord& r) { return r.labels[0] == 1; });
    return std::pair(ids, positives);
  };

  EXPECT_EQ(drawn(set, 1).first.size(), 557u);
  EXPECT_EQ(drawn(set, 1).second, 43);
  EXPECT_EQ(drawn(set, 1), drawn(reversed, 1));
  EXPECT_NE(drawn(set, 1), drawn(set, 2));
}

TEST(Selection, record_that_cannot_be_used_stays_until_it_is_left_out) {
  auto set = small_set();
  set.records[1].problem = "a/2.atr: there is no such annotation file";
  set.records[1].labels = {-1, -1, -1};
  const Json select = {{"positives", 1}, {"negatives", 1}};

  EXPECT_THAT(ids_of(select_records(set, {{"positive", {"MI"}}, {"one_per_patient", true}})),
              ElementsAre("a/1", "a/2", "a/3", "b/1"));
  EXPECT_THAT(ids_of(select_records(set, {{"positive", {"MI"}}, {"select", select}})),
              ElementsAre("a/1", "a/2", "a/3", "b/1"))
      << "nothing is drawn from what is not known";
  EXPECT_THAT(ids_of(select_records(set, {{"positive", {"MI"}}, {"exclude", {"a/2"}}})),
              ElementsAre("a/1", "a/3", "b/1"));
}

TEST(Selection, classes_that_stand_twice_are_said) {
  const auto set = small_set();

  EXPECT_EQ(message_of(set, {{"task", "multi_label"}, {"classes", {"AF", "MI", "AF"}}}),
            "data.classes: the class 'AF' stands twice");
  EXPECT_EQ(message_of(set, {{"positive", {"MI", "MI"}}}), "data.positive: the class 'MI' stands twice");
}

TEST(Selection, wrong_names_and_impossible_draws_are_said) {
  const auto set = small_set();

  EXPECT_THAT(message_of(set, {{"positive", {"NSB"}}}), HasSubstr("has no class 'NSB'; did you mean 'NSR'?"));
  EXPECT_THAT(message_of(set, Json::object()),
              HasSubstr("a binary task needs to know which classes are positive"));
  EXPECT_THAT(message_of(set, {{"positive", {"MI"}}, {"exclude", {"c/*"}}}),
              HasSubstr("'c/*' fits no record"));
  EXPECT_THAT(message_of(set, {{"positive", {"MI"}}, {"select", {{"positives", 5}}}}),
              HasSubstr("data.select.positives: 5 were asked for; there are 2"));
  EXPECT_THAT(message_of(set, {{"positive", {"AF"}}, {"include", {"a/3"}}}),
              HasSubstr("no record of data set 'twelve'"));
}

}  // namespace
}  // namespace purkinje::data
