// The single writer: only the coordinator opens a database this way.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "db/records.h"

namespace purkinje::db {

class Writer {
 public:
  // Creates the database or opens it (migrating an older schema). Throws InputError for a file that is no
  // Purkinje database, one from a newer version, a folder that may not be written; EnvironmentError where
  // another writer has it.
  explicit Writer(const std::filesystem::path& file);
  // Throws as the constructor would for this place and file, and writes nothing: asked before long work
  // begins.
  static void check(const std::filesystem::path& file);
  ~Writer();  // back to a rollback journal, so that the file opens read-only anywhere
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void add_data_set(const DataSetRecord& data_set);  // nothing where the fingerprint is known
  // In one transaction: the revision (nothing where its digest is known), the jobs that are new, the cells.
  void add_plan(const RevisionRecord& revision, const std::vector<JobRecord>& jobs,
                const std::vector<CellRecord>& cells);
  // Every attempt still `running` becomes `lost`; returns how many. Called once at start, after the spool is
  // ingested.
  int64_t mark_running_as_lost();
  // A new run of the command (host, ranks, command line); attempts belong to it.
  int64_t add_run(const Json& description);
  // Starts an attempt; returns its number, unique in the database.
  int64_t add_attempt(const std::string& job, int64_t run, const Json& placement);
  // In one transaction: the attempt is `done` and the job has its result. False where the job was done
  // already (a late twin): then the attempt is `cancelled` and nothing else is stored.
  bool add_result(const ResultRecord& result);
  void add_failure(const FailureRecord& failure);
  // A job that will not run again: failed for good, with the reason.
  void give_up(const std::string& job, const std::string& reason);
  // Epochs of an attempt in flight, replaced by add_result: what `status --watch` shows. In batches, one
  // transaction.
  void add_progress(int64_t attempt, const std::vector<EpochRecord>& epochs);
  void end_run(int64_t run, const std::string& outcome);

  // Takes a job's result back (or its giving up), with the reason, and those of all jobs that need it: they
  // run again. Returns the ids of the jobs that are pending now. Throws InputError for a job that is neither
  // done nor failed.
  std::vector<std::string> void_job(const std::string& job, const std::string& reason);
  // Takes back an artefact whose file is gone or altered: the artefact alone. What has used it keeps its
  // result, which is as valid as before. Throws InputError for a job that is no artefact or not done.
  void void_artefact(const std::string& job, const std::string& reason);
  // In one transaction: a done job's evaluations become these (`db recompute`).
  void replace_evaluations(const std::string& job, const std::vector<EvaluationRecord>& evaluations);

  // "wal", or "delete" on a network file system: a line for the log.
  std::string journal_mode() const;
  // The schema version the file had when it was opened; 0: it is new.
  int version_found() const;

 private:
  void open(const std::filesystem::path& file);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace purkinje::db
