// The device a trainer computes on, set up once: threads, denormals, reproducibility.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>

#include "base/json.h"

namespace purkinje::trainer {

// "cpu", "cuda:0". For a GPU loads the plug-in first; must be the first use of LibTorch in the process.
// Denormals are flushed to zero in every thread that computes (they slow a GRU by up to seven times),
// TensorFloat-32 is off, and cuDNN picks deterministic algorithms only. Throws InputError where there is no
// such device.
torch::Device set_up_device(const std::string& name, int threads);

// Threads that compute, for the next job. Throws InputError for less than one.
void set_threads(int threads);

// LibTorch's version, the device's model, threads; to be completed by peak_memory().
Json environment_of(const torch::Device& device);

// The highest use of memory since the last reset, in bytes.
void reset_peak_memory(const torch::Device& device);
Json peak_memory(const torch::Device& device);

// All devices of this machine: {"cpu": {"model", "cores", "memory_mb"}, "cuda": [...], "cuda_missing":
// why}.
Json probe_devices();

}  // namespace purkinje::trainer
