// Synthetic records: options, who has which condition, and the leads with their disturbances.
#include "data/synthetic/synthetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "data/synthetic/synthetic_heart.h"

namespace purkinje::data {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

// Leads I, II, V1..V6 from the heart vector (Dower, Machado, Osborne 1980, "On deriving the electrocardiogram
// from vectorcardiographic leads").
constexpr std::array<HeartVector, 8> kDower = {{{0.632, -0.235, 0.059},
                                                {0.235, 1.066, -0.132},
                                                {-0.515, 0.157, -0.917},
                                                {0.044, 0.164, -1.387},
                                                {0.882, 0.098, -1.277},
                                                {1.213, 0.127, -0.601},
                                                {1.125, 0.127, -0.086},
                                                {0.831, 0.076, 0.230}}};

const std::vector<std::string> kDefaultConditions = {"NSR", "MI", "AF", "LBBB"};
const std::vector<double> kDefaultShares = {0.54, 0.28, 0.10, 0.08};

template <typename T>
T value_or(const Json& json, const char* key, T otherwise) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? otherwise : found->get<T>();
}

size_t patient_of(const SyntheticOptions& options, size_t index) {
  return index / options.records_per_patient;
}

// A golden-ratio sequence: shares are met closely for any number of records, and a patient's condition does
// not depend on how many there are.
size_t condition_of(const SyntheticOptions& options, size_t patient) {
  RandomStream random(random_key(options.seed, 0, "synthetic conditions"));
  const double turns = random.uniform() + static_cast<double>(patient) * (std::numbers::phi - 1);
  double total = 0;
  for (const double share : options.shares) total += share;
  double left = (turns - std::floor(turns)) * total;
  size_t condition = 0;
  while (condition + 1 < options.shares.size() && left >= options.shares[condition])
    left -= options.shares[condition++];
  return condition;
}

// Coarse fibrillatory waves of the atria, strongest in V1 and II: two harmonics whose rate drifts.
void add_fibrillation(const Heart& heart, double sample_rate_hz, std::vector<HeartVector>& vectors,
                      RandomStream& random) {
  constexpr HeartVector kDirection = {-0.20, 0.60, -0.80};
  const double start = kTurn * random.uniform(), drift = kTurn * random.uniform();
  for (size_t i = 0; i < vectors.size(); ++i) {
    const double time = static_cast<double>(i) / sample_rate_hz;
    const double phase =
        start + kTurn * heart.fibrillation_hz * time + 1.5 * std::sin(kTurn * 0.3 * time + drift);
    const double wave = heart.fibrillation_mv * (std::sin(phase) + 0.35 * std::sin(2 * phase + 0.6));
    for (size_t c = 0; c < 3; ++c) vectors[i][c] += kDirection[c] * wave;
  }
}

// One measured lead: gain of its electrode, breathing, mains hum and muscle noise.
std::vector<double> measured(const std::vector<HeartVector>& vectors, const HeartVector& direction,
                             const SyntheticOptions& options, RandomStream random) {
  const double gain = std::exp(0.05 * random.normal());
  const double breath_mv = options.wander_mv * random.uniform(0.3, 1.0), breath = kTurn * random.uniform();
  const double drift_mv = options.wander_mv * random.uniform(0.3, 1.0), drift = kTurn * random.uniform();
  const double breath_hz = random.uniform(0.2, 0.35), drift_hz = random.uniform(0.03, 0.1);
  // A recorder's anti-aliasing filter removes what lies above 0.45 of the rate.
  const double hum_mv =
      options.mains_hz < 0.45 * options.sample_rate_hz ? options.mains_mv * random.uniform() : 0;
  const double hum = kTurn * random.uniform();
  std::vector<double> lead(vectors.size());
  for (size_t i = 0; i < lead.size(); ++i) {
    const auto& v = vectors[i];
    const double time = static_cast<double>(i) / options.sample_rate_hz;
    lead[i] = gain * (direction[0] * v[0] + direction[1] * v[1] + direction[2] * v[2]) +
              breath_mv * std::sin(kTurn * breath_hz * time + breath) +
              drift_mv * std::sin(kTurn * drift_hz * time + drift) + options.noise_mv * random.normal();
    if (hum_mv > 0) lead[i] += hum_mv * std::sin(kTurn * options.mains_hz * time + hum);
  }
  return lead;
}

std::vector<double> combined(const std::vector<double>& a, double of_a, const std::vector<double>& b,
                             double of_b) {
  std::vector<double> out(a.size());
  for (size_t i = 0; i < a.size(); ++i) out[i] = of_a * a[i] + of_b * b[i];
  return out;
}

std::vector<BeatTruth> beats_of(const Heart& heart, const std::vector<double>& r_peaks_s, double duration_s) {
  std::vector<BeatTruth> beats;
  for (const double r : r_peaks_s) {
    if (r < 0 || r >= duration_s) continue;
    BeatTruth beat;
    for (const auto& wave : heart.waves) {
      const auto& h = wave.height_mv;
      if (wave.kind == WaveKind::st || (h[0] == 0 && h[1] == 0 && h[2] == 0)) continue;
      auto& truth = wave.kind == WaveKind::p ? beat.p : wave.kind == WaveKind::t ? beat.t : beat.qrs;
      const double on = r + wave.time_s - 2.5 * wave.width_s, off = r + wave.time_s + 2.5 * wave.width_s;
      truth.on_s = truth.present ? std::min(truth.on_s, on) : on;
      truth.off_s = truth.present ? std::max(truth.off_s, off) : off;
      truth.peak_s = r + wave.time_s;
      truth.present = true;
    }
    beat.qrs.peak_s = r;
    beats.push_back(beat);
  }
  return beats;
}

int64_t length_of(const SyntheticOptions& options) {
  return std::llround(options.sample_rate_hz * options.duration_s);
}

}  // namespace

const OptionTable& synthetic_options() {
  static const OptionTable kTable = {{.name = "records",
                                      .kind = OptionKind::integer,
                                      .default_value = 120,
                                      .help = "number of records",
                                      .min = 1},
                                     {.name = "records_per_patient",
                                      .kind = OptionKind::integer,
                                      .default_value = 1,
                                      .help = "records of one patient, in a row",
                                      .min = 1},
                                     {.name = "conditions",
                                      .kind = OptionKind::texts,
                                      .default_value = kDefaultConditions,
                                      .help = "the classes",
                                      .choices = synthetic_conditions()},
                                     {.name = "shares",
                                      .kind = OptionKind::reals,
                                      .default_value = kDefaultShares,
                                      .help = "of each condition",
                                      .min = 0},
                                     {.name = "sample_rate_hz",
                                      .kind = OptionKind::real,
                                      .default_value = 500.0,
                                      .help = "samples a second",
                                      .min = 50,
                                      .max = 5000},
                                     {.name = "duration_s",
                                      .kind = OptionKind::real,
                                      .default_value = 10.0,
                                      .help = "length of a record",
                                      .min = 1,
                                      .max = 86400},
                                     {.name = "seed",
                                      .kind = OptionKind::integer,
                                      .default_value = 1,
                                      .help = "seed of everything drawn",
                                      .min = 0},
                                     {.name = "noise_mv",
                                      .kind = OptionKind::real,
                                      .default_value = 0.02,
                                      .help = "SD of the muscle noise",
                                      .min = 0,
                                      .max = 10},
                                     {.name = "wander_mv",
                                      .kind = OptionKind::real,
                                      .default_value = 0.1,
                                      .help = "amplitude of the baseline wander",
                                      .min = 0,
                                      .max = 10},
                                     {.name = "mains_hz",
                                      .kind = OptionKind::real,
                                      .default_value = 50.0,
                                      .help = "frequency of the mains",
                                      .min = 0},
                                     {.name = "mains_mv",
                                      .kind = OptionKind::real,
                                      .default_value = 0.01,
                                      .help = "amplitude of the mains hum",
                                      .min = 0,
                                      .max = 10},
                                     {.name = "difficulty",
                                      .kind = OptionKind::real,
                                      .default_value = 0.5,
                                      .help = "0: conditions at full strength; 1: hardly visible",
                                      .min = 0,
                                      .max = 1}};
  return kTable;
}

SyntheticOptions SyntheticOptions::from_json(const Json& json) {
  SyntheticOptions o;
  o.records = value_or<size_t>(json, "records", 120);
  o.records_per_patient = value_or<size_t>(json, "records_per_patient", 1);
  o.conditions = value_or(json, "conditions", kDefaultConditions);
  o.shares = value_or(json, "shares", kDefaultShares);
  o.sample_rate_hz = value_or(json, "sample_rate_hz", 500.0);
  o.duration_s = value_or(json, "duration_s", 10.0);
  o.seed = value_or<uint64_t>(json, "seed", 1);
  o.noise_mv = value_or(json, "noise_mv", 0.02);
  o.wander_mv = value_or(json, "wander_mv", 0.1);
  o.mains_hz = value_or(json, "mains_hz", 50.0);
  o.mains_mv = value_or(json, "mains_mv", 0.01);
  o.difficulty = value_or(json, "difficulty", 0.5);

  Problems problems;
  const auto& known = synthetic_conditions();
  for (const auto& name : o.conditions)
    if (std::find(known.begin(), known.end(), name) == known.end())
      problems.add(Place{"", 0, "conditions"},
                   fmt::format("unknown condition '{}'{}", name, suggestion(name, known)));
  if (o.conditions.empty()) problems.add(Place{"", 0, "conditions"}, "names no condition");
  if (o.shares.size() != o.conditions.size())
    problems.add(Place{"", 0, "shares"},
                 fmt::format("has {} numbers for {} conditions", o.shares.size(), o.conditions.size()));
  double total = 0;
  for (const double share : o.shares) total += share;
  if (!(total > 0)) problems.add(Place{"", 0, "shares"}, "adds up to nothing");
  if (o.records_per_patient == 0) problems.add(Place{"", 0, "records_per_patient"}, "must be at least 1");
  if (!(o.sample_rate_hz > 0 && o.duration_s > 0))
    problems.add({}, "sample_rate_hz and duration_s must be above 0");
  problems.throw_if_any();
  return o;
}

SyntheticRecordInfo describe_synthetic(const SyntheticOptions& options, size_t index) {
  if (index >= options.records)
    throw InputError(fmt::format("there is no synthetic record {}: {} are made", index + 1, options.records));
  const size_t patient = patient_of(options, index), condition = condition_of(options, patient);
  RandomStream random(random_key(options.seed, patient, "synthetic person"));
  SyntheticRecordInfo info;
  info.id = fmt::format("synthetic/{:05}", index + 1);
  info.patient = fmt::format("synthetic:p{:05}", patient + 1);
  info.condition = options.conditions[condition];
  info.labels.assign(options.conditions.size(), 0);
  info.labels[condition] = 1;
  info.age = fmt::format("{}", 30 + random.below(56));
  info.sex = random.below(2) == 0 ? "female" : "male";
  return info;
}

SyntheticEcg generate_synthetic(const SyntheticOptions& options, size_t index) {
  SyntheticEcg ecg;
  ecg.info = describe_synthetic(options, index);
  RandomStream patient(random_key(options.seed, patient_of(options, index), "synthetic patient"));
  RandomStream record(random_key(options.seed, index, "synthetic record"));
  const Heart heart = draw_heart(ecg.info.condition, options.difficulty, patient);
  const auto peaks = draw_r_peaks(heart, -1.0, options.duration_s, record);
  const auto samples = static_cast<size_t>(length_of(options));
  auto vectors = integrate_heart(heart, peaks, options.sample_rate_hz, samples);
  if (heart.fibrillates) add_fibrillation(heart, options.sample_rate_hz, vectors, record);

  auto& out = ecg.recording;
  out.name = ecg.info.id;
  out.sample_rate_hz = options.sample_rate_hz;
  out.leads = kTwelveLeads;
  out.comments = {"Age: " + ecg.info.age, "Sex: " + ecg.info.sex, "Dx: " + ecg.info.condition};
  // A stream a lead, so that the number of samples of one does not change what is drawn for the next.
  std::vector<std::vector<double>> independent;
  independent.reserve(kDower.size());
  for (const auto& direction : kDower)
    independent.push_back(measured(vectors, direction, options, RandomStream(record.bits())));
  const auto &one = independent[0], &two = independent[1];
  out.signal_mv = {one,
                   two,
                   combined(two, 1, one, -1),
                   combined(one, -0.5, two, -0.5),
                   combined(one, 1, two, -0.5),
                   combined(two, 1, one, -0.5)};
  out.signal_mv.insert(out.signal_mv.end(), independent.begin() + 2, independent.end());
  ecg.beats = beats_of(heart, peaks, options.duration_s);
  return ecg;
}

std::vector<std::string> synthetic_classes(const Json& options) {
  return SyntheticOptions::from_json(options).conditions;
}

std::vector<SyntheticRecordInfo> list_synthetic(const Json& options) {
  const auto parsed = SyntheticOptions::from_json(options);
  std::vector<SyntheticRecordInfo> list;
  for (size_t i = 0; i < parsed.records; ++i) list.push_back(describe_synthetic(parsed, i));
  return list;
}

RecordingHead synthetic_head(const Json& options) {
  return {"", SyntheticOptions::from_json(options).sample_rate_hz, kTwelveLeads};
}

int64_t synthetic_length(const Json& options) {
  return length_of(SyntheticOptions::from_json(options));
}

Recording read_synthetic(const Json& options, size_t index) {
  return generate_synthetic(SyntheticOptions::from_json(options), index).recording;
}

}  // namespace purkinje::data
