#include "worker/messages.h"

#include <fmt/format.h>

#include "base/error.h"

namespace purkinje::worker {
namespace {

constexpr int kVersion = 2;

Json body(const Joined& m) {
  Json gpus = Json::array();
  for (const auto& gpu : m.gpus)
    gpus.push_back({{"index", gpu.index}, {"name", gpu.name}, {"memory_mb", gpu.memory_mb}});
  return {{"type", "joined"}, {"host", m.host}, {"pid", m.pid}, {"cores", m.cores}, {"gpus", gpus}};
}
Json body(const Ready& m) {
  return {{"type", "ready"}, {"problem", m.problem}};
}
Json body(const AttemptProgress& m) {
  Json rows = Json::array();
  for (const auto& row : m.rows) {
    Json value = row.value ? Json(*row.value) : Json();
    rows.push_back(Json::array({row.stage, row.epoch, row.part, row.measure, std::move(value)}));
  }
  return {{"type", "progress"},
          {"attempt", m.attempt},
          {"epoch", m.epoch},
          {"epochs", m.epochs},
          {"epoch_fraction", m.epoch_fraction},
          {"rows", rows}};
}
Json body(const AttemptFinished& m) {
  return {{"type", "finished"}, {"attempt", m.attempt}, {"spool", m.spool_file}};
}
Json body(const AttemptFailed& m) {
  return {{"type", "failed"}, {"attempt", m.attempt}, {"failure", m.failure}, {"message", m.message}};
}
Json body(const AttemptStopped& m) {
  return {{"type", "stopped"}, {"attempt", m.attempt}};
}
Json body(const Left& m) {
  return {{"type", "left"}, {"problem", m.problem}};
}
Json body(const Welcome& m) {
  return {{"type", "welcome"},
          {"rank", m.rank},
          {"run_folder", m.run_folder},
          {"token", m.token},
          {"cores", m.cores}};
}
Json body(const StartTraining& m) {
  return {{"type", "start"}, {"attempt", m.attempt}, {"job", m.job.to_json()}, {"rules", m.threshold_rules}};
}
Json body(const StartDerived& m) {
  return {{"type", "derived"}, {"attempt", m.attempt}, {"job", m.job}, {"request", m.request_file}};
}
Json body(const StopAttempt& m) {
  return {{"type", "stop"}, {"attempt", m.attempt}};
}
Json body(const Acknowledged& m) {
  return {{"type", "acknowledged"}, {"spool", m.spool_file}};
}
Json body(const Shutdown&) {
  return {{"type", "shutdown"}};
}

Bytes with_version(Json message) {
  message["v"] = kVersion;
  return Json::to_cbor(message);
}

Json opened(const Bytes& bytes) {
  Json message = Json::from_cbor(bytes, true, false);
  if (!message.is_object() || !message.contains("type")) throw InputError("a control message cannot be read");
  if (message.value("v", 0) != kVersion)
    throw InputError(
        fmt::format("a control message of version {} met version {}: all ranks must run the same build",
                    message.value("v", 0), kVersion));
  return message;
}

EpochRow row_from(const Json& row) {
  EpochRow out{row.at(0), row.at(1), row.at(2), row.at(3), std::nullopt};
  if (!row.at(4).is_null()) out.value = row.at(4).get<double>();
  return out;
}

AttemptProgress progress_from(const Json& m) {
  AttemptProgress out{m.at("attempt"), m.at("epoch"), m.at("epochs"), m.at("epoch_fraction"), {}};
  for (const auto& row : m.at("rows")) out.rows.push_back(row_from(row));
  return out;
}

Joined joined_from(const Json& m) {
  Joined out{m.at("host"), m.at("pid"), m.at("cores"), {}};
  for (const auto& gpu : m.at("gpus"))
    out.gpus.push_back({gpu.at("index"), gpu.at("name"), gpu.at("memory_mb")});
  return out;
}

}  // namespace

Bytes encode(const ToCoordinator& message) {
  return with_version(std::visit([](const auto& m) { return body(m); }, message));
}

Bytes encode(const ToWorker& message) {
  return with_version(std::visit([](const auto& m) { return body(m); }, message));
}

ToCoordinator decode_to_coordinator(const Bytes& bytes) {
  const Json m = opened(bytes);
  const std::string type = m.at("type");
  if (type == "joined") return joined_from(m);
  if (type == "ready") return Ready{m.at("problem")};
  if (type == "progress") return progress_from(m);
  if (type == "finished") return AttemptFinished{m.at("attempt"), m.at("spool")};
  if (type == "failed") return AttemptFailed{m.at("attempt"), m.at("failure"), m.at("message")};
  if (type == "stopped") return AttemptStopped{m.at("attempt")};
  if (type == "left") return Left{m.at("problem")};
  throw InputError(fmt::format("unknown control message '{}'", type));
}

ToWorker decode_to_worker(const Bytes& bytes) {
  const Json m = opened(bytes);
  const std::string type = m.at("type");
  if (type == "welcome") return Welcome{m.at("rank"), m.at("run_folder"), m.at("token"), m.at("cores")};
  if (type == "start")
    return StartTraining{m.at("attempt"), TrainingJob::from_json(m.at("job")), m.at("rules")};
  if (type == "derived") return StartDerived{m.at("attempt"), m.at("job"), m.at("request")};
  if (type == "stop") return StopAttempt{m.at("attempt")};
  if (type == "acknowledged") return Acknowledged{m.at("spool")};
  if (type == "shutdown") return Shutdown{};
  throw InputError(fmt::format("unknown control message '{}'", type));
}

}  // namespace purkinje::worker
