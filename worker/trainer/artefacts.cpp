#include "worker/trainer/artefacts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "worker/trainer/modules.h"

namespace purkinje::trainer {
namespace {

const worker::ArtefactInput& find(const worker::TrainingJob& job, const std::string& role,
                                  const std::string& name) {
  std::vector<std::string> names;
  for (const auto& artefact : job.artefacts) {
    if (artefact.role != role) continue;
    if (artefact.name == name) return artefact;
    names.push_back(artefact.name);
  }
  throw InputError(fmt::format("this job has no {} artefact '{}'{}", role, name, suggestion(name, names)));
}

// A product that saw samples of this set outside our training part would carry validation or test into it.
void refuse_leaks(const Json& note, const data::PreparedSet& set, std::span<const uint32_t> train,
                  const std::string& what) {
  if (!note.is_object() || !note.contains("learned_from")) return;
  const auto& source = note["learned_from"];
  if (source.at("fingerprint") != set.manifest().fingerprint) return;  // of other data
  for (const uint32_t sample : source.at("samples").get<std::vector<uint32_t>>())
    if (!std::binary_search(train.begin(), train.end(), sample))
      throw InputError(
          fmt::format("{} was learned from samples that this job does not train on (sample {} "
                      "for one): give both the same protocol, seed and fold",
                      what, sample));
}

}  // namespace

Json learned_from(const data::PreparedSet& set, std::span<const uint32_t> samples) {
  return {{"fingerprint", set.manifest().fingerprint},
          {"samples", std::vector<uint32_t>(samples.begin(), samples.end())}};
}

TensorFile open_artefact(const worker::TrainingJob& job, const std::string& role, const std::string& name,
                         const data::PreparedSet& set, std::span<const uint32_t> train) {
  const auto& artefact = find(job, role, name);
  const std::string what = fmt::format("artefact '{}' ({})", name, artefact.file);
  const std::string bytes = read_file(artefact.file);
  if (sha256(bytes) != artefact.sha256)
    throw InputError(fmt::format("{} is not what its job wrote (its SHA-256 differs)", what));
  auto content = read_tensor_file(bytes, what);
  refuse_leaks(content.note, set, train, what);
  return content;
}

void load_part(models::Network& network, const std::string& part, const TensorFile& weights,
               const std::string& what) {
  const torch::NoGradGuard no_grad;
  std::set<std::string> missing;
  for (const auto& [name, tensor] : weights.tensors) missing.insert(name);
  const auto load = [&](const std::string& name, const torch::Tensor& target) {
    const auto found = weights.tensors.find(name);
    if (found == weights.tensors.end())
      throw InputError(
          fmt::format("{} has no tensor '{}', which the network's '{}' needs", what, name, part));
    if (found->second.sizes() != target.sizes())
      throw InputError(fmt::format("'{}' of {} is {}, the network's '{}' needs {}", name, what,
                                   fmt::join(found->second.sizes(), " x "), part,
                                   fmt::join(target.sizes(), " x ")));
    target.copy_(found->second);
    missing.erase(name);
  };
  const auto module = find_module(network, part, "training.pretrained_part");
  for (const auto& item : module->named_parameters()) load(item.key(), item.value());
  for (const auto& item : module->named_buffers()) load(item.key(), item.value());
  if (!missing.empty())
    throw InputError(fmt::format("{} has a tensor '{}' that the network's '{}' does not have", what,
                                 *missing.begin(), part));
}

}  // namespace purkinje::trainer
