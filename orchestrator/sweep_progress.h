// What a person sees of a running sweep: jobs done, what runs, failures as they happen.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orchestrator/plan.h"
#include "orchestrator/progress_bar.h"

namespace purkinje::orchestrator {

class SweepProgress {
 public:
  SweepProgress(const Plan& plan, ProgressBar& bar) : plan_(plan), bar_(bar) {}

  void counts(size_t done, size_t failed, size_t total);
  void started(size_t job);
  // `fraction` of the whole training, 0 to 1.
  void advanced(size_t job, int epoch, int epochs, double fraction);
  void ended(size_t job);
  void message(const std::string& line) { bar_.message(line); }

  // "full, seed 3, fold 2", "artefact beats, seed 3, fold 2": how a job is called in messages.
  std::string name_of(size_t job) const;

 private:
  void show();

  const Plan& plan_;
  ProgressBar& bar_;
  size_t done_ = 0, failed_ = 0, total_ = 0;
  struct State {
    int epoch = 0, epochs = 0;
    double fraction = 0;
  };
  std::map<size_t, State> running_;
};

}  // namespace purkinje::orchestrator
