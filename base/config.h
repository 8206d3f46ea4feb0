// A YAML file as a tree in which every value knows its file, line and key.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace purkinje {

class Config {
 public:
  enum class Kind { null, scalar, list, map };

  Config() = default;

  // Reads a YAML file. Throws InputError with file and line for text that is not YAML, for a key that stands
  // twice in one map, and for a file that cannot be read.
  static Config load(const std::filesystem::path& file);
  // The same for text; `name` stands in for the file in messages.
  static Config parse(const std::string& text, const std::string& name);
  // A tree without lines, each value said to be at `place` (as --set and stored revisions have it).
  static Config from_json(const Json& value, const Place& place);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_scalar() const { return kind_ == Kind::scalar; }
  bool is_list() const { return kind_ == Kind::list; }
  bool is_map() const { return kind_ == Kind::map; }
  const Place& place() const { return place_; }

  const std::string& scalar() const { return scalar_; }
  bool quoted() const { return quoted_; }  // "12" is text, 12 is a number
  const std::vector<Config>& items() const { return items_; }
  const std::vector<std::pair<std::string, Config>>& entries() const { return entries_; }

  // The value of a key of a map, or nullptr.
  const Config* find(const std::string& key) const;
  // The value at a dotted path below this one ("model.hidden"), or nullptr.
  const Config* at_path(const std::string& dotted) const;

  // Lays `upper` over this tree: maps are merged key by key, everything else is replaced. Places follow the
  // values.
  void merge(const Config& upper);
  // Puts a value at a dotted path, making maps on the way. Throws InputError where the path goes through a
  // value that is not a map.
  void set_path(const std::string& dotted, const Config& value);
  void erase(const std::string& key);

  // Plain YAML 1.2 core reading: null, booleans, integers, reals, else text.
  Json to_json() const;

 private:
  void rekey(const std::string& key);

  Kind kind_ = Kind::null;
  Place place_;
  std::string scalar_;
  bool quoted_ = false;
  std::vector<Config> items_;
  std::vector<std::pair<std::string, Config>> entries_;

  friend class ConfigBuilder;
};

}  // namespace purkinje
