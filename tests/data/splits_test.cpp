// Splits as properties: whatever the groups and labels, parts are disjoint, complete, grouped and stratified.
#include "data/prepared/splits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/random.h"

namespace purkinje::data {
namespace {

Manifest manifest_of(size_t samples, const std::vector<std::string>& classes) {
  Manifest m;
  m.data_set = "made up";
  m.classes = classes;
  for (size_t i = 0; i < samples; ++i)
    m.samples.push_back(
        {"r" + std::to_string(i), "p" + std::to_string(i), 0, std::vector<int8_t>(classes.size(), 0)});
  return m;
}

// Patients of one to four records, positive throughout or not at all.
Manifest grouped_manifest(uint64_t seed, size_t patients, double positive_share, size_t& largest_group) {
  RandomStream random(seed);
  Manifest m = manifest_of(0, {"MI"});
  largest_group = 0;
  for (size_t p = 0; p < patients; ++p) {
    const size_t records = 1 + random.below(4);
    const int8_t label = random.uniform() < positive_share ? 1 : 0;
    largest_group = std::max(largest_group, records);
    for (size_t r = 0; r < records; ++r)
      m.samples.push_back(
          {"r" + std::to_string(p) + "_" + std::to_string(r), "p" + std::to_string(p), 0, {label}});
  }
  return m;
}

size_t positives(const Manifest& m, const std::vector<uint32_t>& part, size_t column = 0) {
  return static_cast<size_t>(
      std::count_if(part.begin(), part.end(), [&](uint32_t i) { return m.samples[i].labels[column] == 1; }));
}

bool ascending(const std::vector<uint32_t>& part) {
  return std::is_sorted(part.begin(), part.end()) &&
         std::adjacent_find(part.begin(), part.end()) == part.end();
}

std::set<std::string> records_of(const Manifest& m, const std::vector<uint32_t>& part) {
  std::set<std::string> names;
  for (const auto i : part) names.insert(m.samples[i].record);
  return names;
}

RC_GTEST_PROP(KFold, parts_are_disjoint_and_complete_and_groups_never_straddle, ()) {
  size_t largest = 0;
  const auto m =
      grouped_manifest(*rc::gen::arbitrary<uint64_t>(), *rc::gen::inRange<size_t>(20, 80), 0.25, largest);
  const auto seed = *rc::gen::inRange<uint64_t>(0, 1000);
  const Json protocol = {
      {"kind", "stratified_kfold"}, {"folds", 5}, {"validation", 0.2}, {"group", "patient"}};

  std::vector<int> tested(m.samples.size(), 0);
  for (int fold = 0; fold < 5; ++fold) {
    const auto split = make_split(protocol, m, seed, fold);

    std::vector<int> used(m.samples.size(), 0);
    std::map<std::string, std::set<int>> parts_of_patient;
    int part_number = 0;
    for (const auto* part : {&split.train, &split.validation, &split.test}) {
      RC_ASSERT(ascending(*part));
      for (const auto i : *part) {
        ++used[i];
        parts_of_patient[m.samples[i].patient].insert(part_number);
      }
      ++part_number;
    }
    for (const auto i : split.test) ++tested[i];
    RC_ASSERT(std::all_of(used.begin(), used.end(), [](int n) { return n == 1; }));
    for (const auto& [patient, parts] : parts_of_patient) RC_ASSERT(parts.size() == 1u);
  }
  RC_ASSERT(std::all_of(tested.begin(), tested.end(), [](int n) { return n == 1; }));
}

RC_GTEST_PROP(KFold, positives_and_negatives_of_each_fold_are_within_one_group_of_their_share, ()) {
  size_t largest = 0;
  const auto m =
      grouped_manifest(*rc::gen::arbitrary<uint64_t>(), *rc::gen::inRange<size_t>(20, 120), 0.2, largest);
  const Json protocol = {{"kind", "stratified_kfold"}, {"folds", 5}};
  std::vector<uint32_t> all(m.samples.size());
  for (uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  const double ideal = static_cast<double>(positives(m, all)) / 5,
               ideal_rest = static_cast<double>(all.size()) / 5 - ideal;

  for (int fold = 0; fold < 5; ++fold) {
    const auto test = make_split(protocol, m, 3, fold).test;
    const auto found = static_cast<double>(positives(m, test));
    RC_ASSERT(std::abs(found - ideal) <= static_cast<double>(largest));
    RC_ASSERT(std::abs(static_cast<double>(test.size()) - found - ideal_rest) <=
              static_cast<double>(largest));
  }
}

RC_GTEST_PROP(KFold, order_of_the_samples_does_not_matter, ()) {
  size_t largest = 0;
  const auto m = grouped_manifest(*rc::gen::arbitrary<uint64_t>(), 40, 0.3, largest);
  auto shuffled = m;
  RandomStream(*rc::gen::arbitrary<uint64_t>()).shuffle(shuffled.samples);
  const Json protocol = {{"kind", "stratified_kfold"}, {"folds", 4}, {"validation", 0.25}};

  const auto one = make_split(protocol, m, 5, 2), other = make_split(protocol, shuffled, 5, 2);

  RC_ASSERT(records_of(m, one.test) == records_of(shuffled, other.test));
  RC_ASSERT(records_of(m, one.validation) == records_of(shuffled, other.validation));
}

TEST(KFold, counts_of_S0_are_as_even_as_they_can_be) {
  auto m = manifest_of(557, {"CTRCD"});
  for (size_t i = 0; i < 43; ++i) m.samples[13 * i].labels = {1};

  for (int fold = 0; fold < 5; ++fold) {
    const auto test = make_split({{"kind", "stratified_kfold"}, {"folds", 5}}, m, 0, fold).test;
    const auto found = positives(m, test), rest = test.size() - found;
    EXPECT_TRUE(found == 8 || found == 9) << found;
    EXPECT_TRUE(rest == 102 || rest == 103) << rest;
  }
}

TEST(KFold, every_class_of_a_multi_label_set_is_spread_evenly) {
  auto m = manifest_of(400, {"rare", "common", "most"});
  RandomStream random(1);
  for (auto& sample : m.samples)
    sample.labels = {static_cast<int8_t>(random.uniform() < 0.04),
                     static_cast<int8_t>(random.uniform() < 0.2),
                     static_cast<int8_t>(random.uniform() < 0.7)};
  std::vector<uint32_t> all(400);
  for (uint32_t i = 0; i < 400; ++i) all[i] = i;

  for (int fold = 0; fold < 5; ++fold) {
    const auto test = make_split({{"kind", "stratified_kfold"}, {"folds", 5}}, m, 0, fold).test;
    EXPECT_NEAR(static_cast<double>(positives(m, test, 0)), static_cast<double>(positives(m, all, 0)) / 5, 1);
    EXPECT_NEAR(static_cast<double>(positives(m, test, 1)), static_cast<double>(positives(m, all, 1)) / 5, 2);
    EXPECT_NEAR(static_cast<double>(positives(m, test, 2)), static_cast<double>(positives(m, all, 2)) / 5, 4);
    EXPECT_NEAR(static_cast<double>(test.size()), 80, 4);
  }
}

TEST(Split, follows_the_seed_or_stays_with_its_own) {
  size_t largest = 0;
  const auto m = grouped_manifest(7, 60, 0.3, largest);
  const Json follows = {{"kind", "holdout"}, {"test", 0.2}};
  const Json fixed = {{"kind", "holdout"}, {"test", 0.2}, {"follow_seed", false}, {"split_seed", 4}};

  EXPECT_EQ(make_split(follows, m, 1, 0).test, make_split(follows, m, 1, 0).test);
  EXPECT_NE(make_split(follows, m, 1, 0).test, make_split(follows, m, 2, 0).test);
  EXPECT_EQ(make_split(fixed, m, 1, 0).test, make_split(fixed, m, 2, 0).test);
  EXPECT_EQ(make_split(fixed, m, 1, 0).test, make_split(follows, m, 4, 0).test);
}

TEST(Split, holdout_and_validation_have_their_shares) {
  auto m = manifest_of(1000, {"MI"});
  for (size_t i = 0; i < 100; ++i) m.samples[i].labels = {1};

  const auto split = make_split({{"kind", "holdout"}, {"test", 0.1}, {"validation", 0.1}}, m, 0, 0);

  EXPECT_EQ(split.test.size(), 100u);
  EXPECT_EQ(split.validation.size(), 90u);
  EXPECT_EQ(split.train.size(), 810u);
  EXPECT_EQ(positives(m, split.test), 10u);
  EXPECT_EQ(positives(m, split.validation), 9u);
}

TEST(Split, named_records_and_beginnings_make_the_parts) {
  auto m = manifest_of(0, {"MI"});
  for (const auto* name : {"mitdb/101", "mitdb/106", "mitdb/114", "mitdb/118", "mitdb/220"})
    for (int64_t start = 0; start < 3; ++start) m.samples.push_back({name, name, start, {1}});

  const auto split = make_split(
      {{"kind", "records"}, {"validation_records", {"mitdb/220"}}, {"test_records", {"mitdb/11*"}}}, m, 0, 0);

  EXPECT_THAT(split.train, testing::ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(split.validation, testing::ElementsAre(12, 13, 14));
  EXPECT_THAT(split.test, testing::ElementsAre(6, 7, 8, 9, 10, 11));
}

TEST(Split, unknown_or_twice_named_records_are_said_with_the_nearest_name) {
  const auto m = manifest_of(12, {"MI"});

  try {
    make_split({{"kind", "records"}, {"train_records", {"r1", "r44"}}, {"test_records", {"r1"}}}, m, 0, 0);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(),
                testing::HasSubstr("no record 'r44' in data set 'made up'; did you mean 'r4'?"));
    EXPECT_THAT(error.what(), testing::HasSubstr("record 'r1' is named in more than one part"));
  }
}

TEST(Split, fewer_patients_than_folds_and_folds_out_of_range_are_refused) {
  auto m = manifest_of(8, {"MI"});
  for (auto& sample : m.samples) sample.patient = sample.record < "r4" ? "a" : "b";
  const Json protocol = {{"kind", "stratified_kfold"}, {"folds", 5}};
  Json by_record = protocol;
  by_record["group"] = "record";

  EXPECT_THROW(make_split(protocol, m, 0, 0), InputError);
  EXPECT_NO_THROW(make_split(by_record, m, 0, 4));
  EXPECT_THROW(make_split(by_record, m, 0, 5), InputError);
  EXPECT_THROW(make_split(by_record, m, 0, -1), InputError);
}

TEST(SplitProblems, name_the_part_without_positives_and_the_patient_in_two_parts) {
  auto m = manifest_of(6, {"MI"});
  m.samples[0].labels = m.samples[1].labels = {1};
  m.samples[5].patient = "p1";

  const Split bad = {{0, 1, 2}, {}, {4, 5}}, good = {{0, 2, 3}, {}, {1, 4, 5}};

  EXPECT_THAT(split_problems(bad, m, false),
              testing::ElementsAre(
                  testing::HasSubstr("the test part has no positive of class 'MI' among its 2 samples"),
                  testing::HasSubstr("patient 'p1'")));
  EXPECT_EQ(split_problems(bad, m, true).size(), 1u);
  EXPECT_TRUE(split_problems(good, m, false).empty());
}

TEST(SplitOptions, defaults_resolve_without_problems_and_inactive_ones_are_null) {
  Problems problems;

  const Json resolved = resolve_options(split_options(), nullptr, {}, problems);

  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(split_folds(resolved), 5);
  EXPECT_TRUE(resolved["test"].is_null());
  EXPECT_TRUE(resolved["split_seed"].is_null());
  EXPECT_TRUE(canonical_options(split_options(), resolved).empty());
}

}  // namespace
}  // namespace purkinje::data
