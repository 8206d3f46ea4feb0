#include "orchestrator/artefact_files.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/error.h"
#include "base/sha256.h"

namespace purkinje::orchestrator {
namespace {

namespace fs = std::filesystem;

// What is wrong with a file, in words that follow its name; empty: nothing.
std::string problem_with(const fs::path& file, const std::string& sha256) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return "is missing";
  try {
    return sha256_of_file(file) == sha256 ? "" : "was altered";
  } catch (const InputError&) {
    return "cannot be read";
  }
}

}  // namespace

void fill_artefacts(worker::TrainingJob& job, const db::Reader& reader, const worker::RunFolder& folder) {
  for (auto& input : job.artefacts) {
    const auto stored = reader.artefact(input.job);
    if (!stored)
      throw InputError(fmt::format("the artefact '{}' (job {}), which it needs, is not in the database",
                                   input.name, input.job.substr(0, 8)));
    input.file = (folder.root() / stored->file).string();
    input.sha256 = stored->sha256;
  }
}

std::vector<std::string> take_back_lost_artefacts(const Plan& plan, const std::set<size_t>& wanted,
                                                  const db::Reader& reader, const worker::RunFolder& folder,
                                                  db::Writer& writer) {
  std::vector<std::string> ids;
  for (const auto& job : plan.jobs) ids.push_back(job.record.id);
  const auto states = reader.job_states(ids);
  const auto is_done = [&](const std::string& id) {
    const auto state = states.find(id);
    return state != states.end() && state->second == "done";
  };
  std::set<std::string> needed;
  for (const size_t index : wanted) {
    const auto& record = plan.jobs[index].record;
    if (!is_done(record.id)) needed.insert(record.needs.begin(), record.needs.end());
  }
  std::vector<std::string> lines;
  for (auto job_place = plan.jobs.rbegin(); job_place != plan.jobs.rend(); ++job_place) {
    const auto& job = *job_place;  // needs come after what needs them
    const auto& id = job.record.id;
    if (job.record.kind != db::JobKind::artefact || !is_done(id) || !needed.count(id)) continue;
    const auto stored = reader.artefact(id);
    const auto file = folder.root() / (stored ? stored->file : folder.artefact_name(id));
    const auto problem = problem_with(file, stored ? stored->sha256 : "");
    if (problem.empty()) continue;
    needed.insert(job.record.needs.begin(), job.record.needs.end());
    writer.void_artefact(id, fmt::format("its file {}", problem));
    lines.push_back(fmt::format("artefact {} ({}): its file {} {}: it is made again", job.artefact,
                                id.substr(0, 8), file.string(), problem));
  }
  return lines;
}

}  // namespace purkinje::orchestrator
