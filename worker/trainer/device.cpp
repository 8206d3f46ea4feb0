#include "worker/trainer/device.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sched.h>
#include <torch/version.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"
#include "worker/trainer/cuda/loader.h"

namespace purkinje::trainer {
namespace {

// The text behind "name :" in one of the kernel's tables.
std::string kernel_value(const char* file, const std::string& name) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(name, 0) != 0) continue;
    const auto colon = line.find(':');
    const auto start = colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
    return start == std::string::npos ? "" : line.substr(start);
  }
  return "";
}

uint64_t kernel_bytes(const char* file, const std::string& name) {
  const auto text = kernel_value(file, name);  // "12345 kB"
  return text.empty() ? 0 : std::stoull(text) * 1024;
}

int allowed_cores() {
  cpu_set_t set;
  return ::sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

Json cuda_device(const PurkinjeCuda& cuda, int index) {
  PurkinjeCudaDevice device{};
  if (const int status = cuda.describe(index, &device); status != 0)
    return {{"index", index}, {"error", fmt::format("error {} of the CUDA runtime", status)}};
  return {{"index", index},
          {"name", device.name},
          {"memory_mb", device.memory_bytes >> 20},
          {"capability", fmt::format("{}.{}", device.major, device.minor)},
          {"multiprocessors", device.multiprocessors}};
}

// A step allocates and frees tensors of tens of megabytes. By default each comes from the kernel anew, page
// by page, which costs more than the arithmetic; kept in the heap they are reused.
void keep_freed_memory() {
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, -1);  // never
  ::mallopt(M_TOP_PAD, 64 << 20);
}

void flush_denormals() {
  at::globalContext().setFlushDenormal(true);
  at::parallel_for(0, at::get_num_threads(), 1,
                   [](int64_t, int64_t) { at::globalContext().setFlushDenormal(true); });
}

}  // namespace

torch::Device set_up_device(const std::string& name, int threads) {
  const bool wants_cuda = name.rfind("cuda", 0) == 0;
  if (!wants_cuda && name != "cpu")
    throw InputError(fmt::format("'{}' is no device; known: cpu, cuda:N", name));
  const char* why = "";
  const auto* cuda = wants_cuda ? load_cuda(&why) : nullptr;
  if (wants_cuda && !cuda) throw InputError(fmt::format("{} cannot be used: {}", name, why));

  const torch::Device device(name);
  const int index = device.has_index() ? device.index() : 0;
  if (wants_cuda) {
    if (index >= cuda->device_count())
      throw InputError(
          fmt::format("{} cannot be used: this machine has {} CUDA devices", name, cuda->device_count()));
    if (const int status = cuda->use_device(index); status != 0)
      throw InputError(fmt::format("{} cannot be used: error {} of the CUDA runtime", name, status));
  }
  keep_freed_memory();
  at::set_num_interop_threads(1);
  set_threads(threads);
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setAllowTF32CuDNN(false);
  return wants_cuda ? torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(index)) : device;
}

void set_threads(int threads) {
  if (threads < 1) throw InputError(fmt::format("a trainer cannot compute with {} threads", threads));
  at::set_num_threads(threads);
  flush_denormals();
}

Json environment_of(const torch::Device& device) {
  std::string model = kernel_value("/proc/cpuinfo", "model name");
  if (device.is_cuda()) model = cuda_device(*load_cuda(), device.index()).value("name", "");
  return {{"libtorch", TORCH_VERSION},
          {"device", device.str()},
          {"device_model", model},
          {"threads", at::get_num_threads()}};
}

void reset_peak_memory(const torch::Device& device) {
  std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM starts again
  if (device.is_cuda()) load_cuda()->reset_peak(device.index());
}

Json peak_memory(const torch::Device& device) {
  Json peak = {{"host_bytes", kernel_bytes("/proc/self/status", "VmHWM")}};
  if (device.is_cuda()) peak["device_bytes"] = load_cuda()->peak_bytes(device.index());
  return peak;
}

Json probe_devices() {
  const char* why = "";
  const auto* cuda = load_cuda(&why);
  Json devices = Json::array();
  for (int index = 0; cuda && index < cuda->device_count(); ++index)
    devices.push_back(cuda_device(*cuda, index));
  Json found = {{"libtorch", TORCH_VERSION},
                {"cpu",
                 {{"model", kernel_value("/proc/cpuinfo", "model name")},
                  {"cores", allowed_cores()},
                  {"memory_mb", kernel_bytes("/proc/meminfo", "MemTotal") >> 20}}},
                {"cuda", devices}};
  if (!cuda) found["cuda_missing"] = why;
  return found;
}

}  // namespace purkinje::trainer
