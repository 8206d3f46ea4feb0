// Which word each kind of trouble gets.
#include "worker/trainer/failure.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace purkinje::trainer {
namespace {

template <typename Error>
worker::TrainerFailure class_of(const Error& error) {
  return classify(std::make_exception_ptr(error)).failure;
}

TEST(Failure, is_named_by_its_cause) {
  using enum worker::TrainerFailure;
  EXPECT_EQ(class_of(Diverged("loss is nan")), diverged);
  EXPECT_EQ(class_of(InputError("no such option")), configuration);
  EXPECT_EQ(class_of(EnvironmentError("disk full")), disk);
  EXPECT_EQ(class_of(std::bad_alloc()), host_memory);
}

TEST(Failure, of_an_allocation_too_large_for_the_host_is_host_memory) {
  try {
    const auto huge = torch::empty({int64_t{1} << 60});
    FAIL() << "there is a host with that much memory";
  } catch (...) {
    EXPECT_EQ(classify(std::current_exception()).failure, worker::TrainerFailure::host_memory);
  }
}

}  // namespace
}  // namespace purkinje::trainer
