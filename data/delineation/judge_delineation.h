// The delineation of a whole data set against the wave limits annotated beside its records.
#pragma once

#include <string>

#include "data/catalogue/catalogue.h"
#include "data/delineation/delineation_errors.h"

namespace purkinje::data {

struct DelineationTrial {
  std::string lead;       // empty: II where the record has it, else its first lead
  std::string extension;  // of the annotation files; empty: the lead's name in small letters, as in LUDB
  // Only records whose number (the last one in their name) is even or odd; a record without one is in
  // neither.
  enum class Half { both, even, odd } half = Half::both;
};

struct DelineationResult {
  DelineationErrors errors;
  std::string leads, extension;          // as they were used; "the first lead" where records differ in it
  std::vector<std::string> unmarked;     // records without such an annotation file
  double signal_s = 0, computing_s = 0;  // length of what was delineated, and the time delineate() took
};

// Throws InputError where no record has such annotations (with the extensions that are there), where a record
// lacks the lead, and for a set without files. Invalid samples keep the last valid value.
DelineationResult judge_delineation(const DataSet& set, const DelineationTrial& trial);

}  // namespace purkinje::data
