#include "data/prepared/stratify.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace purkinje::data {
namespace {

// Samples of each class in a group; the last column counts those without any positive label.
std::vector<double> class_counts(const Manifest& manifest, const Group& group) {
  std::vector<double> counts(manifest.classes.size() + 1, 0.0);
  for (const auto index : group.samples) {
    bool any = false;
    const auto& labels = manifest.samples[index].labels;
    for (size_t c = 0; c < labels.size(); ++c)
      if (labels[c] == 1) {
        counts[c] += 1;
        any = true;
      }
    if (!any) counts.back() += 1;
  }
  return counts;
}

}  // namespace

std::vector<Group> group_samples(const Manifest& manifest, const std::vector<uint32_t>& samples, GroupBy by) {
  std::map<std::string, std::vector<uint32_t>> by_name;
  for (const auto index : samples) {
    const auto& sample = manifest.samples[index];
    if (by == GroupBy::patient) by_name[sample.patient].push_back(index);
    if (by == GroupBy::record) by_name[sample.record].push_back(index);
    if (by == GroupBy::sample) by_name[sample.record + "@" + std::to_string(sample.start)].push_back(index);
  }
  std::vector<Group> groups;
  for (auto& [name, members] : by_name) {
    std::sort(members.begin(), members.end(), [&](uint32_t a, uint32_t b) {
      const auto &x = manifest.samples[a], &y = manifest.samples[b];
      return std::tie(x.record, x.start) < std::tie(y.record, y.start);
    });
    groups.push_back({name, std::move(members)});
  }
  return groups;
}

std::vector<size_t> deal_groups(const Manifest& manifest, const std::vector<Group>& groups,
                                const std::vector<double>& shares, RandomStream random) {
  const size_t columns = manifest.classes.size() + 1;
  std::vector<std::vector<double>> counts;
  std::vector<double> totals(columns, 0.0);
  double samples = 0;
  for (const auto& group : groups) {
    counts.push_back(class_counts(manifest, group));
    for (size_t c = 0; c < columns; ++c) totals[c] += counts.back()[c];
    samples += static_cast<double>(group.samples.size());
  }

  // What each part still lacks.
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::vector<std::vector<double>> lacks(shares.size(), std::vector<double>(columns));
  std::vector<double> lacks_samples(shares.size());
  for (size_t p = 0; p < shares.size(); ++p) {
    for (size_t c = 0; c < columns; ++c) lacks[p][c] = totals[c] * shares[p] / all;
    lacks_samples[p] = samples * shares[p] / all;
  }

  std::vector<size_t> part_order(shares.size());
  std::iota(part_order.begin(), part_order.end(), size_t{0});
  random.shuffle(part_order);  // so that ties do not always favour the first part
  std::vector<size_t> order(groups.size());
  std::iota(order.begin(), order.end(), size_t{0});
  random.shuffle(order);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return groups[a].samples.size() > groups[b].samples.size(); });
  std::vector<size_t> rarest_first(columns);
  std::iota(rarest_first.begin(), rarest_first.end(), size_t{0});
  std::stable_sort(rarest_first.begin(), rarest_first.end(),
                   [&](size_t a, size_t b) { return totals[a] < totals[b]; });

  std::vector<size_t> part(groups.size(), shares.size());
  for (const size_t column : rarest_first)
    for (const size_t g : order) {
      if (part[g] != shares.size() || counts[g][column] == 0) continue;
      size_t best = part_order[0];
      for (const size_t p : part_order)
        if (std::tie(lacks[p][column], lacks_samples[p]) > std::tie(lacks[best][column], lacks_samples[best]))
          best = p;
      part[g] = best;
      for (size_t c = 0; c < columns; ++c) lacks[best][c] -= counts[g][c];
      lacks_samples[best] -= static_cast<double>(groups[g].samples.size());
    }
  return part;
}

}  // namespace purkinje::data
