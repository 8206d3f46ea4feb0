#include "orchestrator/core_shares.h"

#include <gtest/gtest.h>

namespace purkinje::orchestrator {
namespace {

worker::Joined rank_on(const std::string& host, std::vector<int> cores,
                       std::vector<worker::GpuInfo> gpus = {}) {
  return {host, 1, std::move(cores), std::move(gpus)};
}

TEST(CoreShares, one_rank_has_the_whole_node) {
  EXPECT_EQ(share_nodes({rank_on("a", {0, 1})})[0].cores, (std::vector<int>{0, 1}));
}

TEST(CoreShares, ranks_bound_by_mpirun_keep_their_cores) {
  const auto shares = share_nodes({rank_on("a", {0}), rank_on("a", {1})});

  EXPECT_EQ(shares[0].cores, std::vector<int>{0});
  EXPECT_EQ(shares[1].cores, std::vector<int>{1});
}

TEST(CoreShares, unbound_ranks_divide_the_cores_without_overlap) {
  const auto shares = share_nodes({rank_on("a", {0, 1, 2, 3, 4}), rank_on("a", {0, 1, 2, 3, 4})});

  EXPECT_EQ(shares[0].cores, (std::vector<int>{0, 1}));
  EXPECT_EQ(shares[1].cores, (std::vector<int>{2, 3, 4}));
}

TEST(CoreShares, with_more_ranks_than_cores_the_coordinator_goes_without_first) {
  const auto shares = share_nodes({rank_on("a", {0, 1}), rank_on("a", {0, 1}), rank_on("a", {0, 1})});

  EXPECT_TRUE(shares[0].cores.empty());
  EXPECT_EQ(shares[1].cores, std::vector<int>{0});
  EXPECT_EQ(shares[2].cores, std::vector<int>{1});
}

TEST(CoreShares, gpus_of_a_host_are_dealt_out_in_turn) {
  const std::vector<worker::GpuInfo> gpus{{0, "x", 1}, {1, "x", 1}, {2, "x", 1}};

  const auto shares = share_nodes({rank_on("a", {0}, gpus), rank_on("a", {1}, gpus), rank_on("b", {0})});

  EXPECT_EQ(shares[0].gpus.size(), 2u);
  EXPECT_EQ(shares[1].gpus.size(), 1u);
  EXPECT_TRUE(shares[2].gpus.empty());
}

}  // namespace
}  // namespace purkinje::orchestrator
