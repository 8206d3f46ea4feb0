#include "db/check.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "db/leaks.h"

namespace purkinje::db {
namespace {

std::string text(const Value& value) {
  if (const auto* found = std::get_if<std::string>(&value)) return *found;
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  return "";
}

struct Rule {
  const char* sql;       // names the jobs that break the rule
  const char* sentence;  // about one job
};

constexpr Rule kRules[] = {
    {"SELECT name FROM job j WHERE state = 'done' AND kind = 'training' AND NOT EXISTS "
     "(SELECT 1 FROM prediction_set p WHERE p.job = j.id)",
     "job {} is done without predictions"},
    {"SELECT name FROM job j WHERE state = 'done' AND kind <> 'artefact' AND NOT EXISTS "
     "(SELECT 1 FROM evaluation e WHERE e.job = j.id)",
     "job {} is done without an evaluation"},
    {"SELECT name FROM job j WHERE state = 'done' AND kind = 'artefact' AND NOT EXISTS "
     "(SELECT 1 FROM artefact a WHERE a.job = j.id)",
     "job {} is done without an artefact"},
    {"SELECT DISTINCT j.name FROM job j JOIN evaluation e ON e.job = j.id JOIN confusion x ON x.evaluation = "
     "e.id GROUP BY e.id HAVING count(*) <> count(DISTINCT x.truth) * count(DISTINCT x.decided) OR "
     "sum(x.count) > e.samples",
     "job {} has a confusion matrix that does not fit its samples"},
    {"SELECT DISTINCT j.name FROM job j JOIN region_weight w ON w.job = j.id GROUP BY j.id, w.stage, w.part, "
     "w.kind, w.sample HAVING count(*) <> 4",
     "job {} has weights of regions with regions missing"},
    {"SELECT j.name FROM job j JOIN attempt a ON a.id = j.attempt WHERE a.outcome <> 'done' OR a.job <> j.id",
     "job {} counts an attempt that did not finish it"},
    // An artefact that was lost is made again without those that are done.
    {"SELECT DISTINCT j.name FROM job j JOIN job_need n ON n.job = j.id JOIN job m ON m.id = n.need "
     "WHERE j.state = 'done' AND m.state <> 'done' AND m.kind <> 'artefact'",
     "job {} is done although a job that it needs is not"},
    {"SELECT DISTINCT j.name FROM job j JOIN prediction_set s ON s.job = j.id JOIN prediction p ON "
     "p.prediction_set = s.id GROUP BY s.id, p.sample HAVING count(*) <> s.outputs",
     "job {} has predictions with outputs missing"},
};

void check_file(const std::string& job, const char* what, const std::filesystem::path& file,
                const std::string& sha256, std::vector<std::string>& problems) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    problems.push_back(fmt::format("job {}: its {} {} is missing", job, what, file.string()));
  } else if (sha256_of_file(file) != sha256) {
    problems.push_back(fmt::format("job {}: its {} {} was altered", job, what, file.string()));
  }
}

// Of the file's pages; some damage ends the look at it.
std::vector<std::string> damage(const Reader& reader) {
  std::vector<std::string> problems;
  try {
    for (const auto& row : reader.query("PRAGMA integrity_check").rows)
      if (text(row[0]) != "ok") problems.push_back("file: " + text(row[0]));
  } catch (const InputError& error) {
    problems.emplace_back(error.what());
  }
  return problems;
}

}  // namespace

std::vector<std::string> check(const Reader& reader) {
  std::vector<std::string> problems = damage(reader);
  if (!problems.empty()) return problems;  // what a damaged file says of the rest says nothing
  for (const auto& row : reader.query("PRAGMA foreign_key_check").rows) {
    problems.push_back(
        fmt::format("table {}: a row refers to a row of {} that is not there", text(row[0]), text(row[2])));
  }
  for (const Rule& rule : kRules) {
    for (const auto& row : reader.query(rule.sql).rows)
      problems.push_back(fmt::format(fmt::runtime(rule.sentence), text(row[0])));
  }
  for (const auto& row :
       reader.query("SELECT j.name, w.file, w.sha256 FROM weights_file w JOIN job j ON j.id = w.job").rows)
    check_file(text(row[0]), "weights file", reader.file().parent_path() / text(row[1]), text(row[2]),
               problems);
  // An artefact is looked at while somebody needs it: afterwards its file may go.
  for (const auto& row :
       reader
           .query("SELECT j.name, a.file, a.sha256 FROM artefact a JOIN job j ON j.id = a.job WHERE EXISTS "
                  "(SELECT 1 FROM job_need n JOIN job u ON u.id = n.job WHERE n.need = j.id AND u.state <> "
                  "'done')")
           .rows)
    check_file(text(row[0]), "artefact",
               std::filesystem::path(reader.file().string() + ".run") / text(row[1]), text(row[2]), problems);
  for (std::string& leak : leaks(reader)) problems.push_back(std::move(leak));
  return problems;
}

}  // namespace purkinje::db
