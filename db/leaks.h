// Does anything leak, as far as a database shows it? What is judged must not be what trained: a sample or a
// patient in two parts of a split, a sample of another data set among the set's own.
#pragma once

#include <string>
#include <vector>

#include "db/reader.h"

namespace purkinje::db {

// One sentence for each data set, or job and part, with the first sample and how many; jobs of which the same
// is to be said share it. Empty: none. Which samples validate and test is stored; what trained is the rest of
// the set's own samples, or those that the protocol names. Patients may be in several parts where the
// protocol says `group: none`.
std::vector<std::string> leaks(const Reader& reader);

}  // namespace purkinje::db
