// What a worker needs to compute a derived job: stored scores of other jobs with their truth. Written by the
// coordinator into the run folder, because it is far too large for a message.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/job.h"

namespace purkinje::worker {

// The scores of one job that a derived job builds on.
struct DerivedMember {
  std::string name;                  // the variant, as the experiment calls it
  std::string stage = "train";       // whose predictions these are
  metrics::Scores validation, test;  // validation may be empty
};

struct DerivedRequest {
  std::string procedure;          // "pool": members of one stage put together; "ensemble": members combined
  std::string method;             // ensembles: of metrics/ensembles.h
  Json options = Json::object();  // ensembles: grid_step, regularisation
  metrics::Task task = metrics::Task::binary;
  std::vector<std::string> classes;
  std::vector<std::string> threshold_rules;
  std::string stage = "train";         // ensembles: the stage their predictions are stored as
  std::vector<DerivedMember> members;  // pool: stage by stage, the folds of each in order
  std::vector<uint32_t> validation_samples, test_samples;  // ensembles: whose scores these are, in order
  std::vector<PartRegionSums> regions;  // pool: of all members, a set for each stage, part and kind

  std::vector<uint8_t> to_cbor() const;
  // Throws InputError for bytes that are no request.
  static DerivedRequest from_cbor(const std::vector<uint8_t>& bytes);
};

}  // namespace purkinje::worker
