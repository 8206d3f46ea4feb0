// Values of the database's rows, as they are where they may also be NULL.
#pragma once

#include <cstdint>
#include <string>

#include "db/reader.h"

namespace purkinje::db {

// Empty where it is no text.
inline std::string text_of(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : "";
}

// 0 where it is no whole number.
inline int64_t whole_of(const Value& value) {
  const auto* number = std::get_if<int64_t>(&value);
  return number ? *number : 0;
}

// A whole number as well; 0 where it is no number.
inline double real_of(const Value& value) {
  const auto* number = std::get_if<double>(&value);
  return number ? *number : static_cast<double>(whole_of(value));
}

}  // namespace purkinje::db
