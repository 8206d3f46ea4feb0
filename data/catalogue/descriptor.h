// The descriptor of a data set (data/sets/*.yaml) as a typed struct: parsed once, everything wrong in it said
// at once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/config.h"

namespace purkinje::data {

// A table beside the records, and how a record finds its row: the key's value is the record's path without
// extension, its file name without extension, or, with `pattern`, what the pattern's first group catches of
// that name.
struct TableSource {
  // Patterns, of which the first that files match counts; relative to the root of the set, or to the data
  // root with a leading "/".
  std::vector<std::string> files;
  std::string key;
  std::string pattern;
  bool optional = false;  // the set loads without the table
  Place place;
};

// The first pattern that matches the whole of a patient's name replaces it ("$1" is its first group), prefix
// included.
struct PatientRewrite {
  std::string match, to;
};

struct PatientSource {
  enum class Kind { record, column, field } kind = Kind::record;
  std::string name;  // of the column or of the header's field
  std::string
      prefix;  // before the colon: patients of two databases never meet unless they are the same people
  std::optional<TableSource> table;  // another table than the set's
  std::string otherwise;  // "$1" of the table's pattern: the patient where the table has no such row
  std::vector<PatientRewrite> rewrite;
};

struct LabelRule {
  std::string name;                // of the class
  std::vector<std::string> terms;  // codes, phrases or beat symbols; one of them makes the record positive
  // Columns of the table whose value, one of those listed, makes it positive too.
  std::vector<std::pair<std::string, std::vector<std::string>>> columns;
  Place place;
};

enum class LabelKind { none, csv, csv_codes, header_codes, header_text, annotations };

struct LabelSource {
  LabelKind kind = LabelKind::none;
  std::string column;     // csv_codes: the column with the codes
  std::string field;      // header_codes: the header's field
  std::string extension;  // annotations: of the annotation file
  std::vector<LabelRule> rules;
  std::vector<std::string> unknown;  // classes this source cannot tell
  Place place;
};

struct RecordSource {
  enum class Kind { list, glob, column } kind = Kind::list;
  std::string value;
  std::vector<std::string> exclude;  // record names
  Place place;
};

struct Descriptor {
  std::filesystem::path file;
  std::string name, title, stand_in;
  std::vector<std::string> sources;
  std::vector<std::string> classes;
  std::string root;
  std::string prefix;  // of record names; the set's name where absent
  RecordSource records;
  std::optional<TableSource> table;
  PatientSource patient;
  std::string age, sex;  // columns of the table where it has them, else fields of the header
  std::vector<std::pair<std::string, std::string>> sex_values;
  LabelSource labels;
  std::vector<std::pair<std::string, Place>> members;  // of a union
  bool skip_missing = false;                           // a union of the members that are there
  bool is_synthetic = false;
  Config synthetic;
};

// Throws InputError: a line with file, line, key and the nearest valid name for each thing that is wrong.
Descriptor read_descriptor(const std::filesystem::path& file);
Descriptor parse_descriptor(const Config& yaml, const std::filesystem::path& file);

}  // namespace purkinje::data
