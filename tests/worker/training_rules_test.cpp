// Rules that the experiment and the trainer share.
#include "worker/training_rules.h"

#include <gmock/gmock.h>

#include "worker/training_options.h"

namespace purkinje::worker {
namespace {

using metrics::Task;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(LossProblem, is_said_where_a_loss_does_not_fit_the_task) {
  EXPECT_EQ(loss_problem("bce", Task::binary), "");
  EXPECT_EQ(loss_problem("bce", Task::multi_label), "");
  EXPECT_EQ(loss_problem("softmax_bce", Task::multi_label), "");
  EXPECT_EQ(loss_problem("focal", Task::multi_class), "");
  EXPECT_EQ(loss_problem("cross_entropy", Task::multi_class), "");

  EXPECT_THAT(loss_problem("softmax_bce", Task::binary), HasSubstr("softmax_bce does not fit a binary task"));
  EXPECT_THAT(loss_problem("focal", Task::multi_label), HasSubstr("focal does not fit a multi_label task"));
  EXPECT_THAT(loss_problem("bce", Task::multi_class), HasSubstr("bce does not fit a multi_class task"));
  EXPECT_THAT(loss_problem("cross_entropy", Task::binary), HasSubstr("does not fit a binary task"));
}

TEST(MissingSamples, fill_each_class_up_to_a_share_of_the_largest) {
  EXPECT_THAT(missing_samples({100, 5, 12}, {17, 112, 105}, 0.1), ElementsAre(0, 5, 0));
  EXPECT_THAT(missing_samples({100, 5, 12}, {17, 112, 105}, 0.101), ElementsAre(0, 6, 0)) << "rounded up";
}

TEST(MissingSamples, of_a_binary_task_are_measured_against_the_negatives) {
  EXPECT_THAT(missing_samples({3}, {40}, 0.5), ElementsAre(17));
  EXPECT_THAT(missing_samples({40}, {3}, 0.5), ElementsAre(0));
}

TEST(GeneratedSamples, are_what_the_class_lacks_and_no_fewer_than_so_many_for_each_real_one) {
  const std::vector<size_t> positives = {100, 5, 12}, negatives = {17, 112, 105};

  EXPECT_EQ(generated_samples(positives, negatives, 1, 0.1, 0), 5u);
  EXPECT_EQ(generated_samples(positives, negatives, 1, 0.1, 1), 5u);
  EXPECT_EQ(generated_samples(positives, negatives, 1, 0.1, 1.1), 6u) << "rounded up";
  EXPECT_EQ(generated_samples(positives, negatives, 2, 0.1, 0), 0u);
  EXPECT_EQ(generated_samples(positives, negatives, 2, 0.1, 1), 12u);
}

TEST(TrainingOptions, have_limits_for_every_number) {
  for (const auto* table : {&training_options(), &stage_options()})
    for (const auto& option : *table) {
      const bool is_number = option.kind == OptionKind::integer || option.kind == OptionKind::real;
      EXPECT_TRUE(!is_number || (option.min && option.max)) << option.name;
    }
}

}  // namespace
}  // namespace purkinje::worker
