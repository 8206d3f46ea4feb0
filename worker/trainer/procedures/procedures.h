// Every procedure by its name in `training.procedure`: the one place where one is added.
#pragma once

#include <torch/torch.h>

#include <optional>

#include "worker/job.h"
#include "worker/trainer/job_control.h"

namespace purkinje::trainer {

// Runs the job's procedure. Nothing where `control` asked to end. Throws InputError for an unknown one.
std::optional<worker::TrainerResult> run_procedure(const worker::TrainingJob& job,
                                                   const torch::Device& device, JobControl& control);

}  // namespace purkinje::trainer
