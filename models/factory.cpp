#include "models/factory.h"

#include <fmt/format.h>

#include "base/error.h"
#include "models/beat_cnn_lstm.h"
#include "models/beat_gan.h"
#include "models/cnn_gru_attention.h"
#include "models/cnn_recurrent.h"
#include "models/cnn_te.h"
#include "models/danet.h"
#include "models/paired_cnn.h"
#include "models/recurrent.h"
#include "models/registry.h"
#include "models/resnet_1d.h"
#include "models/vgg11.h"
#include "models/waveform_module.h"

namespace purkinje::models {

std::shared_ptr<Network> make_network(const std::string& name, const Json& resolved_options,
                                      const NetworkShape& shape) {
  if (name == "cnn_gru_attention")
    return std::make_shared<CnnGruAttention>(CnnGruAttentionOptions::from_json(resolved_options), shape);
  // S1
  if (name == "danet") return std::make_shared<Danet>(DanetOptions::from_json(resolved_options), shape);
  if (name == "waveform_module")
    return std::make_shared<WaveformModule>(WaveformModuleOptions::from_json(resolved_options), shape);
  // S2
  if (name == "beat_cnn")
    return std::make_shared<PairedCnn>(PairedCnnOptions::from_json(resolved_options), shape);
  if (name == "beat_cnn_lstm")
    return std::make_shared<BeatCnnLstm>(BeatCnnLstmOptions::from_json(resolved_options), shape);
  if (name == "beat_gan")
    return std::make_shared<BeatGan>(BeatGanOptions::from_json(resolved_options), shape);
  if (name == "resnet_1d")
    return std::make_shared<Resnet1d>(Resnet1dOptions::from_json(resolved_options), shape);
  // S3
  if (name == "cnn_te") return std::make_shared<CnnTe>(CnnTeOptions::from_json(resolved_options), shape);
  if (name == "vgg11") return std::make_shared<Vgg11>(Vgg11Options::from_json(resolved_options), shape);
  if (name == "recurrent")
    return std::make_shared<Recurrent>(RecurrentOptions::from_json(resolved_options), shape);
  if (name == "cnn_recurrent")
    return std::make_shared<CnnRecurrent>(CnnRecurrentOptions::from_json(resolved_options), shape);

  std::vector<std::string> known;
  for (const auto& info : networks()) known.push_back(info.name);
  throw InputError(fmt::format("there is no network '{}'{}", name, suggestion(name, known)));
}

int64_t parameter_count(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const auto& parameter : module.parameters())
    if (parameter.requires_grad()) count += parameter.numel();
  return count;
}

}  // namespace purkinje::models
