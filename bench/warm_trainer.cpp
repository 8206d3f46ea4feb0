// How soon a trainer that is already running starts its next job: from the message `run` to the first sign of
// progress, which comes from inside the training loop. Also how much of the prepared set a trainer copies.
// Usage: bench_warm_trainer; uses purkinje-trainer beside it, or PURKINJE_TRAINER, and a folder that it
// deletes.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "bench/measure.h"
#include "data/preparation/data_options.h"
#include "data/preparation/prepare.h"
#include "data/preparation/preprocess.h"
#include "data/prepared/splits.h"
#include "models/registry.h"
#include "worker/job.h"
#include "worker/trainer_process.h"
#include "worker/trainer_protocol.h"
#include "worker/training_options.h"

namespace {

namespace fs = std::filesystem;
using namespace purkinje;

constexpr double kBudgetS = 0.1;
constexpr int kRuns = 9;

Json defaults(const OptionTable& table) {
  Problems problems;
  Json options = resolve_options(table, nullptr, {}, problems);
  return options;
}

data::PrepareRequest request_in(const fs::path& folder) {
  Json block = defaults(data::data_options());
  block["set"] = "synthetic";
  block["task"] = "binary";
  block["positive"] = {"MI"};
  block["preprocessing"] = defaults(data::preprocessing_options());
  block["preprocessing"]["resample_hz"] = 100.0;
  block["preprocessing"]["duration_s"] = 10.0;
  return {block, folder, folder};
}

worker::TrainingJob job_on(const std::string& set, const data::Manifest& manifest) {
  worker::TrainingJob job;
  job.id = std::string(32, '0');
  job.network = "cnn_gru_attention";
  job.network_options = defaults(models::find_network(job.network)->options);
  job.training = defaults(worker::training_options());
  job.training["epochs"] = 1;
  job.protocol = defaults(data::split_options());
  job.classes = manifest.classes;
  job.seed = 1;
  job.data_folder = set;
  job.data_fingerprint = manifest.fingerprint;
  return job;
}

// Waits for a message of this kind; a failure of the trainer ends the program.
void await(worker::Channel& channel, const std::string& type) {
  for (;;) {
    const auto message = channel.receive(std::chrono::minutes(2));
    if (!message) throw EnvironmentError("the trainer says nothing");
    if (worker::type_of(*message) == type) return;
    if (worker::type_of(*message) == "failed")
      throw EnvironmentError(message->at("message").get<std::string>());
  }
}

// What a process has copied of a mapped file, in bytes: its anonymous pages.
long private_bytes_of_mapping(pid_t pid, const std::string& file) {
  std::ifstream smaps(fmt::format("/proc/{}/smaps", pid));
  long bytes = 0;
  bool inside = false;
  for (std::string line; std::getline(smaps, line);) {
    if (line.find('-') < line.find(' ')) inside = line.find(file) != std::string::npos;
    if (inside && line.rfind("Anonymous:", 0) == 0) bytes += 1024 * std::stol(line.substr(10));
  }
  return bytes;
}

bool measure(const fs::path& folder) {
  const auto request = request_in(folder);
  const auto manifest = data::prepare(request);
  const auto set = data::prepared_folder(request);
  worker::TrainerProcess trainer({worker::find_trainer(), "cpu", 1, {}, folder / "trainer.log"});
  const double cold = bench::seconds_of([&] { await(trainer.channel(), "ready"); });
  fmt::print("{:<52} {:9.2f} ms\n", "a cold trainer is ready (LibTorch loaded)", 1e3 * cold);

  const auto job = job_on(set.string(), manifest);
  std::vector<double> seconds;
  for (int run = 0; run <= kRuns; ++run) {
    const double first_step = bench::seconds_of([&] {
      trainer.channel().send(worker::run_message(run, job));
      await(trainer.channel(), "progress");
    });
    if (run > 0) seconds.push_back(first_step);  // the first one is not warm
    if (run == kRuns) {
      const auto array = set / "signals.f32";
      fmt::print("{:<52} {:9} bytes of {}\n", "copied by the trainer of the mapped prepared set",
                 private_bytes_of_mapping(trainer.pid(), "signals.f32"), fs::file_size(array));
    }
    trainer.channel().send(worker::stop_message(run));
    await(trainer.channel(), "stopped");
  }
  return bench::print_against_budget("a warm trainer starts its next job", seconds, kBudgetS);
}

}  // namespace

int main() {
  const auto folder = fs::temp_directory_path() / fmt::format("purkinje-bench-{}", ::getpid());
  fs::create_directories(folder);
  bool kept = false;
  try {
    kept = measure(folder);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_warm_trainer: {}\n", error.what());
  }
  fs::remove_all(folder);
  return kept ? 0 : 1;
}
