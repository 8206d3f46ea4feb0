// Small prepared sets that a network can learn: the samples of each class carry a bump at a place of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/prepared/prepared.h"
#include "worker/job.h"

namespace purkinje::trainer {

using ClassSizes = std::vector<size_t>;  // samples of each class

// A temporary folder that goes with the object.
class PreparedFolder {
 public:
  // A binary set: positives have the bump, negatives nothing.
  PreparedFolder(size_t positives, size_t negatives, size_t leads = 3, int64_t length = 40);
  // A multi-class set, so many samples of the classes "a", "b", "c", ... Values lie in [0, 1].
  explicit PreparedFolder(const ClassSizes& samples_of_class, size_t leads = 1, int64_t length = 40);
  ~PreparedFolder();
  PreparedFolder(const PreparedFolder&) = delete;
  PreparedFolder& operator=(const PreparedFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  data::PreparedSet open() const { return data::PreparedSet::open(path_); }
  // Regions in every sample, by tenths of the length: baseline, P, P, baseline, QRS, baseline, T, T, T,
  // baseline.
  void add_regions();
  // Samples of another data set behind the own ones (after add_regions() they have none): positives and
  // negatives in turn, of patients of their own, every value `offset_mv` above noise.
  void add_external(const std::string& name, size_t samples, double offset_mv);
  // A job on this set with a small network and few epochs; `training` is added to its training block.
  worker::TrainingJob job(const Json& training = Json::object()) const;

 private:
  void write() const;

  std::filesystem::path path_;
  data::Manifest manifest_;
};

// Options of a network, those not given at their default.
Json network_options(const std::string& network, const Json& given);

}  // namespace purkinje::trainer
