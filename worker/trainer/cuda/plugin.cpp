// libpurkinje_cuda.so: all that needs CUDA's headers. Linking it to torch_cuda is what brings the GPU into
// LibTorch.
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <cuda_runtime_api.h>

#include <cstring>

#include "worker/trainer/cuda/interface.h"

namespace {

int device_count() {
  return static_cast<int>(c10::cuda::device_count());
}

int describe(int device, PurkinjeCudaDevice* out) {
  cudaDeviceProp properties;
  const auto status = cudaGetDeviceProperties(&properties, device);
  if (status != cudaSuccess) return static_cast<int>(status);
  std::strncpy(out->name, properties.name, sizeof(out->name) - 1);
  out->name[sizeof(out->name) - 1] = 0;
  out->memory_bytes = properties.totalGlobalMem;
  out->major = properties.major;
  out->minor = properties.minor;
  out->multiprocessors = properties.multiProcessorCount;
  return 0;
}

int use_device(int device) {
  return static_cast<int>(cudaSetDevice(device));
}

uint64_t peak_bytes(int device) {
  using c10::CachingAllocator::StatType;
  const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(static_cast<c10::DeviceIndex>(device));
  return static_cast<uint64_t>(stats.allocated_bytes[static_cast<size_t>(StatType::AGGREGATE)].peak);
}

void reset_peak(int device) {
  c10::cuda::CUDACachingAllocator::resetPeakStats(static_cast<c10::DeviceIndex>(device));
}

void release_cached() {
  c10::cuda::CUDACachingAllocator::emptyCache();
}

}  // namespace

extern "C" const PurkinjeCuda* purkinje_cuda() {
  static const PurkinjeCuda kFunctions = {kPurkinjeCudaVersion, device_count, describe,      use_device,
                                          peak_bytes,           reset_peak,   release_cached};
  return &kFunctions;
}
