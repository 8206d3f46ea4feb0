// Framed messages over a socket: four bytes of little-endian length, then one CBOR document. Both ends of the
// worker-trainer protocol (docs/trainer-protocol.md) speak through it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <vector>

#include "base/json.h"

namespace purkinje::worker {

// The peer closed its end or died. Nothing more will come.
class ChannelClosed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The bytes are no frame of this protocol: too long, no CBOR, no object with a type, or of another version.
class ProtocolError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Channel {
 public:
  static constexpr size_t kMaxFrameBytes = size_t{1} << 30;

  // Takes over an open socket and closes it at the end.
  explicit Channel(int socket, size_t max_frame_bytes = kMaxFrameBytes)
      : socket_(socket), max_frame_bytes_(max_frame_bytes) {}
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Sends one message whole. Threads may call it at once; their messages do not mix. Throws ChannelClosed
  // where the peer is gone, ProtocolError where the message is longer than a frame may be.
  void send(const Json& message);

  // The next message, or nothing where none is complete in time (what has arrived of it is kept). A negative
  // timeout waits without end. One thread only. Throws ChannelClosed, ProtocolError.
  std::optional<Json> receive(std::chrono::milliseconds timeout);

  int socket() const { return socket_; }  // to wait on several channels at once with poll()
  // Whether bytes are at hand that poll() does not know of any more.
  bool has_buffered_bytes() const { return !buffer_.empty(); }

 private:
  std::optional<Json> next_frame();
  void read_available();

  int socket_;
  size_t max_frame_bytes_;
  std::mutex sending_;
  std::vector<uint8_t> buffer_;  // bytes received, from the start of a frame
};

}  // namespace purkinje::worker
