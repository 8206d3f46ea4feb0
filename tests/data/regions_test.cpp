// Regions of the ECG beside the examples of a prepared set: cut with them, from annotations or our
// delineator.
#include <gmock/gmock.h>

#include "base/error.h"
#include "data/preparation/example_regions.h"
#include "data/preparation/prepare.h"
#include "data/preparation/prepare_records.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using testing::HasSubstr;

Json ludb(const Json& more) {
  Json data = {{"set", "ludb"},
               {"task", "multi_label"},
               {"include", {"ludb/1", "ludb/2"}},
               {"preprocessing", {{"duration_s", 10}}}};
  data.merge_patch(more);
  return data;
}

class Regions : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = cannot_count({"ptbxl", "ludb"}); !why.empty()) GTEST_SKIP() << why;
  }
  PrepareRequest request(const Json& data) const { return {data, data_root(), folder_.path()}; }
  PreparedSet prepared(const Json& data) const {
    prepare(request(data));
    return PreparedSet::open(prepared_folder(request(data)));
  }
  std::string message_of(const Json& data) const {
    try {
      prepare(request(data));
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
  static double share(const PreparedSet& set, size_t i, Region region) {
    const auto regions = set.regions(i);
    return static_cast<double>(std::count(regions.begin(), regions.end(), static_cast<uint8_t>(region))) /
           static_cast<double>(regions.size());
  }

  TemporaryFolder folder_;
};

TEST(RegionsOfExamples, part_outside_the_record_is_baseline) {
  const std::vector<uint8_t> record = {1, 2, 3, 0};

  EXPECT_THAT(cut_regions(record, -2, 4), testing::ElementsAre(0, 0, 1, 2));
  EXPECT_THAT(cut_regions(record, 2, 4), testing::ElementsAre(3, 0, 0, 0));
}

TEST_F(Regions, delineated_regions_agree_with_those_marked_by_hand) {
  const auto by_hand = prepared(ludb({{"regions", "annotated"}}));
  const auto found = prepared(ludb({{"regions", "delineated"}}));

  EXPECT_EQ(by_hand.manifest().regions, "annotated");
  ASSERT_EQ(by_hand.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(by_hand.regions(i).size(), 5000u);
    // The first and the last beats of a record are not marked.
    EXPECT_NEAR(share(by_hand, i, Region::qrs), share(found, i, Region::qrs), 0.04);
    size_t both = 0, marked = 0;
    for (size_t t = 0; t < 5000; ++t)
      if (by_hand.regions(i)[t] == static_cast<uint8_t>(Region::qrs)) {
        ++marked;
        both += found.regions(i)[t] == static_cast<uint8_t>(Region::qrs);
      }
    EXPECT_GT(marked, 200u);
    EXPECT_GT(static_cast<double>(both), 0.8 * static_cast<double>(marked));
  }
}

TEST_F(Regions, regions_are_at_the_arrays_rate_and_cut_like_the_signals) {
  const auto whole = prepared(ludb({{"regions", "annotated"}}));
  const auto half = prepared(ludb({{"regions", "annotated"},
                                   {"preprocessing", {{"duration_s", nullptr}, {"resample_hz", 250}}},
                                   {"examples", "window"},
                                   {"window_s", 4}}));

  ASSERT_EQ(half.size(), 4u);  // two of each record
  size_t equal = 0;
  for (size_t t = 0; t < 1000; ++t) equal += half.regions(1)[t] == whole.regions(0)[2 * (1000 + t)];
  EXPECT_GT(equal, 990u) << "limits may be rounded by one";
}

TEST_F(Regions, signals_and_fingerprint_without_regions_are_untouched) {
  const auto plain = prepared(ludb(Json::object())), with = prepared(ludb({{"regions", "delineated"}}));
  const auto of_v5 = prepared(ludb({{"regions", "delineated"}, {"regions_lead", "V5"}}));

  EXPECT_TRUE(plain.regions(0).empty());
  EXPECT_TRUE(std::equal(plain.signal(1).begin(), plain.signal(1).end(), with.signal(1).begin()));
  EXPECT_NE(plain.manifest().fingerprint, with.manifest().fingerprint);
  EXPECT_NE(of_v5.manifest().fingerprint, with.manifest().fingerprint);
}

TEST_F(Regions, record_without_marked_limits_is_refused_by_name_or_delineated) {
  Json data = {
      {"set", "ptbxl"}, {"task", "multi_label"}, {"include", {"ptbxl/00001_hr"}}, {"regions", "annotated"}};

  EXPECT_THAT(message_of(data),
              HasSubstr("record 'ptbxl/00001_hr' has no file of wave limits of lead II (00001_hr.ii)"));
  data["regions"] = "annotated_or_delineated";
  EXPECT_GT(share(prepared(data), 0, Region::qrs), 0.03);
  EXPECT_THAT(message_of(ludb({{"regions", "annotated"}, {"regions_lead", "V9"}})),
              HasSubstr("has no lead 'V9'"));
}

TEST_F(Regions, missing_region_file_is_built_again) {
  const auto data = ludb({{"regions", "annotated"}});
  prepare(request(data));
  ASSERT_TRUE(find_prepared(request(data)));

  std::filesystem::remove(prepared_folder(request(data)) / "regions.u8");

  EXPECT_FALSE(find_prepared(request(data)));
}

}  // namespace
}  // namespace purkinje::data
