#include "orchestrator/ensembles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/name_list.h"
#include "base/names.h"
#include "orchestrator/grid.h"

namespace purkinje::orchestrator {
namespace {

constexpr size_t kLeastMembers = 2;
constexpr const char* kOnlyMultiClass = "top2_classes";
constexpr double kLeastPenalty = 1e-6;

// Whether * in the pattern can stand for some text each so that the name results.
bool fits(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*')
    return !name.empty() && pattern.front() == name.front() && fits(pattern.substr(1), name.substr(1));
  return fits(pattern.substr(1), name) || (!name.empty() && fits(pattern, name.substr(1)));
}

// The first path at which two resolved blocks differ; empty where they are equal.
std::string first_difference(const Json& a, const Json& b, const std::string& path) {
  if (a == b) return "";
  if (!a.is_object() || !b.is_object()) return path;
  for (const auto& [key, value] : a.items())
    if (auto inner = first_difference(value, b.value(key, Json()), path + "." + key); !inner.empty())
      return inner;
  return path;
}

class Reader {
 public:
  Reader(const std::vector<Variant>& variants, const Tables& tables, Problems& problems)
      : variants_(variants), options_(ensemble_options(tables)), tables_(tables), problems_(problems) {
    for (const auto& variant : variants) names_.push_back(variant.name);
  }

  Ensemble read(const std::string& name, const Config& entry) {
    Ensemble ensemble;
    ensemble.name = ensemble.title = name;
    check_plain_name(name, "an ensemble", entry.place(), problems_);
    if (contains(names_, name))
      problems_.add(entry.place(), fmt::format("'{}' is the name of a variant already", name));
    const Json options = resolve_options(options_, &entry, entry.place(), problems_);
    if (!entry.is_map()) return ensemble;
    if (options["title"].is_string()) ensemble.title = options["title"];
    if (options["method"].is_string()) ensemble.method = options["method"];
    ensemble.options = {{"grid_step", options["grid_step"]}, {"regularisation", options["regularisation"]}};
    check_grid_step(entry, ensemble.options["grid_step"]);
    if (const auto& penalty = ensemble.options["regularisation"];
        penalty.is_number() && penalty.get<double>() < kLeastPenalty)
      problems_.add(
          entry.find("regularisation") ? entry.find("regularisation")->place() : entry.place(),
          fmt::format("without a penalty the weights of classes that can be told apart grow without "
                      "bound: give {} or more",
                      kLeastPenalty));
    // Without variants the grid is wrong, and that is said already.
    if (options["members"].is_array() && !variants_.empty()) {
      const auto& members = *entry.find("members");
      ensemble.members = members_of(members);
      check_members(ensemble, members.place());
    }
    return ensemble;
  }

 private:
  void check_grid_step(const Config& entry, const Json& step) {
    if (!step.is_number_float()) return;
    const double parts = step.get<double>() > 0 ? 1 / step.get<double>() : 0;
    if (parts < 1 || std::abs(parts - std::round(parts)) > 1e-9)
      problems_.add(entry.find("grid_step") ? entry.find("grid_step")->place() : entry.place(),
                    "the weights go from 0 to 1 in whole steps: write 0.5, 0.25, 0.2, 0.1, 0.05, ...");
  }

  // Each variant once, in the order in which the file names them; what a pattern fits in the order of the
  // grid.
  std::vector<std::string> members_of(const Config& list) {
    std::vector<std::string> members;
    const auto add = [&](const std::string& name) {
      if (std::find(members.begin(), members.end(), name) == members.end()) members.push_back(name);
    };
    for (const auto& item : list.items()) {
      if (!item.is_scalar()) continue;  // said by the table
      const auto& text = item.scalar();
      bool any = false;
      for (const auto& name : names_)
        if (fits(text, name)) {
          add(name);
          any = true;
        }
      if (any) continue;
      problems_.add(item.place(),
                    text.find('*') == std::string::npos
                        ? fmt::format("there is no variant '{}'{}", text, suggestion(text, names_))
                        : fmt::format("no variant fits '{}'{}", text, suggestion("", names_)));
      wrong_member_ = true;
    }
    return members;
  }

  const Variant& variant(const std::string& name) const {
    return *std::find_if(variants_.begin(), variants_.end(), [&](const auto& v) { return v.name == name; });
  }

  void check_members(const Ensemble& ensemble, const Place& place) {
    if (std::exchange(wrong_member_, false)) return;
    if (ensemble.members.size() < kLeastMembers) {
      problems_.add(place, fmt::format("an ensemble combines at least {} variants, here {} named",
                                       kLeastMembers, ensemble.members.empty() ? "none is" : "one is"));
      return;
    }
    const auto& first = variant(ensemble.members.front());
    for (const auto& name : ensemble.members) {
      const auto& other = variant(name);
      auto difference = first_difference(first.data, other.data, "data");
      if (difference.empty()) difference = first_difference(first.protocol, other.protocol, "protocol");
      if (difference.empty()) continue;
      problems_.add(place,
                    fmt::format("'{}' and '{}' differ in {}: their predictions are not of the same samples",
                                first.name, name, difference));
      return;
    }
    check_validation(ensemble, first.protocol, place);
    if (ensemble.method == kOnlyMultiClass && first.data.value("task", "") != "multi_class")
      problems_.add(place,
                    fmt::format("{} chooses among the classes of a multi_class task", kOnlyMultiClass));
  }

  void check_validation(const Ensemble& ensemble, const Json& protocol, const Place& place) {
    for (const auto& method : tables_.ensemble_methods)
      if (method.name == ensemble.method && method.needs_validation && !has_validation(protocol))
        problems_.add(place,
                      fmt::format("{} is chosen on the validation part, and the protocol has none: give "
                                  "protocol.validation a share",
                                  ensemble.method));
  }

  const std::vector<Variant>& variants_;
  const OptionTable options_;
  const Tables& tables_;
  Problems& problems_;
  std::vector<std::string> names_;
  bool wrong_member_ = false;
};

}  // namespace

OptionTable ensemble_options(const Tables& tables) {
  std::vector<std::string> methods;
  for (const auto& method : tables.ensemble_methods) methods.push_back(method.name);
  return {
      {.name = "title",
       .kind = OptionKind::text,
       .default_value = nullptr,
       .help = "one line",
       .optional = true},
      {.name = "method",
       .kind = OptionKind::text,
       .default_value = nullptr,
       .help = "how the members' scores become one",
       .choices = methods},
      {.name = "members",
       .kind = OptionKind::texts,
       .default_value = nullptr,
       .help = "variants by name, or patterns with *"},
      {.name = "grid_step",
       .kind = OptionKind::real,
       .default_value = metrics::EnsembleOptions{}.grid_step,
       .help = "of weight_grid: between two weights",
       .min = 0.0,
       .max = 1.0,
       .when = "method=weight_grid"},
      {.name = "regularisation",
       .kind = OptionKind::real,
       .default_value = metrics::EnsembleOptions{}.regularisation,
       .help = "of stacking: weight of the L2 penalty, above 0",
       .min = 0.0,
       .max = 1e9,
       .when = "method=stacking"},
  };
}

std::vector<Ensemble> read_ensembles(const Config& experiment, const std::vector<Variant>& variants,
                                     const Tables& tables, Problems& problems) {
  std::vector<Ensemble> ensembles;
  const auto* block = experiment.find("ensembles");
  if (!block || block->is_null()) return ensembles;
  if (!block->is_map()) {
    problems.add(block->place(), "ensembles are a map from name to method and members");
    return ensembles;
  }
  Reader reader(variants, tables, problems);
  for (const auto& [name, entry] : block->entries())
    if (!entry.is_null()) ensembles.push_back(reader.read(name, entry));
  return ensembles;
}

}  // namespace purkinje::orchestrator
