#include "worker/run_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace purkinje::worker {

namespace fs = std::filesystem;

RunFolder RunFolder::beside(const fs::path& database) {
  return RunFolder(fs::absolute(database).string() + ".run");
}

void RunFolder::create() const {
  for (const char* folder : {"spool", "derived", "logs", "weights", "artefacts"}) {
    std::error_code error;
    fs::create_directories(root_ / folder, error);
    if (error)
      throw EnvironmentError(
          fmt::format("{}: cannot make the run folder: {}", root_.string(), error.message()));
  }
}

fs::path RunFolder::spool_file(const std::string& job, int64_t attempt) const {
  return root_ / "spool" / fmt::format("{}.{}.cbor", job, attempt);
}

fs::path RunFolder::derived_request_file(const std::string& job) const {
  return root_ / "derived" / (job + ".cbor");
}

fs::path RunFolder::weights_file(const std::string& job) const {
  return root_ / "weights" / (job + ".pt");
}

fs::path RunFolder::artefact_file(const std::string& job) const {
  return root_ / artefact_name(job);
}

std::string RunFolder::artefact_name(const std::string& job) const {
  return fmt::format("artefacts/{}.pt", job);
}

fs::path RunFolder::trainer_log(int rank, int number) const {
  return root_ / "logs" / fmt::format("rank{}-trainer{}.log", rank, number);
}

std::vector<fs::path> RunFolder::spooled() const {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / "spool", error))
    if (entry.path().extension() == ".cbor") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

fs::path RunFolder::set_aside(const fs::path& spool_file) const {
  fs::path aside = spool_file.string() + ".unreadable";
  fs::rename(spool_file, aside);
  return aside;
}

}  // namespace purkinje::worker
