#include "data/formats/csv.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/name_list.h"
#include "base/utf8.h"
#include "data/formats/text_fields.h"

namespace purkinje::data {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;  // byte order mark of spreadsheets
  }

  bool at_end() const { return at_ >= text_.size(); }
  int line() const { return line_; }

  std::vector<std::string> row() {
    std::vector<std::string> fields;
    do fields.push_back(field());
    while (took_comma_);
    return fields;
  }

 private:
  // One field and the separator or line end behind it.
  std::string field() {
    std::string out;
    took_comma_ = false;
    bool quoted = false;
    const int first_line = line_;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (quoted) {
        if (c != '"') {
          out += c;
        } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
          out += c;
          ++at_;
        } else {
          quoted = false;
        }
      } else if (c == '"' && out.empty()) {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        took_comma_ = c == ',';
        ++at_;
        return out;
      } else if (c != '\r') {
        out += c;
      }
    }
    if (quoted) throw InputError({file_, first_line, ""}, "a quoted field is never closed");
    return out;
  }

  std::string_view text_;
  const std::string& file_;
  size_t at_ = 0;
  int line_ = 1;
  bool took_comma_ = false;
};

}  // namespace

CsvTable CsvTable::load(const std::filesystem::path& file) {
  return parse(as_utf8(read_file(file)), file.string());
}

CsvTable CsvTable::parse(std::string_view text, const std::string& file) {
  CsvTable table;
  table.file_ = file;
  Reader reader(text, file);
  if (reader.at_end()) throw InputError({file, 1, ""}, "is empty; a line of column names is expected");
  for (const auto& name : reader.row()) {
    if (contains(table.columns_, trimmed(name)))
      throw InputError({file, 1, ""}, fmt::format("the column '{}' stands twice", trimmed(name)));
    table.columns_.emplace_back(trimmed(name));
  }
  while (!reader.at_end()) {
    const int line = reader.line();
    auto row = reader.row();
    if (row.size() == 1 && row[0].empty()) continue;  // an empty line
    if (row.size() != table.columns_.size())
      throw InputError({file, line, ""}, fmt::format("has {} fields; the first line names {}", row.size(),
                                                     table.columns_.size()));
    table.rows_.push_back(std::move(row));
    table.lines_.push_back(line);
  }
  return table;
}

size_t CsvTable::column(const std::string& name) const {
  const auto found = position_of(name, columns_);
  if (!found)
    throw InputError({file_, 1, ""},
                     fmt::format("there is no column '{}'{}", name, suggestion(name, columns_)));
  return *found;
}

}  // namespace purkinje::data
