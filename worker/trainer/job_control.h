// How a procedure speaks to whoever started it, without knowing of channels.
#pragma once

#include <cstdint>
#include <vector>

#include "worker/job.h"

namespace purkinje::trainer {

class JobControl {
 public:
  virtual ~JobControl() = default;
  // Called between steps, often; reports at a rate of its own. False: the job is to end now, without a
  // result.
  virtual bool go_on(int epoch, int epochs, int64_t step, int64_t steps) = 0;
  virtual void epoch_done(const std::vector<worker::EpochRow>& rows) = 0;
};

}  // namespace purkinje::trainer
