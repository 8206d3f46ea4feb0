// Where the examples of a record lie: the whole record, a window around each annotated beat, or windows one
// after the other.
#pragma once

#include <cstdint>
#include <vector>

#include "base/json.h"
#include "data/catalogue/catalogue.h"
#include "data/preparation/preprocess.h"

namespace purkinje::data {

struct Cutting {
  enum class Kind { record, beat, window };

  Kind kind = Kind::record;
  int64_t before = 0,
          after = 0;  // beat: samples at the arrays' rate; R is sample `before` of `before + after`
  double window_s = 0, step_s = 0;  // window
  size_t at_most_per_class = 0;     // of each record; 0: all

  // Of a resolved `data:` block, or one with keys missing (they take their defaults). Throws InputError for
  // options that contradict each other.
  static Cutting from_json(const Json& data);
};

// An example before it is cut out.
struct Window {
  int64_t start = 0, length = 0;  // samples at the arrays' rate
  std::vector<int8_t> labels;     // one a class of the data set: 1, 0
};

// A window around each beat, labelled with the beat's class, in time order; a beat whose window is not wholly
// inside the record has none. R at sample s of the record lies at round(s * up / down).
std::vector<Window> beat_windows(const Cutting& cutting, const CleanRecording& cleaned,
                                 const std::vector<LabelledEvent>& beats, size_t classes);

// Windows from the record's first sample on; a rest that fills no window is left. Throws InputError where the
// record is shorter than one.
std::vector<Window> step_windows(const Cutting& cutting, const CleanOutline& cleaned);

// Labels each window with the classes of the beats whose R lies in it.
void label_by_beats(std::vector<Window>& windows, const CleanRecording& cleaned,
                    const std::vector<LabelledEvent>& beats, size_t classes);

// Which of a record's examples stay, by their labels in time order: of each set of labels no more than
// `at_most`, evenly spaced, the first always among them.
std::vector<bool> thinned(const std::vector<std::vector<int8_t>>& labels, size_t at_most);

}  // namespace purkinje::data
