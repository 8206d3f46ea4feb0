// The adversarial procedure (S2): a generator and a discriminator of one class's samples train against each
// other (Goodfellow et al. 2014). Its product is a file of generated samples for the training part of others.
#pragma once

#include <torch/torch.h>

#include <optional>

#include "worker/job.h"
#include "worker/trainer/job_control.h"

namespace purkinje::trainer {

// Sees the training part's samples of `adversarial_class` and nothing else. A batch is one discriminator step
// and one generator step on the same generated samples, with the binary cross-entropy; the discriminator is
// told label_smoothing of real samples and 0 of generated ones (one-sided: Salimans et al. 2016,
// section 3.4), the generator wants 1 (the non-saturating form). Writes to artefact_file the samples that the
// class lacks of generated_share of the largest one, in the set's units. Nothing where `control` asked to
// end. Throws InputError for a network other than beat_gan, a class without samples in the training part,
// scaling other than none, and samples outside [0, 1], which the generator cannot make.
std::optional<worker::TrainerResult> train_adversarial(const worker::TrainingJob& job,
                                                       const torch::Device& device, JobControl& control);

}  // namespace purkinje::trainer
