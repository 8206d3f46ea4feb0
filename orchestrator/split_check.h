// Whether the splits of a plan can be learned and judged: every (protocol, data, seed, fold) once.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/error.h"
#include "orchestrator/planning.h"

namespace purkinje::orchestrator {

// How often each class of the manifest occurs in a training part.
struct TrainingCounts {
  std::vector<size_t> positives, negatives;
};

class SplitCheck {
 public:
  SplitCheck(const Tables& tables, const SplitFunctions& splits, metrics::Task task)
      : tables_(tables), splits_(splits), task_(task) {}

  // Makes the split and looks at it, unless an equal one was looked at before. What makes it useless is in
  // problems(): a part that is empty, a patient in two parts, a class that the training part cannot show; in
  // a binary task also one that the validation or test part cannot judge.
  void look_at(const Variant& variant, const data::Manifest& manifest, uint64_t seed, int fold);

  // Of a split that was looked at; nullptr where it could not be made.
  const TrainingCounts* training_counts(const Variant& variant, const data::Manifest& manifest, uint64_t seed,
                                        int fold) const;

  const Problems& problems() const { return problems_; }
  // What leaves some metrics undefined: classes of other tasks without positives or negatives in a part that
  // is judged, one sentence a class and part.
  std::vector<std::string> notes() const;

 private:
  // In how many of the splits, and the first of them.
  struct Gap {
    size_t splits = 0;
    std::string first;
  };

  std::string key_of(const Variant& variant, const data::Manifest& manifest, uint64_t seed, int fold) const;
  void find_gaps(const data::Split& split, const data::Manifest& manifest, const std::string& where);
  const data::Manifest& without_classes(const data::Manifest& manifest);

  const Tables& tables_;
  const SplitFunctions& splits_;
  metrics::Task task_;
  Problems problems_;
  size_t looked_at_ = 0;
  std::set<std::string> seen_, refused_;
  std::map<std::string, TrainingCounts> counts_;                           // by the split's identity
  std::map<std::tuple<std::string, std::string, std::string>, Gap> gaps_;  // class, part, what is missing
  std::map<std::string, data::Manifest> without_classes_;                  // by fingerprint
};

}  // namespace purkinje::orchestrator
