// Values of the database's rows, as they are where they may also be NULL.
#pragma once

#include <cstdint>
#include <string>

#include "db/reader.h"

namespace purkinje::report {

// Empty where it is no text.
inline std::string text_of(const db::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : "";
}

// 0 where it is no whole number.
inline int64_t whole_of(const db::Value& value) {
  const auto* number = std::get_if<int64_t>(&value);
  return number ? *number : 0;
}

}  // namespace purkinje::report
