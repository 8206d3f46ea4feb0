#include "worker/trainer_protocol.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "worker/channel.h"

namespace purkinje::worker {
namespace {

constexpr std::array<std::pair<TrainerFailure, const char*>, 5> kFailures = {{
    {TrainerFailure::configuration, "configuration"},
    {TrainerFailure::diverged, "diverged"},
    {TrainerFailure::host_memory, "host_memory"},
    {TrainerFailure::device_memory, "device_memory"},
    {TrainerFailure::disk, "disk"},
}};

}  // namespace

std::string to_string(TrainerFailure failure) {
  for (const auto& [value, name] : kFailures)
    if (value == failure) return name;
  throw ProtocolError("a failure without a name");
}

TrainerFailure parse_trainer_failure(const std::string& name) {
  for (const auto& [value, known] : kFailures)
    if (name == known) return value;
  throw ProtocolError(fmt::format("'{}' is no class of failure", name));
}

Json hello_message(const std::string& device, int threads) {
  return {{"type", "hello"}, {"protocol", kTrainerProtocol}, {"device", device}, {"threads", threads}};
}
Json run_message(int64_t attempt, const TrainingJob& job) {
  return {{"type", "run"}, {"attempt", attempt}, {"job", job.to_json()}};
}
Json stop_message(int64_t attempt) {
  return {{"type", "stop"}, {"attempt", attempt}};
}
Json quit_message() {
  return {{"type", "quit"}};
}

Json ready_message(const std::string& device, const std::string& libtorch, int pid) {
  return {{"type", "ready"},
          {"protocol", kTrainerProtocol},
          {"device", device},
          {"libtorch", libtorch},
          {"pid", pid}};
}
Json progress_message(int64_t attempt, int epoch, int epochs, int64_t step, int64_t steps) {
  return {{"type", "progress"}, {"attempt", attempt}, {"epoch", epoch},
          {"epochs", epochs},   {"step", step},       {"steps", steps}};
}
Json epoch_message(int64_t attempt, const std::vector<EpochRow>& rows) {
  Json list = Json::array();
  for (const auto& row : rows) list.push_back(to_json(row));
  return {{"type", "epoch"}, {"attempt", attempt}, {"rows", std::move(list)}};
}
Json done_message(int64_t attempt, const TrainerResult& result) {
  return {{"type", "done"}, {"attempt", attempt}, {"result", to_json(result)}};
}
Json failed_message(int64_t attempt, TrainerFailure failure, const std::string& text) {
  return {{"type", "failed"}, {"attempt", attempt}, {"failure", to_string(failure)}, {"message", text}};
}
Json stopped_message(int64_t attempt) {
  return {{"type", "stopped"}, {"attempt", attempt}};
}

const std::string& type_of(const Json& message) {
  return message.at("type").get_ref<const std::string&>();
}

void check_version(const Json& hello_or_ready) {
  const auto found = hello_or_ready.value("protocol", Json());
  if (found != Json(kTrainerProtocol))
    throw ProtocolError(
        fmt::format("the peer speaks version {} of the trainer protocol, this program version {}",
                    found.dump(), kTrainerProtocol));
}

}  // namespace purkinje::worker
