// What a data set holds, counted from its headers and labels.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "data/catalogue/catalogue.h"

namespace purkinje::data {

struct ClassCount {
  std::string name;
  size_t positive = 0, negative = 0, unknown = 0;  // records
};

struct SetSummary {
  size_t records = 0, patients = 0;          // that can be used
  std::vector<std::string> unusable;         // records with a problem: counted nowhere else
  std::vector<ClassCount> classes;           // in the order of the set
  std::map<double, size_t> sample_rates_hz;  // records of each rate
  double shortest_s = 0, longest_s = 0, total_hours = 0;
};

// Reads nothing. A record whose header does not say how long it is counts with no length.
SetSummary summarise(const DataSet& set);

}  // namespace purkinje::data
