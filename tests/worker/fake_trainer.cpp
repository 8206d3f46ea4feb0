// A trainer without LibTorch that speaks the protocol: scores are label plus keyed noise, so that the same
// job and the same artefacts give the same bits. An artefact job leaves a small file. PURKINJE_FAKE_MS is how
// long an epoch takes; PURKINJE_FAKE_FAULT how it misbehaves: crash, exit, configuration, diverged, garbage,
// once (a crash, the first time only; needs PURKINJE_FAKE_MARK, a file); in seed 2, fold 1, or in the jobs
// that PURKINJE_FAKE_FAULTY names: "artefact", or the beginning of an id.
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

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "base/sha256.h"
#include "data/prepared/splits.h"
#include "worker/channel.h"
#include "worker/trainer_protocol.h"

namespace {

using namespace purkinje;
using namespace purkinje::worker;

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// What a job's noise depends on: itself and the content of the artefacts it was given.
std::string noise_of(const TrainingJob& job) {
  std::string text = job.id;
  for (const auto& artefact : job.artefacts) {
    if (sha256_of_file(artefact.file) != artefact.sha256)
      throw InputError("the artefact " + artefact.file + " is another than the one that was asked for");
    text += artefact.sha256;
  }
  return text;
}

// One output a class, as a network for the task has.
Predictions predict(const TrainingJob& job, const data::Manifest& manifest, std::span<const uint32_t> part,
                    const std::string& name) {
  const std::string text = noise_of(job);
  Predictions predictions;
  predictions.part = name;
  predictions.samples.assign(part.begin(), part.end());
  predictions.outputs = job.classes.size();
  predictions.link = job.task == metrics::Task::multi_class ? metrics::Link::softmax : metrics::Link::sigmoid;
  for (const uint32_t sample : part) {
    RandomStream noise(random_key(job.seed, static_cast<uint64_t>(job.fold), text, 0, sample));
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

// Weights of four time steps, one in each region.
PartRegionSums regions_of(const Predictions& predictions, const std::string& kind) {
  PartRegionSums weights;
  weights.kind = kind;
  weights.part = predictions.part;
  weights.samples = predictions.samples;
  for (const uint32_t sample : predictions.samples) {
    const float qrs = 1.0F / static_cast<float>(sample + 2);
    weights.sums.insert(weights.sums.end(), {0.5F - qrs, 0.25F, qrs, 0.25F});
    weights.steps.insert(weights.steps.end(), {1, 1, 1, 1});
  }
  return weights;
}

bool is_faulty(const TrainingJob& job) {
  const std::string which = setting("PURKINJE_FAKE_FAULTY");
  if (which.empty()) return job.seed == 2 && job.fold == 1;
  return which == "artefact" ? !job.artefact_file.empty() : job.id.rfind(which, 0) == 0;
}

// True where the attempt was to end badly and the process lives on.
bool misbehave(Channel& channel, int64_t attempt, const TrainingJob& job) {
  std::string fault = setting("PURKINJE_FAKE_FAULT");
  if (fault.empty() || !is_faulty(job)) return false;
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

void make_artefact(const TrainingJob& job, TrainerResult& result) {
  const std::string product = "product of " + job.id;
  write_file_atomically(job.artefact_file, product);
  result.artefact_file = job.artefact_file;
  result.artefact_sha256 = sha256(product);
  result.artefact = {{"bytes", product.size()}};
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
  if (!job.artefact_file.empty()) {
    make_artefact(job, result);
  } else {
    for (const auto& [name, part] : data::judged_parts(split))
      if (name == "test" || !part.empty())
        result.predictions.push_back(predict(job, set.manifest(), part, name));
    for (const auto& part : result.predictions)
      for (const char* kind : {"attention", "track"}) result.regions.push_back(regions_of(part, kind));
    result.traces = traces_of(job, set.manifest(), split.test);
  }
  result.parameters = 1;
  result.environment = {{"libtorch", "none"}};
  channel.send(done_message(attempt, result));
}

void serve(Channel& channel, const Json& run) {
  const int64_t attempt = run.at("attempt");
  try {
    train(channel, attempt, TrainingJob::from_json(run.at("job")));
  } catch (const InputError& error) {
    channel.send(failed_message(attempt, TrainerFailure::configuration, error.what()));
  }
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
      if (type_of(message) == "run") serve(channel, message);
    }
  } catch (const ChannelClosed&) {
    return 0;
  }
}
