#include "data/preparation/preprocess.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "data/preparation/data_problems.h"
#include "data/signal/filter.h"

namespace purkinje::data {
namespace {

template <typename T>
T choice_of(const Json& json, const char* name, const std::vector<T>& values) {
  for (const auto& option : preprocessing_options()) {
    if (option.name != name) continue;
    const auto given = json.find(name);
    const auto text =
        (given == json.end() || given->is_null() ? option.default_value : *given).get<std::string>();
    const auto found = std::find(option.choices.begin(), option.choices.end(), text);
    if (found == option.choices.end())
      throw DataError(fmt::format("preprocessing.{}", name),
                      fmt::format("unknown value '{}'{}", text, suggestion(text, option.choices)));
    return values[static_cast<size_t>(found - option.choices.begin())];
  }
  throw InputError(fmt::format("preprocessing has no option '{}'", name));
}

void mend_invalid(std::vector<double>& signal, Preprocessing::Invalid policy, const Recording& recording,
                  size_t lead) {
  const auto n = signal.size();
  const auto first = static_cast<size_t>(
      std::find_if(signal.begin(), signal.end(), [](double x) { return !std::isfinite(x); }) -
      signal.begin());
  if (first == n) return;
  if (policy == Preprocessing::Invalid::refuse)
    throw InputError(
        fmt::format("record '{}', lead '{}': sample {} is not a number (nan: zero or nan: interpolate would "
                    "accept it)",
                    recording.name, recording.leads[lead], first));
  const bool interpolate = policy == Preprocessing::Invalid::interpolate;
  for (size_t i = first; i < n; ++i) {
    if (std::isfinite(signal[i])) continue;
    size_t next = i;
    while (next < n && !std::isfinite(signal[next])) ++next;
    const double before = i > 0 ? signal[i - 1] : next < n ? signal[next] : 0;
    const double after = next < n ? signal[next] : before;
    const double steps = static_cast<double>(next - i + 1);
    for (size_t k = i; k < next; ++k)
      signal[k] = interpolate ? before + (after - before) * static_cast<double>(k - i + 1) / steps : 0;
    i = next;
  }
}

void filter_lead(std::vector<double>& signal, double rate_hz, const Preprocessing& how) {
  using Filter = Preprocessing::Filter;
  switch (how.filter) {
    case Filter::none:
      return;
    case Filter::lowpass:
      signal = filter_both_ways(butterworth_lowpass(how.order, how.high_hz, rate_hz), signal);
      return;
    case Filter::highpass:
      signal = filter_both_ways(butterworth_highpass(how.order, how.low_hz, rate_hz), signal);
      return;
    case Filter::bandpass:
      signal = filter_both_ways(butterworth_bandpass(how.order, how.low_hz, how.high_hz, rate_hz), signal);
      return;
    case Filter::median_baseline:
      signal = remove_median_baseline(signal, rate_hz);
      return;
  }
}

// Where the example begins in a signal of n samples; negative: that many zeros come first.
int64_t example_start(int64_t n, int64_t length, const Preprocessing& how) {
  if (n >= length) {
    if (how.crop == Preprocessing::Crop::end) return 0;
    return how.crop == Preprocessing::Crop::start ? n - length : (n - length) / 2;
  }
  return how.pad == Preprocessing::Pad::both ? -((length - n) / 2) : 0;
}

// Over the samples that are signal, not padding. A flat lead becomes zeros.
void scale_record(std::span<float> lead, Preprocessing::Scaling scaling) {
  if (scaling == Preprocessing::Scaling::none || lead.empty()) return;
  double offset = 0, span = 0;
  if (scaling == Preprocessing::Scaling::zscore_record) {
    for (const float x : lead) offset += x;
    offset /= static_cast<double>(lead.size());
    for (const float x : lead) span += (x - offset) * (x - offset);
    span = std::sqrt(span / static_cast<double>(lead.size()));
  } else {
    const auto [low, high] = std::minmax_element(lead.begin(), lead.end());
    offset = *low;
    span = static_cast<double>(*high) - *low;
  }
  for (auto& x : lead) x = span > 0 ? static_cast<float>((x - offset) / span) : 0.0F;
}

}  // namespace

const OptionTable& preprocessing_options() {
  static const OptionTable kTable = {
      {.name = "leads",
       .kind = OptionKind::texts,
       .default_value = kTwelveLeads,
       .help = "leads by name, in this order; [all]: as the records have them"},
      {.name = "nan",
       .kind = OptionKind::text,
       .default_value = "refuse",
       .help = "what to do with samples a file marks as invalid",
       .choices = {"refuse", "zero", "interpolate"}},
      {.name = "filter",
       .kind = OptionKind::text,
       .default_value = "none",
       .help = "zero-phase Butterworth filters, or the two-median baseline (200 ms, 600 ms)",
       .choices = {"none", "lowpass", "highpass", "bandpass", "median_baseline"}},
      {.name = "low_hz",
       .kind = OptionKind::real,
       .default_value = 0.5,
       .help = "lower edge of the filter",
       .min = 0.001,
       .when = "filter=highpass|bandpass"},
      {.name = "high_hz",
       .kind = OptionKind::real,
       .default_value = 40.0,
       .help = "upper edge of the filter",
       .min = 0.001,
       .when = "filter=lowpass|bandpass"},
      {.name = "order",
       .kind = OptionKind::integer,
       .default_value = 3,
       .help = "order of the filter, each way",
       .min = 1,
       .max = 12,
       .when = "filter=lowpass|highpass|bandpass"},
      {.name = "resample_hz",
       .kind = OptionKind::real,
       .default_value = nullptr,
       .help = "rate of the arrays; not given: the records' own",
       .min = 1,
       .max = 100000,
       .optional = true},
      {.name = "duration_s",
       .kind = OptionKind::real,
       .default_value = nullptr,
       .help = "length of the arrays; not given: the records' own, which must be equal",
       .min = 0.001,
       .max = 86400,
       .optional = true},
      {.name = "crop",
       .kind = OptionKind::text,
       .default_value = "end",
       .help = "where the excess of a longer record is removed; centre: on both sides",
       .choices = {"start", "end", "centre"}},
      {.name = "pad",
       .kind = OptionKind::text,
       .default_value = "end",
       .help = "where a shorter record gets zeros",
       .choices = {"end", "both", "refuse"}},
      {.name = "scaling",
       .kind = OptionKind::text,
       .default_value = "none",
       .help =
           "of each lead of an example by itself (statistics of the training part are an option of training)",
       .choices = {"none", "zscore_record", "minmax_record"}}};
  return kTable;
}

Preprocessing Preprocessing::from_json(const Json& json) {
  Preprocessing p;
  auto given = [&](const char* name) { return json.contains(name) && !json.at(name).is_null(); };
  p.leads = given("leads") ? json.at("leads").get<std::vector<std::string>>() : kTwelveLeads;
  if (p.leads.empty())
    throw DataError("preprocessing.leads", "names no lead ([all]: as the records have them)");
  for (auto lead = p.leads.begin(); lead != p.leads.end(); ++lead)
    if (std::any_of(p.leads.begin(), lead, [&](const auto& other) { return same_lead(*lead, other); }))
      throw DataError("preprocessing.leads", fmt::format("the lead '{}' stands twice", *lead));
  if (p.leads.size() > 1 && std::find(p.leads.begin(), p.leads.end(), "all") != p.leads.end())
    throw DataError("preprocessing.leads", "'all' stands alone: it means as the records have them");
  if (p.leads == std::vector<std::string>{"all"}) p.leads.clear();
  using I = Invalid;
  using F = Filter;
  p.nan = choice_of<I>(json, "nan", {I::refuse, I::zero, I::interpolate});
  p.filter =
      choice_of<F>(json, "filter", {F::none, F::lowpass, F::highpass, F::bandpass, F::median_baseline});
  if (given("low_hz")) p.low_hz = json.at("low_hz").get<double>();
  if (given("high_hz")) p.high_hz = json.at("high_hz").get<double>();
  if (given("order")) p.order = json.at("order").get<int>();
  if (given("resample_hz")) p.resample_hz = json.at("resample_hz").get<double>();
  if (given("duration_s")) p.duration_s = json.at("duration_s").get<double>();
  p.crop = choice_of<Crop>(json, "crop", {Crop::start, Crop::end, Crop::centre});
  p.pad = choice_of<Pad>(json, "pad", {Pad::end, Pad::both, Pad::refuse});
  p.scaling =
      choice_of<Scaling>(json, "scaling", {Scaling::none, Scaling::zscore_record, Scaling::minmax_record});
  if (p.filter == F::bandpass && p.low_hz >= p.high_hz)
    throw DataError("preprocessing.low_hz",
                    fmt::format("{} Hz is not below high_hz ({} Hz)", p.low_hz, p.high_hz));
  return p;
}

bool has_lead(const RecordingHead& recording, const std::string& name) {
  return std::any_of(recording.leads.begin(), recording.leads.end(),
                     [&](const std::string& other) { return same_lead(name, other); });
}

size_t find_lead(const RecordingHead& recording, const std::string& name) {
  const auto lead = std::find_if(recording.leads.begin(), recording.leads.end(),
                                 [&](const std::string& other) { return same_lead(name, other); });
  if (lead == recording.leads.end())
    throw InputError(fmt::format("record '{}' has no lead '{}'; it has {}", recording.name, name,
                                 fmt::join(recording.leads, ", ")));
  return static_cast<size_t>(lead - recording.leads.begin());
}

std::vector<double> filtered_lead(const Recording& recording, const std::string& name,
                                  const Preprocessing& how) {
  const auto lead = find_lead(recording, name);
  if (lead < recording.units.size() && recording.units[lead] != "mV")
    throw InputError(fmt::format("record '{}', lead '{}': its unit '{}' is no voltage", recording.name,
                                 recording.leads[lead], recording.units[lead]));
  auto signal = recording.signal_mv[lead];
  mend_invalid(signal, how.nan, recording, lead);
  filter_lead(signal, recording.sample_rate_hz, how);
  return signal;
}

CleanOutline outline_of(const RecordingHead& recording, int64_t length, const Preprocessing& how) {
  CleanOutline outline;
  outline.record = recording.name;
  outline.leads = how.leads.empty() ? recording.leads : how.leads;
  for (const auto& name : outline.leads) find_lead(recording, name);
  if (length == 0) throw InputError(fmt::format("record '{}' has no samples", recording.name));
  outline.sample_rate_hz = how.resample_hz.value_or(recording.sample_rate_hz);
  outline.ratio = rate_ratio(recording.sample_rate_hz, outline.sample_rate_hz);
  outline.record_length = length;
  return outline;
}

CleanRecording clean(const Recording& recording, const Preprocessing& how) {
  CleanRecording cleaned{outline_of(recording, recording.length(), how), {}};
  const auto filter =
      cleaned.ratio.up == cleaned.ratio.down ? std::vector<double>{} : resampling_filter(cleaned.ratio);
  for (const auto& name : cleaned.leads) {
    auto signal = filtered_lead(recording, name, how);
    if (!filter.empty()) signal = resample(signal, cleaned.ratio, filter);
    cleaned.signal_mv.push_back(std::move(signal));
  }
  return cleaned;
}

Example cut(const CleanRecording& cleaned, int64_t start, int64_t length, Preprocessing::Scaling scaling) {
  Example example;
  example.leads = cleaned.leads;
  example.sample_rate_hz = cleaned.sample_rate_hz;
  example.length = length;
  example.start = cleaned.sample_of_record(start);
  example.signal.assign(cleaned.leads.size() * static_cast<size_t>(length), 0.0F);  // [leads, length]
  const int64_t from = std::clamp<int64_t>(start, 0, cleaned.length());
  const int64_t to = std::clamp<int64_t>(start + length, from, cleaned.length());
  for (size_t l = 0; l < cleaned.leads.size(); ++l) {
    const auto row = std::span(example.signal)
                         .subspan(l * static_cast<size_t>(length) + static_cast<size_t>(from - start),
                                  static_cast<size_t>(to - from));
    for (int64_t i = from; i < to; ++i)
      row[static_cast<size_t>(i - from)] = static_cast<float>(cleaned.signal_mv[l][static_cast<size_t>(i)]);
    scale_record(row, scaling);
  }
  return example;
}

Extent whole_record(const CleanOutline& cleaned, const Preprocessing& how) {
  const int64_t n = cleaned.length();
  const int64_t length = how.duration_s ? std::llround(*how.duration_s * cleaned.sample_rate_hz) : n;
  if (n < length && how.pad == Preprocessing::Pad::refuse)
    throw InputError(fmt::format("record '{}' is {:.3f} s long, {} s are needed (pad: refuse)",
                                 cleaned.record, static_cast<double>(n) / cleaned.sample_rate_hz,
                                 *how.duration_s));
  return {example_start(n, length, how), length};
}

Example preprocess(const Recording& recording, const Preprocessing& how) {
  const auto cleaned = clean(recording, how);
  const auto extent = whole_record(cleaned, how);
  return cut(cleaned, extent.start, extent.length, how.scaling);
}

}  // namespace purkinje::data
