// Morphologies and rhythms of the conditions, as heart vectors.
#include "data/synthetic/synthetic_heart.h"

#include <algorithm>
#include <cmath>

namespace purkinje::data {
namespace {

HeartVector scaled(const HeartVector& v, double factor) {
  return {v[0] * factor, v[1] * factor, v[2] * factor};
}

HeartVector sum(const HeartVector& a, const HeartVector& b) {
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}

double dot(const HeartVector& a, const HeartVector& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

// Positions in Heart::waves as normal_beat() makes them.
enum Index : size_t { kP, kQ, kR, kS, kT1, kT2, kSt };

// A beat whose projected leads look like a normal ECG: septal r in V1, R growing to V5, upright T from V2 on.
std::vector<GaussianWave> normal_beat() {
  return {{WaveKind::p, -0.160, 0.022, {0.08, 0.10, -0.02}},
          {WaveKind::qrs, -0.028, 0.008, {-0.12, -0.03, -0.18}},
          {WaveKind::qrs, 0.000, 0.011, {0.95, 0.75, 0.25}},
          {WaveKind::qrs, 0.032, 0.011, {-0.15, -0.20, 0.45}},
          {WaveKind::t, 0.250, 0.050, {0.14, 0.11, -0.08}},
          {WaveKind::t, 0.295, 0.034, {0.16, 0.13, -0.10}},
          {WaveKind::st, 0.120, 0.045, {0.00, 0.00, 0.00}}};
}

// What differs between healthy people: axis, heights, widths, times.
void vary(std::vector<GaussianWave>& waves, RandomStream& random) {
  const double frontal = 0.35 * random.normal(), horizontal = 0.25 * random.normal();  // axis in radians
  const double qrs_height = std::exp(0.2 * random.normal()), t_height = std::exp(0.3 * random.normal());
  const double qrs_width = std::exp(0.08 * random.normal()), p_shift = 0.015 * random.normal();
  for (auto& wave : waves) {
    auto& v = wave.height_mv;
    v = {v[0] * std::cos(frontal) - v[1] * std::sin(frontal),
         v[0] * std::sin(frontal) + v[1] * std::cos(frontal), v[2]};
    v = {v[0] * std::cos(horizontal) - v[2] * std::sin(horizontal), v[1],
         v[0] * std::sin(horizontal) + v[2] * std::cos(horizontal)};
    if (wave.kind == WaveKind::qrs) {
      v = scaled(v, qrs_height);
      wave.time_s *= qrs_width;
      wave.width_s *= qrs_width;
    }
    if (wave.kind == WaveKind::t) v = scaled(v, t_height);
    if (wave.kind == WaveKind::p) wave.time_s = std::min(wave.time_s + p_shift, -0.11);
  }
}

// An infarcted wall no longer activates: the vector turns away from it early in QRS (Q wave) and loses height
// towards it, the injury current points to it (ST), and T turns away.
void infarct(std::vector<GaussianWave>& waves, double severity, double age, RandomStream& random) {
  static const std::vector<HeartVector> kWalls = {
      {0.30, 0.10, -0.95}, {0.00, 1.00, 0.00}, {0.90, 0.10, -0.40}};
  const auto& wall = kWalls[random.below(kWalls.size())];
  const double towards = std::max(0.0, dot(waves[kR].height_mv, wall));
  waves[kQ].height_mv = sum(waves[kQ].height_mv, scaled(wall, -0.40 * severity));
  waves[kQ].width_s *= 1 + 0.5 * severity;
  waves[kR].height_mv = sum(waves[kR].height_mv, scaled(wall, -0.45 * severity * towards));
  waves[kSt].height_mv = sum(waves[kSt].height_mv, scaled(wall, 0.28 * severity * (1 - age)));
  for (const auto t : {kT1, kT2}) {
    const double height = std::sqrt(dot(waves[t].height_mv, waves[t].height_mv));
    waves[t].height_mv = sum(waves[t].height_mv, scaled(wall, -1.2 * severity * age * height));
  }
}

// Left bundle branch block: no septal q, a broad QRS to the left and back in two humps, T opposite to it.
void block_left_bundle(std::vector<GaussianWave>& waves, double strength) {
  const double slow = 1 + 0.9 * strength;
  waves[kQ].height_mv = sum(scaled(waves[kQ].height_mv, 1 - strength), scaled({0.25, 0.05, 0.10}, strength));
  for (const auto i : {kQ, kR, kS}) {
    waves[i].time_s *= slow;
    waves[i].width_s *= slow;
  }
  waves[kR].height_mv =
      sum(scaled(waves[kR].height_mv, 1 - 0.2 * strength), scaled({0.10, -0.25, 0.45}, strength));
  waves[kS].height_mv = sum(scaled(waves[kS].height_mv, 1 - strength), scaled({0.75, 0.10, 0.60}, strength));
  for (const auto t : {kT1, kT2})
    waves[t].height_mv =
        sum(scaled(waves[t].height_mv, 1 - strength), scaled({-0.22, -0.05, -0.22}, strength));
}

// Right bundle branch block: a late vector to the right and to the front.
void block_right_bundle(std::vector<GaussianWave>& waves, double strength) {
  waves.push_back({WaveKind::qrs, 0.068, 0.018, scaled({-0.45, 0.05, -0.45}, strength)});
  for (const auto t : {kT1, kT2}) waves[t].height_mv[2] += 0.10 * strength;
}

}  // namespace

const std::vector<std::string>& synthetic_conditions() {
  static const std::vector<std::string> kConditions = {"NSR",  "MI",  "AF", "LBBB", "RBBB",
                                                       "IAVB", "LVH", "SB", "STach"};
  return kConditions;
}

Heart draw_heart(const std::string& condition, double difficulty, RandomStream& random) {
  Heart heart;
  heart.waves = normal_beat();
  vary(heart.waves, random);
  heart.rate_bpm = std::clamp(72 + 9 * random.normal(), 61.0, 97.0);
  heart.variability = 0.02 + 0.03 * random.uniform();

  // All patients draw the same numbers, so that conditions differ in nothing else.
  const double strength = (1 - 0.7 * difficulty) * random.uniform(0.7, 1.3);
  const double likeness =
      difficulty * std::max(0.0, 0.25 * random.normal());  // early repolarisation, small q waves
  const double infarct_age = random.uniform();
  const double spread = random.uniform();
  infarct(heart.waves, condition == "MI" ? strength : likeness, infarct_age, random);

  const double bounded = std::min(1.0, strength);
  if (condition == "LBBB") block_left_bundle(heart.waves, bounded);
  if (condition == "RBBB") block_right_bundle(heart.waves, bounded);
  if (condition == "IAVB") heart.waves[kP].time_s = -0.22 - 0.08 * spread * bounded;
  if (condition == "LVH") {
    for (const auto i : {kR, kS})
      heart.waves[i].height_mv = scaled(heart.waves[i].height_mv, 1 + 0.9 * bounded);
    for (const auto t : {kT1, kT2})
      heart.waves[t].height_mv = scaled(heart.waves[t].height_mv, 1 - 1.4 * bounded);
  }
  if (condition == "SB") heart.rate_bpm = 42 + 16 * spread;
  if (condition == "STach") heart.rate_bpm = 102 + 30 * spread;
  if (condition == "AF") {
    heart.fibrillates = true;
    heart.rate_bpm = 70 + 50 * spread;
    heart.variability = 0.12 + 0.10 * bounded;
    heart.fibrillation_mv = 0.04 + 0.08 * bounded;
    heart.fibrillation_hz = random.uniform(5.0, 7.5);
    heart.waves[kP].height_mv = {0, 0, 0};
  }

  // T keeps its place in the cycle roughly as Bazett has it (McSharry et al. 2003 scale angles the same way).
  const double stretch = std::sqrt(60 / heart.rate_bpm);
  for (auto& wave : heart.waves)
    if (wave.kind == WaveKind::t || wave.kind == WaveKind::st) {
      wave.time_s *= stretch;
      wave.width_s *= stretch;
    }
  return heart;
}

}  // namespace purkinje::data
