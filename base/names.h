// The names that users give to things of their own: experiments, variants, stages, artefacts, parts of data.
#pragma once

#include <string>

#include "base/error.h"

namespace purkinje {

// Letters, digits and _ - . +, with a letter or a digit among them: names stand in files, paths and tables.
bool is_plain_name(const std::string& name);

// Adds "'a b' is no name for a stage: ..." where it is none; `thing` has its article.
void check_plain_name(const std::string& name, const char* thing, const Place& place, Problems& problems);

}  // namespace purkinje
