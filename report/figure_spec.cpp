// Reads and checks `report.figures`.
#include "report/figure_spec.h"

#include <algorithm>

#include "base/json.h"
#include "base/options.h"

namespace purkinje::report {
namespace {

const OptionTable& figure_options() {
  static const OptionTable kTable = {
      {.name = "title", .default_value = "", .help = "printed above the figure"},
      {.name = "kind",
       .default_value = "traces",
       .help = "traces: stored examples with weights over time as a colour strip",
       .choices = {"traces"}},
      {.name = "variant", .default_value = nullptr, .help = "a variant of the grid"},
      {.name = "stages",
       .kind = OptionKind::texts,
       .default_value = Json::array({"train"}),
       .help = "stages of the training, a strip each"},
      {.name = "weights",
       .default_value = "attention",
       .help = "what the strip shows",
       .choices = {"attention", "track", "grad_cam"}},
      {.name = "class", .default_value = "", .help = "only examples of this class"},
      {.name = "positive",
       .kind = OptionKind::boolean,
       .default_value = true,
       .help = "false: only examples that the class does not apply to"},
      {.name = "leads",
       .kind = OptionKind::texts,
       .default_value = Json::array(),
       .help = "leads to draw; default all"},
      {.name = "count",
       .kind = OptionKind::integer,
       .default_value = 1,
       .help = "how many examples",
       .min = 1,
       .max = 20},
  };
  return kTable;
}

std::vector<std::string> texts(const Json& json) {
  return json.is_array() ? json.get<std::vector<std::string>>() : std::vector<std::string>();
}

FigureSpec read_figure(const std::string& name, const Config& config,
                       const std::vector<std::string>& variant_names, Problems& problems) {
  FigureSpec figure;
  figure.name = name;
  const Json json = resolve_options(figure_options(), &config, config.place(), problems);
  if (!json.is_object() || !config.is_map()) return figure;
  const auto text = [&](const char* key) {
    return json[key].is_string() ? json[key].get<std::string>() : "";
  };
  figure.title = text("title").empty() ? name : text("title");
  figure.kind = text("kind");
  figure.variant = text("variant");
  figure.stages = texts(json["stages"]);
  figure.weights = text("weights");
  figure.class_name = text("class");
  figure.positive = !json["positive"].is_boolean() || json["positive"].get<bool>();
  figure.leads = texts(json["leads"]);
  if (json["count"].is_number_integer()) figure.count = json["count"].get<int>();

  const auto place_of = [&](const char* key) {
    const Config* given = config.find(key);
    return given ? given->place() : config.place();
  };
  if (!figure.variant.empty() &&
      std::find(variant_names.begin(), variant_names.end(), figure.variant) == variant_names.end())
    problems.add(place_of("variant"),
                 "no variant is called '" + figure.variant + "'" + suggestion(figure.variant, variant_names));
  if (json["stages"].is_array() && figure.stages.empty())
    problems.add(place_of("stages"), "a figure needs a stage");
  auto sorted = figure.stages;
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    problems.add(place_of("stages"), "the stage '" + *twice + "' is named twice");
  if (!figure.positive && figure.class_name.empty())
    problems.add(place_of("positive"), "say of which 'class' these are no examples");
  return figure;
}

}  // namespace

std::vector<FigureSpec> read_figures(const Config& figures, const std::vector<std::string>& variant_names,
                                     Problems& problems) {
  std::vector<FigureSpec> read;
  if (figures.is_null()) return read;
  if (!figures.is_map()) {
    problems.add(figures.place(), "must be a map of figure name and figure");
    return read;
  }
  for (const auto& [name, figure] : figures.entries())
    if (!figure.is_null()) read.push_back(read_figure(name, figure, variant_names, problems));
  return read;
}

Json to_json(const FigureSpec& figure) {
  return {{"name", figure.name},        {"title", figure.title},       {"kind", figure.kind},
          {"variant", figure.variant},  {"stages", figure.stages},     {"weights", figure.weights},
          {"class", figure.class_name}, {"positive", figure.positive}, {"leads", figure.leads},
          {"count", figure.count}};
}

FigureSpec figure_from_json(const Json& json) {
  FigureSpec figure;
  figure.name = json.at("name");
  figure.title = json.at("title");
  figure.kind = json.at("kind");
  figure.variant = json.at("variant");
  figure.stages = json.at("stages").get<std::vector<std::string>>();
  figure.weights = json.at("weights");
  figure.class_name = json.at("class");
  figure.positive = json.at("positive");
  figure.leads = json.at("leads").get<std::vector<std::string>>();
  figure.count = json.at("count");
  return figure;
}

}  // namespace purkinje::report
