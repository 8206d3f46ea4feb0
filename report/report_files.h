// The report of a whole database: which experiments, their tables and figures, and the folder they are
// written to.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "db/reader.h"
#include "report/figure_traces.h"
#include "report/table_model.h"

namespace purkinje::report {

struct ExperimentReport {
  std::string experiment, profile, revision, data_title, stand_in;
  std::vector<Table> tables;
  std::vector<Figure> figures = {};
  bool complete() const;
};

// The newest revision of each experiment, or of the named one, of the named profile where one is given.
// Throws InputError for an empty database and for unknown names, with the nearest known one.
std::vector<ExperimentReport> read_reports(const db::Reader& reader, const std::string& experiment = "",
                                           const std::string& profile = "");

// Writes DIR/<experiment>/<table>.{md,tex,csv}, <figure>.svg, and README.md with all of them; returns the
// folders. Everything is made in memory first; a folder that cannot be written gives one EnvironmentError and
// no files.
std::vector<std::filesystem::path> write_reports(const std::vector<ExperimentReport>& reports,
                                                 const std::filesystem::path& dir);

// The README of one experiment.
std::string index_page(const ExperimentReport& report);

}  // namespace purkinje::report
