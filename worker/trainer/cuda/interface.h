// The functions of libpurkinje_cuda.so, as plain C, so that the trainer needs neither CUDA's headers nor its
// libraries.
#pragma once

#include <cstdint>

extern "C" {

struct PurkinjeCudaDevice {
  char name[256];
  uint64_t memory_bytes;
  int major, minor;  // compute capability
  int multiprocessors;
};

struct PurkinjeCuda {
  int version;                                           // kPurkinjeCudaVersion of the build
  int (*device_count)();                                 // 0 where there is no driver
  int (*describe)(int device, PurkinjeCudaDevice* out);  // 0, or an error of the CUDA runtime
  int (*use_device)(int device);                         // makes it current; 0 or an error
  uint64_t (*peak_bytes)(int device);                    // most memory in use since reset_peak()
  void (*reset_peak)(int device);
  void (*release_cached)();  // gives unused memory back to the device
};

// The only symbol that is looked up.
const PurkinjeCuda* purkinje_cuda();
}

inline constexpr int kPurkinjeCudaVersion = 1;
