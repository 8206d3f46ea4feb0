#include "tests/trainer/prepared_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "base/config.h"
#include "base/error.h"
#include "base/files.h"
#include "base/options.h"
#include "base/random.h"
#include "data/splits.h"
#include "models/registry.h"
#include "worker/training_options.h"

namespace purkinje::trainer {
namespace {

Json resolved(const OptionTable& table, const std::string& yaml) {
  Problems problems;
  const Config given = Config::parse(yaml, "test");
  Json json = resolve_options(table, &given, Place{"test", 0, ""}, problems);
  problems.throw_if_any();
  return json;
}

}  // namespace

PreparedFolder::PreparedFolder(size_t positives, size_t negatives, size_t leads, int64_t length) {
  std::string name = (std::filesystem::temp_directory_path() / "purkinje-prepared-XXXXXX").string();
  path_ = ::mkdtemp(name.data());

  data::Manifest manifest;
  manifest.data_set = "bumps";
  manifest.fingerprint = "bumps-1";
  manifest.classes = {"bump"};
  for (size_t lead = 0; lead < leads; ++lead) manifest.leads.push_back(fmt::format("L{}", lead));
  manifest.sample_rate_hz = 100;
  manifest.length = length;
  manifest.preprocessing = Json::object();

  std::string bytes;
  for (size_t i = 0; i < positives + negatives; ++i) {
    const bool positive = i < positives;
    const std::string record = fmt::format("r{}", i);
    manifest.samples.push_back({record, record, 0, {static_cast<int8_t>(positive)}});
    RandomStream stream(random_key(i, 0, "test signal"));
    for (size_t lead = 0; lead < leads; ++lead)
      for (int64_t t = 0; t < length; ++t) {
        const double from_centre = static_cast<double>(t - length / 2) / 3;
        const double bump = positive ? 2 * std::exp(-from_centre * from_centre) : 0;
        const auto value = static_cast<float>(0.3 * stream.normal() + bump);
        bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
      }
  }
  write_file_atomically(path_ / "manifest.json", manifest.to_json().dump());
  write_file_atomically(path_ / "signals.f32", bytes);
}

PreparedFolder::~PreparedFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

worker::TrainingJob PreparedFolder::job() const {
  worker::TrainingJob job;
  job.id = std::string(32, '0');
  job.network = "cnn_gru_attention";
  job.network_options = resolved(models::find_network(job.network)->options,
                                 "{temporal_channels: 4, spatial_channels: 4, fusion_channels: 8, hidden: 8, "
                                 "classifier_hidden: 8}");
  job.training = resolved(worker::training_options(), "{epochs: 3, batch_size: 16, learning_rate: 0.01}");
  job.protocol = resolved(data::split_options(), "{}");
  job.classes = {"bump"};
  job.seed = 1;
  job.data_folder = path_.string();
  job.data_fingerprint = "bumps-1";
  return job;
}

}  // namespace purkinje::trainer
