#include "worker/desk.h"

namespace purkinje::worker {

Desk::Desk() : thread_([this] { run(); }) {}

Desk::~Desk() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Desk::put(std::function<ToCoordinator()> work) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
  }
  changed_.notify_all();
}

std::optional<ToCoordinator> Desk::take() {
  const std::lock_guard lock(mutex_);
  if (finished_.empty()) return std::nullopt;
  ToCoordinator message = std::move(finished_.front());
  finished_.pop_front();
  return message;
}

bool Desk::empty() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty() && finished_.empty() && !working_;
}

void Desk::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    working_ = true;
    lock.unlock();
    ToCoordinator message = work();
    lock.lock();
    working_ = false;
    finished_.push_back(std::move(message));
  }
}

}  // namespace purkinje::worker
