// What stops a preparation is said from headers and labels alone, of the own set and of external ones alike.
#include <gmock/gmock.h>

#include "base/error.h"
#include "base/files.h"
#include "data/formats/wfdb_write.h"
#include "data/preparation/prepare.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two sets, `own` and `other`, of two records each; `absent` has no database.
class CheckedRecords : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const std::string name : {"own", "other", "absent"}) {
      folder_.write("sets/" + name + ".yaml", "name: " + name + "\ntitle: A set\nroot: " + name +
                                                  "\nrecords: {glob: '*.hea'}\nclasses: [X]\n"
                                                  "labels: {kind: header_text, rules: {X: positive}}\n");
      if (name == "absent") continue;
      std::filesystem::create_directories(folder_.path() / name);
      for (const std::string record : {"a1", "a2"})
        write_recording(
            {record, 500, {"I"}, {{0.5, 1, 0.5, 0}}, {}, {record == "a1" ? "positive" : "no finding"}},
            folder_.path() / name);
    }
  }

  std::string set(const std::string& name) const {
    return (folder_.path() / "sets" / (name + ".yaml")).string();
  }

  std::string refusal(const Json& entry, const std::string& external = "other",
                      const Json& more = Json::object()) const {
    Json given = entry;
    given["set"] = set(external);
    Json data = {{"set", set("own")},
                 {"positive", {"X"}},
                 {"external", {{"outside", given}}},
                 {"preprocessing", {{"leads", {"I"}}}}};
    data.update(more);
    try {
      check_records({data, folder_.path(), folder_.path() / "cache"});
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }

  TemporaryFolder folder_;
};

TEST_F(CheckedRecords, of_an_external_set_that_are_right_are_accepted) {
  EXPECT_EQ(refusal({{"include", {"other/a*"}}, {"leads", {{"I", "i"}}}}), "accepted");
}

TEST_F(CheckedRecords, that_an_external_set_does_not_have_are_named) {
  EXPECT_THAT(refusal({{"include", {"other/b1"}}}),
              HasSubstr("data.external.outside.include: 'other/b1' fits no record of data set 'other'; did "
                        "you mean 'other/a1'?"));
  EXPECT_THAT(refusal({{"exclude", {"other/c*"}}}),
              HasSubstr("data.external.outside.exclude: 'other/c*' fits no record of data set 'other'"));
}

TEST_F(CheckedRecords, are_not_all_where_a_lead_is_mapped_that_is_not_prepared) {
  EXPECT_THAT(refusal({{"leads", {{"V1", "I"}}}}),
              HasSubstr("data.external.outside.leads: there is no lead 'V1' among those that are prepared"));
}

TEST_F(CheckedRecords, of_an_external_set_that_lack_a_lead_are_named_before_signals_are_read) {
  write_recording({"a2", 500, {"V1"}, {{0.5, 1, 0.5, 0}}, {}, {"no finding"}}, folder_.path() / "other");

  EXPECT_THAT(refusal(Json::object()), HasSubstr("data set 'other': 1 of 2 records cannot be used\n"
                                                 "record 'other/a2': record 'a2' has no lead 'I'; it has V1\n"
                                                 "data.external.outside.exclude: [other/a2] leaves it out"));
  EXPECT_EQ(refusal({{"exclude", {"other/a2"}}}), "accepted");
}

TEST_F(CheckedRecords, of_an_external_set_are_asked_for_their_own_names_of_the_leads) {
  for (const std::string record : {"a1", "a2"})
    write_recording({record, 500, {"V1"}, {{0.5, 1, 0.5, 0}}, {}, {"positive"}}, folder_.path() / "other");

  EXPECT_THAT(refusal(Json::object()), HasSubstr("2 of 2 records cannot be used"));
  EXPECT_EQ(refusal({{"leads", {{"I", "V1"}}}}), "accepted");
}

TEST_F(CheckedRecords, that_are_shorter_than_a_window_are_named_before_signals_are_read) {
  const Json windows = {{"examples", "window"}, {"window_s", 0.008}};
  EXPECT_EQ(refusal(Json::object(), "other", windows), "accepted");

  write_recording({"a2", 500, {"I"}, {{0.5, 1, 0.5}}, {}, {"no finding"}}, folder_.path() / "other");
  EXPECT_THAT(refusal(Json::object(), "other", windows),
              HasSubstr("record 'a2' is 0.006 s long, shorter than one window of 0.008 s\n"
                        "data.external.outside.exclude: [other/a2] leaves it out"));

  write_recording({"a1", 500, {"I"}, {{0.5, 1, 0.5}}, {}, {"positive"}}, folder_.path() / "own");
  EXPECT_THAT(refusal(Json::object(), "other", windows),
              HasSubstr("record 'a1' is 0.006 s long, shorter than one window of 0.008 s\n"
                        "data.exclude: [own/a1] leaves it out"));
}

TEST_F(CheckedRecords, that_are_too_short_are_refused_only_where_nothing_is_to_be_padded) {
  const auto lasting = [](const std::string& pad) -> Json {
    return {{"preprocessing", {{"leads", {"I"}}, {"duration_s", 0.02}, {"pad", pad}}}};
  };

  EXPECT_THAT(refusal(Json::object(), "other", lasting("refuse")),
              HasSubstr("record 'a1' is 0.008 s long, 0.02 s are needed (pad: refuse)"));
  EXPECT_EQ(refusal(Json::object(), "other", lasting("end")), "accepted");
}

TEST_F(CheckedRecords, whose_header_says_no_length_are_left_to_the_preparation) {
  auto header = read_file(folder_.path() / "other" / "a2.hea");
  header.replace(0, header.find('\n'), "a2 1 500");
  folder_.write("other/a2.hea", header);

  EXPECT_EQ(refusal(Json::object(), "other", {{"examples", "window"}, {"window_s", 0.008}}), "accepted");
}

TEST_F(CheckedRecords, of_the_generator_are_judged_by_its_options) {
  folder_.write("sets/made.yaml", "name: made\ntitle: Made\nsynthetic: {records: 4, duration_s: 2}\n");
  const auto check = [&](double window_s) {
    check_records(
        {{{"set", set("made")}, {"positive", {"MI"}}, {"examples", "window"}, {"window_s", window_s}},
         folder_.path(),
         folder_.path() / "cache"});
  };

  EXPECT_NO_THROW(check(2));
  EXPECT_THROW(check(2.5), InputError);
}

TEST_F(CheckedRecords, of_an_external_set_that_cannot_be_used_are_named_with_the_key_that_leaves_them_out) {
  folder_.write("other/a2.hea", "");

  EXPECT_THAT(refusal(Json::object()), HasSubstr("data set 'other': 1 of 2 records cannot be used"));
  EXPECT_THAT(refusal(Json::object()), HasSubstr("data.external.outside.exclude: [other/a2] leaves it out"));
  EXPECT_EQ(refusal({{"exclude", {"other/a2"}}}), "accepted");
}

// The same request through prepare(), whose records are read.
class PreparedRecords : public CheckedRecords {
 protected:
  Json entry(const std::string& external, const Json& more = Json::object()) const {
    Json given = {{"set", set(external)}, {"optional", true}};
    given.update(more);
    return given;
  }
  PrepareRequest request(const Json& externals) const {
    return {{{"set", set("own")},
             {"positive", {"X"}},
             {"external", externals},
             {"preprocessing", {{"leads", {"I"}}}}},
            folder_.path(),
            folder_.path() / "cache"};
  }
  void write_union(const std::string& members) {
    folder_.write("sets/both.yaml",
                  "name: both\ntitle: A union\nunion: [" + members + "]\nskip_missing: true\n");
  }
  std::string note(const std::string& name) const {
    return "external '" + name + "' is left out: its database is absent in " + folder_.path().string();
  }
};

TEST_F(PreparedRecords, are_those_of_the_own_set_alone_where_an_optional_one_is_absent) {
  const auto alone = prepare(request(Json())), without = prepare(request({{"outside", entry("absent")}}));

  EXPECT_EQ(without.fingerprint, alone.fingerprint);
  EXPECT_THAT(without.external, IsEmpty());
  EXPECT_THAT(without.left_out, ElementsAre(note("outside")));
  EXPECT_THAT(find_prepared(request({{"outside", entry("absent")}}))->left_out, ElementsAre(note("outside")));
  EXPECT_THAT(check_records(request({{"outside", entry("absent")}})), ElementsAre(note("outside")));
}

TEST_F(PreparedRecords, may_leave_out_a_member_of_a_union_that_is_absent) {
  write_union("other, absent");
  const auto asked = [&](const char* key, const char* name) {
    PrepareRequest request = this->request(Json());
    request.data["set"] = set("both");
    request.data[key] = {name};
    return request;
  };

  EXPECT_NO_THROW(prepare(asked("exclude", "absent/*")));
  EXPECT_THROW(prepare(asked("exclude", "nowhere/*")), InputError);
  EXPECT_THROW(prepare(asked("include", "absent/*")), InputError);
}

TEST_F(PreparedRecords, are_refused_where_one_that_is_not_optional_is_absent) {
  EXPECT_THROW(prepare(request({{"outside", entry("absent", {{"optional", false}})}})), InputError);
}

TEST_F(PreparedRecords, are_the_same_whether_a_set_that_is_there_is_optional_or_not) {
  const auto must = prepare(request({{"outside", {{"set", set("other")}}}})),
             may = prepare(request({{"outside", entry("other")}}));

  EXPECT_EQ(may.fingerprint, must.fingerprint);
  EXPECT_EQ(may.external.size(), 1u);
  EXPECT_THAT(may.left_out, IsEmpty());
}

TEST_F(PreparedRecords, are_out_of_date_once_the_database_is_there) {
  for (const std::string before : {"", "absent", "absent/inner"}) {
    const auto asked = request({{"outside", entry("absent")}});
    std::filesystem::remove_all(folder_.path() / "absent");
    if (!before.empty()) std::filesystem::create_directories(folder_.path() / before);
    EXPECT_THAT(prepare(asked).left_out, ElementsAre(note("outside")));
    ASSERT_TRUE(find_prepared(asked));

    std::filesystem::create_directories(folder_.path() / "absent");
    write_recording({"b1", 500, {"I"}, {{0.5, 1, 0.5, 0}}, {}, {"positive"}}, folder_.path() / "absent");

    EXPECT_FALSE(find_prepared(asked)) << before;
    EXPECT_EQ(prepare(asked).external.size(), 1u);
  }
}

TEST_F(PreparedRecords, of_absent_members_may_be_named_where_the_union_is_optional) {
  write_union("other, absent");

  const auto excluding = prepare(request({{"outside", entry("both", {{"exclude", {"absent/*"}}})}}));
  const auto including = prepare(request({{"outside", entry("both", {{"include", {"absent/7*"}}})}}));
  const auto nothing_else = prepare(request({{"outside", entry("both", {{"exclude", {"other/*"}}})}}));

  ASSERT_EQ(excluding.external.size(), 1u);
  EXPECT_EQ(excluding.external[0].size, 2u);
  EXPECT_THAT(including.left_out, ElementsAre(note("outside")));
  EXPECT_THAT(nothing_else.left_out, ElementsAre(note("outside")));
  EXPECT_THROW(prepare(request({{"outside", entry("both", {{"exclude", {"othre/*"}}})}})), InputError)
      << "a slip stays one";
}

TEST_F(PreparedRecords, of_a_union_are_those_of_the_members_whose_folders_hold_any) {
  write_union("other, absent");
  std::filesystem::create_directories(folder_.path() / "absent");

  EXPECT_EQ(load_data_set(set("both"), folder_.path()).records.size(), 2u);
  EXPECT_EQ(missing_folder(set("absent"), folder_.path()), folder_.path() / "absent");
  EXPECT_EQ(missing_folder(set("other"), folder_.path()), "");
}

TEST_F(PreparedRecords, that_cannot_be_read_are_left_out_by_the_key_of_their_own_set) {
  folder_.write("other/a2.dat", "");
  std::string said;
  try {
    prepare(request({{"gone", entry("absent")}, {"outside", entry("other")}}));
  } catch (const InputError& error) {
    said = error.what();
  }

  EXPECT_THAT(said, HasSubstr("data set 'other': 1 of 2 records cannot be used"));
  EXPECT_THAT(said, HasSubstr("\ndata.external.outside.exclude: [other/a2] leaves it out"));

  folder_.write("own/a1.dat", "");
  try {
    prepare(request({{"outside", entry("other")}}));
  } catch (const InputError& error) {
    said = error.what();
  }
  EXPECT_THAT(said, HasSubstr("\ndata.exclude: [own/a1] leaves it out"));
}

TEST_F(CheckedRecords, are_not_looked_for_where_the_external_database_is_absent) {
  EXPECT_EQ(refusal({{"include", {"absent/a1"}}}, "absent"), "accepted");
}

}  // namespace
}  // namespace purkinje::data
