// Data sets that a user describes: labels of each kind, patients, unions, and what is wrong said with its
// place.
#include <gmock/gmock.h>

#include <cstdlib>

#include "base/error.h"
#include "data/catalogue/descriptor.h"
#include "data/catalogue/labels.h"
#include "data/catalogue/summary.h"
#include "data/formats/csv.h"
#include "data/formats/wfdb_write.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Two records of one lead, a.hea with codes 1 and 2, b.hea with none.
class MadeSet : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.path() / "mine");
    write_recording({"a", 500, {"I"}, {{0.5, 1}}, {}, {" Dx: 11, 22,22, ", "Patient: p7", "Old scar"}},
                    folder_.path() / "mine");
    write_recording({"b", 500, {"I"}, {{0.5, 2}}, {}, {"Dx: Unknown", "Patient: p7", "Scar, old"}},
                    folder_.path() / "mine");
  }

  DataSet load(const std::string& text) const {
    return load_data_set(folder_.write("mine.yaml", "name: mine\ntitle: Mine\n" + text).string(),
                         folder_.path());
  }
  std::string message(const std::string& text) const {
    try {
      load(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }

  TemporaryFolder folder_;
};

TEST_F(MadeSet, codes_of_the_header_become_labels_and_unknown_stays_unknown) {
  const auto set = load(
      "root: mine\nrecords: {glob: '*.hea'}\npatient: {field: Patient}\nclasses: [X, Y]\n"
      "labels: {kind: header_codes, field: Dx, rules: {X: '22', Y: [33, 44]}}\n");

  ASSERT_EQ(set.records.size(), 2u);
  EXPECT_EQ(set.records[0].id, "mine/a");
  EXPECT_EQ(set.records[0].patient, "mine:p7");
  EXPECT_THAT(set.records[0].labels, ElementsAre(1, 0));
  EXPECT_THAT(set.records[1].labels, ElementsAre(-1, -1));
}

TEST_F(MadeSet, a_record_that_cannot_be_used_says_so_and_leaves_the_others) {
  const char* const text =
      "root: mine\nrecords: {list: RECORDS}\ntable: {file: t.csv, key: file}\nclasses: [X]\nlabels: {kind: "
      "csv}\n";
  folder_.write("mine/RECORDS", "a\nb\nabsent\n");
  folder_.write("mine/t.csv", "file,X\na,maybe\nb,1\n");

  const auto set = load(text);

  ASSERT_EQ(set.records.size(), 3u);
  EXPECT_THAT(set.records[0].problem, HasSubstr("t.csv:2: X: 'maybe' is no label"));
  EXPECT_THAT(set.records[0].labels, ElementsAre(-1));
  EXPECT_EQ(set.records[1].problem, "");
  EXPECT_THAT(set.records[1].labels, ElementsAre(1));
  EXPECT_THAT(set.records[2].problem, HasSubstr("RECORDS:3: the record 'absent' has no header"));
  EXPECT_THAT(summarise(set).unusable, ElementsAre("mine/a", "mine/absent"));
  EXPECT_EQ(summarise(set).records, 1u);
}

TEST_F(MadeSet, what_is_wrong_with_all_records_alike_is_the_sets) {
  folder_.write("mine/t.csv", "file,Z\na,1\nb,1\n");

  EXPECT_THAT(message("root: mine\nrecords: {glob: '*.hea'}\ntable: {file: t.csv, key: file}\nclasses: [X]\n"
                      "labels: {kind: csv}\n"),
              HasSubstr("X"));
}

TEST_F(MadeSet, classes_are_known_from_the_descriptors_alone) {
  const auto one = folder_.write("one.yaml", "name: one\ntitle: One\nsynthetic: {records: 3}\n");
  const auto both = folder_.write("both.yaml", "name: both\ntitle: Both\nunion: [one]\n");

  EXPECT_EQ(classes_of_set(one.string()), load_data_set(one.string(), "nowhere").classes);
  EXPECT_EQ(classes_of_set(both.string()), classes_of_set(one.string()));
  EXPECT_EQ(missing_folder(both.string(), "nowhere"), "");
  EXPECT_EQ(missing_folder("mitdb", "nowhere"), std::filesystem::path("nowhere/mitdb"));
  EXPECT_FALSE(missing_folder("twelve_lead", "nowhere").empty());
  EXPECT_TRUE(descriptor_of_set("mitbd").empty());
}

TEST_F(MadeSet, phrases_match_where_a_comment_begins_with_them) {
  const auto set = load(
      "root: mine\nrecords: {glob: '*.hea'}\nclasses: [Scar]\n"
      "labels: {kind: header_text, rules: {Scar: SCAR}}\n");

  EXPECT_THAT(set.records[0].labels, ElementsAre(0));
  EXPECT_THAT(set.records[1].labels, ElementsAre(1));
}

TEST_F(MadeSet, a_table_gives_records_labels_and_patients) {
  folder_.write("mine/t.csv", "file,who,X,Y\r\na,\"7, junior\",1,\r\nb.hea,8.0,0,yes\r\n");

  const auto set = load(
      "root: mine\nrecords: {column: file}\ntable: {file: t.csv, key: file}\n"
      "patient: {column: who, rewrite: {'8': other:9}}\nclasses: [X, Y]\nlabels: {kind: csv}\n");

  EXPECT_EQ(set.records[0].patient, "mine:7, junior");
  EXPECT_EQ(set.records[1].patient, "other:9");
  EXPECT_THAT(set.records[0].labels, ElementsAre(1, -1));
  EXPECT_THAT(set.records[1].labels, ElementsAre(0, 1));
}

TEST_F(MadeSet, a_union_lacks_what_a_member_cannot_tell) {
  folder_.write("one.yaml",
                "name: one\ntitle: One\nroot: mine\nrecords: {glob: a.hea}\nclasses: [X]\n"
                "labels: {kind: header_codes, field: Dx, rules: {X: '11'}}\n");
  folder_.write("two.yaml", "name: two\ntitle: Two\nroot: mine\nrecords: {glob: b.hea}\n");

  const auto set = load("classes: [Y, X]\nunion: [one, two]\n");

  EXPECT_THAT(set.records[0].labels, ElementsAre(-1, 1));
  EXPECT_THAT(set.records[1].labels, ElementsAre(-1, -1));
}

TEST_F(MadeSet, what_is_wrong_is_said_with_line_and_nearest_name) {
  EXPECT_THAT(message("root: mine\nrecord: {glob: '*.hea'}\n"),
              AllOf(HasSubstr("mine.yaml:4: record"), HasSubstr("'records'")));
  EXPECT_THAT(message("root: mine\nrecords: {glob: '*.hea'}\nclasses: [Scar]\nlabels: {kind: header_text, "
                      "rules: {Scat: x}}\n"),
              AllOf(HasSubstr("mine.yaml:6"), HasSubstr("'Scar'"), HasSubstr("has no rule")));
  EXPECT_THAT(
      message(
          "root: mine\nrecords: {glob: '*.hea'}\nclasses: [X]\nlabels: {kind: header_code, rules: {X: x}}\n"),
      HasSubstr("header_codes"));
  EXPECT_THAT(message("root: yours\nrecords: {glob: '*.hea'}\n"), HasSubstr("absent"));
  EXPECT_THAT(message("root: mine\nrecords: {glob: '*.head'}\n"), HasSubstr("no records"));
  EXPECT_THAT(message("union: [mine]\n"), HasSubstr("part of itself"));
  EXPECT_THAT(message("union: [ptbx]\n"), HasSubstr("'ptbxl'"));
  EXPECT_THAT(message("root: mine\nrecords: {glob: '*.hea'}\npatient: {rewrite: {'(': x}}\n"),
              HasSubstr("regular expression"));
  folder_.write("mine/LIST", "a\na\n");
  EXPECT_THAT(message("root: mine\nrecords: {list: LIST}\n"), AllOf(HasSubstr("LIST:2"), HasSubstr("'a'")));
}

TEST(Csv, wrong_tables_are_refused_with_their_line) {
  EXPECT_THROW(CsvTable::parse("", "t"), InputError);
  EXPECT_THROW(CsvTable::parse("a,a\n", "t"), InputError);
  EXPECT_THROW(CsvTable::parse("a,b\n1\n", "t"), InputError);
  EXPECT_THROW(CsvTable::parse("a,b\n1,\"2\n", "t"), InputError);
  EXPECT_EQ(CsvTable::parse("a,b\n1,\"x\"\"\ny\"", "t").at(0, 1), "x\"\ny");
}

TEST(Labels, codes_come_from_dictionaries_lists_and_plain_text) {
  EXPECT_THAT(codes_of_cell("{'NORM': 100.0, 'SR': 0.0}"), ElementsAre("NORM", "SR"));
  EXPECT_THAT(codes_of_cell("NORM; SR,"), ElementsAre("NORM", "SR"));
  EXPECT_THAT(codes_of_cell("['A"), ElementsAre());
}

TEST(Catalogue, the_sets_that_come_with_the_program_are_found_and_all_parse) {
  const auto sets = catalogue();

  EXPECT_GE(sets.size(), 12u);
  for (const auto& [name, file] : sets) EXPECT_EQ(read_descriptor(file).name, name);
}

TEST(Catalogue, folders_of_the_environment_come_first) {
  const TemporaryFolder folder;
  folder.write("ptbxl.yaml", "");
  ::setenv("PURKINJE_SETS", folder.path().c_str(), 1);

  const auto sets = catalogue();
  ::unsetenv("PURKINJE_SETS");

  EXPECT_THAT(sets, ::testing::Contains(std::pair<std::string, std::filesystem::path>(
                        "ptbxl", folder.path() / "ptbxl.yaml")));
}

TEST(Catalogue, synthetic_records_are_listed_and_read_without_files) {
  const auto set = load_data_set("synthetic", "nowhere");

  const auto recording = read_record(set, set.records.at(3));

  EXPECT_EQ(recording.leads.size(), 12u);
  EXPECT_EQ(set.records[3].labels.size(), set.classes.size());
}

}  // namespace
}  // namespace purkinje::data
