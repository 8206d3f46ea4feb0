// What can be wrong with the user's input, and where. `main` turns these types into one sentence each and an
// exit code.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace purkinje {

// Where in the user's input something is: any part may be empty.
struct Place {
  std::string file;
  int line = 0;     // 1-based; 0 where the file has no lines
  std::string key;  // dotted path, as in "model.hidden"
};

// "file:line: key", as far as known.
std::string to_string(const Place& place);

// The candidate closest to `name` by edit distance, empty where none is close enough to be meant.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

// "; did you mean 'x'?" for the nearest candidate, "; known: a, b, c" where none is near and the list is
// short.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);

// Wrong use or wrong input. Ends the command with exit code 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& message) : std::runtime_error(message) {}
  InputError(const Place& place, const std::string& message);
};

// The surroundings do not allow it: disk full, folder read-only, a library missing. Exit code 2 as well.
class EnvironmentError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Collects everything that is wrong, so that it is said at once and before anything starts.
class Problems {
 public:
  void add(const Place& place, const std::string& message);
  bool empty() const { return lines_.empty(); }
  const std::vector<std::string>& lines() const { return lines_; }
  // Throws one InputError with a line for each problem, if there is any.
  void throw_if_any() const;
  // The same with the first `most` of them, and how many more there are.
  void throw_first(size_t most = 20) const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace purkinje
