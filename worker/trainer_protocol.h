// The messages between worker and trainer, one function each, so that a misspelt field is found by the
// compiler. docs/trainer-protocol.md describes them for a trainer in another language.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "worker/job.h"

namespace purkinje::worker {

inline constexpr int kTrainerProtocol = 1;

// How an attempt can fail inside a trainer. What the worker sees from outside (signal, hang) is not among
// them.
enum class TrainerFailure { configuration, diverged, host_memory, device_memory, disk };
std::string to_string(TrainerFailure failure);
// Throws ProtocolError for an unknown class.
TrainerFailure parse_trainer_failure(const std::string& name);

// worker -> trainer
Json hello_message(const std::string& device, int threads);
Json run_message(int64_t attempt, const TrainingJob& job);
Json stop_message(int64_t attempt);
Json quit_message();

// trainer -> worker
Json ready_message(const std::string& device, const std::string& libtorch, int pid);
Json progress_message(int64_t attempt, int epoch, int epochs, int64_t step, int64_t steps);
Json epoch_message(int64_t attempt, const std::vector<EpochRow>& rows);
Json done_message(int64_t attempt, const TrainerResult& result);
Json failed_message(int64_t attempt, TrainerFailure failure, const std::string& text);
Json stopped_message(int64_t attempt);

// What a message is: its "type".
const std::string& type_of(const Json& message);
// Throws ProtocolError where a hello or ready is of another version than ours, in a sentence that names both.
void check_version(const Json& hello_or_ready);

}  // namespace purkinje::worker
