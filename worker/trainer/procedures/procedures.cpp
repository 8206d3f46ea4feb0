#include "worker/trainer/procedures/procedures.h"

#include <fmt/format.h>

#include "base/error.h"
#include "worker/trainer/procedures/adversarial.h"
#include "worker/trainer/procedures/supervised.h"
#include "worker/trainer/procedures/weight_track.h"

namespace purkinje::trainer {
namespace {

using Procedure = std::optional<worker::TrainerResult> (*)(const worker::TrainingJob&, const torch::Device&,
                                                           JobControl&);
struct Entry {
  const char* name;
  Procedure run;
};
constexpr Entry kProcedures[] = {
    {"supervised", train_supervised},
    {"adversarial", train_adversarial},
    {"weight_track", train_weight_track},
};

}  // namespace

std::optional<worker::TrainerResult> run_procedure(const worker::TrainingJob& job,
                                                   const torch::Device& device, JobControl& control) {
  const std::string name = job.training.value("procedure", "");
  std::vector<std::string> names;
  for (const auto& entry : kProcedures) {
    if (name == entry.name) return entry.run(job, device, control);
    names.emplace_back(entry.name);
  }
  throw InputError(Place{"", 0, "training.procedure"},
                   fmt::format("this trainer knows no procedure '{}'{}", name, suggestion(name, names)));
}

}  // namespace purkinje::trainer
