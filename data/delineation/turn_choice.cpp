#include "data/delineation/turn_choice.h"

#include <cstdlib>

namespace purkinje::data {
namespace {

constexpr size_t kNeighbours = 8;

// Index of the best score among the turns that `admit` lets through; turns.size() for none.
template <typename Admit>
size_t best_of(const std::vector<Turn>& turns, double weaker, Admit admit) {
  size_t best = turns.size();
  for (size_t k = 0; k < turns.size(); ++k)
    if (admit(turns[k]) && (best == turns.size() || turns[k].score(weaker) > turns[best].score(weaker)))
      best = k;
  return best;
}

}  // namespace

std::vector<std::optional<ChosenTurn>> choose_turns(const std::vector<std::vector<Turn>>& turns,
                                                    std::span<const int64_t> origins, const TurnRule& rule) {
  const size_t count = turns.size();
  std::vector<size_t> best(count);
  for (size_t i = 0; i < count; ++i)
    best[i] = best_of(turns[i], rule.weaker, [](const Turn&) { return true; });

  std::vector<std::optional<ChosenTurn>> chosen(count);
  for (size_t i = 0; i < count; ++i) {
    if (best[i] == turns[i].size()) continue;
    std::vector<int64_t> places;  // of the neighbours' best turns
    size_t neighbours = 0;
    for (size_t j = i > kNeighbours ? i - kNeighbours : 0; j < std::min(count, i + kNeighbours + 1); ++j) {
      if (j == i) continue;
      ++neighbours;
      if (best[j] < turns[j].size()) places.push_back(turns[j][best[j]].at - origins[j]);
    }
    size_t choice = best[i];
    bool regular = false, agrees = false;
    if (!places.empty()) {
      const auto middle = places.begin() + static_cast<std::ptrdiff_t>(places.size() / 2);
      std::nth_element(places.begin(), middle, places.end());
      const int64_t usual = *middle;
      const auto near = [&](int64_t place) { return std::abs(place - usual) <= rule.tolerance; };
      const auto alike = std::count_if(places.begin(), places.end(), near);
      regular =
          places.size() >= 2 && static_cast<double>(alike) >= rule.majority * static_cast<double>(neighbours);
      const auto nearest =
          best_of(turns[i], rule.weaker, [&](const Turn& turn) { return near(turn.at - origins[i]); });
      agrees = nearest < turns[i].size() &&
               turns[i][nearest].score(rule.weaker) >= rule.preference * turns[i][choice].score(rule.weaker);
      if (regular && agrees) choice = nearest;
      if (!agrees || !regular) agrees = near(turns[i][choice].at - origins[i]);
    }
    chosen[i] = ChosenTurn{turns[i][choice], {}, regular, agrees};
    if (choice + 1 < turns[i].size()) chosen[i]->next = turns[i][choice + 1];
  }
  return chosen;
}

}  // namespace purkinje::data
