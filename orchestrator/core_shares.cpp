#include "orchestrator/core_shares.h"

#include <map>
#include <utility>

namespace purkinje::orchestrator {

std::vector<Share> share_nodes(const std::vector<worker::Joined>& ranks) {
  std::map<std::pair<std::string, std::vector<int>>, std::vector<size_t>> same_cores;
  std::map<std::string, std::vector<size_t>> same_host;
  for (size_t rank = 0; rank < ranks.size(); ++rank) {
    same_cores[{ranks[rank].host, ranks[rank].cores}].push_back(rank);
    same_host[ranks[rank].host].push_back(rank);
  }

  std::vector<Share> shares(ranks.size());
  for (const auto& [where, members] : same_cores) {
    const auto& cores = where.second;
    size_t next = cores.size();
    for (size_t left = members.size(); left > 0; --left) {  // the last rank first, with what is over
      const size_t mine = (next + left - 1) / left;
      auto& share = shares[members[left - 1]].cores;
      share.assign(cores.begin() + static_cast<std::ptrdiff_t>(next - mine),
                   cores.begin() + static_cast<std::ptrdiff_t>(next));
      next -= mine;
    }
  }
  for (const auto& [host, members] : same_host) {
    const auto& gpus = ranks[members.front()].gpus;
    for (size_t i = 0; i < gpus.size(); ++i) shares[members[i % members.size()]].gpus.push_back(gpus[i]);
  }
  return shares;
}

}  // namespace purkinje::orchestrator
