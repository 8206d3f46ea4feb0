#include "orchestrator/ingest.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"

namespace purkinje::orchestrator {

db::EpochRecord to_record(const worker::EpochRow& row) {
  return {row.stage, row.epoch, row.part, row.measure, row.value};
}

db::ResultRecord to_record(const worker::JobResult& result, const worker::RunFolder& folder) {
  db::ResultRecord record;
  record.job = result.job;
  record.attempt = result.attempt;
  for (const auto& row : result.trainer.epochs) record.epochs.push_back(to_record(row));
  for (const auto& p : result.trainer.predictions)
    record.predictions.push_back({p.stage, p.part, metrics::to_string(p.link), p.outputs, p.samples, p.raw});
  for (const auto& trace : result.trainer.traces)
    record.traces.push_back({trace.kind, trace.sample, trace.values, trace.signal_mv, trace.stage,
                             trace.class_name, trace.columns, trace.column_samples, trace.regions});
  for (const auto& w : result.trainer.regions)
    record.regions.push_back({w.stage, w.part, w.kind, w.samples, w.sums, w.steps});
  if (!result.trainer.artefact_sha256.empty())
    record.artefact = {folder.artefact_name(result.job), result.trainer.artefact_sha256,
                       result.trainer.artefact};
  for (const auto& part : result.evaluations)
    record.evaluations.push_back({part.stage, part.part, part.evaluation});
  record.weights_file = result.trainer.weights_file;
  record.weights_sha256 = result.trainer.weights_sha256;
  if (result.trainer.parameters > 0) record.parameters = result.trainer.parameters;
  record.environment = result.trainer.environment;
  record.train_seconds = result.train_seconds;
  return record;
}

worker::JobResult read_spool_file(const std::filesystem::path& file) {
  const auto bytes = read_file(file);
  return worker::JobResult::from_cbor({bytes.begin(), bytes.end()});
}

int ingest_spool(const worker::RunFolder& folder, db::Writer& writer,
                 const std::function<void(const std::string&)>& warn) {
  int committed = 0;
  for (const auto& file : folder.spooled()) {
    try {
      if (writer.add_result(to_record(read_spool_file(file), folder))) ++committed;
    } catch (const InputError& error) {
      warn(fmt::format("{} cannot be used and is kept as {}: {}", file.string(),
                       folder.set_aside(file).string(), error.what()));
      continue;
    }
    std::filesystem::remove(file);
  }
  return committed;
}

}  // namespace purkinje::orchestrator
