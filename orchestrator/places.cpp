#include "orchestrator/places.h"

namespace purkinje::orchestrator {

Place place_of_path(const Config& tree, const std::string& path) {
  if (const auto* given = tree.at_path(path)) return given->place();
  for (auto end = path.rfind('.'); end != std::string::npos; end = path.rfind('.', end - 1))
    if (const auto* block = tree.at_path(path.substr(0, end)); block && !block->is_null())
      return {block->place().file, block->place().line, path};
  return {tree.place().file, 0, path};
}

Place place_of_setting(const Config& tree, const GridPoint& point, const std::string& path) {
  const auto outer = path.substr(0, path.find('['));
  for (const auto& setting : point.settings)
    if (setting.path == outer || path.starts_with(setting.path + "."))
      return {setting.value.place().file, setting.value.place().line,
              setting.value.place().key + path.substr(setting.path.size())};
  auto place = place_of_path(tree, outer);
  if (outer != path) place.key = path;
  return place;
}

}  // namespace purkinje::orchestrator
