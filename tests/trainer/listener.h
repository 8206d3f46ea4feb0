// Whoever started a job, in tests: hears its epochs, can end it, or waits for its result.
#pragma once

#include <limits>
#include <vector>

#include "worker/trainer/job_control.h"
#include "worker/trainer/procedures/supervised.h"

namespace purkinje::trainer {

class Listener : public JobControl {
 public:
  bool go_on(int epoch, int, int64_t, int64_t) override { return epoch < stop_in_epoch; }
  void epoch_done(const std::vector<worker::EpochRow>& rows) override { epochs.push_back(rows); }

  int stop_in_epoch = std::numeric_limits<int>::max();
  std::vector<std::vector<worker::EpochRow>> epochs;
};

// A supervised training on the CPU, to its end.
inline worker::TrainerResult train(const worker::TrainingJob& job) {
  Listener listener;
  return train_supervised(job, torch::kCPU, listener).value();
}

}  // namespace purkinje::trainer
