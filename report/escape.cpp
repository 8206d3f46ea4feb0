#include "report/escape.h"

namespace purkinje::report {

std::string escaped(const std::string& text, const std::map<char, std::string>& marks) {
  std::string result;
  for (const char c : text) {
    if (const auto mark = marks.find(c); mark != marks.end())
      result += mark->second;
    else
      result += c;
  }
  return result;
}

}  // namespace purkinje::report
