// A trainer without LibTorch that speaks the protocol: scores are label plus keyed noise, so that the same
// job gives the same bits. PURKINJE_FAKE_MS is how long an epoch takes; PURKINJE_FAKE_FAULT how it misbehaves
// in seed 2, fold 1: crash, exit, configuration, diverged, garbage, once (a crash, the first time only; needs
// PURKINJE_FAKE_MARK, a file).
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "base/random.h"
#include "data/splits.h"
#include "worker/channel.h"
#include "worker/trainer_protocol.h"

namespace {

using namespace purkinje;
using namespace purkinje::worker;

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// One output a class, as a network for the task has.
Predictions predict(const TrainingJob& job, const data::Manifest& manifest, const std::vector<uint32_t>& part,
                    const std::string& name) {
  Predictions predictions;
  predictions.part = name;
  predictions.samples = part;
  predictions.outputs = job.classes.size();
  predictions.link = job.task == metrics::Task::multi_class ? metrics::Link::softmax : metrics::Link::sigmoid;
  for (const uint32_t sample : part) {
    RandomStream noise(random_key(job.seed, static_cast<uint64_t>(job.fold), job.id, 0, sample));
    for (const std::string& class_name : job.classes) {
      const auto column =
          std::find(manifest.classes.begin(), manifest.classes.end(), class_name) - manifest.classes.begin();
      predictions.raw.push_back(
          static_cast<float>(manifest.samples[sample].labels[static_cast<size_t>(column)] + noise.normal()));
    }
  }
  return predictions;
}

// Of the records that are to be kept and that lie in the test part; of its first where none is named.
std::vector<Trace> traces_of(const TrainingJob& job, const data::Manifest& manifest,
                             const std::vector<uint32_t>& test) {
  std::vector<Trace> traces;
  for (const uint32_t sample : test) {
    const auto& wanted = job.trace_records;
    const bool is_wanted =
        std::find(wanted.begin(), wanted.end(), manifest.samples[sample].record) != wanted.end();
    if (is_wanted || (wanted.empty() && traces.empty()))
      traces.push_back({"attention", sample, {0.25F, 0.75F}, {}});
  }
  return traces;
}

// True where the attempt was to end badly and the process lives on.
bool misbehave(Channel& channel, int64_t attempt, const TrainingJob& job) {
  std::string fault = setting("PURKINJE_FAKE_FAULT");
  if (fault.empty() || job.seed != 2 || job.fold != 1) return false;
  if (fault == "once") {
    const auto mark = setting("PURKINJE_FAKE_MARK");
    if (std::filesystem::exists(mark)) return false;
    std::ofstream(mark) << attempt;
    fault = "crash";
  }
  if (fault == "crash") ::raise(SIGSEGV);
  if (fault == "exit") ::_exit(3);
  if (fault == "garbage") (void)!::write(channel.socket(), "this is no frame of the protocol", 32);
  if (fault == "configuration")
    channel.send(failed_message(attempt, TrainerFailure::configuration, "no such option"));
  if (fault == "diverged")
    channel.send(failed_message(attempt, TrainerFailure::diverged, "the loss is not a number"));
  return true;
}

// False where a stop came in between.
bool wait(Channel& channel, int64_t attempt, int milliseconds) {
  const auto message = channel.receive(std::chrono::milliseconds(milliseconds));
  if (!message) return true;
  if (type_of(*message) == "quit") ::_exit(0);
  channel.send(stopped_message(attempt));
  return false;
}

void train(Channel& channel, int64_t attempt, const TrainingJob& job) {
  if (misbehave(channel, attempt, job)) return;
  const auto set = data::PreparedSet::open(job.data_folder);
  const auto split = data::make_split(job.protocol, set.manifest(), job.seed, job.fold);
  const int epochs = job.training.at("epochs");
  const int pause = setting("PURKINJE_FAKE_MS").empty() ? 0 : std::stoi(setting("PURKINJE_FAKE_MS"));
  TrainerResult result;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    if (pause > 0 && !wait(channel, attempt, pause)) return;
    channel.send(progress_message(attempt, epoch, epochs, 1, 1));
    const EpochRow row{"train", epoch, "train", "loss", 1.0 / epoch};
    channel.send(epoch_message(attempt, {row}));
    result.epochs.push_back(row);
  }
  if (!split.validation.empty())
    result.predictions.push_back(predict(job, set.manifest(), split.validation, "validation"));
  result.predictions.push_back(predict(job, set.manifest(), split.test, "test"));
  result.traces = traces_of(job, set.manifest(), split.test);
  result.parameters = 1;
  result.environment = {{"libtorch", "none"}};
  channel.send(done_message(attempt, result));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || std::string(argv[1]) != "--channel") {
    std::cerr << "fake_trainer --channel FD" << std::endl;
    return 2;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  Channel channel(std::stoi(argv[2]));
  try {
    check_version(*channel.receive(std::chrono::milliseconds(-1)));
    channel.send(ready_message("cpu", "none", ::getpid()));
    while (true) {
      const auto message = *channel.receive(std::chrono::milliseconds(-1));
      if (type_of(message) == "quit") return 0;
      if (type_of(message) == "run")
        train(channel, message.at("attempt"), TrainingJob::from_json(message.at("job")));
    }
  } catch (const ChannelClosed&) {
    return 0;
  }
}
