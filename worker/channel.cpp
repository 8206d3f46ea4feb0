#include "worker/channel.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace purkinje::worker {
namespace {

constexpr size_t kHeaderBytes = 4;

// True when the socket has the event before the deadline.
bool wait_for(int socket, short event, std::optional<std::chrono::steady_clock::time_point> deadline) {
  for (;;) {
    int wait_ms = -1;
    if (deadline) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
      wait_ms = static_cast<int>(std::max<int64_t>(0, left.count()));
    }
    pollfd waiting{socket, event, 0};
    const int ready = ::poll(&waiting, 1, wait_ms);
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR)
      throw ChannelClosed(fmt::format("waiting on the channel failed: {}", std::strerror(errno)));
  }
}

void send_all(int socket, const uint8_t* bytes, size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes += sent;
      size -= static_cast<size_t>(sent);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait_for(socket, POLLOUT, std::nullopt);
    } else if (errno != EINTR) {
      throw ChannelClosed(fmt::format("the peer takes no more messages: {}", std::strerror(errno)));
    }
  }
}

}  // namespace

Channel::~Channel() {
  if (socket_ >= 0) ::close(socket_);
}

void Channel::send(const Json& message) {
  std::vector<uint8_t> frame(kHeaderBytes);
  Json::to_cbor(message, frame);
  const size_t size = frame.size() - kHeaderBytes;
  if (size > max_frame_bytes_)
    throw ProtocolError(
        fmt::format("a message of {} bytes is longer than the {} a frame may have", size, max_frame_bytes_));
  for (size_t i = 0; i < kHeaderBytes; ++i) frame[i] = static_cast<uint8_t>(size >> (8 * i));
  const std::lock_guard lock(sending_);
  send_all(socket_, frame.data(), frame.size());
}

std::optional<Json> Channel::receive(std::chrono::milliseconds timeout) {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (timeout.count() >= 0) deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    if (auto message = next_frame()) return message;
    if (!wait_for(socket_, POLLIN, deadline)) return std::nullopt;
    read_available();
  }
}

// A complete frame at the front of the buffer, decoded.
std::optional<Json> Channel::next_frame() {
  if (buffer_.size() < kHeaderBytes) return std::nullopt;
  size_t size = 0;
  for (size_t i = 0; i < kHeaderBytes; ++i) size |= static_cast<size_t>(buffer_[i]) << (8 * i);
  if (size > max_frame_bytes_)
    throw ProtocolError(
        fmt::format("a frame of {} bytes is announced, {} are allowed: the peer does not speak this protocol",
                    size, max_frame_bytes_));
  if (buffer_.size() < kHeaderBytes + size) return std::nullopt;

  const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(kHeaderBytes);
  const auto end = begin + static_cast<std::ptrdiff_t>(size);
  Json message = Json::from_cbor(begin, end, true, false);
  buffer_.erase(buffer_.begin(), end);
  if (message.is_discarded())
    throw ProtocolError(fmt::format("a frame of {} bytes is no CBOR document", size));
  if (!message.is_object() || !message.contains("type") || !message["type"].is_string())
    throw ProtocolError("a message has no 'type'");
  return message;
}

// Grows the buffer by what has arrived and never by what a length field promises.
void Channel::read_available() {
  std::array<uint8_t, size_t{1} << 16> chunk;
  const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), MSG_DONTWAIT);
  if (got > 0) {
    buffer_.insert(buffer_.end(), chunk.begin(), chunk.begin() + got);
  } else if (got == 0) {
    throw ChannelClosed(buffer_.empty() ? "the peer closed the channel"
                                        : "the peer closed the channel in mid-message");
  } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
    throw ChannelClosed(fmt::format("the peer is gone: {}", std::strerror(errno)));
  }
}

}  // namespace purkinje::worker
