// Products of other jobs that this one builds on: verified, read, refused where they would leak.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/prepared/prepared.h"
#include "models/network.h"
#include "worker/job.h"
#include "worker/trainer/tensor_file.h"

namespace purkinje::trainer {

// What a product was learned from, as it stands in its note: the prepared set's fingerprint and the samples.
Json learned_from(const data::PreparedSet& set, std::span<const uint32_t> samples);

// The product of a role and name. Throws InputError where the job names none such, where the file is not
// there or has another content than its hash says, and where it was learned from samples of this set that
// are not in `train` (ascending).
TensorFile open_artefact(const worker::TrainingJob& job, const std::string& role, const std::string& name,
                         const data::PreparedSet& set, std::span<const uint32_t> train);

// Puts weights into the submodule `part` of a network. Throws InputError where there is no such part, and
// where a name or size differs in either direction.
void load_part(models::Network& network, const std::string& part, const TensorFile& weights,
               const std::string& what);

}  // namespace purkinje::trainer
