// Data sets described by files: where the records lie, what their labels are, who the patient is. A user adds
// a data set by writing such a file, without C++ (docs/add-a-data-set.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "data/formats/recording.h"

namespace purkinje::data {

// One record as a descriptor finds it; the signal is read when asked for.
struct CatalogueRecord {
  std::string id;                     // "ptbxl/00001_hr"
  std::string patient;                // "ptbxl:15709"; the id where the source names none
  std::filesystem::path header;       // .hea file; empty for synthetic records
  std::vector<int8_t> labels;         // one a class of the data set: 1, 0, -1 unknown
  std::string age, sex;               // as the source has them
  std::filesystem::path annotations;  // beats in time, where the labels come from annotated beats; else empty
  // Why its header or labels cannot be used; then its labels are unknown. Empty: they can.
  std::string problem = {};
  // What is known of its signal before it is read: no leads where that is nothing, length 0 where its files
  // have to tell.
  RecordingHead head = {};
  int64_t length = 0;
};

struct DataSet {
  std::string name, title;
  std::string stand_in;              // a sentence, where the set stands in for a study's own data
  std::vector<std::string> sources;  // citation and licence, a line each
  std::vector<std::string> classes;
  std::vector<CatalogueRecord> records;
  // What decides records, labels and patients beside the records' own headers and annotations: descriptors of
  // all members, lists, tables, the folders that patterns looked into, and members that are absent.
  std::vector<std::filesystem::path> files;
  Json synthetic;  // options of the generator (data/synthetic/synthetic.h) where the set is made, else null
  // Annotation codes of each class where all labels come from annotated beats; else empty.
  std::vector<std::vector<int>> event_codes;
  // What the ids of the records would begin with (before the /) that a union leaves out as absent.
  std::vector<std::string> absent_prefixes = {};
};

// A labelled beat: its place at the record's own rate, and which of the set's classes it belongs to.
struct LabelledEvent {
  int64_t sample = 0;
  size_t label = 0;
};

// find_sets.cpp

// The folder that holds the databases: `given`, else PURKINJE_DATA, else ../shared/data beside the project
// (the folder above the program's that holds data/sets).
std::filesystem::path data_root(const std::filesystem::path& given = {});

// Every descriptor found, name and file, by name: those of the folders in PURKINJE_SETS (separated by
// colons), then the ones that come with the program (share/purkinje/sets beside its folder, or data/sets of
// the source tree). Of two with one name the first counts.
std::vector<std::pair<std::string, std::filesystem::path>> catalogue();

// The descriptor that a set is loaded from, by catalogue name or path; empty where there is none.
std::filesystem::path descriptor_of_set(const std::string& name_or_file);

// "there is no data set 'x'; did you mean ...?", with the folder of PURKINJE_SETS that is absent, if one is.
std::string no_such_set(const std::string& name);

// set_tree.cpp

// The classes that the set will have, from its descriptor and those of its members alone. Throws InputError
// as load_data_set() does for what is wrong in them.
std::vector<std::string> classes_of_set(const std::string& name_or_file);

// absent_sets.cpp

// The folder below `data_root` that the set cannot do without and that is absent or has no record; empty
// where none is. Throws InputError as load_data_set() does for what is wrong in descriptors.
std::filesystem::path missing_folder(const std::string& name_or_file, const std::filesystem::path& data_root);

// What changes when a missing folder comes: the descriptors of the set and of its members, and the folders
// below `data_root` that are absent or have no record, with those inside. Throws as missing_folder() does.
std::vector<std::filesystem::path> missing_files(const std::string& name_or_file,
                                                 const std::filesystem::path& data_root);

// load_data_set.cpp

// Loads a data set by catalogue name or by the path of a descriptor: lists its records with their labels and
// patients (reads headers and tables, no signals). Throws InputError with file, line and key, and the nearest
// known name. A record whose header or labels are wrong stays, with its `problem`, so that an experiment can
// leave it out; what is wrong with all of them alike is thrown.
DataSet load_data_set(const std::string& name_or_file, const std::filesystem::path& data_root);

// read_record.cpp

// Reads one record's signal, or generates it for a synthetic set.
Recording read_record(const DataSet& set, const CatalogueRecord& record);

// The labelled beats of a record in time order. Throws InputError for a set whose labels are not annotated
// beats.
std::vector<LabelledEvent> labelled_events(const DataSet& set, const CatalogueRecord& record);

}  // namespace purkinje::data
