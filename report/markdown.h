// A table as GitHub-flavoured Markdown: it reads as a table on a web page and in an editor.
#pragma once

#include <string>

#include "report/table_model.h"

namespace purkinje::report {

std::string to_markdown(const Table& table);

// Text without characters that would be read as marks: pipes would end a cell, angle brackets start a tag.
std::string markdown_escaped(const std::string& text);

}  // namespace purkinje::report
