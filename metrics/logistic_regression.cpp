#include "metrics/logistic_regression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace purkinje::metrics {
namespace {

constexpr double kSmallDerivative = 1e-8;
constexpr int kMostSteps = 200;

// Solves A x = b for a symmetric positive definite A (lower triangle read, overwritten) by Cholesky's
// decomposition. False where A is not positive definite.
bool solve(std::vector<double>& a, std::vector<double>& b) {
  const size_t n = b.size();
  for (size_t j = 0; j < n; ++j) {
    for (size_t i = j; i < n; ++i) {
      double sum = a[i * n + j];
      for (size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j && !(sum > 0)) return false;
      a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
    }
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return true;
}

// Logits become probabilities in place; returns the logarithm of the sum of exponentials.
double softmax(std::vector<double>& logits) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (double& logit : logits) sum += logit = std::exp(logit - largest);
  for (double& logit : logits) logit /= sum;
  return largest + std::log(sum);
}

size_t free_rows(size_t classes) {
  return classes == 2 ? 1 : classes;
}

// Of one sample, a logit a class.
void logits_of(const LogisticModel& model, const double* x, std::vector<double>& logits) {
  const size_t width = model.features + 1, rows = free_rows(model.classes);
  std::fill(logits.begin(), logits.end(), 0.0);
  for (size_t r = 0; r < rows; ++r) {
    const double* row = model.rows.data() + r * width;
    double logit = row[model.features];
    for (size_t f = 0; f < model.features; ++f) logit += row[f] * x[f];
    logits[r + model.classes - rows] = logit;
  }
}

class Fit {
 public:
  Fit(const std::vector<double>& x, size_t features, const std::vector<size_t>& truth, size_t classes,
      double regularisation)
      : x_(x), truth_(truth), regularisation_(regularisation) {
    model_.features = features;
    model_.classes = classes;
    model_.rows.assign(free_rows(classes) * (features + 1), 0.0);
  }

  LogisticModel run() {
    double loss = differentiate();
    for (int step = 0; step < kMostSteps && largest_derivative() > kSmallDerivative; ++step) {
      const auto direction = newton_direction();
      if (!walk(direction, loss)) break;  // rounding hides any further descent
      loss = differentiate();
    }
    return std::move(model_);
  }

 private:
  size_t width() const { return model_.features + 1; }
  size_t rows() const { return free_rows(model_.classes); }
  bool is_intercept(size_t parameter) const { return parameter % width() == model_.features; }

  double loss_of(const LogisticModel& model) const {
    double loss = 0;
    std::vector<double> logits(model.classes);
    for (size_t i = 0; i < truth_.size(); ++i) {
      logits_of(model, x_.data() + i * model.features, logits);
      const double true_logit = logits[truth_[i]];
      loss += softmax(logits) - true_logit;
    }
    for (size_t p = 0; p < model.rows.size(); ++p)
      if (!is_intercept(p)) loss += regularisation_ / 2 * model.rows[p] * model.rows[p];
    return loss;
  }

  // Fills gradient and the lower triangle of the Hessian; returns the loss.
  double differentiate() {
    const size_t n = model_.rows.size(), hidden = model_.classes - rows();
    gradient_.assign(n, 0.0);
    hessian_.assign(n * n, 0.0);
    double loss = 0;
    std::vector<double> p(model_.classes), x(width(), 1.0);
    for (size_t i = 0; i < truth_.size(); ++i) {
      std::copy_n(x_.begin() + static_cast<ptrdiff_t>(i * model_.features), model_.features, x.begin());
      logits_of(model_, x.data(), p);
      const double true_logit = p[truth_[i]];
      loss += softmax(p) - true_logit;
      for (size_t r = 0; r < rows(); ++r) {
        const double pr = p[r + hidden];
        const double miss = pr - (truth_[i] == r + hidden ? 1.0 : 0.0);
        for (size_t f = 0; f < width(); ++f) gradient_[r * width() + f] += miss * x[f];
        for (size_t s = 0; s <= r; ++s) add_block(r, s, r == s ? pr * (1 - pr) : -pr * p[s + hidden], x);
      }
    }
    for (size_t i = 0; i < n; ++i) {
      if (is_intercept(i)) continue;
      loss += regularisation_ / 2 * model_.rows[i] * model_.rows[i];
      gradient_[i] += regularisation_ * model_.rows[i];
      hessian_[i * n + i] += regularisation_;
    }
    if (rows() > 1) hold_last_intercept();
    return loss;
  }

  void add_block(size_t r, size_t s, double curvature, const std::vector<double>& x) {
    const size_t n = model_.rows.size();
    for (size_t f = 0; f < width(); ++f) {
      double* row = hessian_.data() + (r * width() + f) * n + s * width();
      const double factor = curvature * x[f];
      for (size_t g = 0; g < width(); ++g) row[g] += factor * x[g];
    }
  }

  // A number added to all intercepts changes nothing, so one of them stays 0: its step is made 0.
  void hold_last_intercept() {
    const size_t n = model_.rows.size(), last = n - 1;
    gradient_[last] = 0;
    std::fill(hessian_.begin() + static_cast<ptrdiff_t>(last * n), hessian_.end(), 0.0);
    hessian_[last * n + last] = 1;
  }

  double largest_derivative() const {
    double largest = 0;
    for (const double derivative : gradient_) largest = std::max(largest, std::abs(derivative));
    return largest;
  }

  std::vector<double> newton_direction() const {
    const size_t n = gradient_.size();
    for (double ridge = 0;; ridge = std::max(1e-10, ridge * 100)) {  // more than 0 only where p saturates
      auto matrix = hessian_;
      for (size_t i = 0; i < n; ++i) matrix[i * n + i] += ridge;
      auto direction = gradient_;
      if (solve(matrix, direction)) return direction;
    }
  }

  // The longest of the steps 1, 1/2, 1/4, ... that descends enough (Armijo 1966).
  bool walk(const std::vector<double>& direction, double loss) {
    double slope = 0;
    for (size_t i = 0; i < direction.size(); ++i) slope += direction[i] * gradient_[i];
    for (double length = 1; length > 1e-10; length /= 2) {
      LogisticModel moved = model_;
      for (size_t i = 0; i < direction.size(); ++i) moved.rows[i] -= length * direction[i];
      const double there = loss_of(moved);
      if (there < loss && there <= loss - 1e-4 * length * slope) {
        model_ = std::move(moved);
        return true;
      }
    }
    return false;
  }

  const std::vector<double>& x_;
  const std::vector<size_t>& truth_;
  double regularisation_;
  LogisticModel model_;
  std::vector<double> gradient_;
  std::vector<double> hessian_;
};

}  // namespace

LogisticModel fit_logistic(const std::vector<double>& x, size_t features, const std::vector<size_t>& truth,
                           size_t classes, double regularisation) {
  if (x.size() != truth.size() * features)
    throw std::invalid_argument(
        fmt::format("{} numbers for {} samples of {} features", x.size(), truth.size(), features));
  if (!(regularisation > 0)) throw std::invalid_argument("regularisation must be above 0");
  if (classes < 2) throw std::invalid_argument("a logistic regression needs two classes");
  for (size_t k = 0; k < classes; ++k)
    if (std::find(truth.begin(), truth.end(), k) == truth.end())
      throw std::invalid_argument(fmt::format("no sample of class {} of {}", k + 1, classes));
  if (*std::max_element(truth.begin(), truth.end()) >= classes)
    throw std::invalid_argument(fmt::format("a sample of a class beyond {}", classes));
  return Fit(x, features, truth, classes, regularisation).run();
}

std::vector<double> class_probabilities(const LogisticModel& model, const std::vector<double>& x) {
  const size_t samples = model.features == 0 ? 0 : x.size() / model.features;
  std::vector<double> out, logits(model.classes);
  out.reserve(samples * model.classes);
  for (size_t i = 0; i < samples; ++i) {
    logits_of(model, x.data() + i * model.features, logits);
    softmax(logits);
    out.insert(out.end(), logits.begin(), logits.end());
  }
  return out;
}

}  // namespace purkinje::metrics
