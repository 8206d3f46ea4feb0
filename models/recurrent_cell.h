// Which recurrent layer a network uses, as an option several networks share.
#pragma once

#include "base/json.h"
#include "base/options.h"

namespace purkinje::models {

enum class RecurrentCell { gru, lstm };

// The option `cell`.
Option recurrent_cell_option();
RecurrentCell recurrent_cell_from(const Json& resolved);

}  // namespace purkinje::models
