#include "data/catalogue/descriptor.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "base/json.h"
#include "base/name_list.h"
#include "base/options.h"

namespace purkinje::data {
namespace {

Option text(const char* name, const char* help) {
  return {.name = name, .kind = OptionKind::text, .default_value = nullptr, .help = help, .optional = true};
}
Option required_text(const char* name, const char* help) {
  return {.name = name, .kind = OptionKind::text, .default_value = nullptr, .help = help};
}
Option texts(const char* name, const char* help) {
  return {.name = name, .kind = OptionKind::texts, .default_value = Json::array(), .help = help};
}
Option any(const char* name, const char* help) {
  return {.name = name, .kind = OptionKind::any, .default_value = nullptr, .help = help, .optional = true};
}
Option boolean(const char* name, const char* help) {
  return {.name = name, .kind = OptionKind::boolean, .default_value = false, .help = help};
}

std::string text_of(const Json& json, const char* key) {
  const auto value = json.value(key, Json());
  return value.is_string() ? value.get<std::string>() : std::string();
}
std::vector<std::string> texts_of(const Json& json, const char* key) {
  const auto value = json.value(key, Json());
  return value.is_array() ? value.get<std::vector<std::string>>() : std::vector<std::string>();
}

const OptionTable kTop{
    required_text("name", "how experiments name the set"),
    required_text("title", "one line for people"),
    texts("sources", "citation and licence, a line each"),
    text("stand_in", "a sentence, where the set stands in for another"),
    texts("classes", "the labels of a record, in order"),
    text("root", "folder of the records, below the data root"),
    text("prefix", "first part of record names; the set's name where absent"),
    any("records", "list: a file with a record a line; glob: a pattern of headers; column: of the table"),
    any("table", "a CSV file with a row for each record"),
    any("patient", "where the patient of a record is written"),
    text("age", "column of the table or field of the header"),
    text("sex", "column of the table or field of the header"),
    any("sex_values", "what the source's values mean, for example {0: M, 1: F}"),
    any("labels", "where the classes come from"),
    texts("union", "names of the sets this one is made of"),
    boolean("skip_missing", "a union leaves out the members whose folder is absent"),
    any("synthetic", "options of the generator")};
const OptionTable kRecords{text("list", "a file with a record a line"),
                           text("glob", "a pattern of header files"),
                           text("column", "a column of the table with the records' paths"),
                           texts("exclude", "record names to leave out")};
const OptionTable kTable{
    {.name = "file",
     .kind = OptionKind::any,
     .default_value = nullptr,
     .help = "the CSV file, a pattern that one file matches, or a list of these, the first that is there"},
    required_text("key", "the column that names the record"),
    text("pattern", "its first group, in the record's name, is looked up in the key column"),
    boolean("optional", "the set loads without this table")};
const OptionTable kPatient{text("column", "of the table"),
                           text("field", "of the header"),
                           text("prefix", "before the colon"),
                           any("table", "another table than the set's"),
                           text("otherwise", "where the table has no row; $1 is the pattern's group"),
                           any("rewrite", "map of pattern to patient, for people known under several names")};
const OptionTable kLabels{{.name = "kind",
                           .kind = OptionKind::text,
                           .default_value = nullptr,
                           .help = "where labels come from",
                           .choices = {"csv", "csv_codes", "header_codes", "header_text", "annotations"}},
                          text("column", "csv_codes: the column with the codes"),
                          text("field", "header_codes: the header's field, for example Dx"),
                          text("extension", "annotations: of the file, for example atr"),
                          any("rules", "map of class to its codes, phrases, symbols or column"),
                          any("columns", "map of class to {column: [values]}"),
                          texts("unknown", "classes this source cannot tell")};

class Parser {
 public:
  Parser(const Config& yaml, std::filesystem::path file) : yaml_(yaml) { out_.file = std::move(file); }

  Descriptor parse() {
    const auto top = resolve_options(kTop, &yaml_, yaml_.place(), problems_);
    out_.name = text_of(top, "name");
    if (!out_.name.empty() && out_.name != out_.file.stem())
      problems_.add(yaml_.find("name")->place(),
                    fmt::format("'{}' is not the name of the file, by which sets are found ('{}')", out_.name,
                                out_.file.stem().string()));
    out_.title = text_of(top, "title");
    out_.stand_in = text_of(top, "stand_in");
    out_.sources = texts_of(top, "sources");
    out_.classes = texts_of(top, "classes");
    out_.root = text_of(top, "root");
    out_.prefix = text_of(top, "prefix");
    if (out_.prefix.empty()) out_.prefix = out_.name;
    out_.age = text_of(top, "age");
    out_.sex = text_of(top, "sex");
    out_.skip_missing = top.value("skip_missing", false);
    read_kind();
    problems_.throw_if_any();
    return std::move(out_);
  }

 private:
  // A set is one of: a folder of records, a union, made by the generator.
  void read_kind() {
    const auto* members = yaml_.find("union");
    const auto* synthetic = yaml_.find("synthetic");
    const auto* records = yaml_.find("records");
    const int kinds = (members ? 1 : 0) + (synthetic ? 1 : 0) + (records ? 1 : 0);
    if (kinds != 1)
      return problems_.add(
          yaml_.place(), fmt::format("one of 'records', 'union' and 'synthetic' is expected, not {}", kinds));
    if (synthetic) {
      out_.is_synthetic = true;
      out_.synthetic = *synthetic;
      return;
    }
    check_classes();
    if (members) {
      for (const auto& item : members->items()) out_.members.emplace_back(item.scalar(), item.place());
      if (out_.members.empty()) problems_.add(members->place(), "names no sets");
      return;
    }
    read_records(*records);
    if (const auto* table = yaml_.find("table")) out_.table = read_table(*table);
    if (const auto* patient = yaml_.find("patient")) read_patient(*patient);
    if (out_.patient.prefix.empty()) out_.patient.prefix = out_.prefix;
    if (const auto* values = yaml_.find("sex_values"))
      for (const auto& [from, to] : values->entries()) out_.sex_values.emplace_back(from, to.scalar());
    if (const auto* labels = yaml_.find("labels")) {
      read_labels(*labels);
    } else if (!out_.classes.empty()) {
      problems_.add(yaml_.place(), "has classes, but no 'labels' that say where they come from");
    }
  }

  void check_classes() {
    const auto* place = yaml_.find("classes");
    for (size_t i = 0; i < out_.classes.size(); ++i)
      if (std::count(out_.classes.begin(), out_.classes.end(), out_.classes[i]) > 1 && place)
        return problems_.add(place->place(), fmt::format("the class '{}' stands twice", out_.classes[i]));
  }

  void read_records(const Config& yaml) {
    const auto json = resolve_options(kRecords, &yaml, yaml.place(), problems_);
    int given = 0;
    const std::pair<const char*, RecordSource::Kind> kinds[] = {{"list", RecordSource::Kind::list},
                                                                {"glob", RecordSource::Kind::glob},
                                                                {"column", RecordSource::Kind::column}};
    for (const auto& [key, kind] : kinds) {
      if (text_of(json, key).empty()) continue;
      ++given;
      out_.records.kind = kind;
      out_.records.value = text_of(json, key);
      out_.records.place = yaml.find(key)->place();
    }
    if (given != 1)
      problems_.add(yaml.place(),
                    fmt::format("one of 'list', 'glob' and 'column' is expected, not {}", given));
    out_.records.exclude = texts_of(json, "exclude");
    if (out_.records.kind == RecordSource::Kind::column && !yaml_.find("table"))
      problems_.add(yaml.place(), "records of a column need a 'table'");
  }

  TableSource read_table(const Config& yaml) {
    const auto json = resolve_options(kTable, &yaml, yaml.place(), problems_);
    TableSource table{
        {}, text_of(json, "key"), text_of(json, "pattern"), json.value("optional", false), yaml.place()};
    if (const auto* file = yaml.find("file")) {
      table.files = list_or_one(*file);
      if (table.files.empty()) problems_.add(file->place(), "a text or a list of texts is expected");
    }
    if (const auto* pattern = yaml.find("pattern")) check_pattern(table.pattern, pattern->place());
    return table;
  }

  void check_pattern(const std::string& pattern, const Place& place) {
    try {
      const std::regex tried(pattern);
    } catch (const std::regex_error& error) {
      problems_.add(place, fmt::format("'{}' is not a regular expression: {}", pattern, error.what()));
    }
  }

  void read_patient(const Config& yaml) {
    const auto json = resolve_options(kPatient, &yaml, yaml.place(), problems_);
    auto& patient = out_.patient;
    patient.prefix = text_of(json, "prefix");
    patient.otherwise = text_of(json, "otherwise");
    const auto column = text_of(json, "column"), field = text_of(json, "field");
    if (!column.empty() && !field.empty())
      problems_.add(yaml.place(), "one of 'column' and 'field' is expected, not both");
    if (!column.empty()) patient.kind = PatientSource::Kind::column;
    if (!field.empty()) patient.kind = PatientSource::Kind::field;
    patient.name = column.empty() ? field : column;
    if (const auto* table = yaml.find("table")) patient.table = read_table(*table);
    if (!column.empty() && !patient.table && !out_.table)
      problems_.add(yaml.place(), "a patient column needs a 'table', here or for the whole set");
    if (const auto* rewrite = yaml.find("rewrite"))
      for (const auto& [match, to] : rewrite->entries()) {
        check_pattern(match, to.place());
        patient.rewrite.push_back({match, to.scalar()});
      }
  }

  void read_labels(const Config& yaml) {
    const auto json = resolve_options(kLabels, &yaml, yaml.place(), problems_);
    auto& labels = out_.labels;
    labels.place = yaml.place();
    static const std::pair<const char*, LabelKind> kKinds[] = {{"csv", LabelKind::csv},
                                                               {"csv_codes", LabelKind::csv_codes},
                                                               {"header_codes", LabelKind::header_codes},
                                                               {"header_text", LabelKind::header_text},
                                                               {"annotations", LabelKind::annotations}};
    for (const auto& [name, kind] : kKinds)
      if (text_of(json, "kind") == name) labels.kind = kind;
    labels.column = text_of(json, "column");
    labels.field = text_of(json, "field");
    labels.extension = text_of(json, "extension");
    labels.unknown = texts_of(json, "unknown");
    for (const auto& name : labels.unknown) check_class(name, yaml.find("unknown")->place());
    for (const auto& name : out_.classes) labels.rules.push_back({name, {}, {}, yaml.place()});
    if (const auto* rules = yaml.find("rules"))
      for (const auto& [name, terms] : rules->entries()) read_rule(name, terms);
    if (const auto* columns = yaml.find("columns"))
      for (const auto& [name, values] : columns->entries()) read_columns(name, values);
    check_labels(yaml);
  }

  LabelRule* rule_of(const std::string& name, const Place& place) {
    if (!check_class(name, place)) return nullptr;
    for (auto& rule : out_.labels.rules)
      if (rule.name == name) return &rule;
    return nullptr;
  }

  static std::vector<std::string> list_or_one(const Config& yaml) {
    std::vector<std::string> out;
    if (yaml.is_scalar()) out.push_back(yaml.scalar());
    for (const auto& item : yaml.items()) out.push_back(item.scalar());
    return out;
  }

  void read_rule(const std::string& name, const Config& terms) {
    auto* rule = rule_of(name, terms.place());
    if (!rule) return;
    rule->terms = list_or_one(terms);
    rule->place = terms.place();
    if (rule->terms.empty()) problems_.add(terms.place(), "a text or a list of texts is expected");
  }

  void read_columns(const std::string& name, const Config& columns) {
    auto* rule = rule_of(name, columns.place());
    if (!rule) return;
    for (const auto& [column, values] : columns.entries())
      rule->columns.emplace_back(column, list_or_one(values));
    if (rule->columns.empty()) problems_.add(columns.place(), "a map of column to values is expected");
  }

  bool check_class(const std::string& name, const Place& place) {
    if (contains(out_.classes, name)) return true;
    problems_.add(place,
                  fmt::format("'{}' is not one of the classes{}", name, suggestion(name, out_.classes)));
    return false;
  }

  void check_labels(const Config& yaml) {
    auto& labels = out_.labels;
    const auto need = [&](bool present, const char* what) {
      if (!present) problems_.add(yaml.place(), fmt::format("'{}' is missing for this kind of labels", what));
    };
    if (labels.kind == LabelKind::csv_codes) need(!labels.column.empty(), "column");
    if (labels.kind == LabelKind::header_codes) need(!labels.field.empty(), "field");
    if (labels.kind == LabelKind::annotations) need(!labels.extension.empty(), "extension");
    if (labels.kind == LabelKind::csv || labels.kind == LabelKind::csv_codes)
      need(out_.table.has_value(), "table");
    if (labels.kind == LabelKind::none) return;
    for (auto& rule : labels.rules) {
      const bool is_unknown = contains(labels.unknown, rule.name);
      if (labels.kind == LabelKind::csv && rule.terms.empty() && !is_unknown) rule.terms = {rule.name};
      if (rule.terms.empty() && rule.columns.empty() && !is_unknown)
        problems_.add(yaml.place(),
                      fmt::format("the class '{}' has no rule and is not said to be unknown", rule.name));
    }
  }

  const Config& yaml_;
  Problems problems_;
  Descriptor out_;
};

}  // namespace

Descriptor read_descriptor(const std::filesystem::path& file) {
  return parse_descriptor(Config::load(file), file);
}

Descriptor parse_descriptor(const Config& yaml, const std::filesystem::path& file) {
  return Parser(yaml, file).parse();
}

}  // namespace purkinje::data
