#include "models/layers/gru_sequence.h"

namespace purkinje::models {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext, torch::autograd::variable_list;

// [batch, time, inputs] -> [time, batch, inputs], so that a step's rows lie together.
Tensor time_first(const Tensor& input) {
  return input.transpose(0, 1).contiguous();
}

// The states before each step: zeros, then all but the last.
Tensor previous_of(const Tensor& states) {
  return torch::cat({torch::zeros_like(states.slice(0, 0, 1)), states.slice(0, 0, states.size(0) - 1)});
}

// sum over time and batch of a^T b: [T, B, n], [T, B, m] -> [n, m]
Tensor outer_sum(const Tensor& a, const Tensor& b) {
  return torch::mm(a.flatten(0, 1).t(), b.flatten(0, 1));
}

class LibraryGru : public torch::autograd::Function<LibraryGru> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight_ih,
                        const Tensor& weight_hh, const Tensor& bias_ih, const Tensor& bias_hh) {
    const at::AutoDispatchBelowADInplaceOrView no_records;
    const int64_t hidden = weight_hh.size(1);
    const auto x = time_first(input);                                         // [T, B, inputs]
    auto gates = torch::linear(x, weight_ih, bias_ih);                        // [T, B, 3H], becomes r, z, n
    auto recurrent = torch::empty_like(gates);                                // [T, B, 3H], U h + c
    auto states = torch::empty({x.size(0), x.size(1), hidden}, x.options());  // [T, B, H]
    auto state = torch::zeros({x.size(1), hidden}, x.options());              // [B, H]
    const auto matrix = weight_hh.t();
    for (int64_t t = 0; t < x.size(0); ++t) {
      auto gate = gates.select(0, t), from_state = recurrent.select(0, t), next = states.select(0, t);
      auto rz = gate.slice(1, 0, 2 * hidden), n = gate.slice(1, 2 * hidden);
      torch::addmm_out(from_state, bias_hh, state, matrix);
      rz.add_(from_state.slice(1, 0, 2 * hidden)).sigmoid_();
      n.addcmul_(gate.slice(1, 0, hidden), from_state.slice(1, 2 * hidden)).tanh_();
      at::lerp_out(next, n, state, gate.slice(1, hidden, 2 * hidden));
      state = next;
    }
    context->save_for_backward({x, weight_ih, weight_hh, gates, recurrent.slice(2, 2 * hidden), states});
    return states.transpose(0, 1);
  }

  // With D the gradients at (U h + c)'s three parts: dh_prev = z dh + D U. D is dh times factors that do not
  // depend on dh and are therefore computed for all steps at once.
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const at::AutoDispatchBelowADInplaceOrView no_records;
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight_ih = saved[1], &weight_hh = saved[2], &gates = saved[3], &q = saved[4],
               &states = saved[5];
    const int64_t steps = x.size(0), batch = x.size(1), hidden = weight_hh.size(1);
    const auto part = gates.chunk(3, 2);
    const auto &r = part[0], &z = part[1], &n = part[2];
    const auto before = previous_of(states);  // [T, B, H]
    const auto at_n = (1 - z) * (1 - n * n);  // d(h) / d(pre-activation of n)
    const auto factors =
        torch::stack({at_n * q * r * (1 - r), (before - n) * z * (1 - z), at_n * r}, 2);  // [T, B, 3, H]

    auto at_state =
        gradients[0].transpose(0, 1).clone(at::MemoryFormat::Contiguous);  // [T, B, H], becomes the whole dh
    auto at_recurrent = torch::empty({steps, batch, 3, hidden}, x.options());  // D
    for (int64_t t = steps - 1; t >= 0; --t) {
      auto dh = at_state.select(0, t), d = at_recurrent.select(0, t);
      at::mul_out(d, factors.select(0, t), dh.unsqueeze(1));
      if (t == 0) break;
      at_state.select(0, t - 1).addcmul_(dh, z.select(0, t)).addmm_(d.flatten(1), weight_hh);
    }
    at_recurrent = at_recurrent.flatten(2);  // [T, B, 3H]
    const auto at_gates =
        torch::cat({at_recurrent.slice(2, 0, 2 * hidden), at_state * at_n}, 2);  // [T, B, 3H]
    return {torch::matmul(at_gates, weight_ih).transpose(0, 1), outer_sum(at_gates, x),
            outer_sum(at_recurrent, before), at_gates.flatten(0, 1).sum(0),
            at_recurrent.flatten(0, 1).sum(0)};
  }
};

class ExactGru : public torch::autograd::Function<ExactGru> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight_ih,
                        const Tensor& weight_hh) {
    const at::AutoDispatchBelowADInplaceOrView no_records;
    const int64_t hidden = weight_hh.size(1);
    const auto x = time_first(input);                                         // [T, B, inputs]
    auto gates = torch::linear(x, weight_ih);                                 // [T, B, 3H], becomes r, z, n
    auto states = torch::empty({x.size(0), x.size(1), hidden}, x.options());  // [T, B, H]
    auto state = torch::zeros({x.size(1), hidden}, x.options());              // [B, H]
    const auto matrix_rz = weight_hh.slice(0, 0, 2 * hidden).t(),
               matrix_n = weight_hh.slice(0, 2 * hidden).t();
    for (int64_t t = 0; t < x.size(0); ++t) {
      auto gate = gates.select(0, t), next = states.select(0, t);
      gate.slice(1, 0, 2 * hidden).addmm_(state, matrix_rz).sigmoid_();
      auto n = gate.slice(1, 2 * hidden);
      n.addmm_(gate.slice(1, 0, hidden) * state, matrix_n).tanh_();
      at::lerp_out(next, state, n, gate.slice(1, hidden, 2 * hidden));
      state = next;
    }
    context->save_for_backward({x, weight_ih, weight_hh, gates, states});
    return states.transpose(0, 1);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const at::AutoDispatchBelowADInplaceOrView no_records;
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight_ih = saved[1], &weight_hh = saved[2], &gates = saved[3],
               &states = saved[4];
    const int64_t hidden = weight_hh.size(1);
    const auto matrix_rz = weight_hh.slice(0, 0, 2 * hidden), matrix_n = weight_hh.slice(0, 2 * hidden);
    const auto part = gates.chunk(3, 2);
    const auto &r = part[0], &z = part[1], &n = part[2];
    const auto before = previous_of(states);       // [T, B, H]
    const auto at_n = z * (1 - n * n);             // d(h) / d(pre-activation of n)
    const auto at_z = (n - before) * z * (1 - z);  // d(h) / d(pre-activation of z)
    const auto at_r = before * r * (1 - r);        // d(r h) / d(pre-activation of r)

    auto at_state =
        gradients[0].transpose(0, 1).clone(at::MemoryFormat::Contiguous);  // [T, B, H], becomes the whole dh
    auto at_gates = torch::empty_like(gates);                              // [T, B, 3H]
    for (int64_t t = x.size(0) - 1; t >= 0; --t) {
      auto dh = at_state.select(0, t), d = at_gates.select(0, t);
      auto d_r = d.slice(1, 0, hidden), d_z = d.slice(1, hidden, 2 * hidden), d_n = d.slice(1, 2 * hidden);
      at::mul_out(d_n, dh, at_n.select(0, t));
      at::mul_out(d_z, dh, at_z.select(0, t));
      const auto at_product = torch::mm(d_n, matrix_n);  // [B, H], gradient at r h
      at::mul_out(d_r, at_product, at_r.select(0, t));
      if (t == 0) break;
      at_state.select(0, t - 1)
          .addcmul_(dh, 1 - z.select(0, t))
          .addcmul_(at_product, r.select(0, t))
          .addmm_(d.slice(1, 0, 2 * hidden), matrix_rz);
    }
    const auto at_hh = torch::cat({outer_sum(at_gates.slice(2, 0, 2 * hidden), before),
                                   outer_sum(at_gates.slice(2, 2 * hidden), r * before)});  // [3H, H]
    return {torch::matmul(at_gates, weight_ih).transpose(0, 1), outer_sum(at_gates, x), at_hh};
  }
};

}  // namespace

Tensor gru_sequence(const Tensor& input, const GruWeights& weights) {
  return LibraryGru::apply(input, weights.weight_ih, weights.weight_hh, weights.bias_ih, weights.bias_hh);
}

Tensor gru_exact_sequence(const Tensor& input, const Tensor& weight_ih, const Tensor& weight_hh) {
  return ExactGru::apply(input, weight_ih, weight_hh);
}

}  // namespace purkinje::models
