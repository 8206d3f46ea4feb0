// What is planned: data sets, revisions, variants, jobs and their cells.
#include <fmt/format.h>

#include "base/error.h"
#include "db/writer_state.h"

namespace purkinje::db {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

}  // namespace

std::string to_string(JobKind kind) {
  switch (kind) {
    case JobKind::training:
      return "training";
    case JobKind::artefact:
      return "artefact";
    case JobKind::derived:
      return "derived";
  }
  return "training";
}

int64_t Writer::State::data_set_id(const std::string& fingerprint) {
  Prepared select = sql("SELECT id FROM data_set WHERE fingerprint = ?1", fingerprint);
  if (!select.executeStep()) throw InputError(fmt::format("data set {} is not in the database", fingerprint));
  return select.getColumn(0).getInt64();
}

std::optional<int64_t> Writer::State::data_set_id_or_null(const std::string& fingerprint) {
  return fingerprint.empty() ? std::nullopt : std::optional(data_set_id(fingerprint));
}

void Writer::add_data_set(const DataSetRecord& data_set) try {
  WriteTransaction transaction(state_->database);
  Statements& sql = state_->sql;
  Prepared insert = sql(
      "INSERT INTO data_set (fingerprint, name, title, stand_in, sources, leads, sample_rate_hz, length, "
      "preprocessing) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (fingerprint) DO NOTHING",
      data_set.fingerprint, data_set.name, data_set.title, data_set.stand_in, joined(data_set.sources, "\n"),
      joined(data_set.leads, " "), data_set.sample_rate_hz, data_set.length, data_set.preprocessing.dump());
  if (insert.exec() == 0) return;
  const int64_t id = state_->database.getLastInsertRowid();

  std::vector<int64_t> classes;
  for (const std::string& name : data_set.classes) {
    sql("INSERT INTO class (data_set, position, name) VALUES (?1, ?2, ?3)", id, classes.size(), name).exec();
    classes.push_back(state_->database.getLastInsertRowid());
  }
  int64_t position = 0;
  for (const DataSetRecord::SampleRecord& sample : data_set.samples) {
    if (sample.labels.size() != classes.size()) {
      throw std::invalid_argument(fmt::format("sample {} of data set {} has {} labels for {} classes",
                                              sample.record, data_set.name, sample.labels.size(),
                                              classes.size()));
    }
    sql("INSERT INTO sample (data_set, position, record, patient, start) VALUES (?1, ?2, ?3, ?4, ?5)", id,
        position++, sample.record, sample.patient, sample.start)
        .exec();
    const int64_t row = state_->database.getLastInsertRowid();
    for (size_t k = 0; k < classes.size(); ++k) {
      sql("INSERT INTO sample_label (sample, class, label) VALUES (?1, ?2, ?3)", row, classes[k],
          sample.labels[k] >= 0 ? std::optional(sample.labels[k]) : std::nullopt)
          .exec();
    }
  }
  for (const DataSetRecord::ExternalPart& part : data_set.external)
    sql("INSERT INTO external_part (data_set, name, source, title, regions, first, samples) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6, ?7)",
        id, part.name, part.data_set, part.title, part.regions, static_cast<int64_t>(part.first),
        static_cast<int64_t>(part.size))
        .exec();
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

void Writer::add_plan(const RevisionRecord& revision, const std::vector<JobRecord>& jobs,
                      const std::vector<CellRecord>& cells) try {
  WriteTransaction transaction(state_->database);
  Statements& sql = state_->sql;

  // Planned again, a revision becomes the newest again.
  Prepared upsert =
      sql("INSERT INTO revision (digest, experiment, profile, resolved, source, data_set, planned) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, (SELECT ifnull(max(planned), 0) + 1 FROM revision)) ON CONFLICT (digest) "
          "DO UPDATE SET "
          "data_set = excluded.data_set, planned = iif(EXISTS (SELECT 1 FROM revision newer WHERE "
          "newer.experiment = revision.experiment AND newer.profile = revision.profile AND "
          "newer.planned > revision.planned), excluded.planned, revision.planned) RETURNING id",
          revision.digest, revision.experiment, revision.profile.empty() ? "full" : revision.profile,
          revision.resolved, revision.source, state_->data_set_id_or_null(revision.fingerprint));
  upsert.executeStep();
  const int64_t revision_id = upsert.getColumn(0).getInt64();
  upsert.reset();

  std::map<std::string, int64_t> variants;
  int64_t position = 0;
  for (const RevisionRecord::Variant& variant : revision.variants) {
    Prepared add =
        sql("INSERT INTO variant (revision, position, name, title, settings) VALUES (?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT (revision, name) DO UPDATE SET position = excluded.position RETURNING id",
            revision_id, position++, variant.name, variant.title, variant.settings.dump());
    add.executeStep();
    variants[variant.name] = add.getColumn(0).getInt64();
    add.reset();
  }

  std::vector<const JobRecord*> added;
  for (const JobRecord& job : jobs) {
    Prepared add =
        sql("INSERT INTO job (name, kind, procedure, identity, data_set, seed, fold, task) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO NOTHING",
            job.id, to_string(job.kind), job.procedure, job.identity.dump(),
            state_->data_set_id_or_null(job.fingerprint), job.seed, job.fold, job.task);
    if (add.exec() > 0) added.push_back(&job);
  }
  for (const JobRecord* job : added) {
    const int64_t id = state_->job_id(job->id);
    int64_t place = 0;
    for (const std::string& need : job->needs) {
      const int64_t need_id = state_->job_id(need);
      sql("INSERT INTO job_need (job, position, need) VALUES (?1, ?2, ?3)", id, place++, need_id).exec();
    }
  }
  for (const CellRecord& cell : cells) {
    const auto variant = variants.find(cell.variant);
    if (variant == variants.end()) {
      throw std::invalid_argument(fmt::format("cell of variant '{}', which revision {} does not have",
                                              cell.variant, revision.digest));
    }
    const int64_t job = state_->job_id(cell.job);
    sql("INSERT INTO cell (variant, seed, fold, job) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (variant, seed, ifnull(fold, -1)) DO UPDATE SET job = excluded.job",
        variant->second, cell.seed, cell.fold, job)
        .exec();
  }
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
