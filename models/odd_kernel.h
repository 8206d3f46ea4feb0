// A check many networks share: convolutions that keep the signal's length need odd kernels.
#pragma once

#include <cstdint>

namespace purkinje::models {

// Throws InputError that names the option where `kernel` is even or below one.
void require_odd_kernel(const char* option, int64_t kernel);

}  // namespace purkinje::models
