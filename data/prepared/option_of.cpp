#include "data/prepared/option_of.h"

namespace purkinje::data {

Json option_of(const OptionTable& table, const Json& given, const std::string& name) {
  const auto found = given.find(name);
  if (found != given.end() && !found->is_null()) return *found;
  for (const auto& option : table)
    if (option.name == name) return option.default_value;
  return nullptr;
}

}  // namespace purkinje::data
