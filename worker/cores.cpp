#include "worker/cores.h"

#include <hwloc.h>

#include <memory>

namespace purkinje::worker {
namespace {

struct BitmapDeleter {
  void operator()(hwloc_bitmap_s* bitmap) const { hwloc_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<hwloc_bitmap_s, BitmapDeleter>;

class Topology {
 public:
  Topology() {
    hwloc_topology_init(&topology_);
    hwloc_topology_set_flags(topology_, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
    hwloc_topology_load(topology_);
  }
  ~Topology() { hwloc_topology_destroy(topology_); }
  Topology(const Topology&) = delete;
  Topology& operator=(const Topology&) = delete;
  hwloc_topology_t get() const { return topology_; }

 private:
  hwloc_topology_t topology_ = nullptr;
};

}  // namespace

std::vector<int> allowed_cores() {
  const Topology topology;
  const Bitmap allowed(hwloc_bitmap_alloc());
  hwloc_get_cpubind(topology.get(), allowed.get(), HWLOC_CPUBIND_PROCESS);
  std::vector<int> cores;
  const int count = hwloc_get_nbobjs_by_type(topology.get(), HWLOC_OBJ_CORE);
  for (int i = 0; i < count; ++i) {
    const auto* core = hwloc_get_obj_by_type(topology.get(), HWLOC_OBJ_CORE, static_cast<unsigned>(i));
    const Bitmap mine(hwloc_bitmap_dup(core->cpuset));
    hwloc_bitmap_and(mine.get(), mine.get(), allowed.get());
    if (const int unit = hwloc_bitmap_first(mine.get()); unit >= 0) cores.push_back(unit);
  }
  if (cores.empty()) cores.push_back(0);  // a machine that tells nothing
  return cores;
}

bool bind_process(pid_t pid, const std::vector<int>& cores) {
  const Topology topology;
  const Bitmap set(hwloc_bitmap_alloc());
  for (const int core : cores) hwloc_bitmap_set(set.get(), static_cast<unsigned>(core));
  return hwloc_set_proc_cpubind(topology.get(), pid, set.get(), 0) == 0;
}

}  // namespace purkinje::worker
