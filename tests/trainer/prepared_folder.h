// A small prepared set that a network can learn: positives carry a bump that negatives lack.
#pragma once

#include <filesystem>

#include "data/prepared.h"
#include "worker/job.h"

namespace purkinje::trainer {

// A temporary folder that goes with the object.
class PreparedFolder {
 public:
  PreparedFolder(size_t positives, size_t negatives, size_t leads = 3, int64_t length = 40);
  ~PreparedFolder();
  PreparedFolder(const PreparedFolder&) = delete;
  PreparedFolder& operator=(const PreparedFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // A job on this set with a small network and few epochs.
  worker::TrainingJob job() const;

 private:
  std::filesystem::path path_;
};

}  // namespace purkinje::trainer
