#include "models/recurrent_cell.h"

namespace purkinje::models {

Option recurrent_cell_option() {
  return {.name = "cell",
          .kind = OptionKind::text,
          .default_value = "gru",
          .help = "kind of the recurrent layers",
          .choices = {"gru", "lstm"}};
}

RecurrentCell recurrent_cell_from(const Json& resolved) {
  return resolved.at("cell").get<std::string>() == "lstm" ? RecurrentCell::lstm : RecurrentCell::gru;
}

}  // namespace purkinje::models
