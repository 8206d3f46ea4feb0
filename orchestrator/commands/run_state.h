// Whether a database's last run still goes on: it may have died without a word.
#pragma once

#include <string>

#include "db/reader.h"

namespace purkinje::orchestrator {

struct RunState {
  enum class State {
    none,   // nothing ever ran here
    ended,  // as it should
    running,
    stopped,  // without an ending, killed most likely
    unknown,  // it cannot be seen from here
  };
  State state = State::none;
  std::string outcome = {};   // of one that ended
  std::string sentence = {};  // what to say of one that neither ended nor is seen to run
};

// The name it has above.
std::string to_string(RunState::State state);

RunState run_state(const db::Reader& reader);

}  // namespace purkinje::orchestrator
