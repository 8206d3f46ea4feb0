#include "orchestrator/device_load.h"

#include <algorithm>
#include <map>

namespace purkinje::orchestrator {

size_t DeviceLoad::add(const Device& device) {
  ranks_.insert(device.rank);
  slots_.emplace_back().device = device;
  return slots_.size() - 1;
}

void DeviceLoad::remove_rank(int rank) {
  ranks_.erase(rank);
  for (auto& slot : slots_)
    if (slot.device.rank == rank) slot.gone = true;
}

bool DeviceLoad::has_rank(int rank) const {
  return ranks_.count(rank) > 0;
}

bool DeviceLoad::suits(const Slot& slot, const Request& request) const {
  if (slot.gone) return false;
  if (slot.device.cores < 1) return false;  // a rank without cores of its own only does derived jobs
  if (request.kind != "any" && request.kind != slot.device.kind) return false;
  return slot.device.memory_mb == 0 || request.memory_mb <= slot.device.memory_mb;
}

bool DeviceLoad::has_room(const Slot& slot, const Request& request) const {
  if (slot.jobs == 0) return true;
  if (slot.exclusive || request.exclusive) return false;
  if (slot.threads_used + request.threads > slot.device.cores) return false;
  return slot.device.memory_mb == 0 || slot.memory_used_mb + request.memory_mb <= slot.device.memory_mb;
}

std::optional<Placement> DeviceLoad::place(const Request& request, const std::set<std::string>& avoid) const {
  if (request.devices == 0) {
    if (ranks_.empty()) return std::nullopt;
    return Placement{*ranks_.begin(), {}, 1};
  }
  std::map<int, std::vector<size_t>> by_rank;  // a gang lies on one worker's devices
  for (size_t id = 0; id < slots_.size(); ++id)
    if (suits(slots_[id], request) && has_room(slots_[id], request))
      by_rank[slots_[id].device.rank].push_back(id);

  std::optional<Placement> best;
  std::pair<bool, double> best_cost;
  for (auto& [rank, ids] : by_rank) {
    if (ids.size() < static_cast<size_t>(request.devices)) continue;
    const auto load = [&](size_t id) {
      return static_cast<double>(slots_[id].threads_used) / static_cast<double>(slots_[id].device.cores);
    };
    std::stable_sort(ids.begin(), ids.end(), [&](size_t a, size_t b) { return load(a) < load(b); });
    ids.resize(static_cast<size_t>(request.devices));
    const std::pair<bool, double> cost{avoid.count(slots_[ids[0]].device.node) > 0, load(ids[0])};
    if (!best || cost < best_cost) {
      best = Placement{rank, ids, request.threads};
      best_cost = cost;
    }
  }
  return best;
}

bool DeviceLoad::could_ever_hold(const Request& request) const {
  if (request.devices == 0) return !ranks_.empty();
  std::map<int, int> suiting;
  for (const auto& slot : slots_)
    if (suits(slot, request) && ++suiting[slot.device.rank] >= request.devices) return true;
  return false;
}

void DeviceLoad::occupy(const Placement& placement, const Request& request) {
  for (const size_t id : placement.devices) {
    auto& slot = slots_[id];
    slot.jobs += 1;
    slot.threads_used += request.threads;
    slot.memory_used_mb += request.memory_mb;
    slot.exclusive = slot.exclusive || request.exclusive;
  }
}

void DeviceLoad::release(const Placement& placement, const Request& request) {
  for (const size_t id : placement.devices) {
    auto& slot = slots_[id];
    slot.jobs -= 1;
    slot.threads_used -= request.threads;
    slot.memory_used_mb -= request.memory_mb;
    if (slot.jobs == 0) slot.exclusive = false;
  }
}

}  // namespace purkinje::orchestrator
