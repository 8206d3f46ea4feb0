#include "tests/trainer/prepared_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/config.h"
#include "base/error.h"
#include "base/files.h"
#include "base/options.h"
#include "base/random.h"
#include "data/prepared/splits.h"
#include "models/registry.h"
#include "worker/training_options.h"

namespace purkinje::trainer {
namespace {

Json resolved(const OptionTable& table, const Json& options) {
  Problems problems;
  const auto given = Config::from_json(options, Place{"test", 0, ""});
  Json json = resolve_options(table, &given, Place{"test", 0, ""}, problems);
  problems.throw_if_any();
  return json;
}

std::filesystem::path temporary_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "purkinje-prepared-XXXXXX").string();
  return ::mkdtemp(name.data());
}

data::Manifest empty_manifest(std::vector<std::string> classes, size_t leads, int64_t length) {
  data::Manifest manifest;
  manifest.data_set = "bumps";
  manifest.fingerprint = "bumps-1";
  manifest.classes = std::move(classes);
  for (size_t lead = 0; lead < leads; ++lead) manifest.leads.push_back(fmt::format("L{}", lead));
  manifest.sample_rate_hz = 100;
  manifest.length = length;
  manifest.preprocessing = Json::object();
  return manifest;
}

void append(std::string& bytes, double value) {
  const auto number = static_cast<float>(value);
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

double bump(double from_centre) {
  return std::exp(-from_centre * from_centre / 9);
}

}  // namespace

PreparedFolder::PreparedFolder(size_t positives, size_t negatives, size_t leads, int64_t length)
    : path_(temporary_folder()), manifest_(empty_manifest({"bump"}, leads, length)) {
  std::string bytes;
  for (size_t i = 0; i < positives + negatives; ++i) {
    const bool positive = i < positives;
    const std::string record = fmt::format("r{}", i);
    manifest_.samples.push_back({record, record, 0, {static_cast<int8_t>(positive)}});
    RandomStream stream(random_key(i, 0, "test signal"));
    for (size_t lead = 0; lead < leads; ++lead)
      for (int64_t t = 0; t < length; ++t)
        append(bytes, 0.3 * stream.normal() + (positive ? 2 * bump(static_cast<double>(t - length / 2)) : 0));
  }
  write_file_atomically(path_ / "signals.f32", bytes);
  write();
}

PreparedFolder::PreparedFolder(const ClassSizes& samples_of_class, size_t leads, int64_t length)
    : path_(temporary_folder()), manifest_(empty_manifest({}, leads, length)) {
  const size_t classes = samples_of_class.size();
  for (size_t c = 0; c < classes; ++c) manifest_.classes.emplace_back(1, static_cast<char>('a' + c));
  std::string bytes;
  for (size_t c = 0; c < classes; ++c) {
    const auto centre =
        static_cast<double>(length) * static_cast<double>(c + 1) / static_cast<double>(classes + 1);
    for (size_t i = 0; i < samples_of_class[c]; ++i) {
      const std::string record = fmt::format("r{}", manifest_.samples.size());
      std::vector<int8_t> labels(classes);
      labels[c] = 1;
      RandomStream stream(random_key(manifest_.samples.size(), 0, "test signal"));
      manifest_.samples.push_back({record, record, static_cast<int64_t>(i), labels});
      for (size_t lead = 0; lead < leads; ++lead)
        for (int64_t t = 0; t < length; ++t)
          append(bytes, 0.2 * stream.uniform() + 0.8 * bump(static_cast<double>(t) - centre));
    }
  }
  write_file_atomically(path_ / "signals.f32", bytes);
  write();
}

PreparedFolder::~PreparedFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void PreparedFolder::write() const {
  write_file_atomically(path_ / "manifest.json", manifest_.to_json().dump());
}

void PreparedFolder::add_regions() {
  constexpr std::array<char, 10> kTenths = {0, 1, 1, 0, 2, 0, 3, 3, 3, 0};
  std::string one, all;
  for (int64_t t = 0; t < manifest_.length; ++t)
    one.push_back(kTenths.at(static_cast<size_t>(10 * t / manifest_.length)));
  for (size_t i = 0; i < manifest_.samples.size(); ++i) all += one;
  write_file_atomically(path_ / "regions.u8", all);
  manifest_.regions = "annotated";
  write();
}

void PreparedFolder::add_external(const std::string& name, size_t samples, double offset_mv) {
  std::string bytes = read_file(path_ / "signals.f32");
  manifest_.external.push_back({name, "other", "Another set", "", manifest_.samples.size(), samples});
  for (size_t i = 0; i < samples; ++i) {
    const std::string record = fmt::format("{}{}", name, i);
    std::vector<int8_t> labels(manifest_.classes.size());
    labels[i % labels.size()] = labels.size() == 1 ? static_cast<int8_t>(i % 2) : int8_t{1};
    manifest_.samples.push_back({record, record, 0, labels});
    RandomStream stream(random_key(i, 0, "external test signal"));
    for (size_t value = 0; value < manifest_.leads.size() * static_cast<size_t>(manifest_.length); ++value)
      append(bytes, offset_mv + 0.3 * stream.normal());
  }
  write_file_atomically(path_ / "signals.f32", bytes);
  write();
}

worker::TrainingJob PreparedFolder::job(const Json& training) const {
  worker::TrainingJob job;
  job.id = std::string(32, '0');
  job.network = "cnn_gru_attention";
  job.network_options = network_options(job.network, {{"temporal_channels", 4},
                                                      {"spatial_channels", 4},
                                                      {"fusion_channels", 8},
                                                      {"hidden", 8},
                                                      {"classifier_hidden", 8}});
  job.task = manifest_.classes.size() == 1 ? metrics::Task::binary : metrics::Task::multi_class;
  Json given = {{"epochs", 3}, {"batch_size", 16}, {"learning_rate", 0.01}};
  if (job.task == metrics::Task::multi_class)
    given.update({{"loss", "cross_entropy"}, {"sampling", "shuffled"}});
  given.update(training);
  job.training = resolved(worker::training_options(), given);
  job.protocol = resolved(data::split_options(), Json::object());
  job.classes = manifest_.classes;
  job.seed = 1;
  job.data_folder = path_.string();
  job.data_fingerprint = manifest_.fingerprint;
  return job;
}

Json network_options(const std::string& network, const Json& given) {
  return resolved(models::find_network(network)->options, given);
}

}  // namespace purkinje::trainer
