// WFDB files made byte by byte: what must be read, and what must be refused with a sentence.
#include <gmock/gmock.h>

#include <cmath>

#include "base/error.h"
#include "data/formats/recording.h"
#include "data/formats/wfdb_signal.h"
#include "data/formats/wfdb_write.h"
#include "tests/data/data_folder.h"

namespace purkinje::data {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string message_of(const std::filesystem::path& header) {
  try {
    read_recording(header);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Wfdb, format_212_unpacks_two_signed_samples_from_three_bytes) {
  const std::byte bytes[] = {std::byte{0xe3}, std::byte{0x33}, std::byte{0xe0},
                             std::byte{0x00}, std::byte{0x78}, std::byte{0xff}};

  const auto samples = decode_212(bytes, 4);

  EXPECT_THAT(samples, ::testing::ElementsAre(0x3e3, 0x3e0, -2048, 0x7ff));
}

TEST(Wfdb, defaults_of_the_header_are_gain_200_and_the_adc_zero_as_baseline) {
  const TemporaryFolder folder;
  folder.write("a.dat", words({1024, 1224}));
  const auto header = folder.write("a.hea", "a 1 360\r\na.dat 16 0 11 1024 1024\r\n# Dx: 1,2,\r\n");

  const auto recording = read_recording(header);

  EXPECT_EQ(recording.signal_mv[0], (std::vector<double>{0, 1}));
  EXPECT_EQ(recording.comments, std::vector<std::string>{"Dx: 1,2,"});
  EXPECT_EQ(read_wfdb_header(header).field("dx"), "1,2,");
}

TEST(Wfdb, a_gain_with_baseline_a_unit_and_a_byte_offset_are_applied) {
  const TemporaryFolder folder;
  folder.write("a.mat", std::string(24, 'x') + words({10, -32768, 1010, 3}));
  const auto header =
      folder.write("a.hea", "a 2 250/128(0) 2\na.mat 16+24 1000(10)/uV\na.mat 16+24 1/V 16 0 -32768\n");

  const auto recording = read_recording(folder.path() / "a");

  EXPECT_EQ(recording.sample_rate_hz, 250);
  EXPECT_EQ(recording.signal_mv[0], (std::vector<double>{0, 0.001}));
  EXPECT_TRUE(std::isnan(recording.signal_mv[1][0]));
  EXPECT_EQ(recording.signal_mv[1][1], 3000);
}

TEST(Wfdb, the_invalid_code_of_format_212_is_not_a_number) {
  const TemporaryFolder folder;
  folder.write("a.dat", std::string("\x00\x08\x01", 3));
  const auto header = folder.write("a.hea", "a 1 360 2\na.dat 212 200 12 0 -2048\n");

  const auto recording = read_recording(header);

  EXPECT_TRUE(std::isnan(recording.signal_mv[0][0]));
  EXPECT_EQ(recording.signal_mv[0][1], 1 / 200.);
}

TEST(Wfdb, a_written_recording_is_read_back) {
  const TemporaryFolder folder;
  Recording written{"r1",         500,      {"I", "aVR"}, {{0.5, -1.25, std::nan("")}, {1e-3, 0, 32.767}},
                    {"mV", "mV"}, {"Dx: 1"}};

  write_recording(written, folder.path());
  const auto back = read_recording(folder.path() / "r1.hea");

  EXPECT_EQ(back.leads, written.leads);
  EXPECT_EQ(back.comments, written.comments);
  EXPECT_EQ(back.signal_mv[1], written.signal_mv[1]);
  EXPECT_EQ(back.signal_mv[0][1], -1.25);
  EXPECT_TRUE(std::isnan(back.signal_mv[0][2]));
}

TEST(Wfdb, a_sample_beyond_16_bits_is_not_written) {
  const TemporaryFolder folder;

  EXPECT_THROW(write_recording({"r", 500, {"I"}, {{33.0}}, {}, {}}, folder.path()), InputError);
}

TEST(Wfdb, a_wrong_signal_file_is_refused_with_channel_and_both_values) {
  const TemporaryFolder folder;
  folder.write("a.dat", words({1, 2, 3, 4}));
  const auto with = [&](const std::string& text) { return message_of(folder.write("a.hea", text)); };

  EXPECT_THAT(with("a 1 100 5\na.dat 16 1 16 0 1 10 0 II\n"),
              AllOf(HasSubstr("a.hea:2"), HasSubstr("'II'"), HasSubstr("holds 4"), HasSubstr("says 5")));
  EXPECT_THAT(with("a 1 100 3\na.dat 16 1 16 0 1 6 0 II\n"), HasSubstr("holds 4"));
  EXPECT_THAT(with("a 1 100 4\na.dat 16 1 16 0 1 11 0 II\n"),
              AllOf(HasSubstr("checksum 10"), HasSubstr("says 11")));
  EXPECT_THAT(with("a 1 100 4\na.dat 16 1 16 0 7 10 0 II\n"),
              AllOf(HasSubstr("value 1"), HasSubstr("says 7")));
  EXPECT_THAT(with("a 1 100 4\nb.dat 16 1 16 0 1 10 0 II\n"), HasSubstr("missing"));
  EXPECT_THAT(with("a 1 100 4\na.dat 16+9 1 16 0 1 10 0 II\n"), HasSubstr("after 9"));
  EXPECT_THAT(with("a 1 100 4\na.dat 80 1 16 0 1 10 0 II\n"), HasSubstr("format 80"));
  EXPECT_EQ(with("a 1 100 4\na.dat 16 1 16 0 1 10 0 II\n"), "no error");
}

TEST(Wfdb, a_hostile_header_is_refused_without_reading_further) {
  const TemporaryFolder folder;
  folder.write("a.dat", words({1, 2, 3, 4}));
  const auto with = [&](const std::string& text) { return message_of(folder.write("a.hea", text)); };

  EXPECT_THAT(with(""), HasSubstr("no record line"));
  EXPECT_THAT(with("a 1\na.dat 16\n"), HasSubstr("2 fields"));
  EXPECT_THAT(with("a 2000000000 100 4\na.dat 16\n"), HasSubstr("2000000000 channels, but describes 1"));
  EXPECT_THAT(with("a -1 100 4\na.dat 16\n"), HasSubstr("-1"));
  EXPECT_THAT(with("a 1 100 -4\na.dat 16\n"), HasSubstr("-4"));
  EXPECT_THAT(with("a 1 100 1099511627776\na.dat 16\n"), HasSubstr("holds 4"));
  EXPECT_THAT(with("a 1 100 99999999999999999999\na.dat 16\n"), HasSubstr("whole number"));
  EXPECT_THAT(with("a 1 nan 4\na.dat 16\n"), HasSubstr("sampling rate"));
  EXPECT_THAT(with("a 1 0 4\na.dat 16\n"), HasSubstr("sampling rate"));
  EXPECT_THAT(with("a 1 100 4\na.dat\n"), HasSubstr("1 field"));
  EXPECT_THAT(with("a 1 100 4\n../a.dat 16\n"), HasSubstr("beside the header"));
  EXPECT_THAT(with("a 1 100 4\na.dat 16+-3\n"), HasSubstr("byte offset"));
  EXPECT_THAT(with("a 1 100 4\na.dat 16 -5\n"), HasSubstr("negative"));
  EXPECT_THAT(with("a/3 1 100 4\na.dat 16\n"), HasSubstr("segments"));
  EXPECT_THAT(message_of(folder.path() / "none"), HasSubstr("no such header"));
}

TEST(Leads, usual_spellings_mean_one_lead) {
  EXPECT_EQ(canonical_lead("AVR"), "aVR");
  EXPECT_EQ(canonical_lead("i"), "I");
  EXPECT_EQ(canonical_lead("v6"), "V6");
  EXPECT_EQ(canonical_lead("MLII"), "MLII");
}

}  // namespace
}  // namespace purkinje::data
