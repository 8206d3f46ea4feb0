#include "worker/gpus.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

namespace purkinje::worker {
namespace {

std::string output_of(const std::string& command) {
  struct Closer {
    void operator()(FILE* pipe) const { ::pclose(pipe); }
  };
  const std::unique_ptr<FILE, Closer> pipe(::popen(command.c_str(), "re"));
  std::string text;
  if (!pipe) return text;
  std::array<char, 4096> chunk{};
  while (const size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe.get()))
    text.append(chunk.data(), got);
  return text;
}

}  // namespace

std::vector<GpuInfo> find_gpus(const std::filesystem::path& trainer) {
  if (!std::filesystem::exists("/dev/nvidiactl")) return {};
  const Json probe =
      Json::parse(output_of(fmt::format("'{}' --probe 2>/dev/null", trainer.string())), nullptr, false);
  std::vector<GpuInfo> gpus;
  if (!probe.is_object()) return gpus;
  for (const auto& device : probe.value("cuda", Json::array()))
    gpus.push_back(
        {device.value("index", 0), device.value("name", ""), device.value("memory_mb", int64_t{0})});
  return gpus;
}

}  // namespace purkinje::worker
