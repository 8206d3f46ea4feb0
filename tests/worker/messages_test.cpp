#include "worker/messages.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/worker/small_set.h"
#include "worker/in_process.h"

namespace purkinje::worker {
namespace {

TEST(Messages, every_message_to_a_worker_survives_the_way) {
  const TrainingJob job = small_job("/tmp/set", 3, 2);

  const auto welcome =
      std::get<Welcome>(decode_to_worker(encode(ToWorker(Welcome{2, "/run", "token", {1, 3}}))));
  const auto start =
      std::get<StartTraining>(decode_to_worker(encode(ToWorker(StartTraining{7, job, {"max_f1"}}))));
  const auto derived = std::get<StartDerived>(
      decode_to_worker(encode(ToWorker(StartDerived{8, "id", "/run/derived/id.cbor"}))));

  EXPECT_EQ(welcome.cores, (std::vector<int>{1, 3}));
  EXPECT_EQ(start.job.to_json(), job.to_json());
  EXPECT_EQ(start.threshold_rules, std::vector<std::string>{"max_f1"});
  EXPECT_EQ(derived.request_file, "/run/derived/id.cbor");
  EXPECT_EQ(std::get<StopAttempt>(decode_to_worker(encode(ToWorker(StopAttempt{9})))).attempt, 9);
  EXPECT_EQ(std::get<Acknowledged>(decode_to_worker(encode(ToWorker(Acknowledged{"f"})))).spool_file, "f");
  EXPECT_TRUE(std::holds_alternative<Shutdown>(decode_to_worker(encode(ToWorker(Shutdown{})))));
}

TEST(Messages, every_message_to_the_coordinator_survives_the_way) {
  const AttemptProgress progress{
      5, 2, 10, 0.5, {{"train", 2, "train", "loss", 0.25}, {"train", 2, "validation", "auc", {}}}};

  const auto back = std::get<AttemptProgress>(decode_to_coordinator(encode(ToCoordinator(progress))));
  const auto joined = std::get<Joined>(
      decode_to_coordinator(encode(ToCoordinator(Joined{"host", 42, {0}, {{1, "H100", 81920}}}))));
  const auto failed = std::get<AttemptFailed>(
      decode_to_coordinator(encode(ToCoordinator(AttemptFailed{6, "signal", "gone"}))));

  ASSERT_EQ(back.rows.size(), 2u);
  EXPECT_EQ(back.rows[0].value, 0.25);
  EXPECT_FALSE(back.rows[1].value.has_value());
  EXPECT_EQ(joined.gpus.at(0).name, "H100");
  EXPECT_EQ(failed.failure, "signal");
}

TEST(Messages, bytes_that_are_no_message_are_refused) {
  EXPECT_THROW(decode_to_worker({1, 2, 3}), InputError);
  EXPECT_THROW(decode_to_coordinator(Json::to_cbor({{"type", "joined"}, {"v", 99}})), InputError);
  EXPECT_THROW(decode_to_coordinator(Json::to_cbor({{"type", "nonsense"}, {"v", 1}})), InputError);
}

TEST(InProcessTransport, keeps_the_order_of_messages_between_two_ends) {
  InProcessHub hub(2);
  const auto end = hub.worker_end(1);

  hub.send(1, {1});
  hub.send(1, {2});
  end->send({3});

  EXPECT_EQ(end->receive(), Bytes{1});
  EXPECT_EQ(end->receive(), Bytes{2});
  EXPECT_EQ(end->receive(), std::nullopt);
  const auto answer = hub.receive();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->first, 1);
  EXPECT_EQ(answer->second, Bytes{3});
}

}  // namespace
}  // namespace purkinje::worker
