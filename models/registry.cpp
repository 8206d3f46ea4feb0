#include "models/registry.h"

#include "models/cnn_gru_attention_options.h"
#include "models/cnn_recurrent_options.h"
#include "models/cnn_te_options.h"
#include "models/recurrent_options.h"
#include "models/vgg11_options.h"

namespace purkinje::models {

const std::vector<NetworkInfo>& networks() {
  static const std::vector<NetworkInfo> kAll = {
      cnn_gru_attention_info(), cnn_te_info(), vgg11_info(), recurrent_info(), cnn_recurrent_info(),
  };
  return kAll;
}

const NetworkInfo* find_network(const std::string& name) {
  for (const auto& info : networks())
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace purkinje::models
