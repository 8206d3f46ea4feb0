// What an experiment computes and keeps of a finished training, metrics aside: options of `evaluation:` and
// `keep:`. Neither is part of a job's identity.
#pragma once

#include "base/options.h"

namespace purkinje::orchestrator {

const OptionTable& evaluation_options();
const OptionTable& keep_options();

}  // namespace purkinje::orchestrator
