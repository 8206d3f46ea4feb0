#include "tests/worker/small_set.h"

#include <fmt/format.h>

#include "base/files.h"
#include "data/prepared/splits.h"

namespace purkinje {

data::Manifest small_manifest() {
  data::Manifest manifest;
  manifest.data_set = "small";
  manifest.title = "constants";
  manifest.fingerprint = std::string(64, 'a');
  manifest.classes = {"MI"};
  manifest.leads = {"I", "II"};
  manifest.sample_rate_hz = 100;
  manifest.length = 4;
  manifest.preprocessing = Json::object();
  for (int i = 0; i < 24; ++i) {
    const auto name = fmt::format("small/{:02}", i);
    manifest.samples.push_back({name, name, 0, {static_cast<int8_t>(i % 3 == 0)}});
  }
  return manifest;
}

void write_small_set(const std::filesystem::path& folder) {
  const auto manifest = small_manifest();
  std::filesystem::create_directories(folder);
  std::vector<float> array;
  for (size_t i = 0; i < manifest.samples.size(); ++i)
    for (int k = 0; k < 8; ++k) array.push_back(static_cast<float>(i));
  write_file_atomically(folder / "signals.f32",
                        {reinterpret_cast<const char*>(array.data()), array.size() * sizeof(float)});
  write_file_atomically(folder / "manifest.json", manifest.to_json().dump());
}

worker::TrainingJob small_job(const std::filesystem::path& set, uint64_t seed, int fold) {
  Problems problems;
  worker::TrainingJob job;
  job.id = fmt::format("{:032x}", seed * 1000 + static_cast<uint64_t>(fold));
  job.network = "none";
  job.network_options = Json::object();
  job.training = {{"epochs", 3}};
  job.protocol = resolve_options(data::split_options(), nullptr, {}, problems);
  problems.throw_if_any();
  job.classes = {"MI"};
  job.seed = seed;
  job.fold = fold;
  job.data_folder = set.string();
  job.data_fingerprint = std::string(64, 'a');
  return job;
}

}  // namespace purkinje
