// Small option tables for tests of the specification: they stay as they are while the rooms' own tables grow,
// so that golden identities hold.
#pragma once

#include <stdexcept>
#include <string>

#include "orchestrator/load.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {

inline Tables test_tables() {
  using enum OptionKind;
  Tables tables;
  tables.data = {
      {.name = "set", .kind = text, .default_value = nullptr, .help = "data set"},
      {.name = "task",
       .kind = text,
       .default_value = "binary",
       .help = "",
       .choices = {"binary", "multi_label", "multi_class"}},
      {.name = "classes", .kind = texts, .default_value = Json::array(), .help = "classes"},
      {.name = "select", .kind = any, .default_value = nullptr, .help = "which records", .optional = true},
  };
  tables.selection = {
      {.name = "positives", .kind = integer, .default_value = nullptr, .help = "", .optional = true},
      {.name = "seed", .kind = integer, .default_value = 0, .help = ""},
  };
  tables.preprocessing = {
      {.name = "resample_hz", .kind = real, .default_value = nullptr, .help = "rate", .optional = true},
      {.name = "duration_s", .kind = real, .default_value = 10.0, .help = "length", .min = 0.1},
  };
  tables.protocol = {
      {.name = "kind",
       .kind = text,
       .default_value = "stratified_kfold",
       .help = "",
       .choices = {"stratified_kfold", "holdout"}},
      {.name = "group", .kind = text, .default_value = "patient", .help = "", .choices = {"patient", "none"}},
      {.name = "folds",
       .kind = integer,
       .default_value = 5,
       .help = "",
       .min = 2,
       .when = "kind=stratified_kfold"},
      {.name = "validation", .kind = real, .default_value = 0.0, .help = ""},
      {.name = "follow_seed", .kind = boolean, .default_value = true, .help = ""},
      {.name = "split_seed", .kind = integer, .default_value = 0, .help = "", .when = "follow_seed=false"},
  };
  tables.training = {
      {.name = "procedure",
       .kind = text,
       .default_value = "supervised",
       .help = "",
       .choices = {"supervised", "adversarial", "weight_track"}},
      {.name = "epochs", .kind = integer, .default_value = 100, .help = "", .min = 1},
      {.name = "batch_size", .kind = integer, .default_value = 64, .help = "", .min = 1},
      {.name = "learning_rate", .kind = real, .default_value = 1e-3, .help = "", .min = 0.0},
      {.name = "weight_decay", .kind = real, .default_value = 0.0, .help = "", .min = 0.0},
      {.name = "stages",
       .kind = any,
       .default_value = nullptr,
       .help = "",
       .optional = true,
       .when = "procedure=supervised"},
      {.name = "augmentation",
       .kind = text,
       .default_value = "none",
       .help = "",
       .choices = {"none", "synthetic", "synthetic_only"},
       .when = "procedure=supervised"},
      {.name = "synthetic_from",
       .kind = texts,
       .default_value = nullptr,
       .help = "",
       .when = "augmentation=synthetic|synthetic_only"},
      {.name = "pretrained",
       .kind = text,
       .default_value = nullptr,
       .help = "",
       .optional = true,
       .when = "procedure=supervised"},
      {.name = "adversarial_class",
       .kind = text,
       .default_value = nullptr,
       .help = "",
       .when = "procedure=adversarial"},
  };
  tables.stage = {
      {.name = "name", .kind = text, .default_value = nullptr, .help = ""},
      {.name = "epochs", .kind = integer, .default_value = nullptr, .help = "", .min = 1, .optional = true},
      {.name = "learning_rate", .kind = real, .default_value = nullptr, .help = "", .optional = true},
      {.name = "freeze", .kind = texts, .default_value = Json::array(), .help = ""},
  };
  tables.ensemble_methods = {
      {"average", "", false}, {"weight_grid", "", true}, {"stacking", "", true}, {"top2_classes", "", true}};
  models::NetworkInfo wave;
  wave.procedure = "";  // of artefacts and variants alike
  wave.name = "wave";
  wave.options = {
      {.name = "readout",
       .kind = text,
       .default_value = "attention",
       .help = "",
       .choices = {"attention", "last", "mean"}},
      {.name = "recurrent", .kind = text, .default_value = "gru", .help = "", .choices = {"gru", "none"}},
      {.name = "hidden", .kind = integer, .default_value = 64, .help = "", .min = 1, .when = "recurrent=gru"},
      {.name = "kernels", .kind = integers, .default_value = {3, 5, 7}, .help = ""},
      {.name = "dropout", .kind = real, .default_value = 0.5, .help = "", .min = 0.0, .max = 0.95},
  };
  models::NetworkInfo residual;
  residual.procedure = "";
  residual.name = "residual";
  residual.options = {{.name = "blocks", .kind = integer, .default_value = 8, .help = "", .min = 1}};
  tables.networks = {wave, residual};
  tables.procedures = {{"supervised", 1}, {"adversarial", 1}, {"weight_track", 1}};
  tables.pipeline_version = 1;
  tables.threshold_rule = [](const std::string& rule) {
    if (rule == "fixed_0.5") return metrics::ThresholdRule{};
    if (rule == "youden") return metrics::ThresholdRule{metrics::ThresholdRule::Kind::youden, 0};
    throw std::invalid_argument("'" + rule + "' is no threshold rule; known: fixed_0.5, youden");
  };
  return tables;
}

inline Experiment parse(const std::string& text, const std::string& profile = "",
                        const std::vector<std::string>& overrides = {},
                        const Tables& tables = test_tables()) {
  return parse_experiment_with(tables, text, "test.yaml", profile, overrides);
}

// The sentences of the InputError that the text gives; empty where it gives none.
inline std::string error_of(const std::string& text, const std::string& profile = "",
                            const std::vector<std::string>& overrides = {}) {
  try {
    parse(text, profile, overrides);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

// The text with the first `old`, which must be there, changed.
inline std::string changed_text(std::string text, const std::string& old, const std::string& changed) {
  const auto at = text.find(old);
  if (at == std::string::npos) throw std::invalid_argument(old);
  return text.replace(at, old.size(), changed);
}

inline std::vector<std::string> names_of(const Experiment& experiment) {
  std::vector<std::string> names;
  for (const auto& variant : experiment.variants) names.push_back(variant.name);
  return names;
}

}  // namespace purkinje::orchestrator
