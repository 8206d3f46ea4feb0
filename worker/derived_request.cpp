#include "worker/derived_request.h"

#include "base/error.h"
#include "worker/json_fields.h"

namespace purkinje::worker {
namespace {

Json scores_to_json(const metrics::Scores& scores) {
  return {{"samples", scores.samples},
          {"outputs", scores.outputs},
          {"score", bytes_of(scores.score)},
          {"label", bytes_of(scores.label)}};
}

metrics::Scores scores_from_json(const Json& json) {
  metrics::Scores scores{json.at("samples"), json.at("outputs"), array_of<double>(json.at("score")),
                         array_of<int8_t>(json.at("label"))};
  if (scores.score.size() != scores.samples * scores.outputs || scores.label.size() != scores.score.size())
    throw InputError(fmt::format("{} scores and {} labels for {} samples of {} outputs", scores.score.size(),
                                 scores.label.size(), scores.samples, scores.outputs));
  return scores;
}

Json member_to_json(const DerivedMember& member) {
  return {{"name", member.name},
          {"stage", member.stage},
          {"validation", scores_to_json(member.validation)},
          {"test", scores_to_json(member.test)}};
}

DerivedMember member_from_json(const Json& json) {
  return {json.at("name"), json.at("stage"), scores_from_json(json.at("validation")),
          scores_from_json(json.at("test"))};
}

}  // namespace

std::vector<uint8_t> DerivedRequest::to_cbor() const {
  const Json json = {{"procedure", procedure},
                     {"method", method},
                     {"options", options},
                     {"task", metrics::to_string(task)},
                     {"classes", classes},
                     {"rules", threshold_rules},
                     {"stage", stage},
                     {"members", list_of(members, member_to_json)},
                     {"validation_samples", bytes_of(validation_samples)},
                     {"test_samples", bytes_of(test_samples)},
                     {"regions", list_of<PartRegionSums>(regions, to_json)}};
  return Json::to_cbor(json);
}

DerivedRequest DerivedRequest::from_cbor(const std::vector<uint8_t>& bytes) {
  return reading("the request of a derived job", [&] {
    const Json json = Json::from_cbor(bytes);
    DerivedRequest request;
    request.procedure = json.at("procedure");
    request.method = json.at("method");
    request.options = json.at("options");
    request.task = metrics::parse_task(json.at("task"));
    request.classes = json.at("classes").get<std::vector<std::string>>();
    request.threshold_rules = json.at("rules").get<std::vector<std::string>>();
    request.stage = json.at("stage");
    request.members = items_of(json.at("members"), member_from_json);
    request.validation_samples = array_of<uint32_t>(json.at("validation_samples"));
    request.test_samples = array_of<uint32_t>(json.at("test_samples"));
    request.regions = items_of(json.at("regions"), part_region_sums_from_json);
    return request;
  });
}

}  // namespace purkinje::worker
