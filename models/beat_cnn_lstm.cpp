#include "models/beat_cnn_lstm.h"

#include <fmt/format.h>

#include "models/layers/library_recurrence.h"
#include "models/paired_cnn.h"

namespace purkinje::models {

BeatCnnLstm::BeatCnnLstm(const BeatCnnLstmOptions& options, const NetworkShape& shape) {
  pairs_ = add_pairs(*this, shape, options.channels, options.kernels);
  const int64_t inputs = options.channels.back();
  const auto recurrent = torch::nn::LSTMOptions(inputs, options.hidden).batch_first(true).bidirectional(true);
  lstm_ = register_module("lstm", torch::nn::LSTM(recurrent));
  if (options.readout == BeatCnnLstmOptions::Readout::attention)
    attention_ = register_module("attention", std::make_shared<TimeAttention>(2 * options.hidden));
  dropout_ = register_module("dropout", std::make_shared<Dropout>(options.dropout));
  output_ = register_module("output", torch::nn::Linear(2 * options.hidden, shape.outputs));
}

NetworkOutput BeatCnnLstm::forward(const torch::Tensor& signal) {
  auto map = signal;
  for (size_t i = 0; i < pairs_.size(); ++i) {
    map = noted(fmt::format("pair{}", i + 1), pairs_[i]->forward(map));
    map = noted("pool", torch::max_pool1d(map, 2));  // [batch, channels, steps]
  }
  const auto [states, last, cells] =  // [batch, steps, 2 * hidden], [2, batch, hidden] twice
      library_lstm(map.transpose(1, 2), lstm_->all_weights(), lstm_->options.hidden_size(), 2);
  noted("lstm", states);

  NetworkOutput output{.map = map};
  torch::Tensor summary;  // [batch, 2 * hidden]
  if (attention_) {
    const auto attended = attention_->forward(states);
    summary = noted("attention", attended.context);
    output.attention = attended.weights;
  } else {
    summary = noted("last_states", last.transpose(0, 1).flatten(1));
  }
  output.raw = noted("output", output_(dropout_->forward(summary)));
  return output;
}

MapGeometry BeatCnnLstm::map_geometry() const {
  return geometry_after_poolings(pairs_.size());
}

}  // namespace purkinje::models
