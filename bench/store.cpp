// How long ten thousand epoch rows take on their way into the database: as results of finished jobs, each of
// which is a transaction, and as progress of jobs in flight. Usage: bench_store [FOLDER]; the database is
// made and deleted there.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "bench/measure.h"
#include "db/writer.h"

namespace {

namespace fs = std::filesystem;
using namespace purkinje;

constexpr int kJobs = 20;
constexpr int kEpochs = 100;
constexpr double kBudgetS = 0.2;

// 5 rows an epoch, as a supervised training writes them: 500 a job, 10,000 for all.
std::vector<db::EpochRecord> epochs_of_a_job() {
  std::vector<db::EpochRecord> rows;
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    rows.push_back({"main", epoch, "train", "loss", 0.7 / (epoch + 1)});
    for (const char* measure : {"loss", "roc_auc", "average_precision", "f1"})
      rows.push_back({"main", epoch, "validation", measure, 0.5 + 0.001 * epoch});
  }
  return rows;
}

std::string job_name(int index) {
  return fmt::format("{:064x}", index);
}

void add_jobs(db::Writer& writer) {
  db::DataSetRecord data_set;
  data_set.fingerprint = std::string(64, 'f');
  data_set.name = data_set.title = "bench";
  data_set.classes = {"class"};
  data_set.leads = {"I"};
  data_set.sample_rate_hz = 100;
  data_set.length = 1;
  data_set.preprocessing = Json::object();
  writer.add_data_set(data_set);

  db::RevisionRecord revision;
  revision.experiment = "bench";
  revision.profile = "full";
  revision.digest = std::string(64, 'd');
  revision.resolved = "{}";
  revision.fingerprint = data_set.fingerprint;
  revision.variants.push_back({"base", "base", Json::object()});
  std::vector<db::JobRecord> jobs;
  std::vector<db::CellRecord> cells;
  for (int index = 0; index < kJobs; ++index) {
    db::JobRecord job;
    job.id = job_name(index);
    job.procedure = "supervised";
    job.identity = Json::object();
    job.fingerprint = data_set.fingerprint;
    job.seed = static_cast<uint64_t>(index);
    job.fold = 0;
    job.task = "binary";
    jobs.push_back(job);
    cells.push_back({revision.digest, "base", job.seed, 0, job.id});
  }
  writer.add_plan(revision, jobs, cells);
}

void remove_database(const fs::path& file) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock"}) fs::remove(file.string() + suffix);
}

struct Times {
  std::vector<double> results, progress;
};

void measure_once(const fs::path& file, Times& times) {
  remove_database(file);
  {
    db::Writer writer(file);
    add_jobs(writer);
    const int64_t run = writer.add_run(Json::object());
    std::vector<int64_t> attempts;
    for (int index = 0; index < kJobs; ++index)
      attempts.push_back(writer.add_attempt(job_name(index), run, Json::object()));
    const auto rows = epochs_of_a_job();

    times.progress.push_back(bench::seconds_of([&] {
      for (const int64_t attempt : attempts) writer.add_progress(attempt, rows);
    }));
    times.results.push_back(bench::seconds_of([&] {
      for (int index = 0; index < kJobs; ++index) {
        db::ResultRecord result;
        result.job = job_name(index);
        result.attempt = attempts[static_cast<size_t>(index)];
        result.epochs = rows;
        result.environment = Json::object();
        writer.add_result(result);
      }
    }));
    writer.end_run(run, "done");
  }
  remove_database(file);
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path folder = argc > 1 ? argv[1] : fs::temp_directory_path();
  const fs::path file = folder / fmt::format("purkinje-bench-{}.db", getpid());
  try {
    Times times;
    for (int repeat = 0; repeat < 7; ++repeat) measure_once(file, times);
    bench::print_against_budget("10,000 epoch rows, results of 20 finished jobs", times.results, kBudgetS);
    bench::print_against_budget("10,000 epoch rows, progress of 20 jobs in flight", times.progress, kBudgetS);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_store: {}\n", error.what());
    return 2;
  }
  return 0;
}
