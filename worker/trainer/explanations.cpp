#include "worker/trainer/explanations.h"

#include <fmt/format.h>

#include <algorithm>

#include "worker/trainer/grad_cam.h"
#include "worker/trainer/inference.h"

namespace purkinje::trainer {
namespace {

// Grad-CAM goes back through the network as a training step does. Parts of up to kFewSamples are explained
// whole; of larger ones every so many-th batch, kSomeBatches in all: enough for a mean over regions, and from
// all records, since samples stand in the order of records.
constexpr size_t kFewSamples = 4000, kSomeBatches = 64;

constexpr int64_t kRegions = 4;  // data::Region

template <typename T>
std::vector<T> values_of(const torch::Tensor& tensor) {
  const auto values = tensor.detach().to(torch::kCPU).contiguous();
  return {values.data_ptr<T>(), values.data_ptr<T>() + values.numel()};
}

std::vector<float> column_samples(const models::MapGeometry& geometry, int64_t columns) {
  std::vector<float> samples;
  for (int64_t i = 0; i < columns; ++i)
    samples.push_back(static_cast<float>(geometry.first + geometry.stride * static_cast<double>(i)));
  return samples;
}

bool named(const std::vector<std::string>& records, const data::Sample& sample) {
  const auto window = fmt::format("{}@{}", sample.record, sample.start);
  return std::any_of(records.begin(), records.end(),
                     [&](const auto& name) { return name == sample.record || name == window; });
}

torch::Tensor regions_tensor(const data::PreparedSet& set, std::span<const uint32_t> samples) {
  std::vector<torch::Tensor> rows;
  for (const auto sample : samples) {
    const auto regions = set.regions(sample);
    rows.push_back(torch::tensor(at::ArrayRef<uint8_t>(regions.data(), regions.size()), torch::kByte));
  }
  return torch::stack(rows).to(torch::kLong);  // [batch, time]
}

// Adds up one kind of weight over the batches of a part.
struct RegionAdder {
  worker::PartRegionSums weights;

  // values: [batch, time]
  void add(std::span<const uint32_t> samples, const torch::Tensor& values, const torch::Tensor& regions) {
    const auto here = values.detach().to(torch::kCPU, torch::kDouble);
    const auto sums =
        torch::zeros({regions.size(0), kRegions}, torch::kDouble).scatter_add_(1, regions, here);
    const auto steps = torch::zeros({regions.size(0), kRegions}, torch::kInt)
                           .scatter_add_(1, regions, torch::ones_like(regions, torch::kInt));
    const auto sum_values = values_of<float>(sums.to(torch::kFloat));
    const auto step_values = values_of<int32_t>(steps);
    weights.samples.insert(weights.samples.end(), samples.begin(), samples.end());
    weights.sums.insert(weights.sums.end(), sum_values.begin(), sum_values.end());
    weights.steps.insert(weights.steps.end(), step_values.begin(), step_values.end());
  }
};

// Attention and track of one part, or its Grad-CAM; false where the job is to end.
bool add_part(models::Network& network, const BatchSource& source, std::span<const uint32_t> samples,
              const std::string& stage, const std::string& part, bool with_grad_cam,
              const std::function<bool()>& go_on, std::vector<worker::PartRegionSums>& found) {
  RegionAdder attention{{stage, part, "attention", {}, {}, {}}}, track{{stage, part, "track", {}, {}, {}}},
      cam{{stage, part, "grad_cam", {}, {}, {}}};
  const size_t batches = (samples.size() + kInferenceBatch - 1) / kInferenceBatch;
  const size_t explained = samples.size() <= kFewSamples ? batches : kSomeBatches;
  const auto is_explained = [&](size_t b) {  // evenly spaced
    return (b + 1) * explained / batches > b * explained / batches;
  };
  network.eval();
  for (size_t start = 0; start < samples.size(); start += kInferenceBatch) {
    if (!go_on()) return false;
    const auto batch = samples.subspan(start, std::min(kInferenceBatch, samples.size() - start));
    const auto signals = source.signals(batch);  // [batch, leads, time]
    const auto regions = regions_tensor(source.set(), batch);
    {
      const torch::NoGradGuard no_grad;
      const auto output = network.forward(signals);
      if (output.attention.defined())
        attention.add(batch, spread_over_signal(output.attention, network.map_geometry(), signals.size(2)),
                      regions);
      if (output.track.defined()) track.add(batch, output.track, regions);
      if (!output.map.defined()) with_grad_cam = false;
      if (!output.map.defined() && !output.attention.defined() && !output.track.defined()) return true;
    }
    if (with_grad_cam && is_explained(start / kInferenceBatch))
      cam.add(batch, grad_cam(network, signals).values, regions);
  }
  for (auto* sums : {&attention, &track, &cam})
    if (!sums->weights.samples.empty()) found.push_back(std::move(sums->weights));
  return true;
}

}  // namespace

torch::Tensor spread_over_signal(const torch::Tensor& steps, const models::MapGeometry& geometry,
                                 int64_t length) {
  const int64_t count = steps.size(1);
  if (count == length) return steps;
  const auto nearest = ((torch::arange(length, torch::kDouble) - geometry.first) / geometry.stride)
                           .round()
                           .clamp(0, static_cast<double>(count - 1))
                           .to(torch::kLong);  // [time], the step of each
  const auto shared = torch::bincount(nearest, {}, count).clamp_min(1).to(steps.options());  // [steps]
  return (steps / shared).index_select(1, nearest.to(steps.device()));
}

std::vector<uint32_t> samples_named(const worker::TrainingJob& job, const BatchSource& source,
                                    std::span<const uint32_t> samples) {
  std::vector<uint32_t> chosen;
  for (const auto sample : samples)
    if (named(job.trace_records, source.set().manifest().samples[sample])) chosen.push_back(sample);
  return chosen;
}

std::vector<uint32_t> samples_to_trace(const worker::TrainingJob& job, const BatchSource& source,
                                       std::span<const uint32_t> samples) {
  auto chosen = samples_named(job, source, samples);
  const auto choose_first = [&](size_t column, int8_t label) {
    int left = job.traces_per_class;
    for (const auto sample : samples)
      if (left > 0 && source.label(sample, column) == label) {
        chosen.push_back(sample);
        --left;
      }
  };
  for (size_t column = 0; column < source.classes(); ++column) choose_first(column, 1);
  if (job.task == metrics::Task::binary) choose_first(0, 0);
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

std::vector<worker::Trace> traces_of(models::Network& network, const worker::TrainingJob& job,
                                     const BatchSource& source, std::span<const uint32_t> samples,
                                     const std::string& stage) {
  network.eval();
  const auto geometry = network.map_geometry();
  std::vector<worker::Trace> traces;
  for (const auto sample : samples) {
    const auto regions = source.set().regions(sample);
    const auto trace = [&](const char* kind, const torch::Tensor& values) -> worker::Trace& {
      worker::Trace made;
      made.kind = kind;
      made.sample = sample;
      made.values = values_of<float>(values);
      made.stage = stage;
      made.regions.assign(regions.begin(), regions.end());
      return traces.emplace_back(std::move(made));
    };
    bool has_map = false;
    const auto add_columns = [&](worker::Trace& to, const torch::Tensor& columns) {
      to.columns = values_of<float>(columns);
      to.column_samples = column_samples(geometry, columns.size(1));
    };

    const auto signal = source.signals({&sample, 1});  // [1, leads, time]
    {
      const torch::NoGradGuard no_grad;
      const auto output = network.forward(signal);
      if (output.attention.defined()) {
        auto& made = trace("attention", spread_over_signal(output.attention, geometry, signal.size(2)));
        if (output.attention.size(1) != signal.size(2)) add_columns(made, output.attention);
      }
      if (output.track.defined()) trace("track", output.track);
      has_map = output.map.defined();
    }
    if (!has_map) continue;
    const auto cam = grad_cam(network, signal);
    auto& made = trace("grad_cam", cam.values);
    made.class_name = job.classes.at(static_cast<size_t>(cam.decided.at(0)));
    add_columns(made, cam.columns);
  }
  return traces;
}

std::optional<std::vector<worker::PartRegionSums>> region_sums(models::Network& network,
                                                               const BatchSource& source,
                                                               const data::Split& split,
                                                               const std::string& stage,
                                                               const std::function<bool()>& go_on) {
  std::vector<worker::PartRegionSums> found;
  if (source.set().manifest().regions.empty()) return found;
  for (const auto& [part, samples] : data::judged_parts(split))
    if (!add_part(network, source, samples, stage, part, part != "validation", go_on, found))
      return std::nullopt;
  return found;
}

}  // namespace purkinje::trainer
