// Progress of long work: one bar that is drawn over on a terminal, plain lines now and then elsewhere (a log,
// a pipe).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>

namespace purkinje::orchestrator {

// Where progress is shown.
struct ProgressOutput {
  std::ostream* stream = nullptr;
  bool terminal = false;  // may a line be drawn over?
  int columns = 80;       // width of the terminal
};

// Standard error; a terminal where it is one and TERM is not "dumb", as wide as it says it is.
ProgressOutput standard_error_progress();

// One line of text of at most `columns` characters: "title [#####.....]  50% 5/10 0:12 left, note".
// `seconds_left` below zero: not known yet. `total` 0: not known, no bar. Without `counts` the "5/10" is left
// out.
std::string progress_line(const std::string& title, size_t done, size_t total, double seconds_left,
                          const std::string& note, int columns, bool counts = true);

// Safe to call from several threads. Draws at most ten times a second on a terminal, writes at most one line
// every `plain_interval` elsewhere (the first and the last always).
class ProgressBar {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  explicit ProgressBar(std::string title, ProgressOutput output = standard_error_progress(), Clock clock = {},
                       std::chrono::seconds plain_interval = std::chrono::seconds(5));
  ~ProgressBar();  // leaves the last state on the terminal and ends the line; never throws
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // What the first update has as done was done before: the time left is estimated from what came after it.
  void update(size_t done, size_t total, const std::string& note = "");
  // The same for work that is not counted in pieces: `share` from 0 to 1.
  void update_share(double share, const std::string& note = "");
  // A line of its own that stays above the bar.
  void message(const std::string& line);
  // The last state; later updates are ignored.
  void finish(const std::string& note);
  void finish() { finish(note_); }

 private:
  void update_locked(size_t done, size_t total, const std::string& note);
  void show(bool forced);
  double seconds_left(std::chrono::steady_clock::time_point now) const;

  const std::string title_;
  const ProgressOutput output_;
  const Clock clock_;
  const std::chrono::seconds plain_interval_;
  std::mutex mutex_;
  size_t done_ = 0, total_ = 0, first_done_ = 0;
  std::string note_;
  bool counts_ = true;
  bool started_ = false, finished_ = false, shown_ = false, drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_shown_;
};

}  // namespace purkinje::orchestrator
