// A table as GitHub-flavoured Markdown: it reads as a table on a web page and in an editor.
#pragma once

#include <string>

#include "report/table_model.h"

namespace purkinje::report {

std::string to_markdown(const Table& table);

}  // namespace purkinje::report
