#include "worker/trainer/session.h"

#include <fmt/format.h>
#include <torch/version.h>
#include <unistd.h>

#include <chrono>
#include <exception>

#include "base/error.h"
#include "worker/trainer/device.h"
#include "worker/trainer/failure.h"
#include "worker/trainer/job_control.h"
#include "worker/trainer/procedures/procedures.h"
#include "worker/trainer_protocol.h"

namespace purkinje::trainer {
namespace {

using namespace std::chrono_literals;
using worker::Channel, worker::ProtocolError;

// Reports through the channel, about once a second, and looks for "stop" between steps.
class ChannelControl : public JobControl {
 public:
  ChannelControl(Channel& channel, int64_t attempt) : channel_(channel), attempt_(attempt) {}

  bool go_on(int epoch, int epochs, int64_t step, int64_t steps) override {
    const auto now = std::chrono::steady_clock::now();
    if (now - reported_ >= 1s) {
      reported_ = now;
      channel_.send(worker::progress_message(attempt_, epoch, epochs, step, steps));
    }
    while (const auto message = channel_.receive(0ms)) on_message(*message);
    return !stop_;
  }

  void epoch_done(const std::vector<worker::EpochRow>& rows) override {
    channel_.send(worker::epoch_message(attempt_, rows));
  }

  bool quit() const { return quit_; }

 private:
  void on_message(const Json& message) {
    const auto& type = worker::type_of(message);
    if (type == "stop") {
      if (message.at("attempt") == attempt_) stop_ = true;
    } else if (type == "quit") {
      stop_ = quit_ = true;
    } else {
      throw ProtocolError(fmt::format("'{}' came while attempt {} was running", type, attempt_));
    }
  }

  Channel& channel_;
  int64_t attempt_;
  std::chrono::steady_clock::time_point reported_{};
  bool stop_ = false, quit_ = false;
};

// Runs one job and answers it. True where the worker said quit meanwhile.
bool run(Channel& channel, const Json& message, const torch::Device& device) {
  const int64_t attempt = message.at("attempt");
  ChannelControl control(channel, attempt);
  try {
    const auto job = worker::TrainingJob::from_json(message.at("job"));
    if (torch::Device(job.device).type() != device.type())
      throw InputError(
          fmt::format("this trainer computes on {} and was sent a job for {}", device.str(), job.device));
    set_threads(job.threads);
    const auto result = run_procedure(job, device, control);
    channel.send(result ? worker::done_message(attempt, *result) : worker::stopped_message(attempt));
  } catch (const worker::ChannelClosed&) {
    throw;
  } catch (const ProtocolError&) {
    throw;
  } catch (...) {
    const auto [failure, text] = classify(std::current_exception());
    channel.send(worker::failed_message(attempt, failure, text));
  }
  return control.quit();
}

}  // namespace

void serve(Channel& channel) {
  const auto hello = channel.receive(-1ms);
  if (worker::type_of(*hello) != "hello") throw ProtocolError("the first message is no hello");
  worker::check_version(*hello);
  const auto device = set_up_device(hello->at("device"), hello->at("threads"));
  channel.send(worker::ready_message(device.str(), TORCH_VERSION, ::getpid()));

  for (;;) {
    const auto message = channel.receive(-1ms);
    const auto& type = worker::type_of(*message);
    if (type == "quit") return;
    if (type == "stop") continue;  // for an attempt that has ended already
    if (type != "run") throw ProtocolError(fmt::format("'{}' is no message to a trainer", type));
    if (run(channel, *message, device)) return;
  }
}

}  // namespace purkinje::trainer
