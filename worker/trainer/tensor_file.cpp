#include "worker/trainer/tensor_file.h"

#include <fmt/format.h>

#include <sstream>

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"

namespace purkinje::trainer {
namespace {

constexpr const char* kNote = "purkinje_note";

void collect(torch::serialize::InputArchive& archive, const std::string& prefix, TensorFile& content) {
  for (const auto& key : archive.keys()) {
    torch::serialize::InputArchive inner;
    c10::IValue value;
    if (archive.try_read(key, inner)) {
      collect(inner, prefix + key + ".", content);
    } else if (archive.try_read(key, value)) {
      if (value.isTensor()) content.tensors[prefix + key] = value.toTensor();
      if (key == kNote && value.isString()) content.note = Json::parse(value.toStringRef());
    }
  }
}

}  // namespace

std::string write_archive(torch::serialize::OutputArchive& archive, const Json& note,
                          const std::string& file) {
  if (!note.is_null()) archive.write(kNote, c10::IValue(note.dump()));
  std::ostringstream stream;
  archive.save_to(stream);
  const std::string bytes = stream.str();
  write_file_atomically(file, bytes);
  return sha256(bytes);
}

std::string write_tensor_file(const TensorFile& content, const std::string& file) {
  torch::serialize::OutputArchive archive;
  for (const auto& [name, tensor] : content.tensors) archive.write(name, tensor.to(torch::kCPU), true);
  return write_archive(archive, content.note, file);
}

TensorFile read_tensor_file(const std::string& bytes, const std::string& what) {
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(bytes.data(), bytes.size());
    TensorFile content;
    collect(archive, "", content);
    return content;
  } catch (const std::exception& problem) {
    const auto* ours = dynamic_cast<const c10::Error*>(&problem);
    throw InputError(fmt::format("{} cannot be read as an archive of tensors: {}", what,
                                 ours ? ours->what_without_backtrace() : problem.what()));
  }
}

}  // namespace purkinje::trainer
