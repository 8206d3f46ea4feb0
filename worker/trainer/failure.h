// The one word of DESIGN.md's classes for whatever ended a job.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include "worker/trainer_protocol.h"

namespace purkinje::trainer {

// A loss or an output that is no finite number any more.
class Diverged : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ClassifiedFailure {
  worker::TrainerFailure failure;
  std::string message;
};

// Rethrows what leaves the process unusable (errors of the device itself), so that the worker starts another.
ClassifiedFailure classify(const std::exception_ptr& problem);

}  // namespace purkinje::trainer
