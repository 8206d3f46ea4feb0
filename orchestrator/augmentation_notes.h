// Augmentation that adds nothing: no mistake, but two rows of a table are then the same training.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/experiment.h"
#include "orchestrator/split_check.h"

namespace purkinje::orchestrator {

class AugmentationNotes {
 public:
  // The training part of one split of a variant, and the artefacts that the variant names. `classes` and
  // `counts`: of the prepared set.
  void look_at(const Variant& variant, const std::vector<const Artefact*>& artefacts,
               const std::vector<std::string>& classes, const TrainingCounts& counts);

  // One sentence for each artefact that generates nothing in some split, and one for all variants whose
  // augmentation adds nothing for the same reason.
  std::vector<std::string> notes() const;

 private:
  struct Finding {
    size_t splits = 0, idle = 0;  // looked at; without anything to add
    std::string why;              // where it is idle
  };
  using Findings = std::vector<std::pair<std::string, Finding>>;  // by name, in the order of the experiment

  static void find(Findings& findings, const std::string& name, const std::string& why, bool idle);

  Findings variants_, artefacts_;
};

}  // namespace purkinje::orchestrator
