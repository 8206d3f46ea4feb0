#include "orchestrator/sweep_progress.h"

#include <fmt/format.h>

#include <algorithm>

namespace purkinje::orchestrator {
namespace {

constexpr size_t kNamedJobs = 2;

}  // namespace

std::string SweepProgress::name_of(size_t index) const {
  const auto& job = plan_.jobs[index];
  const auto& variants = plan_.revision.variants;
  std::string name = job.record.kind == db::JobKind::artefact ? "artefact " + job.artefact
                     : job.variants.empty()                   ? job.record.id.substr(0, 8)
                                                              : variants[job.variants.front()].name;
  name += fmt::format(", seed {}", job.record.seed);
  return job.record.fold                  ? name + fmt::format(", fold {}", *job.record.fold)
         : job.record.procedure == "pool" ? name + ", pooled"
                                          : name;
}

void SweepProgress::counts(size_t done, size_t failed, size_t total) {
  done_ = done;
  failed_ = failed;
  total_ = total;
  show();
}

void SweepProgress::started(size_t job) {
  running_[job] = {};
}

void SweepProgress::advanced(size_t job, int epoch, int epochs, double fraction) {
  running_[job] = {epoch, epochs, fraction};
  show();
}

void SweepProgress::ended(size_t job) {
  running_.erase(job);
}

void SweepProgress::show() {
  double under_way = 0;
  std::string note = fmt::format("{}/{} jobs", done_, total_);
  if (failed_ > 0) note += fmt::format(", {} failed", failed_);
  size_t named = 0;
  for (const auto& [job, state] : running_) {
    under_way += state.fraction;
    if (state.epochs > 0 && named++ < kNamedJobs)
      note += fmt::format("; {}: epoch {}/{}", name_of(job), state.epoch, state.epochs);
  }
  if (running_.size() > kNamedJobs) note += fmt::format("; {} running", running_.size());
  const double share =
      (static_cast<double>(done_ + failed_) + under_way) / static_cast<double>(std::max<size_t>(1, total_));
  bar_.update_share(share, note);
}

}  // namespace purkinje::orchestrator
