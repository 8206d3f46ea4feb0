// Requests laid on devices: who has which cores and memory. Part of the pure scheduler core.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace purkinje::orchestrator {

// What a worker offers. A CPU device stands for the cores of a worker's share of its node.
struct Device {
  int rank = 0;
  std::string node;
  std::string kind = "cpu";  // cpu, cuda
  int index = 0;             // of its kind on the node, as in cuda:0
  int cores = 1;             // threads that may compute at once
  int64_t memory_mb = 0;     // 0: not known, not counted
};

// What a job asks. devices 0: a derived job, run on a thread of some worker.
struct Request {
  std::string kind = "any";  // any, cpu, cuda
  int devices = 1;
  int threads = 1;
  int64_t memory_mb = 0;
  bool exclusive = false;
};

// A request laid on devices (ids as DeviceLoad numbers them; several only for gangs on one worker's devices).
struct Placement {
  int rank = 0;
  std::vector<size_t> devices;
  int threads = 1;
};

class DeviceLoad {
 public:
  size_t add(const Device& device);
  void remove_rank(int rank);
  const Device& device(size_t id) const { return slots_[id].device; }
  bool has_rank(int rank) const;

  // The placement on the least loaded devices that hold the request now, away from `avoid`ed nodes where
  // another will do; nothing where all are busy. An idle device takes a job with more threads than it has
  // cores.
  std::optional<Placement> place(const Request& request, const std::set<std::string>& avoid) const;
  // Could any device known hold it, were all idle?
  bool could_ever_hold(const Request& request) const;

  void occupy(const Placement& placement, const Request& request);
  void release(const Placement& placement, const Request& request);

 private:
  struct Slot {
    Device device;
    bool gone = false;
    int jobs = 0;
    int threads_used = 0;
    int64_t memory_used_mb = 0;
    bool exclusive = false;
  };
  bool suits(const Slot& slot, const Request& request) const;
  bool has_room(const Slot& slot, const Request& request) const;

  std::vector<Slot> slots_;
  std::set<int> ranks_;
};

}  // namespace purkinje::orchestrator
