// Annotation files: made byte by byte, and those of the databases.
#include <gmock/gmock.h>

#include <numeric>

#include "base/error.h"
#include "data/formats/wfdb_annotation.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

int word(int code, int increment) {
  return code << 10 | increment;
}

TEST(Annotations, skips_numbers_channels_and_texts_belong_to_the_annotation_before) {
  const auto bytes =
      words({word(28, 18), word(63, 3)}) + std::string("(N\0\0", 4) +
      words({word(59, 0), 1, 2, word(1, 5), word(60, 2), word(62, 1), word(61, 1023), word(8, 7), 0});

  const auto found = parse_annotations(bytes, "x.atr");

  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].text, "(N");
  EXPECT_EQ(found[1].sample, 18 + 65536 + 2 + 5);
  EXPECT_EQ(found[1].number, 2);
  EXPECT_EQ(found[1].subtype, -1);
  EXPECT_EQ(found[2].channel, 1);
  EXPECT_EQ(annotation_symbol(found[2].code), "A");
}

TEST(Annotations, a_cut_or_senseless_file_is_refused) {
  EXPECT_THROW(parse_annotations(words({word(1, 5), 0}).substr(0, 3), "x"), InputError);
  EXPECT_THROW(parse_annotations(words({word(1, 5)}), "x"), InputError);
  EXPECT_THROW(parse_annotations(words({word(59, 0), 1}), "x"), InputError);
  EXPECT_THROW(parse_annotations(words({word(1, 5), word(63, 900), 0}), "x"), InputError);
  EXPECT_THROW(parse_annotations(words({word(59, 0), 0xffff, 0x0000, word(1, 1), 0}), "x"), InputError);
  EXPECT_THROW(parse_annotations(words({word(55, 1), 0}), "x"), InputError);
  EXPECT_THROW(read_annotations("/nonexistent.atr"), InputError);
}

TEST(Annotations, symbols_and_codes_are_inverse) {
  for (const char* symbol :
       {"N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "e", "f", "+", "(", ")", "p", "t"})
    EXPECT_EQ(annotation_symbol(annotation_code(symbol)), symbol);
  EXPECT_EQ(annotation_code("("), 39);
  EXPECT_EQ(annotation_code("e"), 34);
  EXPECT_EQ(annotation_code("f"), 38);
  EXPECT_EQ(annotation_code(""), 0);
}

TEST(Annotations, beats_are_told_from_what_marks_rhythms_noise_and_waves) {
  for (const char* symbol :
       {"N", "L", "R", "e", "j", "A", "a", "J", "S", "n", "V", "E", "r", "F", "/", "f", "Q", "B", "?"})
    EXPECT_TRUE(is_beat(annotation_code(symbol))) << symbol;
  for (const char* symbol : {"+", "~", "|", "s", "T", "(", ")", "p", "t", "u", "!", "[", "]", "x", "\"", "^"})
    EXPECT_FALSE(is_beat(annotation_code(symbol))) << symbol;
  for (const int code : {-1, 0, 15, 42, 49, 50}) EXPECT_FALSE(is_beat(code)) << code;
}

// Of de Chazal et al. 2004, who count the escape beats e and j as N.
TEST(Aami, beats_of_mit_bih_agree_with_the_published_half) {
  if (!std::filesystem::is_directory(data_root() / "mitdb"))
    GTEST_SKIP() << "the database mitdb is not in " << data_root();
  const std::map<std::string, std::array<int, 5>> expected{
      {"101", {1860, 3, 0, 0, 2}},     {"106", {1507, 0, 520, 0, 0}},   {"108", {1740, 4, 17, 2, 0}},
      {"109", {2492, 0, 38, 2, 0}},    {"112", {2537, 2, 0, 0, 0}},     {"114", {1820, 12, 43, 4, 0}},
      {"115", {1953, 0, 0, 0, 0}},     {"116", {2302, 1, 109, 0, 0}},   {"118", {2166, 96, 16, 0, 0}},
      {"119", {1543, 0, 444, 0, 0}},   {"122", {2476, 0, 0, 0, 0}},     {"124", {1536, 31, 47, 5, 0}},
      {"201", {1635, 128, 198, 2, 0}}, {"203", {2529, 2, 444, 1, 4}},   {"205", {2571, 3, 71, 11, 0}},
      {"207", {1543, 107, 210, 0, 0}}, {"208", {1586, 2, 992, 373, 2}}, {"209", {2621, 383, 1, 0, 0}},
      {"215", {3195, 3, 164, 1, 0}},   {"220", {1954, 94, 0, 0, 0}},    {"223", {2045, 73, 473, 14, 0}},
      {"230", {2255, 0, 1, 0, 0}}};
  const auto set = load_data_set("mitdb", data_root());
  int total = 0, here = 0;

  for (const auto& record : set.records) {
    const auto groups = expected.find(record.id.substr(std::string_view("mitdb/").size()));
    if (groups == expected.end()) continue;  // of the other half
    ++here;
    std::array<int, 5> counts{};
    for (const auto& beat : labelled_events(set, record)) ++counts[beat.label];
    EXPECT_EQ(counts, groups->second) << record.id;
    total += std::accumulate(counts.begin(), counts.end(), 0);
  }

  if (here == 0) GTEST_SKIP() << "the folder holds none of the records of this half";
  if (here == static_cast<int>(expected.size())) {
    EXPECT_EQ(total, 51021);
  }
}

TEST(Aami, ten_second_windows_of_mit_bih_have_372_with_supraventricular_beats) {
  if (const auto why = cannot_count({"mitdb"}); !why.empty()) GTEST_SKIP() << why;
  const auto set = load_data_set("mitdb", data_root());
  const size_t supraventricular = 1;
  int windows = 0, positive = 0;

  for (const auto& record : set.records) {
    std::vector<bool> window(650000 / 3600);
    for (const auto& event : labelled_events(set, record))
      if (const auto w = static_cast<size_t>(event.sample / 3600);
          event.label == supraventricular && w < window.size())
        window[w] = true;
    windows += static_cast<int>(window.size());
    positive += static_cast<int>(std::count(window.begin(), window.end(), true));
  }

  EXPECT_EQ(windows, 3960);
  EXPECT_EQ(positive, 372);
}

TEST(Annotations, every_wave_limit_file_of_ludb_and_qtdb_is_read_and_its_brackets_pair) {
  if (const auto why = cannot_count({"ludb", "qtdb"}); !why.empty()) GTEST_SKIP() << why;
  size_t files = 0, open = 0, close = 0;

  for (const char* folder : {"ludb/data", "qtdb"})
    for (const auto& entry : std::filesystem::directory_iterator(data_root() / folder)) {
      const auto extension = entry.path().extension();
      if (extension == ".dat" || extension == ".hea" || extension == ".md" || !entry.path().has_extension())
        continue;
      const auto found = read_annotations(entry.path());
      EXPECT_FALSE(found.empty()) << entry.path();
      ++files;
      if (extension != ".ii") continue;
      size_t open_here = 0, close_here = 0;
      for (const auto& annotation : found) {
        open_here += annotation_symbol(annotation.code) == "(";
        close_here += annotation_symbol(annotation.code) == ")";
      }
      // Record 95 of LUDB as published lacks the onsets of its first four QRS complexes.
      EXPECT_EQ(open_here + (entry.path().stem() == "95" ? 4 : 0), close_here) << entry.path();
      open += open_here;
      close += close_here;
    }

  EXPECT_GE(files, 1800u);
  EXPECT_GT(open, 0u);
  EXPECT_GE(close, open);
}

}  // namespace
}  // namespace purkinje::data
