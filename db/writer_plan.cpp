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
  Prepared select = sql("SELECT id FROM data_set WHERE fingerprint = ?1");
  select.bind(1, fingerprint);
  if (!select.executeStep()) throw InputError(fmt::format("data set {} is not in the database", fingerprint));
  return select.getColumn(0).getInt64();
}

void Writer::add_data_set(const DataSetRecord& data_set) try {
  WriteTransaction transaction(state_->database);
  Statements& sql = state_->sql;
  Prepared insert =
      sql("INSERT INTO data_set (fingerprint, name, title, stand_in, sources, leads, sample_rate_hz, length, "
          "preprocessing) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (fingerprint) DO NOTHING");
  insert.bind(1, data_set.fingerprint);
  insert.bind(2, data_set.name);
  insert.bind(3, data_set.title);
  insert.bind(4, data_set.stand_in);
  insert.bind(5, joined(data_set.sources, "\n"));
  insert.bind(6, joined(data_set.leads, " "));
  insert.bind(7, data_set.sample_rate_hz);
  insert.bind(8, data_set.length);
  insert.bind(9, data_set.preprocessing.dump());
  if (insert.exec() == 0) return;
  const int64_t id = state_->database.getLastInsertRowid();

  std::vector<int64_t> classes;
  for (const std::string& name : data_set.classes) {
    Prepared add = sql("INSERT INTO class (data_set, position, name) VALUES (?1, ?2, ?3)");
    add.bind(1, id);
    add.bind(2, static_cast<int64_t>(classes.size()));
    add.bind(3, name);
    add.exec();
    classes.push_back(state_->database.getLastInsertRowid());
  }
  int64_t position = 0;
  for (const DataSetRecord::SampleRecord& sample : data_set.samples) {
    if (sample.labels.size() != classes.size()) {
      throw std::invalid_argument(fmt::format("sample {} of data set {} has {} labels for {} classes",
                                              sample.record, data_set.name, sample.labels.size(),
                                              classes.size()));
    }
    Prepared add =
        sql("INSERT INTO sample (data_set, position, record, patient, start) VALUES (?1, ?2, ?3, ?4, ?5)");
    add.bind(1, id);
    add.bind(2, position++);
    add.bind(3, sample.record);
    add.bind(4, sample.patient);
    add.bind(5, sample.start);
    add.exec();
    const int64_t row = state_->database.getLastInsertRowid();
    for (size_t k = 0; k < classes.size(); ++k) {
      Prepared label = sql("INSERT INTO sample_label (sample, class, label) VALUES (?1, ?2, ?3)");
      label.bind(1, row);
      label.bind(2, classes[k]);
      if (sample.labels[k] >= 0) label.bind(3, static_cast<int>(sample.labels[k]));
      label.exec();
    }
  }
  for (const DataSetRecord::ExternalPart& part : data_set.external) {
    Prepared add =
        sql("INSERT INTO external_part (data_set, name, source, title, regions, first, samples) VALUES (?1, "
            "?2, ?3, ?4, ?5, ?6, ?7)");
    add.bind(1, id);
    add.bind(2, part.name);
    add.bind(3, part.data_set);
    add.bind(4, part.title);
    add.bind(5, part.regions);
    add.bind(6, static_cast<int64_t>(part.first));
    add.bind(7, static_cast<int64_t>(part.size));
    add.exec();
  }
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
          "newer.planned > revision.planned), excluded.planned, revision.planned) RETURNING id");
  upsert.bind(1, revision.digest);
  upsert.bind(2, revision.experiment);
  upsert.bind(3, revision.profile.empty() ? "full" : revision.profile);
  upsert.bind(4, revision.resolved);
  upsert.bind(5, revision.source);
  if (!revision.fingerprint.empty()) upsert.bind(6, state_->data_set_id(revision.fingerprint));
  upsert.executeStep();
  const int64_t revision_id = upsert.getColumn(0).getInt64();
  upsert.reset();

  std::map<std::string, int64_t> variants;
  int64_t position = 0;
  for (const RevisionRecord::Variant& variant : revision.variants) {
    Prepared add =
        sql("INSERT INTO variant (revision, position, name, title, settings) VALUES (?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT (revision, name) DO UPDATE SET position = excluded.position RETURNING id");
    add.bind(1, revision_id);
    add.bind(2, position++);
    add.bind(3, variant.name);
    add.bind(4, variant.title);
    add.bind(5, variant.settings.dump());
    add.executeStep();
    variants[variant.name] = add.getColumn(0).getInt64();
    add.reset();
  }

  std::vector<const JobRecord*> added;
  for (const JobRecord& job : jobs) {
    Prepared add =
        sql("INSERT INTO job (name, kind, procedure, identity, data_set, seed, fold, task) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO NOTHING");
    add.bind(1, job.id);
    add.bind(2, to_string(job.kind));
    add.bind(3, job.procedure);
    add.bind(4, job.identity.dump());
    if (!job.fingerprint.empty()) add.bind(5, state_->data_set_id(job.fingerprint));
    add.bind(6, static_cast<int64_t>(job.seed));
    bind(add, 7, job.fold);
    add.bind(8, job.task);
    if (add.exec() > 0) added.push_back(&job);
  }
  for (const JobRecord* job : added) {
    const int64_t id = state_->job_id(job->id);
    int64_t place = 0;
    for (const std::string& need : job->needs) {
      const int64_t need_id = state_->job_id(need);
      Prepared add = sql("INSERT INTO job_need (job, position, need) VALUES (?1, ?2, ?3)");
      add.bind(1, id);
      add.bind(2, place++);
      add.bind(3, need_id);
      add.exec();
    }
  }
  for (const CellRecord& cell : cells) {
    const auto variant = variants.find(cell.variant);
    if (variant == variants.end()) {
      throw std::invalid_argument(fmt::format("cell of variant '{}', which revision {} does not have",
                                              cell.variant, revision.digest));
    }
    const int64_t job = state_->job_id(cell.job);
    Prepared add =
        sql("INSERT INTO cell (variant, seed, fold, job) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT (variant, seed, ifnull(fold, -1)) DO UPDATE SET job = excluded.job");
    add.bind(1, variant->second);
    add.bind(2, static_cast<int64_t>(cell.seed));
    bind(add, 3, cell.fold);
    add.bind(4, job);
    add.exec();
  }
  transaction.commit();
} catch (const SQLite::Exception& error) {
  state_->fail(error);
}

}  // namespace purkinje::db
