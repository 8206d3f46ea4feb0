// Augmentation that adds nothing is a note.
#include "orchestrator/augmentation_notes.h"

#include <gmock/gmock.h>

namespace purkinje::orchestrator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> kClasses = {"N", "S", "V"};

Variant filled_up(double share) {
  Variant variant;
  variant.name = "filled";
  variant.training = {{"augmentation_share", share}};
  return variant;
}

Artefact gan_of(const std::string& name, double share = 0.1) {
  Artefact artefact;
  artefact.name = "gan_" + name;
  artefact.training = {{"adversarial_class", name}, {"generated_share", share}};
  return artefact;
}

std::vector<std::string> notes(const Variant& variant, const std::vector<const Artefact*>& artefacts,
                               const std::vector<std::vector<size_t>>& splits) {
  AugmentationNotes notes;
  for (const auto& positives : splits) notes.look_at(variant, artefacts, kClasses, {positives, {1, 1, 1}});
  return notes.notes();
}

TEST(AugmentationNotes, are_none_where_something_is_added) {
  const auto gan = gan_of("S");

  EXPECT_THAT(notes(filled_up(0.1), {}, {{100, 9, 10}}), IsEmpty());
  EXPECT_THAT(notes(filled_up(0.1), {&gan}, {{100, 9, 10}}), IsEmpty());
  EXPECT_THAT(notes({}, {}, {{100, 10, 10}}), IsEmpty()) << "without augmentation";
}

TEST(AugmentationNotes, name_the_variant_whose_classes_have_their_share) {
  EXPECT_THAT(notes(filled_up(0.1), {}, {{100, 10, 10}}),
              ElementsAre("the augmentation of filled adds nothing: each class that it could fill up has its "
                          "share of 0.1 of the largest"));
}

TEST(AugmentationNotes, name_the_artefact_that_generates_nothing_and_its_user) {
  const auto gan = gan_of("V");

  EXPECT_THAT(notes(filled_up(0.1), {&gan}, {{100, 9, 10}}),
              ElementsAre("artefact 'gan_V' generates nothing: class 'V' has its share of 0.1 of the largest",
                          "the augmentation of filled adds nothing: each class that it could fill up has its "
                          "share of 0.1 of the largest"));
}

TEST(AugmentationNotes, are_none_of_an_artefact_that_makes_some_for_each_real_sample) {
  auto gan = gan_of("V");
  gan.training["generated_at_least"] = 1;

  EXPECT_THAT(notes({}, {&gan}, {{100, 9, 10}}), IsEmpty());
}

TEST(AugmentationNotes, say_that_a_class_is_the_largest) {
  const auto large = gan_of("N"), small = gan_of("S");

  EXPECT_THAT(notes(filled_up(0.1), {&large, &small}, {{100, 9, 10}}),
              ElementsAre("artefact 'gan_N' generates nothing: class 'N' is the largest"));
}

TEST(AugmentationNotes, count_the_splits_where_nothing_is_added) {
  EXPECT_THAT(notes(filled_up(0.1), {}, {{100, 10, 10}, {100, 9, 10}, {100, 10, 11}}),
              ElementsAre("the augmentation of filled adds nothing: each class that it could fill up has its "
                          "share of 0.1 of the largest (in 2 of 3 splits)"));
}

TEST(AugmentationNotes, name_a_class_whose_artefact_will_hold_too_few_samples_once) {
  auto gan = gan_of("S", 0);
  gan.training["generated_at_least"] = 1;
  auto variant = filled_up(0.3);
  variant.training["augmentation"] = "synthetic";
  AugmentationNotes notes;

  notes.look_at(variant, {&gan}, kClasses, {{100, 15, 50}, {1, 1, 1}});
  EXPECT_THAT(notes.shortages(), IsEmpty()) << "15 of 30 are there and 15 are made";
  for (int split = 0; split < 2; ++split)
    notes.look_at(variant, {&gan}, kClasses, {{100, 14, 50}, {1, 1, 1}});

  ASSERT_EQ(notes.shortages().size(), 1u);
  EXPECT_EQ(notes.shortages()[0].variant, "filled");
  EXPECT_EQ(notes.shortages()[0].problem.path, "training.augmentation_share");
  EXPECT_EQ(
      notes.shortages()[0].problem.sentence,
      "the artefact of class 'S' will hold 14 samples, and the class lacks 16: raise its generated_share");
}

}  // namespace
}  // namespace purkinje::orchestrator
