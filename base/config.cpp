#include "base/config.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/files.h"
#include "base/utf8.h"

namespace purkinje {

class ConfigBuilder {
 public:
  explicit ConfigBuilder(std::string file) : file_(std::move(file)) {}

  Config build(const YAML::Node& node, const std::string& key) {
    Config out;
    out.place_ = {file_, node.Mark().line + 1, key};
    // Aliases let a small file be endless, or as good as.
    if (depth_ >= kDeepest)
      throw InputError(Place{file_, out.place_.line, ""},
                       fmt::format("is nested more than {} deep", kDeepest));
    if (++nodes_ > kMostNodes)
      throw InputError(Place{file_, out.place_.line, ""},
                       fmt::format("has more than {} values, aliases resolved", kMostNodes));
    ++depth_;
    fill(out, node, key);
    --depth_;
    return out;
  }

  static Config from_json(const Json& value, const Place& place) {
    Config out;
    out.place_ = place;
    if (value.is_object()) {
      out.kind_ = Config::Kind::map;
      for (const auto& [key, item] : value.items()) {
        Place below = place;
        below.key = place.key.empty() ? key : place.key + "." + key;
        out.entries_.emplace_back(key, from_json(item, below));
      }
    } else if (value.is_array()) {
      out.kind_ = Config::Kind::list;
      for (const auto& item : value) out.items_.push_back(from_json(item, place));
    } else if (!value.is_null()) {
      out.kind_ = Config::Kind::scalar;
      out.quoted_ = value.is_string();
      out.scalar_ = value.is_string() ? value.get<std::string>() : value.dump();
    }
    return out;
  }

 private:
  void fill(Config& out, const YAML::Node& node, const std::string& key) {
    if (node.IsScalar()) {
      out.kind_ = Config::Kind::scalar;
      out.scalar_ = node.Scalar();
      out.quoted_ = node.Tag() == "!";
    } else if (node.IsSequence()) {
      out.kind_ = Config::Kind::list;
      size_t i = 0;
      for (const auto& item : node) out.items_.push_back(build(item, fmt::format("{}[{}]", key, i++)));
    } else if (node.IsMap()) {
      out.kind_ = Config::Kind::map;
      for (const auto& entry : node) add_entry(out, entry, key);
    }
  }

  void add_entry(Config& out, const std::pair<YAML::Node, YAML::Node>& entry, const std::string& key) {
    const auto& [name_node, value] = entry;
    const Place here{file_, name_node.Mark().line + 1, key};
    if (!name_node.IsScalar()) throw InputError(here, "a key must be plain text");
    const std::string name = name_node.Scalar();
    const std::string below = key.empty() ? name : key + "." + name;
    if (out.find(name)) throw InputError({here.file, here.line, below}, "this key stands twice");
    out.entries_.emplace_back(name, build(value, below));
    out.entries_.back().second.place_.line = here.line;  // an empty value has no line of its own
  }

  static constexpr int kDeepest = 100, kMostNodes = 1'000'000;
  std::string file_;
  int depth_ = 0, nodes_ = 0;
};

Config Config::load(const std::filesystem::path& file) {
  return parse(read_file(file), file.string());
}

Config Config::parse(const std::string& text, const std::string& name) {
  if (const size_t bad = first_not_utf8(text); bad < text.size())
    throw InputError({name,
                      1 + static_cast<int>(std::count(text.begin(),
                                                      text.begin() + static_cast<std::ptrdiff_t>(bad), '\n')),
                      ""},
                     "this is not UTF-8 text: save it as UTF-8");
  try {
    return ConfigBuilder(name).build(YAML::Load(text), "");
  } catch (const YAML::Exception& error) {
    throw InputError({name, error.mark.line + 1, ""}, fmt::format("this is not YAML: {}", error.msg));
  }
}

Config Config::from_json(const Json& value, const Place& place) {
  return ConfigBuilder::from_json(value, place);
}

const Config* Config::find(const std::string& key) const {
  for (const auto& [name, value] : entries_)
    if (name == key) return &value;
  return nullptr;
}

const Config* Config::at_path(const std::string& dotted) const {
  const auto dot = dotted.find('.');
  const auto* child = find(dotted.substr(0, dot));
  if (!child || dot == std::string::npos) return child;
  return child->at_path(dotted.substr(dot + 1));
}

void Config::merge(const Config& upper) {
  if (!is_map() || !upper.is_map()) {
    const auto key = place_.key;
    *this = upper;
    if (!key.empty()) rekey(key);
    return;
  }
  for (const auto& [name, value] : upper.entries_) {
    auto* mine = const_cast<Config*>(find(name));
    if (mine) {
      mine->merge(value);
    } else {
      entries_.emplace_back(name, value);
      entries_.back().second.rekey(place_.key.empty() ? name : place_.key + "." + name);
    }
  }
}

void Config::set_path(const std::string& dotted, const Config& value) {
  if (is_null()) kind_ = Kind::map;
  if (!is_map()) throw InputError(place_, fmt::format("'{}' cannot be set below a plain value", dotted));
  const auto dot = dotted.find('.');
  const auto name = dotted.substr(0, dot);
  auto* child = const_cast<Config*>(find(name));
  if (!child) {
    entries_.emplace_back(name, Config{});
    child = &entries_.back().second;
    child->place_ = value.place_;
    child->place_.key = place_.key.empty() ? name : place_.key + "." + name;
  }
  if (dot != std::string::npos) {
    child->set_path(dotted.substr(dot + 1), value);
    return;
  }
  const auto key = child->place_.key;
  *child = value;
  child->rekey(key);
}

void Config::erase(const std::string& key) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == key; });
}

void Config::rekey(const std::string& key) {
  place_.key = key;
  for (size_t i = 0; i < items_.size(); ++i) items_[i].rekey(fmt::format("{}[{}]", key, i));
  for (auto& [name, value] : entries_) value.rekey(key.empty() ? name : key + "." + name);
}

namespace {

Json scalar_to_json(const std::string& text) {
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  const char* begin = text.data() + (plus ? 1 : 0);
  const char* end = text.data() + text.size();
  int64_t integer = 0;
  if (const auto [stop, error] = std::from_chars(begin, end, integer); error == std::errc{} && stop == end)
    return integer;
  double real = 0;
  const bool starts_like_number = std::string("0123456789.-").find(*begin) != std::string::npos;
  if (const auto [stop, error] = std::from_chars(begin, end, real);
      starts_like_number && error == std::errc{} && stop == end && std::isfinite(real))
    return real;
  return text;
}

}  // namespace

Json Config::to_json() const {
  if (is_scalar()) return quoted_ ? Json(scalar_) : scalar_to_json(scalar_);
  if (is_list()) {
    Json out = Json::array();
    for (const auto& item : items_) out.push_back(item.to_json());
    return out;
  }
  if (is_map()) {
    Json out = Json::object();
    for (const auto& [name, value] : entries_) out[name] = value.to_json();
    return out;
  }
  return nullptr;
}

}  // namespace purkinje
