// Which cores this process may use, so that trainers are bound to them.
#pragma once

#include <sys/types.h>

#include <vector>

namespace purkinje::worker {

// One processing unit of each core that this process is allowed on, in the machine's order. Never empty.
std::vector<int> allowed_cores();

// Binds a process to the given processing units (its threads started later as well). False where the system
// refuses.
bool bind_process(pid_t pid, const std::vector<int>& cores);

}  // namespace purkinje::worker
