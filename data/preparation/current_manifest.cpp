#include "data/preparation/current_manifest.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "data/preparation/sources.h"

namespace purkinje::data {

std::optional<Manifest> current_manifest(const std::filesystem::path& folder) {
  std::error_code error;
  for (const char* name : {"manifest.json", "signals.f32", "sources.json"})
    if (!std::filesystem::is_regular_file(folder / name, error)) return std::nullopt;
  if (!files_unchanged(Json::parse(read_file(folder / "sources.json"), nullptr, false))) return std::nullopt;
  try {
    auto manifest = Manifest::from_json(Json::parse(read_file(folder / "manifest.json"), nullptr, false));
    const auto values =
        manifest.samples.size() * manifest.leads.size() * static_cast<size_t>(manifest.length);
    const auto bytes = std::filesystem::file_size(folder / "signals.f32", error);
    if (error || bytes != values * sizeof(float)) return std::nullopt;
    if (!manifest.regions.empty() &&
        (std::filesystem::file_size(folder / "regions.u8", error) != values / manifest.leads.size() || error))
      return std::nullopt;
    return manifest;
  } catch (const InputError&) {
    return std::nullopt;  // a cache is built again, whatever happened to it
  }
}

bool prepared_is_current(const std::filesystem::path& folder) {
  return current_manifest(folder).has_value();
}

}  // namespace purkinje::data
