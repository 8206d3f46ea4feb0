// The folder beside the database that all ranks see: spool, logs, weights, artefacts, requests
// of derived jobs. One class knows its
// layout.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace purkinje::worker {

class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}
  // The run folder of a database: "results.db" has "results.db.run".
  static RunFolder beside(const std::filesystem::path& database);

  // Makes the folders. Throws EnvironmentError where that is not allowed.
  void create() const;

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path token_file() const { return root_ / "token"; }
  std::filesystem::path spool_file(const std::string& job, int64_t attempt) const;
  std::filesystem::path derived_request_file(const std::string& job) const;
  std::filesystem::path weights_file(const std::string& job) const;
  // The product of an artefact job. The database knows it by its name in this folder, so that database and
  // folder can be moved together.
  std::filesystem::path artefact_file(const std::string& job) const;
  std::string artefact_name(const std::string& job) const;
  std::filesystem::path trainer_log(int rank, int number) const;
  // Finished results that no commit has acknowledged, in a stable order.
  std::vector<std::filesystem::path> spooled() const;
  // Sets a spool file aside that cannot be read; returns where it lies now.
  std::filesystem::path set_aside(const std::filesystem::path& spool_file) const;

 private:
  std::filesystem::path root_;
};

}  // namespace purkinje::worker
