// Every network by name: its options and its description. No LibTorch here, so that `plan` and `models` start
// at once; the networks themselves are built by models/factory.h.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/options.h"

namespace purkinje::models {

// A part of a network that is another network of the list: an artefact that has trained that one can fill it.
struct EmbeddedNetwork {
  std::string part, network;
  std::string prefix;  // before the options of the part among those of the whole
};

struct NetworkInfo {
  std::string name;
  std::string title;   // one line
  std::string source;  // the study it comes from
  OptionTable options;
  std::string procedure = "supervised";  // the one that can train it (training.procedure); empty: any
  // What the table cannot say, for resolved options and for a signal of so many samples a lead: both throw
  // InputError with the option as its key ("kernel: 4 is no odd kernel length"). A network checks once more
  // what it cannot be built with.
  std::function<void(const Json& resolved)> check = {};
  std::function<void(const Json& resolved, int64_t length)> check_length = {};
  // Every part by its dotted name ("classifier", "classifier.pair1"), as stages freeze them; a test compares
  // them with the network's modules. Empty function: not told, so not checked.
  std::function<std::vector<std::string>(const Json& resolved)> parts = {};
  std::vector<EmbeddedNetwork> embedded = {};
  int version = 1;  // raised when its semantics or a default changes; part of every job's identity
};

const std::vector<NetworkInfo>& networks();
// nullptr where there is none of that name.
const NetworkInfo* find_network(const std::string& name);

}  // namespace purkinje::models
