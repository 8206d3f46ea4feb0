// What artefact jobs say of their product (artefact.description), as numbers of a table: of a generator, how
// many samples it learned from and made, and how near these are to the real ones.
#pragma once

#include <string>
#include <vector>

#include "report/cell_source.h"

namespace purkinje::report {

struct ArtefactValue {
  std::string name;  // in the description, and of a column
  std::string label;
};

const std::vector<ArtefactValue>& artefact_values();
// Null where it is no such value.
const ArtefactValue* find_artefact_value(const std::string& name);

// One number of each cell: what the generator of the class, of all artefacts that the cell's job builds on,
// says. A cell whose job builds on none of this class has a reason instead, and so has a pool of folds,
// since each fold has a generator of its own.
std::vector<CellValue> artefact_cells(const db::Reader& reader, const std::string& revision_digest,
                                      const CellMetric& key);

}  // namespace purkinje::report
