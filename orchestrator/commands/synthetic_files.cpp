// Synthetic records as WFDB files.
#include "orchestrator/commands/synthetic_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <system_error>

#include "base/error.h"
#include "base/files.h"
#include "data/formats/wfdb_write.h"
#include "data/synthetic/synthetic.h"

namespace purkinje::orchestrator {
namespace {

namespace fs = std::filesystem;

// A folder beside the target that is renamed when complete, and removed otherwise.
class Draft {
 public:
  explicit Draft(const fs::path& target) : target_(target), folder_(target.string() + ".part") {
    std::error_code error;
    if (fs::exists(target_, error) && !(fs::is_directory(target_, error) && fs::is_empty(target_, error)))
      throw InputError(fmt::format("{} exists already; name a new or empty folder", target_.string()));
    fs::remove_all(folder_, error);
    fs::create_directories(folder_ / "records", error);
    if (error)
      throw EnvironmentError(fmt::format("cannot make the folder {}: {}", folder_.string(), error.message()));
  }
  ~Draft() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(folder_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const fs::path& folder() const { return folder_; }
  void keep() {
    std::error_code error;
    fs::rename(folder_, target_, error);
    if (error)
      throw EnvironmentError(fmt::format("cannot make the folder {}: {}", target_.string(), error.message()));
    kept_ = true;
  }

 private:
  const fs::path target_, folder_;
  bool kept_ = false;
};

std::string descriptor_text(const fs::path& dir, const std::string& name,
                            const std::vector<std::string>& classes) {
  // JSON strings are YAML strings, whatever a folder is called.
  const auto quoted = [](const std::string& text) { return Json(text).dump(); };
  std::string text = "# Written by `purkinje data synth`. Change `root` when the folder moves.\n";
  text +=
      fmt::format("name: {}\ntitle: {}\nsources: [\"Synthetic signals of purkinje's generator\"]\nroot: {}\n",
                  quoted(name), quoted("Synthetic 12-lead ECGs (" + name + ")"),
                  quoted(fs::absolute(dir).lexically_normal().string()));
  text += fmt::format("classes: [{}]\nrecords: {{glob: \"records/*.hea\"}}\n", fmt::join(classes, ", "));
  text +=
      "table: {file: labels.csv, key: record}\npatient: {column: patient}\nage: age\nsex: sex\nlabels: "
      "{kind: csv}\n";
  return text;
}

}  // namespace

fs::path write_synthetic_set(const fs::path& dir, const std::string& name, const Json& options,
                             const std::function<void(size_t, size_t)>& progress) {
  const auto records = data::list_synthetic(options);  // throws before anything is made
  const auto classes = data::synthetic_classes(options);
  Draft draft(dir);
  std::string table = fmt::format("record,patient,age,sex,{}\n", fmt::join(classes, ","));
  for (size_t i = 0; i < records.size(); ++i) {
    const std::string record = records[i].id.substr(records[i].id.rfind('/') + 1);
    data::Recording recording = data::read_synthetic(options, i);
    recording.name = record;
    data::write_recording(recording, draft.folder() / "records");
    const std::string patient = records[i].patient.substr(records[i].patient.rfind(':') + 1);
    std::vector<int> labels(records[i].labels.begin(), records[i].labels.end());
    table += fmt::format("{},{},{},{},{}\n", record, patient, records[i].age, records[i].sex,
                         fmt::join(labels, ","));
    progress(i + 1, records.size());
  }
  write_file_atomically(draft.folder() / "labels.csv", table);
  write_file_atomically(draft.folder() / (name + ".yaml"), descriptor_text(dir, name, classes));
  draft.keep();
  return dir / (name + ".yaml");
}

}  // namespace purkinje::orchestrator
