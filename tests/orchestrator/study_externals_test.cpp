// The external parts of the studies on the recordings that are at hand: whole, in no part of the own set, and
// of none of its patients.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/error.h"
#include "data/preparation/external_sources.h"
#include "data/prepared/splits.h"
#include "orchestrator/load.h"
#include "orchestrator/settings.h"
#include "tests/data/data_folder.h"

namespace purkinje::orchestrator {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;
using testing::UnorderedElementsAre;

// What a split looks at, without signals: records as examples.
data::Manifest manifest_of(const Json& block) {
  const auto root = data::data_root();
  const auto own_set = data::load_data_set(block.at("set"), root);
  const data::AnnotationReaders readers{data::labelled_events, {}};
  const data::ExampleSource own(own_set, block, readers);
  std::vector<data::ExternalSet> external;
  for (auto& options : data::externals_of(block)) external.push_back(data::load_external(options, root));
  const auto others = data::external_sources(own, block, readers, external);

  data::Manifest manifest;
  manifest.data_set = own_set.name;
  manifest.classes = own.selection.classes;
  const auto add = [&](const data::ExampleSource& source) {
    for (const auto& [record, labels] : source.selection.records) {
      const auto number = manifest.samples.size();
      const std::vector<int8_t> made(manifest.classes.size(), static_cast<int8_t>(number % 2));
      manifest.samples.push_back({record->id, record->patient, 0, labels.empty() ? made : labels});
    }
  };
  add(own);
  auto source = others.sources.begin();
  for (const auto& other : external) {
    const auto first = manifest.samples.size();
    add(*source++);
    manifest.external.push_back(
        {other.options.name, other.set.name, "", "", first, manifest.samples.size() - first});
  }
  return manifest;
}

class StudyExternals : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = data::cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021", "mitdb"}); !why.empty())
      GTEST_SKIP() << why;
  }

  // Of the experiment's first variant, for all its seeds and folds. Returns the external parts' sizes.
  static std::map<std::string, size_t> judge(const std::string& file, const std::string& profile,
                                             const std::vector<std::string>& overrides = {}) {
    const auto experiment = load_experiment_with(
        default_tables(), std::filesystem::path(PURKINJE_SOURCE_DIR) / "experiments" / file, profile,
        overrides);
    const auto& variant = experiment.variants.front();
    const auto manifest = manifest_of(variant.data);
    std::map<std::string, size_t> sizes;
    for (const auto seed : experiment.seeds)
      for (int fold = 0; fold < data::split_folds(variant.protocol); ++fold) {
        const auto split = data::make_split(variant.protocol, manifest, seed, fold);
        std::set<std::string> own, outside;
        std::set<uint32_t> own_samples;
        for (const auto* part : {&split.train, &split.validation, &split.test}) {
          EXPECT_FALSE(part->empty());
          for (const auto i : *part) {
            own_samples.insert(i);
            own.insert(manifest.samples[i].patient);
          }
        }
        EXPECT_EQ(own_samples.size(), manifest.own_size()) << "all of them, once";
        EXPECT_LT(*own_samples.rbegin(), manifest.own_size());
        for (const auto& part : split.external) {
          sizes[part.name] = part.samples.size();
          for (const auto i : part.samples) {
            EXPECT_FALSE(own_samples.contains(i)) << manifest.samples[i].record;
            EXPECT_FALSE(own.contains(manifest.samples[i].patient)) << manifest.samples[i].record;
          }
        }
      }
    return sizes;
  }
};

TEST_F(StudyExternals, of_S1_are_whole_and_of_other_people) {
  EXPECT_THAT(judge("danet.yaml", ""),
              UnorderedElementsAre(std::pair{"ludb", 150u}, std::pair{"twelve_lead", 585u}));
}

TEST_F(StudyExternals, of_S3_are_the_source_that_its_profile_takes_away_from_the_own_set) {
  EXPECT_THAT(judge("twelve_lead_13.yaml", "out_of_source"),
              UnorderedElementsAre(std::pair{"chapman_ningbo", 65u}));
  EXPECT_THAT(judge("twelve_lead_13.yaml", ""), IsEmpty());
  EXPECT_THAT([] { judge("twelve_lead_13.yaml", "out_of_source", {"data.exclude=[]"}); },
              ThrowsMessage<InputError>(HasSubstr("65 of 65 records")));
}

}  // namespace
}  // namespace purkinje::orchestrator
