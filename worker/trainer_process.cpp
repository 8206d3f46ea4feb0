#include "worker/trainer_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "worker/cores.h"
#include "worker/trainer_protocol.h"

namespace purkinje::worker {
namespace {

constexpr int kChildChannel = 3;  // the descriptor the trainer finds its channel at
constexpr int kQuitMilliseconds = 2000;

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// The parent's environment with the thread count that OpenMP and the BLAS read.
std::vector<std::string> environment_with_threads(int threads) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    // A trainer is no rank of the MPI job, whatever a library in it may guess from these.
    if (text.rfind("OMPI_", 0) == 0 || text.rfind("PMIX_", 0) == 0 || text.rfind("OMP_NUM_THREADS=", 0) == 0)
      continue;
    variables.push_back(text);
  }
  variables.push_back(fmt::format("OMP_NUM_THREADS={}", threads));
  return variables;
}

std::vector<char*> pointers_of(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

pid_t spawn(const TrainerSetup& setup, int child_socket) {
  FileActions actions;
  posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(actions.get(), STDOUT_FILENO, setup.log_file.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(actions.get(), STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(actions.get(), child_socket, kChildChannel);

  std::vector<std::string> arguments{setup.executable.string(), "--channel", std::to_string(kChildChannel)};
  auto variables = environment_with_threads(setup.threads);
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, setup.executable.c_str(), actions.get(), nullptr,
                                  pointers_of(arguments).data(), pointers_of(variables).data());
  if (error != 0)
    throw EnvironmentError(
        fmt::format("the trainer {} cannot be started: {}", setup.executable.string(), std::strerror(error)));
  return pid;
}

std::string last_line_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line, last;
  while (std::getline(in, line))
    if (!line.empty()) last = line;
  return last;
}

}  // namespace

TrainerProcess::TrainerProcess(const TrainerSetup& setup) : setup_(setup) {
  // The trainer's end is made a descriptor above the one it shall find it at: dup2 onto itself would keep
  // close-on-exec.
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw EnvironmentError(fmt::format("no socket for a trainer: {}", std::strerror(errno)));
  const int child = ::fcntl(ends[1], F_DUPFD_CLOEXEC, 64);
  ::close(ends[1]);
  channel_ = std::make_unique<Channel>(ends[0]);
  try {
    pid_ = spawn(setup_, child);
  } catch (...) {
    ::close(child);
    throw;
  }
  ::close(child);
  if (!setup_.cores.empty()) bind_process(pid_, setup_.cores);
  try {
    channel_->send(hello_message(setup_.device, setup_.threads));
  } catch (const ChannelClosed&) {
    // It died at once: the owner hears of it as of any other death.
  }
}

TrainerProcess::~TrainerProcess() {
  if (status_ || pid_ < 0) return;
  try {
    channel_->send(quit_message());
  } catch (const std::exception&) {
    // gone already
  }
  if (!wait_for_end(kQuitMilliseconds)) {
    ::kill(pid_, SIGKILL);
    wait_for_end(kQuitMilliseconds);
  }
}

void TrainerProcess::kill() {
  if (!status_) ::kill(pid_, SIGKILL);
}

std::string TrainerProcess::last_words() {
  const auto status = wait_for_end(kQuitMilliseconds);
  std::string text = "the trainer closed its channel without ending";
  if (status && WIFSIGNALED(*status))
    text = fmt::format("the trainer was killed by signal {} ({})", WTERMSIG(*status),
                       strsignal(WTERMSIG(*status)));
  else if (status && WIFEXITED(*status))
    text = fmt::format("the trainer ended by itself with exit code {}", WEXITSTATUS(*status));
  if (const auto line = last_line_of(setup_.log_file); !line.empty()) text += "; its log ends: " + line;
  return text + fmt::format(" ({})", setup_.log_file.string());
}

std::optional<int> TrainerProcess::wait_for_end(int milliseconds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  while (!status_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
    if (status_ || std::chrono::steady_clock::now() > deadline) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return status_;
}

std::filesystem::path find_trainer() {
  if (const char* given = std::getenv("PURKINJE_TRAINER")) return given;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "purkinje-trainer";
}

}  // namespace purkinje::worker
