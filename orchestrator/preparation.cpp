#include "orchestrator/preparation.h"

#include <fmt/format.h>

#include <cstdlib>

#include "data/catalogue/catalogue.h"
#include "data/preparation/prepare.h"
#include "orchestrator/progress_bar.h"

namespace purkinje::orchestrator {
namespace {

void print_left_out(const data::Manifest& manifest) {
  for (const auto& note : manifest.left_out) fmt::print(stderr, "note: {}\n", note);
}

}  // namespace

std::filesystem::path cache_root(const std::filesystem::path& given) {
  if (!given.empty()) return std::filesystem::absolute(given);
  if (const char* cache = std::getenv("PURKINJE_CACHE")) return std::filesystem::absolute(cache) / "prepared";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home ? home : ".") / ".cache" / "purkinje" / "prepared";
}

PreparedLookup preparing_lookup(const std::filesystem::path& root, const std::filesystem::path& cache) {
  return [root = data::data_root(root), cache = cache_root(cache)](const Json& block) {
    const data::PrepareRequest request{block, root, cache};
    const auto folder = data::prepared_folder(request).string();
    if (const auto manifest = data::find_prepared(request)) {
      print_left_out(*manifest);
      return std::pair{folder, *manifest};
    }
    ProgressBar bar("prepare " + block.value("set", std::string("data")));
    auto manifest = data::prepare(request, [&](size_t done, size_t total) { bar.update(done, total); });
    bar.finish();
    print_left_out(manifest);
    return std::pair{folder, std::move(manifest)};
  };
}

db::DataSetRecord to_record(const data::Manifest& manifest) {
  db::DataSetRecord record{manifest.fingerprint,
                           manifest.data_set,
                           manifest.title,
                           manifest.stand_in,
                           manifest.sources,
                           manifest.classes,
                           manifest.leads,
                           manifest.sample_rate_hz,
                           manifest.length,
                           manifest.preprocessing,
                           {},
                           {}};
  for (const auto& sample : manifest.samples)
    record.samples.push_back({sample.record, sample.patient, sample.start, sample.labels});
  for (const auto& part : manifest.external)
    record.external.push_back({part.name, part.data_set, part.title, part.regions, part.first, part.size});
  return record;
}

}  // namespace purkinje::orchestrator
