// Options of a network as an experiment would give them, resolved.
#pragma once

#include <stdexcept>
#include <string>

#include "base/config.h"
#include "models/registry.h"

namespace purkinje::models {

// Throws InputError where they are wrong.
inline Json resolved_options(const std::string& network, const std::string& yaml) {
  const auto* info = find_network(network);
  if (!info) throw std::logic_error("there is no network " + network);
  Problems problems;
  const Config given = Config::parse(yaml, "test.yaml");
  Json resolved = resolve_options(info->options, &given, Place{"test.yaml", 0, ""}, problems);
  problems.throw_if_any();
  return resolved;
}

}  // namespace purkinje::models
