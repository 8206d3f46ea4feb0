// purkinje-trainer: trains networks for a worker (--channel), or says what this machine and a network are
// like.
#include <fmt/format.h>
#include <sys/prctl.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>

#include "base/error.h"
#include "worker/channel.h"
#include "worker/trainer/describe.h"
#include "worker/trainer/session.h"

namespace purkinje::trainer {
namespace {

// A terminal's Ctrl-C and a scheduler's USR2 reach the whole process group; what they mean is the worker's
// decision.
void serve_on(int socket) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGUSR2, SIG_IGN);
  worker::Channel channel(socket);
  try {
    serve(channel);
  } catch (const worker::ChannelClosed&) {
    // The worker is gone, and so is the reason to live.
  }
}

int run(int argc, char** argv) {
  CLI::App app{"Trains networks for a Purkinje worker", "purkinje-trainer"};
  int socket = -1;
  bool probe = false;
  std::string network, options = "{}";
  NetworkSize size;
  auto* modes = app.add_option_group("mode");
  modes->add_option("--channel", socket, "Serve a worker on this open socket (docs/trainer-protocol.md)");
  modes->add_flag("--probe", probe, "Print the devices of this machine as JSON");
  modes->add_option("--describe", network, "Print a network's layers, shapes and parameters as JSON");
  modes->require_option(1);
  app.add_option("--options", options, "The network's options, as JSON or YAML");
  app.add_option("--leads", size.leads, "Leads of its input")->check(CLI::PositiveNumber);
  app.add_option("--length", size.length, "Samples a lead of its input")->check(CLI::PositiveNumber);
  app.add_option("--outputs", size.outputs, "Raw outputs")->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (probe) {
    fmt::print("{}\n", probe_text());
  } else if (!network.empty()) {
    fmt::print("{}\n", describe_text(network, options, size));
  } else {
    serve_on(socket);
  }
  return 0;
}

}  // namespace
}  // namespace purkinje::trainer

int main(int argc, char** argv) {
  try {
    return purkinje::trainer::run(argc, argv);
  } catch (const purkinje::InputError& error) {
    fmt::print(stderr, "purkinje-trainer: {}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "purkinje-trainer: {}\n", error.what());
    return 1;
  }
}
