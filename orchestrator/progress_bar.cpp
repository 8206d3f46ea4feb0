// Progress of long work on a terminal or in a log.
#include "orchestrator/progress_bar.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>

namespace purkinje::orchestrator {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr int kWidestBar = 30;
constexpr int kNarrowestBar = 8;
constexpr double kShareParts = 1e6;

std::string duration(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

ProgressOutput standard_error_progress() {
  ProgressOutput output;
  output.stream = &std::cerr;
  const char* term = std::getenv("TERM");
  output.terminal = isatty(STDERR_FILENO) == 1 && term != nullptr && std::string(term) != "dumb";
  winsize size{};
  if (output.terminal && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    output.columns = size.ws_col;
  return output;
}

std::string progress_line(const std::string& title, size_t done, size_t total, double seconds_left,
                          const std::string& note, int columns, bool counts) {
  const double share =
      total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  std::string tail =
      total == 0 ? fmt::format(" {}", done) : fmt::format(" {:3.0f}%", std::floor(100 * share));
  if (total != 0 && counts) tail += fmt::format(" {}/{}", done, total);
  if (seconds_left >= 0 && total != 0 && done < total) tail += " " + duration(seconds_left) + " left";
  if (!note.empty()) tail += ", " + note;

  const int room = columns - static_cast<int>(title.size() + tail.size()) - 3;
  std::string bar;
  if (total != 0 && room >= kNarrowestBar) {
    const int width = std::min(room, kWidestBar);
    const int filled = static_cast<int>(std::floor(share * width));
    bar = fmt::format(" [{}{}]", std::string(static_cast<size_t>(filled), '#'),
                      std::string(static_cast<size_t>(width - filled), '.'));
  }
  std::string line = title + bar + tail;
  // Cut at a character's start: half a UTF-8 sequence would spoil the terminal.
  size_t end = std::min(line.size(), static_cast<size_t>(std::max(columns, 1)));
  while (end < line.size() && end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  line.resize(end);
  return line;
}

ProgressBar::ProgressBar(std::string title, ProgressOutput output, Clock clock,
                         std::chrono::seconds plain_interval)
    : title_(std::move(title)),
      output_(output),
      clock_(clock ? std::move(clock) : Clock(&std::chrono::steady_clock::now)),
      plain_interval_(plain_interval) {}

ProgressBar::~ProgressBar() {
  try {
    finish(note_);
  } catch (...) {  // a closed pipe must not end the program from a destructor
  }
}

void ProgressBar::update(size_t done, size_t total, const std::string& note) {
  const std::lock_guard lock(mutex_);
  update_locked(done, total, note);
}

void ProgressBar::update_share(double share, const std::string& note) {
  const std::lock_guard lock(mutex_);
  counts_ = false;
  update_locked(static_cast<size_t>(std::clamp(share, 0.0, 1.0) * kShareParts),
                static_cast<size_t>(kShareParts), note);
}

void ProgressBar::update_locked(size_t done, size_t total, const std::string& note) {
  if (finished_) return;
  if (!started_) {
    started_ = true;
    start_ = clock_();
    first_done_ = done;
  }
  done_ = done;
  total_ = total;
  note_ = note;
  show(false);
}

void ProgressBar::message(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (drawn_) *output_.stream << "\r\x1b[K";
  *output_.stream << line << '\n';
  if (drawn_) show(true);
  output_.stream->flush();
}

void ProgressBar::finish(const std::string& note) {
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  finished_ = true;
  if (!started_) return;
  const bool changed = note != note_;
  note_ = note;
  if (output_.terminal || changed || !shown_ || clock_() != last_shown_) show(true);
  if (drawn_) *output_.stream << '\n';
  output_.stream->flush();
}

void ProgressBar::show(bool forced) {
  const auto now = clock_();
  const auto interval = output_.terminal
                            ? std::chrono::duration_cast<std::chrono::milliseconds>(kRedraw)
                            : std::chrono::duration_cast<std::chrono::milliseconds>(plain_interval_);
  if (!forced && shown_ && now - last_shown_ < interval) return;
  const int columns =
      output_.terminal ? output_.columns - 1 : 200;  // the last column would wrap on some terminals
  const std::string line = progress_line(title_, done_, total_, seconds_left(now), note_, columns, counts_);
  if (output_.terminal) {
    *output_.stream << '\r' << line << "\x1b[K";
    drawn_ = true;
  } else {
    *output_.stream << line << '\n';
  }
  output_.stream->flush();
  shown_ = true;
  last_shown_ = now;
}

double ProgressBar::seconds_left(std::chrono::steady_clock::time_point now) const {
  if (done_ <= first_done_ || total_ <= done_) return -1;
  const double spent = std::chrono::duration<double>(now - start_).count();
  return spent * static_cast<double>(total_ - done_) / static_cast<double>(done_ - first_done_);
}

}  // namespace purkinje::orchestrator
