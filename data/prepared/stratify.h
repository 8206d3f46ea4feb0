// Groups of samples dealt out to parts so that every class meets its share in every part.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "data/prepared/prepared.h"

namespace purkinje::data {

// Samples that must stay together.
struct Group {
  std::string name;
  std::vector<uint32_t> samples;  // ascending by record and start
};

enum class GroupBy { patient, record, sample };

// The groups among `samples`, ordered by name, so that the order of the samples does not matter.
std::vector<Group> group_samples(const Manifest& manifest, const std::vector<uint32_t>& samples, GroupBy by);

// The part of each group, for parts that shall have the given shares. Rarest class first, largest groups
// first, each to the part that lacks most of that class (Sechidis et al. 2011); ties go to the part that
// lacks most samples. Samples without any positive label are a class of their own.
std::vector<size_t> deal_groups(const Manifest& manifest, const std::vector<Group>& groups,
                                const std::vector<double>& shares, RandomStream random);

}  // namespace purkinje::data
