// The experiments that come with the program, and docs/experiments.md: both must be what the loader reads.
#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "data/preparation/external.h"
#include "orchestrator/load.h"
#include "orchestrator/settings.h"

namespace purkinje::orchestrator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path kRoot = PURKINJE_SOURCE_DIR;

std::string manual() {
  return read_file(kRoot / "docs" / "experiments.md");
}

std::vector<std::string> yaml_blocks(const std::string& page) {
  std::vector<std::string> blocks;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```yaml";
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

// A block that shows only a part of a file is completed with the rest of the smallest one.
std::string completed(const std::string& block) {
  std::string text = block;
  for (const std::string line :
       {"name: example", "data: {set: synthetic, positive: [MI]}", "model: {name: cnn_gru_attention}"})
    if (("\n" + block).find("\n" + line.substr(0, line.find(':') + 1)) == std::string::npos)
      text += line + "\n";
  return text;
}

TEST(Manual, has_only_blocks_that_are_read) {
  const auto blocks = yaml_blocks(manual());

  ASSERT_GT(blocks.size(), 12u);
  for (const auto& block : blocks)
    EXPECT_NO_THROW(parse_experiment_with(default_tables(), completed(block), "docs/experiments.md", "", {}))
        << block;
}

TEST(Manual, names_every_key_and_every_option) {
  const auto page = manual();
  const auto& tables = default_tables();

  for (const auto* table : {&tables.data, &tables.selection, &tables.preprocessing, &tables.protocol,
                            &tables.training, &data::external_options()})
    for (const auto& option : *table) EXPECT_THAT(page, HasSubstr(option.name + ":"));
  for (const auto& option : resource_options()) EXPECT_THAT(page, HasSubstr(option.name + ":"));
}

TEST(ShippedExperiments, are_read_in_every_profile) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot / "experiments")) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    std::vector<std::string> profiles{""};
    const auto config = Config::load(entry.path());
    if (const auto* given = config.find("profiles"))
      for (const auto& [name, body] : given->entries()) profiles.push_back(name);
    for (const auto& profile : profiles)
      EXPECT_NO_THROW(load_experiment_with(default_tables(), entry.path(), profile, {}))
          << entry.path() << " " << profile;
  }
  EXPECT_GE(files, 2u);
}

TEST(ShippedExperiments, have_the_protocol_of_the_paper_and_a_reduced_one) {
  const auto file = kRoot / "experiments" / "ctrcd.yaml";

  const auto full = load_experiment_with(default_tables(), file, "", {});
  const auto reduced = load_experiment_with(default_tables(), file, "reduced", {});

  EXPECT_EQ(full.seeds.size(), 10u);
  EXPECT_EQ(full.folds, 5);
  EXPECT_EQ(full.variants[0].training["epochs"], 100);
  EXPECT_EQ(full.variants[0].data["preprocessing"]["duration_s"], 10.0);
  EXPECT_THAT(reduced.seeds, ElementsAre(1, 2));
  EXPECT_EQ(reduced.variants[0].training["epochs"], 20);
  EXPECT_EQ(reduced.variants[0].data["preprocessing"]["resample_hz"], 100.0);
  EXPECT_EQ(reduced.variants.size(), 7u);
}

}  // namespace
}  // namespace purkinje::orchestrator
