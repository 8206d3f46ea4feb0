// One ECG recording in physical units, whatever file it came from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace purkinje::data {

struct WfdbHeader;

// The standard leads, in the order and spelling of the field.
inline const std::vector<std::string> kTwelveLeads = {"I",  "II", "III", "aVR", "aVL", "aVF",
                                                      "V1", "V2", "V3",  "V4",  "V5",  "V6"};

// What a header says.
struct RecordingHead {
  std::string name;
  double sample_rate_hz = 0;
  std::vector<std::string> leads;  // as the header names them
};

struct Recording : RecordingHead {
  std::vector<std::vector<double>>
      signal_mv;                      // [lead][sample]; NaN where the format marks a sample as invalid
  std::vector<std::string> units;     // "mV"; a channel that is no voltage keeps its unit and its values
  std::vector<std::string> comments;  // header comment lines without '#'
  int64_t length() const { return signal_mv.empty() ? 0 : static_cast<int64_t>(signal_mv[0].size()); }
};

// Reads a WFDB header and its signal files (formats 16 and 212, byte offset as in the Challenge's .mat),
// verifies every channel's sample count and checksum. `header` is the path of the .hea file, with or without
// the extension. Throws InputError naming file, channel, and what was expected and found.
Recording read_recording(const std::filesystem::path& header);

// What read_recording() will have of it.
RecordingHead head_of(const WfdbHeader& header);

// The lead a name means, by the field's usual spellings ("AVR", "avr", "aVR" -> "aVR"; "i" -> "I"; "MLII"
// stays).
std::string canonical_lead(const std::string& name);

// Whether two names mean one lead: so they do in any case ("AVR", "avr") and in any of these spellings.
bool same_lead(const std::string& a, const std::string& b);

}  // namespace purkinje::data
