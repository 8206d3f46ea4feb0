// What the parts of the writer share. Inside db/ only.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <string>

#include "db/connection.h"
#include "db/writer.h"
#include "db/writer_lock.h"

namespace purkinje::db {

struct Writer::State {
  explicit State(const std::filesystem::path& file)
      : file(file),
        lock(file),
        database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE),
        sql(database) {}

  std::filesystem::path file;
  WriterLock lock;
  SQLite::Database database;
  Statements sql;
  std::string journal_mode;
  int version_found = 0;

  // What SQLite could not do, in one sentence: EnvironmentError for a full disk, a lock that stays, a file
  // that became read-only; InputError for a damaged file. Nothing of the change is stored.
  [[noreturn]] void fail(const SQLite::Exception& error) const;

  // Row ids of natural keys. Both throw InputError for what is not in the database.
  int64_t job_id(const std::string& job);
  int64_t data_set_id(const std::string& fingerprint);
  // Nothing for an empty fingerprint.
  std::optional<int64_t> data_set_id_or_null(const std::string& fingerprint);

  // Parts of transactions that others begin.
  void store_epochs(int64_t attempt, const std::vector<EpochRecord>& epochs);
  void store_evaluation(int64_t job, const EvaluationRecord& record);
  void delete_result(int64_t job);
  void take_back(int64_t job, int64_t attempt, const std::string& reason);
  void delete_epochs(int64_t attempt);
};

// Every change is one of these: all of it or nothing.
class WriteTransaction {
 public:
  explicit WriteTransaction(SQLite::Database& database)
      : transaction_(database, SQLite::TransactionBehavior::IMMEDIATE) {}
  void commit() { transaction_.commit(); }

 private:
  SQLite::Transaction transaction_;
};

}  // namespace purkinje::db
