#include "worker/trainer/cuda/loader.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>

namespace purkinje::trainer {
namespace {

struct Loaded {
  const PurkinjeCuda* functions = nullptr;
  std::string why;
};

Loaded load() {
  std::error_code error;
  const auto file =
      std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "libpurkinje_cuda.so";
  if (!std::filesystem::exists(file, error))
    return {nullptr, file.string() + " is not there (built without CUDA)"};
  void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (!library) return {nullptr, ::dlerror()};
  const auto entry = reinterpret_cast<const PurkinjeCuda* (*)()>(::dlsym(library, "purkinje_cuda"));
  if (!entry) return {nullptr, file.string() + " has no entry point"};
  if (entry()->version != kPurkinjeCudaVersion) return {nullptr, file.string() + " is of another build"};
  return {entry(), ""};
}

}  // namespace

const PurkinjeCuda* load_cuda(const char** why) {
  static const Loaded kLoaded = load();
  if (why) *why = kLoaded.why.c_str();
  return kLoaded.functions;
}

}  // namespace purkinje::trainer
