// Options described as data: one table gives the checks, the defaults, the help text and the canonical form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/json.h"

namespace purkinje {

enum class OptionKind { boolean, integer, real, text, integers, reals, texts, any };

struct Option {
  std::string name;
  OptionKind kind = OptionKind::text;
  Json default_value;  // null: none, the option must be given, unless `optional`
  std::string help;
  std::vector<std::string> choices = {};  // for text and texts: the values allowed
  std::optional<double> min = {};         // for numbers, inclusive
  std::optional<double> max = {};
  bool optional = false;  // may stay null
  std::string when =
      {};  // the other option of this table this one depends on ("readout=attention"): elsewhere the
           // option is inactive, must not be given, and is absent from the canonical form
};

using OptionTable = std::vector<Option>;

// Reads a map against a table: defaults filled in, types checked, numbers in their declared type. Everything
// wrong is added to `problems`: unknown keys (with the nearest known one), wrong types, values outside the
// range or choices. An option that is inactive keeps null. `given` may be nullptr: all defaults, said to be
// at `where`.
Json resolve_options(const OptionTable& table, const Config* given, const Place& where, Problems& problems);

// What of a resolved object goes into an identity: keys at their default and inactive ones left out.
Json canonical_options(const OptionTable& table, const Json& resolved);

// The value of an option in a block that may lack it (tests and other programs bring blocks with keys
// missing): what `given` has under this name; its default in `table` where it has nothing or null. Null for a
// name that the table does not know.
Json option_of(const OptionTable& table, const Json& given, const std::string& name);

std::string to_string(OptionKind kind);

}  // namespace purkinje
