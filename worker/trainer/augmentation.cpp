#include "worker/trainer/augmentation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/random.h"
#include "worker/trainer/artefacts.h"
#include "worker/training_rules.h"

namespace purkinje::trainer {
namespace {

void duplicate(std::vector<uint32_t>& samples, const LabelTable& table, const TrainingOptions& options,
               const worker::TrainingJob& job) {
  const auto missing = missing_samples(table, options.augmentation_share);
  const std::vector<uint32_t> train = samples;
  for (size_t column = 0; column < missing.size(); ++column) {
    std::vector<uint32_t> own;
    for (size_t i = 0; i < train.size(); ++i)
      if (table.at(i, column) == 1) own.push_back(train[i]);
    if (missing[column] > 0 && own.empty())
      throw InputError(fmt::format("the training part has no sample of '{}' to repeat", job.classes[column]));
    RandomStream stream(random_key(job.seed, static_cast<uint64_t>(job.fold), "duplication", column));
    stream.shuffle(own);
    for (size_t i = 0; i < missing[column]; ++i) samples.push_back(own[i % own.size()]);
  }
}

size_t class_of(const TensorFile& artefact, const worker::TrainingJob& job, const std::string& name) {
  const std::string given = artefact.note.is_object() ? artefact.note.value("class", "") : "";
  const auto found = std::find(job.classes.begin(), job.classes.end(), given);
  if (found == job.classes.end())
    throw InputError(fmt::format("artefact '{}' holds samples of class '{}', which this job does not have{}",
                                 name, given, suggestion(given, job.classes)));
  return static_cast<size_t>(found - job.classes.begin());
}

// Adds the first of the artefacts' samples, so many of each class as `missing` says. Returns which classes
// have an artefact; what is still missing of these stays in `missing`.
std::vector<bool> add_synthetic(std::vector<uint32_t>& samples, std::vector<size_t>& missing,
                                const std::vector<uint32_t>& train, const TrainingOptions& options,
                                const worker::TrainingJob& job, BatchSource& source) {
  std::vector<bool> has_artefact(job.classes.size());
  for (const auto& name : options.synthetic_from) {
    const auto artefact = open_artefact(job, "synthetic", name, source.set(), train);
    const auto beats = artefact.tensors.find("beats");
    if (beats == artefact.tensors.end()) throw InputError(fmt::format("artefact '{}' holds no beats", name));
    const size_t column = class_of(artefact, job, name);
    const auto count = std::min(missing[column], static_cast<size_t>(beats->second.size(0)));
    const auto first = source.add_samples(beats->second.slice(0, 0, static_cast<int64_t>(count)), column);
    for (size_t i = 0; i < count; ++i) samples.push_back(first + static_cast<uint32_t>(i));
    missing[column] -= count;
    has_artefact[column] = true;
  }
  return has_artefact;
}

void fill_up(std::vector<uint32_t>& samples, const LabelTable& table, const TrainingOptions& options,
             const worker::TrainingJob& job, BatchSource& source) {
  const std::vector<uint32_t> train = samples;
  auto missing = missing_samples(table, options.augmentation_share);
  const auto has_artefact = add_synthetic(samples, missing, train, options, job, source);
  for (size_t column = 0; column < missing.size(); ++column)
    if (has_artefact[column] && missing[column] > 0)
      throw InputError(fmt::format(
          "the artefacts of class '{}' are {} samples short of a share of {} of the largest class: raise "
          "their generated_share",
          job.classes[column], missing[column], options.augmentation_share));
}

// Real samples of the artefacts' classes out, as many generated ones in.
void replace_real(std::vector<uint32_t>& samples, const LabelTable& table, const TrainingOptions& options,
                  const worker::TrainingJob& job, BatchSource& source) {
  const std::vector<uint32_t> train = samples;
  auto missing = count_classes(table).positives;
  const auto real = missing;
  samples.clear();
  const auto replaced = add_synthetic(samples, missing, train, options, job, source);
  for (size_t column = 0; column < missing.size(); ++column)
    if (replaced[column] && missing[column] > 0)
      throw InputError(Place{"", 0, "training.augmentation"},
                       fmt::format("the artefacts of class '{}' hold {} samples, and synthetic_only puts one "
                                   "in the place of each of {} real ones: set their generated_at_least to 1",
                                   job.classes[column], real[column] - missing[column], real[column]));
  std::vector<uint32_t> kept;
  for (size_t i = 0; i < train.size(); ++i) {
    bool stays = true;
    for (size_t column = 0; column < replaced.size(); ++column)
      stays = stays && !(replaced[column] && table.at(i, column) == 1);
    if (stays) kept.push_back(train[i]);
  }
  samples.insert(samples.begin(), kept.begin(), kept.end());
}

}  // namespace

std::vector<size_t> missing_samples(const LabelTable& table, double share) {
  const auto counts = count_classes(table);
  return worker::missing_samples(counts.positives, counts.negatives, share);
}

std::vector<uint32_t> augmented(const std::vector<uint32_t>& train, const TrainingOptions& options,
                                const worker::TrainingJob& job, BatchSource& source) {
  if (options.augmentation == TrainingOptions::Augmentation::none) return train;
  if (job.task == metrics::Task::multi_label)
    throw InputError(Place{"", 0, "training.augmentation"},
                     "a multi_label task cannot be filled up class by class: use sampling: weighted");
  auto samples = train;
  const auto table = source.label_table(train);
  switch (options.augmentation) {
    case TrainingOptions::Augmentation::none:
      break;
    case TrainingOptions::Augmentation::duplication:
      duplicate(samples, table, options, job);
      break;
    case TrainingOptions::Augmentation::synthetic:
      fill_up(samples, table, options, job, source);
      break;
    case TrainingOptions::Augmentation::synthetic_only:
      replace_real(samples, table, options, job, source);
      break;
  }
  return samples;
}

}  // namespace purkinje::trainer
