#include "worker/trainer/describe.h"

#include "base/config.h"
#include "base/error.h"
#include "models/describe.h"
#include "models/factory.h"
#include "models/registry.h"
#include "worker/trainer/device.h"

namespace purkinje::trainer {

std::string describe_text(const std::string& network, const std::string& options, const NetworkSize& size) {
  const models::NetworkShape shape{size.leads, size.length, size.outputs};
  const auto* info = models::find_network(network);
  if (!info) models::make_network(network, {}, shape);  // throws with the nearest name
  Problems problems;
  const auto given = Config::parse(options, "--options");
  const auto resolved = resolve_options(info->options, &given, Place{"--options", 0, ""}, problems);
  problems.throw_if_any();
  return models::describe_network(network, resolved, shape).dump(2);
}

std::string probe_text() {
  return probe_devices().dump(2);
}

}  // namespace purkinje::trainer
