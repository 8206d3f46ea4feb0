#include "orchestrator/training_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "orchestrator/settings.h"
#include "worker/training_rules.h"

namespace purkinje::orchestrator {
namespace {

using Found = std::vector<SettingProblem>;

std::string text_of(const Json& block, const char* key) {
  const auto found = block.find(key);
  return found != block.end() && found->is_string() ? found->get<std::string>() : "";
}

// Nothing where it is absent or inactive.
std::optional<double> number_of(const Json& block, const char* key) {
  const auto found = block.find(key);
  return found != block.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

void judge_learning(const Json& training, const Json& protocol, Found& found) {
  const bool best = text_of(training, "select_weights") == "best_validation";
  const bool needs_best = best || number_of(training, "early_stopping");
  if (text_of(training, "procedure") != "adversarial" && needs_best && protocol.contains("validation") &&
      !has_validation(protocol))
    found.push_back({best ? "training.select_weights" : "training.early_stopping",
                     "the best epoch is chosen on the validation part, and this protocol has none"});
  const auto rate = number_of(training, "learning_rate"), floor = number_of(training, "learning_rate_floor");
  if (rate && floor && *floor > *rate)
    found.push_back(
        {"training.learning_rate_floor",
         fmt::format("{} is above the learning_rate of {}, from which the cosine falls", *floor, *rate)});
}

void judge_task(const Json& training, const Json& data, Found& found) {
  const auto task = text_of(data, "task"), loss = text_of(training, "loss");
  const auto procedure = text_of(training, "procedure");
  if (task.empty()) return;
  if (procedure == "supervised" && !loss.empty())
    if (const auto problem = worker::loss_problem(loss, metrics::parse_task(task)); !problem.empty())
      found.push_back({"training.loss", problem});
  if (text_of(training, "sampling") == "balanced" && task != "binary" && procedure != "adversarial")
    found.push_back(
        {"training.sampling", fmt::format("balanced sampling needs a binary task, this one is {}", task)});
  const auto augmentation = text_of(training, "augmentation");
  if (task == "multi_label" && !augmentation.empty() && augmentation != "none")
    found.push_back({"training.augmentation",
                     "a multi_label task cannot be filled up class by class: use sampling: weighted"});
}

// Then only the data tell how many samples it generates (orchestrator/augmentation_notes.h).
bool makes_some_for_each_real(const Json& training) {
  return number_of(training, "generated_at_least").value_or(0) > 0;
}

void judge_augmentation(const Json& training, Found& found) {
  if (number_of(training, "augmentation_share") == 0.0)
    found.push_back(
        {"training.augmentation_share", "0 adds nothing: give a share above 0, or set augmentation to none"});
  if (number_of(training, "generated_share") == 0.0 && !makes_some_for_each_real(training))
    found.push_back({"training.generated_share", "0 generates nothing: give a share above 0"});
  if (const auto names = training.value("synthetic_from", Json()); names.is_array() && names.empty())
    found.push_back({"training.synthetic_from", "names no artefact"});
  if (const auto part = text_of(training, "pretrained_part"); training.contains("pretrained") &&
                                                              training["pretrained"].is_null() &&
                                                              !part.empty() && part != "enhancer")
    found.push_back(
        {"training.pretrained_part", "has a meaning only with pretrained, the artefact that fills the part"});
}

// Its samples lie between 0 and 1, as the prepared set's must.
void judge_adversarial(const Json& training, const Json& data, Found& found) {
  if (text_of(training, "procedure") != "adversarial") return;
  if (text_of(training, "scaling") == "per_lead_train")
    found.push_back({"training.scaling", "a generator makes samples in the prepared set's units: set none"});
  const auto scaling = text_of(data.value("preprocessing", Json::object()), "scaling");
  if (!scaling.empty() && scaling != "minmax_record")
    found.push_back({"training.procedure",
                     fmt::format("a generator makes samples between 0 and 1, and with "
                                 "data.preprocessing.scaling: {} those it learns from can lie outside: set "
                                 "minmax_record",
                                 scaling)});
}

void judge_waves(const Json& training, const Json& data, Found& found) {
  const auto procedure = text_of(training, "procedure"), weights = text_of(training, "wave_weights");
  const auto say = [&](const std::string& sentence) { found.push_back({"training.wave_weights", sentence}); };
  if ((weights == "input" || weights == "target") && text_of(data, "regions") == "none")
    say("the weights of the waves need to know where these are: set data.regions");
  if (weights == "input" && text_of(training, "augmentation").starts_with("synthetic"))
    say(worker::kNoRegionsToWeigh);
  if (procedure == "supervised" && weights == "target")
    say("only the procedure weight_track learns the weights of the waves: use input");
  if (procedure == "weight_track" && weights != "target" && !weights.empty())
    say("the procedure weight_track learns the weights of the waves: set target");
  double sum = 0;
  bool any = false;
  for (const auto* key : {"weight_p", "weight_qrs", "weight_t", "weight_baseline"})
    if (const auto weight = number_of(training, key)) {
      any = true;
      sum += *weight;
    }
  if (any && sum == 0) say("all four weights are 0: nothing is left of the signal");
  const auto width = training.value("weight_smoothing", Json());
  if (width.is_number_integer() && width.get<int64_t>() % 2 == 0)
    found.push_back({"training.weight_smoothing",
                     fmt::format("{} is even: a moving average without delay is odd", width.dump())});
}

// An InputError of models/ as a setting: its key is an option's name, or it has none.
SettingProblem problem_of_model(const InputError& error) {
  const std::string text = error.what();
  const auto colon = text.find(": ");
  const auto key = text.substr(0, colon);
  if (colon == std::string::npos || key.find(' ') != std::string::npos) return {"model", text};
  return {"model." + key, text.substr(colon + 2)};
}

bool lies_in(const std::string& name, const std::string& part) {
  return name == part || name.starts_with(part + ".");
}

// Whether something that learns is left: a part without parts of its own that is not frozen.
bool leaves_something(const std::vector<std::string>& parts, const std::vector<std::string>& frozen) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
    const bool is_whole = std::any_of(parts.begin(), parts.end(),
                                      [&](const auto& other) { return other.starts_with(part + "."); });
    return !is_whole && !part.ends_with("dropout") &&
           std::none_of(frozen.begin(), frozen.end(), [&](const auto& f) { return lies_in(part, f); });
  });
}

std::string no_such_part(const std::string& network, const std::string& part,
                         const std::vector<std::string>& parts) {
  auto near = suggestion(part, parts);
  if (nearest_name(part, parts).empty()) {
    std::vector<std::string> outermost;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(outermost),
                 [](const auto& name) { return name.find('.') == std::string::npos; });
    near = suggestion(part, outermost);
  }
  return fmt::format("the network {} has no part '{}'{}", network, part, near);
}

void judge_frozen(const models::NetworkInfo& network, const std::vector<std::string>& parts,
                  const Json& stages, Found& found) {
  for (size_t i = 0; stages.is_array() && i < stages.size(); ++i) {
    const auto frozen = stages[i].value("freeze", Json::array()).get<std::vector<std::string>>();
    bool known = true;
    for (size_t k = 0; k < frozen.size(); ++k) {
      if (std::find(parts.begin(), parts.end(), frozen[k]) != parts.end()) continue;
      known = false;
      found.push_back({fmt::format("training.stages[{}].freeze[{}]", i, k),
                       no_such_part(network.name, frozen[k], parts)});
    }
    if (known && !frozen.empty() && !leaves_something(parts, frozen))
      found.push_back(
          {fmt::format("training.stages[{}].freeze", i),
           fmt::format("every part of the network {} is frozen: nothing is left to learn", network.name)});
  }
}

}  // namespace

std::vector<SettingProblem> training_problems(const Json& training, const Json& data, const Json& protocol) {
  Found found;
  if (!training.is_object() || !data.is_object() || !protocol.is_object()) return found;
  judge_task(training, data, found);
  judge_learning(training, protocol, found);
  judge_augmentation(training, found);
  judge_adversarial(training, data, found);
  judge_waves(training, data, found);
  return found;
}

std::vector<SettingProblem> network_problems(const models::NetworkInfo& network, const Json& options,
                                             const Json& training) {
  Found found;
  try {
    if (network.check) network.check(options);
  } catch (const InputError& error) {
    return {problem_of_model(error)};
  }
  if (const auto reach = number_of(options, "scale"); reach && text_of(training, "wave_weights") == "target")
    for (const auto* key : {"weight_p", "weight_qrs", "weight_t", "weight_baseline"})
      if (const auto weight = number_of(training, key); weight && *weight > *reach)
        found.push_back({fmt::format("training.{}", key),
                         fmt::format("{} is more than the track of {} can reach (model.scale: {})", *weight,
                                     network.name, *reach)});
  if (!network.parts) return found;
  const auto parts = network.parts(options);
  judge_frozen(network, parts, training.value("stages", Json()), found);
  const auto filled = text_of(training, "pretrained_part");
  if (!text_of(training, "pretrained").empty() && !filled.empty() &&
      std::find(parts.begin(), parts.end(), filled) == parts.end())
    found.push_back({"training.pretrained_part", no_such_part(network.name, filled, parts)});
  return found;
}

std::vector<SettingProblem> length_problems(const models::NetworkInfo& network, const Json& options,
                                            const Json& training, int64_t length) {
  Found found;
  try {
    if (network.check_length) network.check_length(options, length);
  } catch (const InputError& error) {
    found.push_back(problem_of_model(error));
  }
  if (const auto width = number_of(training, "weight_smoothing");
      width && *width > static_cast<double>(length))
    found.push_back({"training.weight_smoothing",
                     fmt::format("{} is longer than the signal of {} samples", *width, length)});
  return found;
}

std::vector<SettingProblem> use_problems(const Variant& user, const models::NetworkInfo& network,
                                         const Artefact& artefact,
                                         const std::vector<models::NetworkInfo>& networks) {
  Found found;
  if (!artefact.training.is_object()) return found;
  const auto share = number_of(user.training, "augmentation_share"),
             generated = number_of(artefact.training, "generated_share");
  if (share && generated && *generated < *share && !makes_some_for_each_real(artefact.training))
    found.push_back(
        {"training.augmentation_share",
         fmt::format("{} is more than the artefact '{}' generates: raise its generated_share ({})", *share,
                     artefact.name, *generated)});
  if (text_of(user.training, "pretrained") != artefact.name || !network.parts) return found;

  const auto part = text_of(user.training, "pretrained_part");
  const auto embedded = std::find_if(network.embedded.begin(), network.embedded.end(),
                                     [&](const auto& candidate) { return candidate.part == part; });
  if (embedded == network.embedded.end() || embedded->network != artefact.network) {
    const auto parts = network.parts(user.model_options);
    if (std::find(parts.begin(), parts.end(), part) != parts.end())  // else said already
      found.push_back(
          {"training.pretrained_part",
           fmt::format("the part '{}' of the network {} is no {}, whose weights the artefact '{}' "
                       "has",
                       part, network.name, artefact.network, artefact.name)});
    return found;
  }
  for (const auto& inner : networks)
    if (inner.name == embedded->network)
      for (const auto& option : inner.options) {
        const auto own = artefact.model_options.value(option.name, Json()),
                   wanted = user.model_options.value(embedded->prefix + option.name, Json());
        if (!wanted.is_null() && own != wanted)
          found.push_back({"model." + embedded->prefix + option.name,
                           fmt::format("{} here, and {} is {} in the artefact '{}' that fills the part '{}'",
                                       wanted.dump(), option.name, own.dump(), artefact.name, part)});
      }
  return found;
}

}  // namespace purkinje::orchestrator
