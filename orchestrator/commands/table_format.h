// A result as text: aligned for people, CSV, JSON or Markdown for others.
#pragma once

#include <string>
#include <vector>

#include "db/reader.h"

namespace purkinje::orchestrator {

// One value on one line, rounded to six digits; NULL is empty.
std::string value_text(const db::Value& value);
// Aligned columns, numbers to the right and rounded to six digits, NULL empty.
std::string as_table(const db::Table& table);
// RFC 4180; numbers in full, NULL empty.
std::string as_csv(const db::Table& table);
// A list of objects; NULL is null.
std::string as_json(const db::Table& table);
std::string as_markdown(const db::Table& table);

// The names that format() knows.
const std::vector<std::string>& table_formats();
// Throws InputError with the nearest known name.
std::string format_table(const db::Table& table, const std::string& format);

// "12 s", "3 min 20 s", "2 h 5 min".
std::string as_duration(double seconds);

}  // namespace purkinje::orchestrator
