// The writer's life, and the book-keeping of runs and attempts.
#include "db/writer.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "db/journal.h"
#include "db/migration.h"
#include "db/writer_state.h"

namespace purkinje::db {
namespace {

// The name by which a placement calls its host or device; of several devices "cuda:0, cuda:1".
std::string text_of(const Json& object, std::initializer_list<const char*> keys) {
  if (!object.is_object()) return {};
  for (const char* key : keys) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) continue;
    if (!found->is_array()) return found->is_string() ? found->get<std::string>() : found->dump();
    std::string names;
    for (const Json& name : *found)
      names += (names.empty() ? "" : ", ") + (name.is_string() ? name.get<std::string>() : name.dump());
    return names;
  }
  return {};
}

void check_place(const std::filesystem::path& file) {
  std::error_code ignored;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, ignored)) {
    throw InputError(fmt::format("{}: the folder {} does not exist", file.string(), folder.string()));
  }
  if (std::filesystem::is_directory(file, ignored)) {
    throw InputError(fmt::format("{}: is a folder, not a database", file.string()));
  }
  if (access(folder.c_str(), W_OK) != 0) {
    throw InputError(fmt::format("{}: the folder {} may not be written", file.string(), folder.string()));
  }
  if (std::filesystem::exists(file, ignored) && access(file.c_str(), W_OK) != 0) {
    throw InputError(fmt::format("{}: may not be written", file.string()));
  }
}

}  // namespace

Writer::Writer(const std::filesystem::path& file) {
  check(file);  // whose file is it? Asked before anything is written beside or into it
  try {
    open(file);
  } catch (const SQLite::Exception& error) {
    if (is_damage(error.getErrorCode())) throw damaged(file, error.what());
    throw EnvironmentError(fmt::format("{}: cannot be opened for writing: {}", file.string(), error.what()));
  }
}

void Writer::check(const std::filesystem::path& file) {
  check_place(file);
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored) || std::filesystem::file_size(file, ignored) == 0) return;
  try {
    SQLite::Database look(file.string(), SQLite::OPEN_READWRITE);
    look.setBusyTimeout(kBusyTimeoutMs);
    identify(look, file);
  } catch (const SQLite::Exception& error) {
    if (is_damage(error.getErrorCode())) throw damaged(file, error.what());
    throw EnvironmentError(fmt::format("{}: cannot be opened for writing: {}", file.string(), error.what()));
  }
}

void Writer::open(const std::filesystem::path& file) {
  state_ = std::make_unique<State>(file);
  set_up(state_->database);
  state_->version_found = bring_up_to_date(state_->database, file);
  const std::string wanted = journal_mode_of(file.has_parent_path() ? file.parent_path() : ".");
  state_->journal_mode = state_->database.execAndGet("PRAGMA journal_mode=" + wanted).getString();
  state_->database.exec("PRAGMA synchronous=FULL");  // a result leaves the spool once it is said to be stored
}

Writer::~Writer() {
  try {
    state_->database.setBusyTimeout(
        1000);  // a reader that stays keeps it in WAL mode: no harm, and nothing is lost
    state_->database.exec("PRAGMA journal_mode=DELETE");
  } catch (const std::exception&) {
  }
}

std::string Writer::journal_mode() const {
  return state_->journal_mode;
}

int Writer::version_found() const {
  return state_->version_found;
}

void Writer::State::fail(const SQLite::Exception& error) const {
  const std::string name = file.string();
  switch (error.getErrorCode()) {
    case SQLITE_FULL:
      throw EnvironmentError(
          fmt::format("{}: the disk is full: make room and run the same command again", name));
    case SQLITE_IOERR:
      throw EnvironmentError(fmt::format(
          "{}: cannot be written ({}): make sure that its disk is there and has room, then run the "
          "same command again",
          name, sqlite3_errstr(error.getExtendedErrorCode())));
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      throw EnvironmentError(fmt::format("{}: it or its folder may not be written any more", name));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw EnvironmentError(
          fmt::format("{}: another program has kept it locked for {} s", name, kBusyTimeoutMs / 1000));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw damaged(file, error.what());
    default:
      throw EnvironmentError(fmt::format("{}: cannot be written: {}", name, error.what()));
  }
}

int64_t Writer::State::job_id(const std::string& job) {
  Prepared select = sql("SELECT id FROM job WHERE name = ?1", job);
  if (!select.executeStep()) throw InputError(fmt::format("job {} is not in the database", job));
  return select.getColumn(0).getInt64();
}

int64_t Writer::add_run(const Json& description) try {
  state_->sql("INSERT INTO run (started_s, description) VALUES (?1, ?2)", now_s(), description.dump()).exec();
  return state_->database.getLastInsertRowid();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::end_run(int64_t run, const std::string& outcome) try {
  state_->sql("UPDATE run SET ended_s = ?2, outcome = ?3 WHERE id = ?1", run, now_s(), outcome).exec();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

int64_t Writer::add_attempt(const std::string& job, int64_t run, const Json& placement) try {
  WriteTransaction transaction(state_->database);
  const int64_t id = state_->job_id(job);
  state_
      ->sql(
          "INSERT INTO attempt (job, run, generation, host, device, placement, started_s) VALUES (?1, ?2, "
          "(SELECT ifnull(max(generation), 0) + 1 FROM attempt WHERE job = ?1), ?3, ?4, ?5, ?6)",
          id, run > 0 ? std::optional(run) : std::nullopt, text_or_null(text_of(placement, {"host", "node"})),
          text_or_null(text_of(placement, {"device", "devices"})), placement.dump(), now_s())
      .exec();
  const int64_t attempt = state_->database.getLastInsertRowid();
  transaction.commit();
  return attempt;
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

int64_t Writer::mark_running_as_lost() try {
  WriteTransaction transaction(state_->database);
  state_->sql("DELETE FROM epoch_series WHERE attempt IN (SELECT id FROM attempt WHERE outcome = 'running')")
      .exec();
  Prepared update = state_->sql(
      "UPDATE attempt SET outcome = 'lost', ended_s = ?1, message = 'the run ended before it' "
      "WHERE outcome = 'running'",
      now_s());
  const int64_t lost = update.exec();
  transaction.commit();
  return lost;
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::add_failure(const FailureRecord& failure) try {
  static constexpr std::array<const char*, 5> kOutcomes = {"failed", "lost", "cancelled", "preempted",
                                                           "pruned"};
  if (std::find(kOutcomes.begin(), kOutcomes.end(), failure.outcome) == kOutcomes.end()) {
    throw InputError(fmt::format("attempt {}: no attempt ends as '{}'", failure.attempt, failure.outcome));
  }
  WriteTransaction transaction(state_->database);
  Prepared update = state_->sql(
      "UPDATE attempt SET outcome = ?2, failure = ?3, message = ?4, ended_s = ?5 WHERE id = ?1 AND outcome = "
      "'running'",
      failure.attempt, failure.outcome, text_or_null(failure.failure), text_or_null(failure.message),
      now_s());
  const bool was_running = update.exec() > 0;
  // The losses before a failure explain it; those of an attempt that starts again come again.
  if (was_running && failure.outcome != "failed" && failure.outcome != "pruned")
    state_->delete_epochs(failure.attempt);
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::give_up(const std::string& job, const std::string& reason) try {
  state_
      ->sql("UPDATE job SET state = 'failed', reason = ?2 WHERE name = ?1 AND state <> 'done'", job,
            reason.empty() ? "no reason was given" : reason)
      .exec();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::add_progress(int64_t attempt, const std::vector<EpochRecord>& epochs) try {
  WriteTransaction transaction(state_->database);
  Prepared select = state_->sql("SELECT 1 FROM attempt WHERE id = ?1 AND outcome = 'running'", attempt);
  const bool running = select.executeStep();
  select.reset();
  if (running) state_->store_epochs(attempt, epochs);
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::State::delete_epochs(int64_t attempt) {
  sql("DELETE FROM epoch_series WHERE attempt = ?1", attempt).exec();
}

void Writer::State::store_epochs(int64_t attempt, const std::vector<EpochRecord>& epochs) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, int64_t> series;
  for (const EpochRecord& row : epochs) {
    int64_t& id = series[{row.stage, row.part, row.measure}];
    if (id == 0) {
      Prepared upsert =
          sql("INSERT INTO epoch_series (attempt, stage, part, measure) VALUES (?1, ?2, ?3, ?4) "
              "ON CONFLICT (attempt, stage, part, measure) DO UPDATE SET stage = excluded.stage RETURNING id",
              attempt, row.stage, row.part, row.measure);
      upsert.executeStep();
      id = upsert.getColumn(0).getInt64();
      upsert.reset();
    }
    sql("INSERT OR REPLACE INTO epoch_value (series, epoch, value) VALUES (?1, ?2, ?3)", id, row.epoch,
        row.value)
        .exec();
  }
}

}  // namespace purkinje::db
