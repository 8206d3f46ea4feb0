#include "report/figure_traces.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "base/error.h"
#include "metrics/evaluation.h"
#include "report/ecg_paper.h"
#include "report/figure_examples.h"

namespace purkinje::report {
namespace {

constexpr double kMargin = 5, kTitleSize = 4.4, kCaptionSize = 2.8;  // mm
constexpr double kLetter = 0.56;  // mean width of a letter as a share of its size

class TraceFigure {
 public:
  TraceFigure(const FigureSpec& spec, const db::Reader& reader, const db::Reader::Revision& revision)
      : spec_(spec), reader_(reader), revision_(revision) {}

  Figure draw() {
    Figure figure{spec_.name, spec_.title, "", ""};
    const auto examples = choose(figure.caption);
    if (examples.empty()) return figure;
    for (const auto& example : examples)
      if (const auto unknown = unknown_lead(set_of(example)); !unknown.empty()) {
        figure.caption = unknown;
        return figure;
      }
    figure.caption = caption(examples);
    try {
      std::vector<EcgDrawing> panels;
      panels.reserve(examples.size());
      for (const auto& example : examples) panels.push_back(ecg_drawing(panel(example), EcgLayout::rows));
      figure.svg = composed(panels, figure.caption);
    } catch (const InputError&
                 error) {  // signal and weights that do not fit each other: no reason to end the report
      figure.caption = fmt::format("Not drawn: {}.", error.what());
    }
    return figure;
  }

 private:
  // The first that fit, each sample once; where there are none, why.
  std::vector<StoredExample> choose(std::string& why) {
    const auto all = stored_examples(reader_, revision_.digest, spec_.variant, spec_.weights);
    std::set<std::string> stages, classes;
    std::set<std::pair<int64_t, int64_t>> taken;  // data set and position
    std::vector<StoredExample> chosen;
    for (const auto& example : all) {
      for (const auto& [stage, trace] : example.stages) stages.insert(stage);
      if (static_cast<int>(chosen.size()) == spec_.count ||
          taken.contains({example.data_set, example.position}))
        continue;
      const bool has_all = std::all_of(spec_.stages.begin(), spec_.stages.end(),
                                       [&](const auto& stage) { return example.stages.contains(stage); });
      if (!has_all) continue;
      if (!spec_.class_name.empty()) {
        const auto& said = predictions(example, spec_.stages.front());
        if (said) classes.insert(said->classes.begin(), said->classes.end());
        const auto label = label_of(example, spec_.class_name);
        if (!label || *label != spec_.positive) continue;
      }
      taken.insert({example.data_set, example.position});
      chosen.push_back(example);
    }
    if (chosen.empty()) why = why_none(all.empty(), stages, classes);
    return chosen;
  }

  std::string why_none(bool nothing, const std::set<std::string>& stages,
                       const std::set<std::string>& classes) const {
    if (nothing)
      return fmt::format(
          "Not drawn: no examples with weights '{}' of the variant '{}' are stored. Networks that "
          "have them keep those of keep.traces and keep.traces_per_class when they train.",
          spec_.weights, spec_.variant);
    for (const auto& stage : spec_.stages)
      if (!stages.contains(stage))
        return fmt::format("Not drawn: the stored examples of the variant '{}' have no stage '{}', but {}.",
                           spec_.variant, stage, fmt::join(stages, ", "));
    if (!spec_.class_name.empty() && !classes.contains(spec_.class_name))
      return fmt::format("Not drawn: the class '{}' is none of this experiment's, which are {}.",
                         spec_.class_name, fmt::join(classes, ", "));
    return fmt::format("Not drawn: no stored example of the variant '{}' is {}of class '{}'.", spec_.variant,
                       spec_.positive ? "" : "known not to be ", spec_.class_name);
  }

  std::string unknown_lead(const DrawnSet& set) const {
    for (const auto& lead : spec_.leads)
      if (std::find(set.leads.begin(), set.leads.end(), lead) == set.leads.end())
        return fmt::format("Not drawn: the data set has no lead '{}', but {}.", lead,
                           fmt::join(set.leads, ", "));
    return {};
  }

  // Variants may have data sets of their own, and an example may be of another one beside these.
  const DrawnSet& set_of(const StoredExample& example) {
    const auto [found, is_new] = sets_.try_emplace({example.data_set, example.part});
    if (is_new) found->second = drawn_set(reader_, example);
    return found->second;
  }

  // Of the part that the example is of.
  const std::optional<db::Reader::StoredPredictions>& predictions(const StoredExample& example,
                                                                  const std::string& stage) {
    const auto [found, is_new] = predictions_.try_emplace({example.job, stage, example.part});
    if (is_new) found->second = reader_.predictions(example.job, stage, example.part);
    return found->second;
  }

  // The row of an example among the predictions of its part.
  static std::optional<size_t> row_of(const db::Reader::StoredPredictions& said,
                                      const StoredExample& example) {
    const auto found =
        std::find(said.sample.begin(), said.sample.end(), static_cast<uint32_t>(example.position));
    if (found == said.sample.end()) return std::nullopt;
    return static_cast<size_t>(found - said.sample.begin());
  }

  // Whether it is of the class; nothing where that is not known.
  std::optional<bool> label_of(const StoredExample& example, const std::string& class_name) {
    const auto& said = predictions(example, spec_.stages.front());
    if (!said) return std::nullopt;
    const auto row = row_of(*said, example);
    const auto column = std::find(said->classes.begin(), said->classes.end(), class_name);
    if (!row || column == said->classes.end()) return std::nullopt;
    const auto label =
        said->labels[*row * said->classes.size() + static_cast<size_t>(column - said->classes.begin())];
    if (label < 0) return std::nullopt;
    return label == 1;
  }

  // "V", "MI and AF", "not MI", "label unknown".
  std::string truth_of(const StoredExample& example) {
    const auto& said = predictions(example, spec_.stages.front());
    const auto row = said ? row_of(*said, example) : std::nullopt;
    if (!row) return "label not stored";
    std::vector<std::string> has, unknown;
    for (const auto& name : said->classes) {
      const auto label = label_of(example, name);
      if (!label) unknown.push_back(name);
      if (label.value_or(false)) has.push_back(name);
    }
    if (!has.empty()) return fmt::format("{}", fmt::join(has, " and "));
    if (unknown.size() == said->classes.size()) return "label unknown";
    if (!unknown.empty())
      return fmt::format("none of the other classes, unknown for {}", fmt::join(unknown, " and "));
    return said->classes.size() == 1 ? "not " + said->classes[0] : "none of the classes";
  }

  // "score of V 0.830"; of several classes the one which is explained, else that which the figure is about,
  // else the largest.
  std::string answer_of(const StoredExample& example, const std::string& stage) {
    const auto& said = predictions(example, stage);
    const auto row = said ? row_of(*said, example) : std::nullopt;
    if (!row) return "score not stored";
    const auto raw =
        std::vector<float>(said->raw.begin() + static_cast<std::ptrdiff_t>(*row * said->outputs),
                           said->raw.begin() + static_cast<std::ptrdiff_t>((*row + 1) * said->outputs));
    const auto scores = metrics::apply_link(metrics::parse_link(said->link), raw, said->outputs);
    if (scores.size() != said->classes.size()) return "score not stored";
    size_t shown = static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    for (const auto& name : {spec_.class_name, example.stages.at(stage).explains})
      if (const auto at = std::find(said->classes.begin(), said->classes.end(), name);
          at != said->classes.end())
        shown = static_cast<size_t>(at - said->classes.begin());
    return fmt::format("score of {} {:.3f}", said->classes[shown], scores[shown]);
  }

  std::string strip_label(const StoredExample& example, const std::string& stage) {
    const auto& explains = example.stages.at(stage).explains;
    const std::string what = spec_.weights == "attention" ? "attention"
                             : spec_.weights == "track"   ? "weight track"
                             : explains.empty()           ? "Grad-CAM"
                                                          : "Grad-CAM of " + explains;
    return spec_.stages.size() == 1 && stage == "train" ? what : fmt::format("{}, stage {}", what, stage);
  }

  EcgStrip panel(const StoredExample& example) {
    const DrawnSet& set = set_of(example);
    EcgStrip strip;
    strip.sample_rate_hz = set.sample_rate_hz;
    const size_t length = read_signal(example, set, strip);
    for (const auto& stage : spec_.stages) {
      EcgWeights& drawn = strip.weights.emplace_back();
      drawn.values = reader_.trace_values(example.stages.at(stage).id).weights;
      drawn.label = strip_label(example, stage);
    }
    share_range(strip.weights);
    const double seconds = static_cast<double>(length) / strip.sample_rate_hz;
    strip.mm_per_second = seconds >= 5 ? 25 : seconds >= 2 ? 50 : 100;
    if (set.scaling == "minmax_record") {
      strip.unit = "range";
      strip.mm_per_unit = 20;
    } else if (set.scaling == "zscore_record") {
      strip.unit = "SD";
      strip.mm_per_unit = 5;
    }
    // The paper has room for 30 mm above and below zero: what is larger is drawn smaller, not cut off.
    float largest = 0;
    for (const auto& lead : strip.signal_mv)
      for (const float value : lead)
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    while (strip.mm_per_unit * static_cast<double>(largest) > 27) strip.mm_per_unit /= 2;
    strip.title = name_of(example) + ": " + truth_of(example);
    if (spec_.stages.size() == 1) strip.title += "; " + answer_of(example, spec_.stages[0]);
    return strip;
  }

  // The leads that are asked for; returns how many samples each has.
  size_t read_signal(const StoredExample& example, const DrawnSet& set, EcgStrip& strip) const {
    const auto all = reader_.trace_values(example.stages.at(spec_.stages.front()).id).signal_mv;
    const size_t length = set.leads.empty() ? 0 : all.size() / set.leads.size();
    for (size_t lead = 0; lead < set.leads.size(); ++lead) {
      if (!spec_.leads.empty() &&
          std::find(spec_.leads.begin(), spec_.leads.end(), set.leads[lead]) == spec_.leads.end())
        continue;
      strip.leads.push_back(set.leads[lead]);
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(lead * length);
      strip.signal_mv.emplace_back(first, first + static_cast<std::ptrdiff_t>(length));
    }
    return length;
  }

  // One scale for all stages, so that their colours compare.
  static void share_range(std::vector<EcgWeights>& strips) {
    float low = INFINITY, high = -INFINITY;
    for (const auto& strip : strips)
      for (const float value : strip.values)
        if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    if (low <= high)
      for (auto& strip : strips) strip.range = {low, high};
  }

  static std::string name_of(const StoredExample& example) {
    return example.start == 0 ? example.record
                              : fmt::format("{} from sample {}", example.record, example.start);
  }

  std::string caption(const std::vector<StoredExample>& examples) {
    std::string text;
    for (const auto& example : examples) {
      std::vector<std::string> answers;
      for (const auto& stage : spec_.stages)
        answers.push_back(answer_of(example, stage) + (stage == "train" ? "" : " in stage " + stage));
      const std::string part =
          metrics::is_own_part(example.part) ? example.part + " part" : example.part + ", other data,";
      text += fmt::format("{} ({} of seed {}{}): {}; {}. ", name_of(example), part, example.seed,
                          example.fold, truth_of(example), fmt::join(answers, ", "));
    }
    text += examples.size() == 1 ? "It is the first stored example that fits, not a typical one. "
                                 : "These are the first stored examples that fit, not typical ones. ";
    text +=
        spec_.weights == "attention" ? "The strip is the attention weight of each time step. "
        : spec_.weights == "track"
            ? "The strips are the weights by which the first module multiplies the signal at each time step. "
            : "The strip is Grad-CAM: how much each time step speaks for the class whose score is named. ";
    text += fmt::format("The colours run from the smallest to the largest weight of the same example{}. ",
                        spec_.stages.size() == 1 ? "" : " in all of these stages");
    text +=
        "The signal is the prepared one, before any scaling fitted to the training part and before weights "
        "of waves. ";
    std::set<std::string> scalings;
    std::vector<std::string> data;  // "a set. Its citations"
    for (const auto& example : examples) {
      const DrawnSet& set = set_of(example);
      scalings.insert(set.scaling);
      if (const auto words = set.title + ". " + set.citations;
          std::find(data.begin(), data.end(), words) == data.end())
        data.push_back(words);
    }
    if (scalings.contains("minmax_record"))
      text += "Each example is scaled to its own range (0 to 1), so that there are no millivolts. ";
    if (scalings.contains("zscore_record"))
      text += "Each example has mean 0 and standard deviation 1, so that there are no millivolts. ";
    text += fmt::format("Variant {}, experiment {}, profile {}, revision {}. Data: {}", spec_.variant,
                        revision_.experiment, revision_.profile, revision_.digest.substr(0, 12),
                        fmt::join(data, "; "));
    if (!text.ends_with('.')) text += ".";
    if (!revision_.stand_in.empty()) text += " Stand-in data: " + revision_.stand_in;
    return text;
  }

  // Lines of no more than `most` letters.
  static std::vector<std::string> wrapped(const std::string& text, size_t most) {
    std::vector<std::string> lines;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      if (lines.empty() || lines.back().size() + 1 + word.size() > most)
        lines.push_back(word);
      else
        lines.back() += " " + word;
    }
    return lines;
  }

  std::string composed(const std::vector<EcgDrawing>& panels, const std::string& caption) const {
    double width = 120;
    for (const auto& panel : panels) width = std::max(width, panel.width_mm);
    std::string body;
    double y = kMargin;
    const auto write = [&](const std::string& text, double size, const char* weight) {
      const auto letters = static_cast<size_t>((width - 2 * kMargin) / (kLetter * size));
      for (const auto& line : wrapped(text, letters)) {
        y += 1.3 * size;
        body += fmt::format(
            "<text x=\"{}\" y=\"{:.2f}\" font-size=\"{}\" font-weight=\"{}\" "
            "fill=\"#222222\">{}</text>\n",
            kMargin, y, size, weight, svg_escaped(line));
      }
    };
    write(spec_.title, kTitleSize, "bold");
    y += 2;
    for (const auto& panel : panels) {
      body += fmt::format("<g transform=\"translate(0 {:.2f})\">\n{}</g>\n", y, panel.elements);
      y += panel.height_mm;
    }
    write(caption, kCaptionSize, "normal");
    return svg_document(body, width, y + kMargin);
  }

  const FigureSpec& spec_;
  const db::Reader& reader_;
  const db::Reader::Revision& revision_;
  std::map<std::pair<int64_t, std::string>, DrawnSet> sets_;  // by data set and part
  std::map<std::array<std::string, 3>, std::optional<db::Reader::StoredPredictions>>
      predictions_;  // by job, stage and part
};

}  // namespace

Figure draw_traces(const FigureSpec& spec, const db::Reader& reader, const db::Reader::Revision& revision) {
  return TraceFigure(spec, reader, revision).draw();
}

}  // namespace purkinje::report
