// `purkinje models`: every network with its options; one network with its layers and parameters, which the
// trainer counts.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/config.h"
#include "base/error.h"
#include "models/registry.h"
#include "orchestrator/commands/commands.h"
#include "worker/trainer_process.h"

namespace purkinje::orchestrator {
namespace {

struct Arguments {
  std::string name;
  std::vector<std::string> options;
  int leads = 12, length = 1000, outputs = 1;
  bool json = false;
};

// The options given as maps ("{hidden: 32}") or single settings ("hidden=32"), the later over the earlier.
Config given_options(const std::vector<std::string>& texts) {
  Config given = Config::parse("{}", "--options");
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    const bool is_map =
        text.find_first_not_of(" \t\n") != std::string::npos && text[text.find_first_not_of(" \t\n")] == '{';
    if (is_map) {
      given.merge(Config::parse(text, "--options"));
    } else if (equals != std::string::npos) {
      given.set_path(text.substr(0, equals), Config::parse(text.substr(equals + 1), "--options"));
    } else {
      throw InputError(fmt::format("--options takes key=value or a map, not '{}'", text));
    }
  }
  return given;
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void print_options(const models::NetworkInfo& info, const Json& resolved) {
  std::vector<std::string> values;
  size_t name_width = 0, value_width = 0;
  for (const auto& option : info.options) {
    const auto& value = resolved[option.name];
    values.push_back(value.is_null() ? "-" : text_of(value));
    name_width = std::max(name_width, option.name.size());
    value_width = std::max(value_width, values.back().size());
  }
  for (size_t i = 0; i < info.options.size(); ++i) {
    const auto& option = info.options[i];
    std::string line =
        fmt::format("  {:<{}}  {:<{}}  {}", option.name, name_width, values[i], value_width, option.help);
    if (!option.choices.empty()) line += fmt::format(" [{}]", fmt::join(option.choices, " | "));
    if (!option.when.empty()) line += fmt::format(" (with {})", option.when);
    fmt::print("{}\n", line);
  }
}

// What stages can freeze; what is inside of another part only where there is little of it.
void print_parts(std::vector<std::string> parts) {
  constexpr size_t kMost = 24;
  if (parts.size() > kMost)
    std::erase_if(parts, [](const auto& part) { return part.find('.') != std::string::npos; });
  fmt::print("\n  parts: {}\n", fmt::join(parts, ", "));
}

// What a program prints on its standard output. Throws EnvironmentError where it fails; what it says on
// standard error is seen by the user.
std::string output_of(std::vector<std::string> command) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw EnvironmentError("no pipe can be opened");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (auto& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> chunk{};
  for (ssize_t got = 0; error == 0 && (got = ::read(ends[0], chunk.data(), chunk.size())) > 0;)
    text.append(chunk.data(), static_cast<size_t>(got));
  ::close(ends[0]);
  if (error != 0)
    throw EnvironmentError(fmt::format("{} cannot be started: {}", command[0], std::strerror(error)));
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (status != 0) throw EnvironmentError(fmt::format("{} could not describe the network", command[0]));
  return text;
}

Json description_by_trainer(const Arguments& arguments, const Json& given) {
  return Json::parse(
      output_of({worker::find_trainer().string(), "--describe", arguments.name, "--options", given.dump(),
                 "--leads", std::to_string(arguments.leads), "--length", std::to_string(arguments.length),
                 "--outputs", std::to_string(arguments.outputs)}));
}

void print_layers(const Json& description) {
  std::vector<std::array<std::string, 3>> rows{{"layer", "output", "parameters"}};
  for (const auto& layer : description.at("layers")) {
    auto shape = layer.at("shape").get<std::vector<int64_t>>();
    shape.erase(shape.begin());  // the batch
    rows.push_back({layer.at("layer").get<std::string>(), fmt::format("{}", fmt::join(shape, " x ")),
                    std::to_string(layer.at("parameters").get<int64_t>())});
  }
  rows.push_back({"all", "", std::to_string(description.at("parameters").get<int64_t>())});
  std::array<size_t, 3> widths{};
  for (const auto& row : rows)
    for (size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], row[k].size());
  fmt::print("\n");
  for (const auto& [layer, output, parameters] : rows)
    fmt::print("  {:<{}}  {:<{}}  {:>{}}\n", layer, widths[0], output, widths[1], parameters, widths[2]);
}

const models::NetworkInfo& network_named(const std::string& name) {
  if (const auto* info = models::find_network(name)) return *info;
  std::vector<std::string> known;
  for (const auto& info : models::networks()) known.push_back(info.name);
  throw InputError(fmt::format("there is no network '{}'{}", name, suggestion(name, known)));
}

void list_networks(bool json) {
  if (json) {
    Json list = Json::array();
    for (const auto& info : models::networks())
      list.push_back(
          {{"name", info.name}, {"title", info.title}, {"source", info.source}, {"version", info.version}});
    fmt::print("{}\n", list.dump(2));
    return;
  }
  for (const auto& info : models::networks()) {
    fmt::print("{}: {}\n  {}\n", info.name, info.title, info.source);
    Problems problems;
    print_options(info, resolve_options(info.options, nullptr, Place{"defaults", 0, ""}, problems));
  }
}

void show_network(const Arguments& arguments) {
  const auto& info = network_named(arguments.name);
  const Config given = given_options(arguments.options);
  Problems problems;
  const Json resolved = resolve_options(info.options, &given, Place{"--options", 0, ""}, problems);
  problems.throw_if_any();
  if (info.check) info.check(resolved);
  if (info.check_length) info.check_length(resolved, arguments.length);
  if (!arguments.json) {
    fmt::print("{}: {}\n  {}\n", info.name, info.title, info.source);
    print_options(info, resolved);
    if (info.parts) print_parts(info.parts(resolved));
  }
  Json description;
  try {
    description = description_by_trainer(arguments, given.to_json());
  } catch (const EnvironmentError& error) {
    if (arguments.json) throw;
    fmt::print("\nLayers and parameters are counted by the trainer, and {}\n", error.what());
    return;
  }
  if (arguments.json)
    fmt::print("{}\n", description.dump(2));
  else
    print_layers(description);
}

}  // namespace

void add_models(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("models", "Every network with its options; one with its layers and parameters");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("name", arguments->name, "A network");
  command->add_option("--options", arguments->options, "Its options: key=value, or a map as in YAML or JSON");
  command->add_option("--leads", arguments->leads, "Leads of its input")->check(CLI::PositiveNumber);
  command->add_option("--length", arguments->length, "Samples a lead of its input")
      ->check(CLI::PositiveNumber);
  command->add_option("--outputs", arguments->outputs, "Raw outputs")->check(CLI::PositiveNumber);
  command->add_flag("--json", arguments->json, "JSON");
  command->callback([arguments, &exit_code] {
    if (arguments->name.empty())
      list_networks(arguments->json);
    else
      show_network(*arguments);
    exit_code = 0;
  });
}

}  // namespace purkinje::orchestrator
