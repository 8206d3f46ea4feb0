#include "orchestrator/gather_derived_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace purkinje::orchestrator {
namespace {

using Stored = db::Reader::StoredPredictions;

class Gathering {
 public:
  Gathering(const db::Reader& reader, const PlannedJob& job) : reader_(reader), job_(job) {}

  worker::DerivedRequest request;

  void pool() {
    std::vector<std::string> stages;
    for (const auto& need : needs())
      for (const auto& stage : reader_.stages(need))
        if (std::find(stages.begin(), stages.end(), stage) == stages.end()) stages.push_back(stage);
    for (const auto& stage : stages)
      for (const auto& need : needs()) request.members.push_back(member(need, need, stage));
    for (const auto& need : needs())
      for (const auto& record : reader_.region_sums(need)) append(record);
  }

  void ensemble() {
    for (size_t i = 0; i < needs().size(); ++i) {
      const auto& need = needs()[i];
      const auto stages = reader_.stages(need);
      const auto& planned = job_.derived.member_stages;
      const std::string stage = i < planned.size() ? planned[i] : stages.empty() ? "train" : stages.back();
      const auto& names = job_.derived.member_names;
      request.members.push_back(member(i < names.size() ? names[i] : need, need, stage));
    }
    request.validation_samples = validation_.samples;
    request.test_samples = test_.samples;
    check_same_samples();
  }

 private:
  // Whose scores the first member has; the others must have the same.
  struct Samples {
    std::vector<uint32_t> samples;
    std::vector<std::string> records;
    std::vector<int8_t> labels;
    bool known = false;
  };

  const std::vector<std::string>& needs() const { return job_.record.needs; }

  worker::DerivedMember member(const std::string& name, const std::string& need, const std::string& stage) {
    worker::DerivedMember member{name, stage, {}, {}};
    const auto test = reader_.predictions(need, stage, "test");
    if (!test)
      throw InputError(fmt::format("job {}, which it needs, has no stored predictions of its test part{}",
                                   need.substr(0, 8), stage == "train" ? "" : " after stage " + stage));
    request.classes = test->classes;
    member.test = db::scores_of(*test);
    compare(member.name, "test", *test, test_);
    const auto validation = reader_.predictions(need, stage, "validation");
    if (validation) {
      member.validation = db::scores_of(*validation);
      compare(member.name, "validation", *validation, validation_);
    }
    return member;
  }

  void compare(const std::string& name, const char* part, const Stored& stored, Samples& first) {
    if (!first.known)
      first = {stored.sample, stored.record, stored.labels, true};
    else if (stored.sample != first.samples || stored.record != first.records ||
             stored.labels != first.labels)
      differing_.push_back(fmt::format("{} ({})", name, part));
  }

  void check_same_samples() const {
    std::string problem;
    for (const auto& name : differing_) problem += (problem.empty() ? "" : ", ") + name;
    if (!problem.empty())
      throw InputError(fmt::format(
          "the members of an ensemble must have predictions of the same samples; those of {} are of others "
          "than those of {}",
          problem, request.members.front().name));
    const bool validated = request.members.front().validation.samples > 0;
    for (const auto& member : request.members)
      if ((member.validation.samples > 0) != validated)
        throw InputError(fmt::format("of {} and {} only one has predictions of a validation part",
                                     request.members.front().name, member.name));
  }

  void append(const db::RegionSumsRecord& record) {
    const auto same = [&](const worker::PartRegionSums& w) {
      return w.stage == record.stage && w.part == record.part && w.kind == record.kind;
    };
    auto place = std::find_if(request.regions.begin(), request.regions.end(), same);
    if (place == request.regions.end())
      place = request.regions.insert(place, {record.stage, record.part, record.kind, {}, {}, {}});
    place->samples.insert(place->samples.end(), record.samples.begin(), record.samples.end());
    place->sums.insert(place->sums.end(), record.sums.begin(), record.sums.end());
    place->steps.insert(place->steps.end(), record.steps.begin(), record.steps.end());
  }

  const db::Reader& reader_;
  const PlannedJob& job_;
  Samples validation_, test_;
  std::vector<std::string> differing_;
};

}  // namespace

worker::DerivedRequest gather_derived_request(const db::Reader& reader, const PlannedJob& job,
                                              const std::vector<metrics::ThresholdRule>& rules) {
  Gathering gathering(reader, job);
  auto& request = gathering.request;
  request.procedure = job.record.procedure;
  request.task = metrics::parse_task(job.record.task);
  for (const auto& rule : rules) request.threshold_rules.push_back(metrics::to_string(rule));
  if (job.record.procedure == "pool") {
    gathering.pool();
  } else {
    request.method = job.derived.method;
    request.options = job.derived.options.is_null() ? Json::object() : job.derived.options;
    gathering.ensemble();
  }
  return std::move(request);
}

}  // namespace purkinje::orchestrator
