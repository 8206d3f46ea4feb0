#include "tests/trainer/golden.h"

#include "base/files.h"

namespace purkinje::trainer {

const Json& golden() {
  static const Json json = Json::parse(read_file(PURKINJE_SOURCE_DIR "/tests/golden/trainer/golden.json"));
  return json;
}

torch::Tensor golden_tensor(const Json& lists) {
  if (!lists.front().is_array()) return torch::tensor(lists.get<std::vector<double>>(), torch::kDouble);
  std::vector<torch::Tensor> rows;
  for (const auto& row : lists) rows.push_back(golden_tensor(row));
  return torch::stack(rows);
}

}  // namespace purkinje::trainer
