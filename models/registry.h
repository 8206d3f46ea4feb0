// Every network by name: its options and its description. No LibTorch here, so that `plan` and `models` start
// at once; the networks themselves are built by models/factory.h.
#pragma once

#include <string>
#include <vector>

#include "base/options.h"

namespace purkinje::models {

struct NetworkInfo {
  std::string name;
  std::string title;   // one line
  std::string source;  // the study it comes from
  OptionTable options;
  std::string procedure = "supervised";  // the one that can train it (training.procedure); empty: any
  int version = 1;  // raised when its semantics or a default changes; part of every job's identity
};

const std::vector<NetworkInfo>& networks();
// nullptr where there is none of that name.
const NetworkInfo* find_network(const std::string& name);

}  // namespace purkinje::models
