// Loads libpurkinje_cuda.so. Must happen before any other use of LibTorch: once it has looked for devices
// without the plug-in, CUDA never appears.
#pragma once

#include "worker/trainer/cuda/interface.h"

namespace purkinje::trainer {

// The plug-in beside this executable, loaded once; nullptr where there is none or the machine lacks what it
// needs (the reason is then in *why). Stays loaded.
const PurkinjeCuda* load_cuda(const char** why = nullptr);

}  // namespace purkinje::trainer
