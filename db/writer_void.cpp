// Results that are taken back: their jobs run again.
#include <fmt/format.h>

#include "base/error.h"
#include "db/writer_state.h"

namespace purkinje::db {

void Writer::State::delete_result(int64_t job) {
  for (const char* statement :
       {"DELETE FROM prediction_set WHERE job = ?1", "DELETE FROM trace WHERE job = ?1",
        "DELETE FROM weights_file WHERE job = ?1", "DELETE FROM evaluation WHERE job = ?1",
        "DELETE FROM region_weight WHERE job = ?1", "DELETE FROM artefact WHERE job = ?1"}) {
    sql(statement, job).exec();
  }
}

void Writer::State::take_back(int64_t job, int64_t attempt, const std::string& reason) {
  if (attempt > 0) {
    sql("INSERT INTO voided (attempt, reason, voided_s) VALUES (?1, ?2, ?3)", attempt, reason, now_s())
        .exec();
    delete_epochs(attempt);
  }
  delete_result(job);
  sql("UPDATE job SET state = 'pending', reason = NULL, attempt = NULL, parameters = NULL WHERE id = ?1", job)
      .exec();
}

std::vector<std::string> Writer::void_job(const std::string& job, const std::string& reason) try {
  WriteTransaction transaction(state_->database);
  Statements& sql = state_->sql;
  const int64_t first = state_->job_id(job);
  Prepared affected = sql(
      "WITH RECURSIVE touched(id) AS (SELECT ?1 UNION SELECT n.job FROM job_need n JOIN touched t ON n.need "
      "= t.id) "
      "SELECT j.id, j.name, j.attempt FROM touched t JOIN job j ON j.id = t.id WHERE j.state <> 'pending'",
      first);
  struct Touched {
    int64_t id, attempt;
    std::string name;
  };
  std::vector<Touched> jobs;
  bool first_is_there = false;
  while (affected.executeStep()) {
    jobs.push_back({affected.getColumn(0).getInt64(), affected.getColumn(2).getInt64(),
                    affected.getColumn(1).getString()});
    first_is_there = first_is_there || jobs.back().id == first;
  }
  affected.reset();
  if (!first_is_there)
    throw InputError(fmt::format("job {} is neither done nor failed: nothing to take back", job));

  std::vector<std::string> names;
  for (const Touched& touched : jobs) {
    state_->take_back(touched.id, touched.attempt,
                      touched.id == first ? reason : fmt::format("needs job {}: {}", job, reason));
    names.push_back(touched.name);
  }
  transaction.commit();
  return names;
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::void_artefact(const std::string& job, const std::string& reason) try {
  WriteTransaction transaction(state_->database);
  Prepared select = state_->sql(
      "SELECT id, attempt FROM job WHERE name = ?1 AND kind = 'artefact' AND state = 'done'", job);
  if (!select.executeStep()) throw InputError(fmt::format("job {} is no artefact that was made", job));
  const int64_t id = select.getColumn(0).getInt64();
  const int64_t attempt = select.getColumn(1).getInt64();
  select.reset();
  state_->take_back(id, attempt, reason);
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
