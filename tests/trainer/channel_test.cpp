// Frames over a socket: whole messages, whatever arrives in which pieces, and one clear error for everything
// else.
#include "worker/channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <thread>

#include "worker/trainer_protocol.h"

namespace purkinje::worker {
namespace {

using namespace std::chrono_literals;

class ChannelTest : public testing::Test {
 protected:
  ChannelTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    one_ = std::make_unique<Channel>(ends[0]);
    two_ = std::make_unique<Channel>(ends[1], 1 << 20);
  }
  void send_bytes(const std::string& bytes) {
    ASSERT_EQ(::send(one_->socket(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }
  std::unique_ptr<Channel> one_, two_;
};

TEST_F(ChannelTest, delivers_a_message_with_its_bytes) {
  const Json message = {{"type", "test"}, {"blob", Json::binary({0, 1, 255})}, {"number", 0.1}};

  one_->send(message);

  EXPECT_EQ(two_->receive(1s), message);
}

TEST_F(ChannelTest, gives_nothing_when_no_message_comes_in_time) {
  EXPECT_EQ(two_->receive(1ms), std::nullopt);
}

TEST_F(ChannelTest, puts_a_message_together_that_comes_byte_by_byte) {
  std::vector<uint8_t> body = Json::to_cbor(Json{{"type", "slow"}});
  send_bytes({static_cast<char>(body.size()), 0, 0, 0});
  for (size_t i = 0; i + 1 < body.size(); ++i) {
    send_bytes({static_cast<char>(body[i])});
    ASSERT_EQ(two_->receive(0ms), std::nullopt);
  }
  send_bytes({static_cast<char>(body.back())});

  EXPECT_EQ(two_->receive(1s), (Json{{"type", "slow"}}));
}

TEST_F(ChannelTest, keeps_messages_of_many_threads_apart) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n)
        one_->send({{"type", "t"}, {"thread", i}, {"text", std::string(3000, 'x')}});
    });

  for (int n = 0; n < 200; ++n) {
    const auto message = two_->receive(10s);
    ASSERT_TRUE(message);
    ASSERT_EQ((*message)["text"].get<std::string>().size(), 3000u);
  }
}

TEST_F(ChannelTest, says_that_the_peer_closed) {
  one_.reset();
  EXPECT_THROW(two_->receive(1s), ChannelClosed);
  EXPECT_THROW(two_->send({{"type", "t"}}), ChannelClosed);
}

TEST_F(ChannelTest, delivers_what_came_before_the_peer_closed) {
  one_->send({{"type", "last"}});
  one_.reset();
  EXPECT_EQ(type_of(*two_->receive(1s)), "last");
  EXPECT_THROW(two_->receive(1s), ChannelClosed);
}

TEST_F(ChannelTest, refuses_a_frame_above_the_limit_without_waiting_for_it) {
  send_bytes({0, 0, 0, 0x7f});
  EXPECT_THROW(two_->receive(1s), ProtocolError);
}

TEST_F(ChannelTest, refuses_to_send_more_than_a_frame_holds) {
  EXPECT_THROW(two_->send({{"type", "t"}, {"text", std::string(2 << 20, 'x')}}), ProtocolError);
}

TEST_F(ChannelTest, refuses_garbage) {
  send_bytes(std::string{3, 0, 0, 0, '\xff', '\xff', '\xff'});
  EXPECT_THROW(two_->receive(1s), ProtocolError);
}

TEST_F(ChannelTest, refuses_a_message_without_type) {
  one_->send({{"kind", "t"}});
  EXPECT_THROW(two_->receive(1s), ProtocolError);
}

TEST(TrainerProtocol, refuses_another_version_and_names_both) {
  Json hello = hello_message("cpu", 1);
  check_version(hello);
  hello["protocol"] = 99;
  try {
    check_version(hello);
    FAIL() << "accepted";
  } catch (const ProtocolError& error) {
    EXPECT_NE(std::string(error.what()).find("99"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace purkinje::worker
