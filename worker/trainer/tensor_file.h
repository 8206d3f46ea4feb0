// Products of artefact jobs as files: LibTorch's archive with tensors under names and one note for people and
// for checks.
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

#include "base/json.h"

namespace purkinje::trainer {

// Names of tensors inside submodules are joined by dots, as in named_parameters().
struct TensorFile {
  std::map<std::string, torch::Tensor> tensors;
  Json note;  // null where the file has none
};

// Writes an archive with a note (temporary name, rename) and returns its SHA-256. Throws EnvironmentError
// (disk).
std::string write_archive(torch::serialize::OutputArchive& archive, const Json& note,
                          const std::string& file);
// One whose names have no dots.
std::string write_tensor_file(const TensorFile& content, const std::string& file);

// Throws InputError, naming `what`, for bytes that are no such archive.
TensorFile read_tensor_file(const std::string& bytes, const std::string& what);

}  // namespace purkinje::trainer
