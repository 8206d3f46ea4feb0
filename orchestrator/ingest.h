// Finished results on their way from the spool into the database.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "db/writer.h"
#include "worker/job.h"
#include "worker/run_folder.h"

namespace purkinje::orchestrator {

// The product of an artefact job is known by its name in the run folder.
db::ResultRecord to_record(const worker::JobResult& result, const worker::RunFolder& folder);
db::EpochRecord to_record(const worker::EpochRow& row);

// Reads a spool file. Throws InputError where it holds no result.
worker::JobResult read_spool_file(const std::filesystem::path& file);

// Commits everything that an earlier run left in the spool and removes it there; what cannot be read is set
// aside and told to `warn`. Returns how many results were committed.
int ingest_spool(const worker::RunFolder& folder, db::Writer& writer,
                 const std::function<void(const std::string&)>& warn);

}  // namespace purkinje::orchestrator
