#include "data/prepared/scaling.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace purkinje::data {

LeadScaling fit_lead_scaling(const PreparedSet& set, std::span<const uint32_t> train) {
  if (train.empty()) throw InputError("leads cannot be scaled by an empty training part");
  std::vector<uint32_t> order(train.begin(), train.end());
  std::sort(order.begin(), order.end());
  const size_t leads = set.manifest().leads.size();
  const auto length = static_cast<size_t>(set.manifest().length);
  const double count = static_cast<double>(order.size() * length);

  // Two passes: the mean first, then squares around it, so that an offset costs no digits.
  LeadScaling scaling;
  scaling.mean.assign(leads, 0.0);
  scaling.sd.assign(leads, 0.0);
  for (const auto index : order) {
    const auto signal = set.signal(index);  // [leads, length]
    for (size_t lead = 0; lead < leads; ++lead) {
      double sum = 0;
      for (size_t i = 0; i < length; ++i) sum += signal[lead * length + i];
      scaling.mean[lead] += sum;
    }
  }
  for (auto& mean : scaling.mean) mean /= count;
  for (const auto index : order) {
    const auto signal = set.signal(index);
    for (size_t lead = 0; lead < leads; ++lead) {
      double squares = 0;
      for (size_t i = 0; i < length; ++i) {
        const double distance = signal[lead * length + i] - scaling.mean[lead];
        squares += distance * distance;
      }
      scaling.sd[lead] += squares;
    }
  }
  for (auto& sd : scaling.sd) {
    sd = std::sqrt(sd / count);
    if (!(sd > 0)) sd = 1;
  }
  return scaling;
}

void apply(const LeadScaling& scaling, int64_t length, std::span<float> signals) {
  const size_t leads = scaling.mean.size();
  const auto row = static_cast<size_t>(length);
  if (leads == 0 || row == 0 || signals.size() % (leads * row) != 0)
    throw InputError("the signals to be scaled are no whole number of samples of these leads");
  for (size_t r = 0; r * row < signals.size(); ++r) {
    const double mean = scaling.mean[r % leads], factor = 1 / scaling.sd[r % leads];
    for (auto& value : signals.subspan(r * row, row))
      value = static_cast<float>((static_cast<double>(value) - mean) * factor);
  }
}

}  // namespace purkinje::data
