// The files of artefact jobs: found for the jobs that need them, and checked at the start of a run.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "db/reader.h"
#include "db/writer.h"
#include "orchestrator/plan.h"
#include "worker/run_folder.h"

namespace purkinje::orchestrator {

// File and hash of every artefact that a job names. Throws InputError where one is not in the database.
void fill_artefacts(worker::TrainingJob& job, const db::Reader& reader, const worker::RunFolder& folder);

// Artefacts that are done but whose file is missing or altered are taken back, so that they are made again;
// only those that a wanted job, not done yet, needs. What has used such an artefact and is done keeps its
// result: the artefact's identity says what it was, and training it again changes nothing about that.
// Returns a sentence for each.
std::vector<std::string> take_back_lost_artefacts(const Plan& plan, const std::set<size_t>& wanted,
                                                  const db::Reader& reader, const worker::RunFolder& folder,
                                                  db::Writer& writer);

}  // namespace purkinje::orchestrator
