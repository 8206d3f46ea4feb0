#include "orchestrator/commands/run_state.h"

#include <fmt/format.h>

#include "db/writer_lock.h"

namespace purkinje::orchestrator {

std::string to_string(RunState::State state) {
  switch (state) {
    case RunState::State::none:
      return "none";
    case RunState::State::ended:
      return "ended";
    case RunState::State::running:
      return "running";
    case RunState::State::stopped:
      return "stopped";
    case RunState::State::unknown:
      break;
  }
  return "unknown";
}

RunState run_state(const db::Reader& reader) {
  using State = RunState::State;
  const db::Table last =
      reader.query("SELECT outcome, datetime(started_s, 'unixepoch') FROM run ORDER BY id DESC LIMIT 1");
  if (last.rows.empty()) return {};
  if (const auto* outcome = std::get_if<std::string>(&last.rows[0][0])) return {State::ended, *outcome};
  const auto& started = std::get<std::string>(last.rows[0][1]);

  const db::WriterSeen writer = db::look_at_writer(reader.file());
  switch (writer.state) {
    case db::WriterSeen::State::writes:
      return {State::running};
    case db::WriterSeen::State::died:
      return {
          State::stopped, "",
          fmt::format("The run that began at {} UTC stopped without an ending: its coordinator, {}, is gone. "
                      "The same command goes on with it.",
                      started, writer.owner)};
    case db::WriterSeen::State::none:
      return {State::stopped, "",
              fmt::format("The run that began at {} UTC has no ending here and nobody writes this file: it "
                          "stopped, and the same command goes on with it, or this is a copy from before its "
                          "end.",
                          started)};
    case db::WriterSeen::State::unknown:
      break;
  }
  return {State::unknown, "",
          fmt::format("Whether the run that began at {} UTC still goes on cannot be seen from here: its "
                      "coordinator was {}. If it is gone, the same command goes on with it.",
                      started, writer.owner.empty() ? "another process" : writer.owner)};
}

}  // namespace purkinje::orchestrator
