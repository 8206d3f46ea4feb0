// Which samples train, validate and test: decided by the protocol, the seed and the fold, and by nothing
// else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/options.h"
#include "data/prepared/prepared.h"

namespace purkinje::data {

struct NamedPart {
  std::string name;
  std::vector<uint32_t> samples;
};

// Indexes into the prepared set, ascending.
struct Split {
  std::vector<uint32_t> train, validation, test;
  std::vector<NamedPart> external = {};  // samples of other data sets: whole, in every fold, in no other part
};

// What a trained network predicts, with the names of the parts: validation, test, then the external parts.
std::vector<std::pair<std::string, std::span<const uint32_t>>> judged_parts(const Split& split);

// The options of the `protocol:` block that decide a split (kind, folds, group, validation, test,
// follow_seed, split_seed, record lists). `validation` is always a share of the training part.
const OptionTable& split_options();

// How many folds the protocol has: `folds` of stratified_kfold, else 1.
int split_folds(const Json& protocol);

// The split of one cell. `protocol` is resolved by split_options(). Stratified by the label set, groups kept
// together: the iterative stratification of Sechidis, Tsoumakas, Vlahavas 2011, with groups in the place of
// samples. The order of the samples does not matter, only their records, patients, starts and labels do;
// samples of external parts have no influence. The split's seed is `seed` where follow_seed is true, else
// split_seed. Throws InputError where there are fewer groups than folds, or a named record is not in the set.
Split make_split(const Json& protocol, const Manifest& manifest, uint64_t seed, int fold);

// What is wrong with a split for learning this task: a part without positives or negatives of a class, a
// patient in two parts. One sentence each; empty: nothing. An external part may lack a class, and two of them
// may share a patient; that none of them shares one with the own samples holds whatever may straddle.
std::vector<std::string> split_problems(const Split& split, const Manifest& manifest,
                                        bool patients_may_straddle);

// What external parts cannot judge: a class without positives or negatives. One sentence each.
std::vector<std::string> external_gaps(const Manifest& manifest);

}  // namespace purkinje::data
