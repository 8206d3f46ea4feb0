// The databases as their descriptors read them, against the label table that comes with the data.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/error.h"
#include "data/catalogue/summary.h"
#include "data/formats/csv.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

const std::vector<std::string> kClasses{"NSR",  "IAVB", "abQRS", "AF",  "RBBB", "LAnFB", "LAD",
                                        "LBBB", "LVH",  "MI",    "MIs", "SB",   "STach", "PAC"};

// The record's path below the data root, without extension.
std::string path_of(const CatalogueRecord& record) {
  auto path = record.header.lexically_relative(data_root());
  return path.replace_extension().generic_string();
}

TEST(Databases, every_recording_is_read_with_its_checksums) {
  if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021", "mitdb", "qtdb"}); !why.empty())
    GTEST_SKIP() << why;
  size_t records = 0;

  for (const char* name : {"twelve_lead", "mitdb", "qtdb"}) {
    const auto set = load_data_set(name, data_root());
    for (const auto& record : set.records) {
      const auto recording = read_record(set, record);
      EXPECT_GT(recording.length(), 0);
      ++records;
    }
  }

  EXPECT_EQ(records, 769u);
}

TEST(Databases, labels_of_the_native_sources_equal_the_table_row_by_row) {
  if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021"}); !why.empty())
    GTEST_SKIP() << why;
  const auto table = CsvTable::load(data_root() / "labels12lead.csv");
  std::map<std::string, size_t> rows;
  for (size_t row = 0; row < table.size(); ++row) rows[table.at(row, table.column("path"))] = row;

  const auto set = load_data_set("twelve_lead", data_root());

  ASSERT_EQ(set.classes, kClasses);
  EXPECT_EQ(set.records.size(), 735u);
  EXPECT_EQ(rows.size(), 735u);
  for (const auto& record : set.records) {
    ASSERT_TRUE(rows.contains(path_of(record))) << record.id;
    for (size_t i = 0; i < kClasses.size(); ++i) {
      const auto& cell = table.at(rows[path_of(record)], table.column(kClasses[i]));
      EXPECT_EQ(record.labels[i], cell.empty() ? -1 : std::stoi(cell)) << record.id << " " << kClasses[i];
    }
  }
}

TEST(Databases, positives_of_each_database_equal_the_published_table) {
  if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021"}); !why.empty())
    GTEST_SKIP() << why;
  const std::map<std::string, std::vector<size_t>> expected{
      {"ptbxl", {386, 8, 19, 11, 7, 25, 47, 7, 28, 57, 30, 8, 5, 4}},
      {"ludb", {109, 8, 0, 10, 2, 12, 50, 2, 79, 17, 12, 20, 3, 4}},
      {"cinc2020_cpsc2018", {1, 0, 0, 7, 4, 0, 0, 1, 0, 0, 0, 0, 0, 1}},
      {"cinc2020_cpsc2018_extra", {1, 1, 0, 1, 3, 0, 0, 1, 2, 6, 2, 1, 2, 2}},
      {"cinc2020_georgia", {5, 2, 0, 3, 2, 1, 2, 0, 4, 0, 0, 6, 3, 3}},
      {"cinc2020_ptbxl", {16, 0, 1, 0, 0, 0, 2, 0, 1, 3, 1, 1, 0, 0}},
      {"cinc2021", {14, 3, 0, 2, 3, 0, 3, 0, 0, 0, 0, 23, 6, 2}},
      {"twelve_lead", {532, 22, 20, 34, 21, 38, 104, 11, 114, 83, 45, 59, 19, 16}}};

  for (const auto& [name, positives] : expected) {
    const auto summary = summarise(load_data_set(name, data_root()));
    for (size_t i = 0; i < positives.size(); ++i)
      EXPECT_EQ(summary.classes[i].positive, positives[i]) << name << " " << summary.classes[i].name;
    EXPECT_EQ(summary.classes[2].unknown, name == "ludb" || name == "twelve_lead" ? 150u : 0u);
  }
}

TEST(Databases, patients_are_those_of_the_sources_and_never_collide) {
  if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020", "cinc2021"}); !why.empty())
    GTEST_SKIP() << why;
  const auto set = load_data_set("twelve_lead", data_root());
  std::map<std::string, std::set<std::string>> databases_of;

  for (const auto& record : set.records)
    databases_of[record.patient].insert(record.id.substr(0, record.id.find('/')));

  EXPECT_TRUE(databases_of.contains("ptbxl:15709"));
  EXPECT_TRUE(databases_of.contains("ptbxl:ecg599"));
  for (const auto& [patient, databases] : databases_of) EXPECT_EQ(databases.size(), 1u) << patient;
  EXPECT_LT(databases_of.size(), set.records.size());
}

TEST(Databases, age_and_sex_are_as_the_sources_have_them) {
  if (const auto why = cannot_count({"ptbxl", "ludb", "cinc2020"}); !why.empty()) GTEST_SKIP() << why;
  for (const char* name : {"ptbxl", "ludb", "cinc2020"})
    for (const auto& record : load_data_set(name, data_root()).records)
      EXPECT_TRUE(record.sex == "M" || record.sex == "F") << record.id << " " << record.sex;
}

}  // namespace
}  // namespace purkinje::data
