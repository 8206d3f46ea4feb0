// Augmentation that adds nothing: no mistake, but two rows of a table are then the same training. And what is
// one: generators that will not make as many samples as are asked for.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/experiment.h"
#include "orchestrator/split_check.h"
#include "orchestrator/training_check.h"

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

  struct Shortage {
    std::string variant;
    SettingProblem problem;
  };
  // Each variant and class whose artefact will hold too few samples in some split: its job would fail.
  const std::vector<Shortage>& shortages() const { return shortages_; }

 private:
  // Of one class in a training part.
  struct Samples {
    size_t stored = 0, real = 0, missing = 0;  // by its artefact; there; to its augmentation_share
  };
  struct Finding {
    size_t splits = 0, idle = 0;  // looked at; without anything to add
    std::string why;              // where it is idle
  };
  using Findings = std::vector<std::pair<std::string, Finding>>;  // by name, in the order of the experiment

  static void find(Findings& findings, const std::string& name, const std::string& why, bool idle);

  void find_shortage(const Variant& variant, const std::string& class_name, const Samples& samples);

  Findings variants_, artefacts_;
  std::vector<Shortage> shortages_;
  std::set<std::pair<std::string, std::string>> short_of_;  // variant, class
};

}  // namespace purkinje::orchestrator
