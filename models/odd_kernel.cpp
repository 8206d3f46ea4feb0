#include "models/odd_kernel.h"

#include <fmt/format.h>

#include "base/error.h"

namespace purkinje::models {

void require_odd_kernel(const char* option, int64_t kernel) {
  if (kernel < 1 || kernel % 2 == 0)
    throw InputError(
        Place{"", 0, option},
        fmt::format("{} is no odd kernel length, so the signal would change its length", kernel));
}

}  // namespace purkinje::models
