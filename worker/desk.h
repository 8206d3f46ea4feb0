// A thread for work that must not hold up the worker's loop: metrics of finished predictions, derived jobs.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "worker/messages.h"

namespace purkinje::worker {

class Desk {
 public:
  Desk();
  ~Desk();  // finishes what lies on it
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // Work ends in a message to the coordinator, also when it fails.
  void put(std::function<ToCoordinator()> work);
  // The next finished piece, if any.
  std::optional<ToCoordinator> take();
  bool empty() const;

 private:
  void run();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<ToCoordinator()>> waiting_;
  std::deque<ToCoordinator> finished_;
  bool working_ = false, closing_ = false;
  std::thread thread_;
};

}  // namespace purkinje::worker
