#include "data/catalogue/aami.h"

namespace purkinje::data {

std::optional<AamiGroup> aami_group(int annotation_code) {
  switch (annotation_code) {
    case 1:
    case 2:
    case 3:
    case 11:
    case 34:
      return AamiGroup::normal;  // N L R j e
    case 4:
    case 7:
    case 8:
    case 9:
      return AamiGroup::supraventricular;  // a J A S
    case 5:
    case 10:
      return AamiGroup::ventricular;  // V E
    case 6:
      return AamiGroup::fusion;  // F
    case 12:
    case 13:
    case 38:
      return AamiGroup::unknown;  // / Q f
    default:
      return std::nullopt;
  }
}

std::vector<Beat> beats_of(const std::vector<Annotation>& annotations) {
  std::vector<Beat> beats;
  for (const auto& annotation : annotations)
    if (const auto group = aami_group(annotation.code)) beats.push_back({annotation.sample, *group});
  return beats;
}

}  // namespace purkinje::data
