// Other data sets beside the own one: prepared with it, in its leads and classes, and in no part that trains.
#include "data/preparation/external.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "data/preparation/prepare_records.h"
#include "data/prepared/splits.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::data {
namespace {

namespace fs = std::filesystem;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr size_t kOwn = 20, kOther = 6;

const Json kOwnOptions = {{"records", kOwn}, {"sample_rate_hz", 250}, {"duration_s", 4}};
const Json kOtherOptions = {{"records", kOther},
                            {"seed", 9},
                            {"duration_s", 3},
                            {"sample_rate_hz", 500},
                            {"conditions", {"MI", "LBBB", "STach"}},
                            {"shares", {1, 1, 1}}};

DataSet made(const std::string& name, const Json& options) {
  DataSet set;
  set.name = name;
  set.title = "Made up";
  set.sources = {"of " + name};
  set.synthetic = options;
  set.classes = synthetic_classes(options);
  for (const auto& info : list_synthetic(options)) {
    const auto number = info.id.substr(info.id.find('/'));
    set.records.push_back({name + number, name + ":" + number, {}, info.labels, "", "", {}});
  }
  return set;
}

// The other set calls lead II by another name, as MIT-BIH does.
Recording read(const DataSet& set, const CatalogueRecord& record) {
  auto recording = read_synthetic(set.synthetic, static_cast<size_t>(&record - set.records.data()));
  if (set.name == "other")
    for (auto& lead : recording.leads)
      if (lead == "II") lead = "MLII";
  return recording;
}

ExternalSet other_set(const Json& entry, const DataSet& set = made("other", kOtherOptions)) {
  Json given = entry;
  given["set"] = set.name;
  Problems problems;
  const auto resolved = resolve_external(
      Config::from_json({{"outside", given}}, Place{"x.yaml", 0, "data.external"}), problems);
  problems.throw_if_any();
  return {externals_of({{"external", resolved}}).at(0), set};
}

const Json kEntry = {{"leads", {{"II", "MLII"}}}};

Json block(const Json& more = Json::object()) {
  Json data = {{"set", "own"},
               {"task", "multi_label"},
               {"classes", {"MI", "AF", "LBBB"}},
               {"preprocessing", {{"leads", {"II"}}, {"resample_hz", 100}, {"duration_s", 2.5}}}};
  data.merge_patch(more);
  return data;
}

class ExternalSets : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    root_ =
        fs::temp_directory_path() / ("purkinje_" + std::string(info->name()) + std::to_string(::getpid()));
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Manifest prepared(const std::vector<ExternalSet>& external, const Json& data = block()) const {
    return prepare_records(made("own", kOwnOptions), read, data, root_, {}, {}, external);
  }
  std::string refusal(const std::vector<ExternalSet>& external, const Json& data = block()) const {
    try {
      prepared(external, data);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
  static std::string entry_refusal(const Json& entry) {
    try {
      other_set(entry);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }

  fs::path root_;
};

TEST_F(ExternalSets, stand_behind_the_own_samples_which_stay_as_they_are) {
  const auto alone = prepared({});
  const auto alone_signals = read_file(root_ / "signals.f32");

  const auto both = prepared({other_set(kEntry)});

  ASSERT_EQ(both.external.size(), 1u);
  const auto& part = both.external[0];
  EXPECT_EQ(part.name, "outside");
  EXPECT_EQ(part.data_set, "other");
  EXPECT_EQ(part.title, "Made up");
  EXPECT_EQ(part.first, alone.samples.size());
  EXPECT_EQ(part.size, kOther);
  EXPECT_EQ(both.own_size(), alone.samples.size());
  EXPECT_EQ(both.samples.size(), both.own_size() + kOther);
  EXPECT_EQ(both.samples.at(part.first).record, "other/00001");
  EXPECT_EQ(read_file(root_ / "signals.f32").substr(0, alone_signals.size()), alone_signals);
  EXPECT_THAT(both.sources, ElementsAre("of own", "of other"));
}

TEST_F(ExternalSets, fingerprint_is_that_of_the_own_set_alone_where_there_are_none_and_another_with_them) {
  const auto alone = prepared({}).fingerprint;
  Json null_entry = block();
  null_entry["external"] = nullptr;

  EXPECT_EQ(alone, prepared({}, null_entry).fingerprint);
  EXPECT_EQ(alone, "573915093dcd21fd8c1ea050ec3cf69c1e54d72c63e52ac4333b5c05c29f7f99")
      << "as it was before there were external sets";
  const auto with = prepared({other_set(kEntry)}).fingerprint;
  EXPECT_NE(with, alone);
  Json renamed = kEntry, fewer = kEntry;
  fewer["exclude"] = {"other/00002"};
  renamed["classes"] = {{"AF", "STach"}};
  EXPECT_NE(prepared({other_set(fewer)}).fingerprint, with);
  EXPECT_NE(prepared({other_set(renamed)}).fingerprint, with);
}

TEST_F(ExternalSets, lead_of_another_name_is_prepared_like_the_own) {
  const auto manifest = prepared({other_set(kEntry)});
  const auto set = PreparedSet::open(root_);

  Json how = block()["preprocessing"];
  const auto expected = preprocess(read_synthetic(kOtherOptions, 4), Preprocessing::from_json(how)).signal;
  const auto found = set.signal(manifest.external[0].first + 4);
  EXPECT_THAT(std::vector<float>(found.begin(), found.end()), testing::ElementsAreArray(expected));
  EXPECT_THAT(manifest.leads, ElementsAre("II"));
}

TEST_F(ExternalSets, class_is_mapped_or_of_the_same_name_or_unknown) {
  Json entry = kEntry;
  entry["classes"] = {{"MI", {"STach", "LBBB"}}};

  const auto manifest = prepared({other_set(entry)});

  const auto other = made("other", kOtherOptions);
  for (size_t i = 0; i < kOther; ++i) {
    const auto& theirs = other.records[i].labels;  // MI, LBBB, STach
    const int8_t mapped = theirs[2] == 1 || theirs[1] == 1 ? 1 : 0;
    EXPECT_THAT(manifest.samples[manifest.external[0].first + i].labels, ElementsAre(mapped, -1, theirs[1]));
  }
}

TEST_F(ExternalSets, names_that_nobody_has_are_refused_with_the_nearest) {
  const auto with = [](Json entry) {
    entry.update(kEntry, true);
    return std::vector<ExternalSet>{other_set(entry)};
  };

  EXPECT_THAT(
      refusal(with({{"classes", {{"MJ", "MI"}}}})),
      HasSubstr("data.external.outside.classes: data set 'own' has no class 'MJ'; did you mean 'MI'?"));
  EXPECT_THAT(refusal(with({{"classes", {{"AF", "STac"}}}})),
              HasSubstr("data set 'other' has no class 'STac'; did you mean 'STach'?"));
  EXPECT_THAT(refusal(with({{"include", {"other/0001"}}})),
              HasSubstr("data.external.outside.include: 'other/0001' fits no record of data set 'other'; did "
                        "you mean 'other/00001'?"));
  EXPECT_THAT(refusal({other_set({{"leads", {{"III", "MLII"}}}})}),
              HasSubstr("data.external.outside.leads: there is no lead 'III' among those that are prepared; "
                        "did you mean 'II'?"));
  EXPECT_THAT(refusal({other_set({{"leads", {{"II", "MLI"}}}})}),
              HasSubstr("6 of 6 records cannot be used\nrecord 'other/00001': record"));
}

TEST_F(ExternalSets, set_without_any_of_the_classes_is_refused) {
  EXPECT_THAT(refusal({other_set(kEntry)}, block({{"classes", {"AF"}}})),
              HasSubstr("data.external.outside.classes: data set 'other' has no class AF: say which of its "
                        "classes it is (MI, LBBB, STach)"));
}

TEST_F(ExternalSets, patient_of_the_own_set_is_refused) {
  auto same = made("other", kOtherOptions);
  same.records[3].patient = made("own", kOwnOptions).records[7].patient;

  EXPECT_THAT(refusal({other_set(kEntry, same)}),
              HasSubstr("1 of 6 records of data set 'other' are of patients that data set 'own' has too "
                        "('other/00004' for one)"));
  Json without = kEntry;
  without["exclude"] = {"other/00004"};
  EXPECT_EQ(refusal({other_set(without, same)}), "accepted");
}

TEST_F(ExternalSets, record_shorter_than_a_window_is_refused_by_name) {
  const Json windows =
      block({{"examples", "window"}, {"window_s", 3.5}, {"preprocessing", {{"duration_s", nullptr}}}});

  EXPECT_THAT(refusal({other_set(kEntry)}, windows),
              HasSubstr("data set 'other': 6 of 6 records cannot be used\n"));
  EXPECT_THAT(refusal({other_set(kEntry)}, windows), HasSubstr("shorter than one window of 3.5 s"));
}

TEST_F(ExternalSets, windows_have_the_labels_of_their_record_and_are_thinned_by_an_option_of_their_own) {
  const Json windows = block({{"examples", "window"},
                              {"window_s", 1},
                              {"at_most_per_class", 1},
                              {"preprocessing", {{"duration_s", nullptr}}}});
  Json one = kEntry;
  one["at_most_per_class"] = 1;

  const auto all = prepared({other_set(kEntry)}, windows), first = prepared({other_set(one)}, windows);

  EXPECT_EQ(all.own_size(), kOwn) << "the own ones are thinned by theirs";
  EXPECT_EQ(all.external[0].size, 3 * kOther);
  EXPECT_EQ(first.external[0].size, kOther);
  EXPECT_EQ(all.samples[all.external[0].first].labels, all.samples[all.external[0].first + 2].labels);
}

TEST_F(ExternalSets, names_of_parts_are_their_own) {
  Problems problems;
  const auto resolved = resolve_external(
      Config::parse(
          "test: {set: a}\ntrain: {set: a}\nmy set: {set: a}\ngone:\nluddb: {sets: ludb}\nok: {set: b, "
          "classes: {S: PAC}}",
          "x.yaml"),
      problems);

  const std::string said = testing::PrintToString(problems.lines());
  EXPECT_THAT(said, HasSubstr("x.yaml:1: test: 'test' cannot be the name of an external part"));
  EXPECT_THAT(said, HasSubstr("x.yaml:2: train: 'train' cannot be"));
  EXPECT_THAT(said, HasSubstr("x.yaml:3: my set: 'my set' is no name for an external part"));
  EXPECT_THAT(said, HasSubstr("unknown key 'sets'; did you mean 'set'?"));
  EXPECT_FALSE(resolved.contains("gone")) << "a profile takes one away so";
  EXPECT_EQ(resolved["ok"]["classes"], Json({{"S", {"PAC"}}}));
  EXPECT_THAT(entry_refusal({{"leads", "II"}}), HasSubstr("a map of our name and theirs is expected"));
}

TEST_F(ExternalSets, manifest_keeps_them_and_refuses_parts_that_do_not_end_the_samples) {
  const auto manifest = prepared({other_set(kEntry)});

  const auto again = Manifest::from_json(manifest.to_json());
  auto wrong = manifest.to_json();
  wrong["external"][0]["size"] = kOther - 1;

  EXPECT_EQ(again.to_json(), manifest.to_json());
  EXPECT_EQ(again.own_size(), kOwn);
  EXPECT_THROW(Manifest::from_json(wrong), InputError);
  EXPECT_FALSE(prepared({}).to_json().contains("external"));
}

// ---- splits

Manifest split_manifest(bool with_external) {
  Manifest m;
  m.data_set = "made up";
  m.classes = {"MI"};
  for (size_t i = 0; i < 40; ++i)
    m.samples.push_back(
        {"own/" + std::to_string(i), "p" + std::to_string(i / 2), 0, {static_cast<int8_t>(i % 8 < 2)}});
  if (!with_external) return m;
  m.external.push_back({"outside", "other", "", "", m.samples.size(), 12});
  for (size_t i = 0; i < 12; ++i)
    m.samples.push_back({"other/" + std::to_string(i), "q" + std::to_string(i), 0, {1}});
  m.external.push_back({"elsewhere", "third", "", "", m.samples.size(), 3});
  for (size_t i = 0; i < 3; ++i)
    m.samples.push_back({"third/" + std::to_string(i), "s" + std::to_string(i), 0, {0}});
  return m;
}

TEST(SplitsWithExternalSets, deal_the_own_samples_as_if_there_were_no_others) {
  const auto alone = split_manifest(false), both = split_manifest(true);
  const std::vector<Json> protocols = {
      {{"kind", "stratified_kfold"}, {"folds", 4}, {"validation", 0.2}},
      {{"kind", "stratified_kfold"}, {"folds", 3}, {"group", "none"}},
      {{"kind", "holdout"}, {"test", 0.3}, {"validation", 0.2}, {"group", "record"}},
      {{"kind", "records"}, {"test_records", {"own/1*"}}, {"validation", 0.2}},
      {{"kind", "records"}, {"train_records", {"own/2*"}}, {"test_records", {"own/1*"}}}};

  for (const auto& protocol : protocols)
    for (uint64_t seed = 1; seed < 4; ++seed)
      for (int fold = 0; fold < split_folds(protocol); ++fold) {
        const auto expected = make_split(protocol, alone, seed, fold),
                   found = make_split(protocol, both, seed, fold);

        EXPECT_EQ(found.train, expected.train) << protocol;
        EXPECT_EQ(found.validation, expected.validation) << protocol;
        EXPECT_EQ(found.test, expected.test) << protocol;
        EXPECT_THAT(expected.external, IsEmpty());
        ASSERT_EQ(found.external.size(), 2u);
        EXPECT_EQ(found.external[0].name, "outside");
        EXPECT_EQ(found.external[0].samples.front(), 40u);
        EXPECT_EQ(found.external[0].samples.size(), 12u);
        EXPECT_THAT(found.external[1].samples, ElementsAre(52u, 53u, 54u));
      }
}

TEST(SplitsWithExternalSets, refuse_to_name_their_records) {
  const auto both = split_manifest(true);

  EXPECT_THROW(make_split({{"kind", "records"}, {"test_records", {"other/1"}}}, both, 1, 0), InputError);
  EXPECT_THROW(make_split({{"kind", "records"}, {"test_records", {"own/1"}}, {"train_records", {"third/*"}}},
                          both, 1, 0),
               InputError);
}

TEST(SplitsWithExternalSets, report_a_patient_that_trains_whatever_may_straddle) {
  auto both = split_manifest(true);
  const Json protocol = {{"kind", "holdout"}, {"test", 0.3}};
  EXPECT_THAT(split_problems(make_split(protocol, both, 1, 0), both, false), IsEmpty());
  both.samples[41].patient = "p3";

  const auto problems = split_problems(make_split(protocol, both, 1, 0), both, true);

  EXPECT_THAT(problems, ElementsAre("patient 'p3' of the external part 'outside' is among those that train, "
                                    "validate and test (1 such patients in all)"));
}

TEST(SplitsWithExternalSets, say_which_classes_an_external_part_cannot_judge) {
  EXPECT_THAT(external_gaps(split_manifest(true)),
              ElementsAre(HasSubstr("class 'MI' has no negative among the 12 samples of the external part "
                                    "'outside'"),
                          HasSubstr("class 'MI' has no positive among the 3 samples of the external part "
                                    "'elsewhere'")));
}

TEST(SplitsWithExternalSets, parts_are_judged_under_their_names) {
  const auto split = make_split({{"kind", "holdout"}, {"test", 0.3}}, split_manifest(true), 1, 0);

  std::vector<std::string> names;
  for (const auto& [name, samples] : judged_parts(split)) names.push_back(name);

  EXPECT_THAT(names, ElementsAre("validation", "test", "outside", "elsewhere"));
}

}  // namespace
}  // namespace purkinje::data
