#include "worker/in_process.h"

namespace purkinje::worker {
namespace {

std::optional<Bytes> pop(std::deque<Bytes>& queue) {
  if (queue.empty()) return std::nullopt;
  Bytes message = std::move(queue.front());
  queue.pop_front();
  return message;
}

}  // namespace

class InProcessHub::End : public WorkerLink {
 public:
  explicit End(Box& box) : box_(box) {}

  void send(const Bytes& message) override {
    const std::lock_guard lock(box_.mutex);
    box_.to_coordinator.push_back(message);
  }
  std::optional<Bytes> receive() override {
    const std::lock_guard lock(box_.mutex);
    return pop(box_.to_worker);
  }

 private:
  Box& box_;
};

InProcessHub::InProcessHub(int ranks) {
  for (int rank = 0; rank < ranks; ++rank) boxes_.push_back(std::make_unique<Box>());
}

void InProcessHub::send(int rank, const Bytes& message) {
  auto& box = *boxes_.at(static_cast<size_t>(rank));
  const std::lock_guard lock(box.mutex);
  box.to_worker.push_back(message);
}

std::optional<std::pair<int, Bytes>> InProcessHub::receive() {
  for (size_t tried = 0; tried < boxes_.size(); ++tried) {
    const size_t rank = next_;
    next_ = (next_ + 1) % boxes_.size();
    const std::lock_guard lock(boxes_[rank]->mutex);
    if (auto message = pop(boxes_[rank]->to_coordinator))
      return std::pair{static_cast<int>(rank), std::move(*message)};
  }
  return std::nullopt;
}

std::unique_ptr<WorkerLink> InProcessHub::worker_end(int rank) {
  return std::make_unique<End>(*boxes_.at(static_cast<size_t>(rank)));
}

}  // namespace purkinje::worker
