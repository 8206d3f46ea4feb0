"""What the twins of the networks share: formula-filled tensors, batch normalisation written out, and the golden file.

Needs torch and numpy. Weights and inputs come from SplitMix64 streams, which the C++ tests repeat, so that a golden file
holds only outputs and, of each gradient, its norm, its product with a random tensor, and its first values. Everything is in
double precision with dropout off.
"""
import json
import math

import numpy as np
import torch


def stream(seed, count):
    """`count` uniform numbers in [0, 1) of SplitMix64."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def filled(seed, shape, low, high):
    values = low + (high - low) * stream(seed, math.prod(shape))
    return torch.from_numpy(values.reshape(shape))


def weights(shapes):
    """Trainable tensors for a list of (name, shape), in that order."""
    made = {}
    for i, (name, shape) in enumerate(shapes):
        if "norm.weight" in name:
            tensor = filled(1000 + i, shape, 0.5, 1.5)
        elif len(shape) == 1:
            tensor = filled(1000 + i, shape, -0.2, 0.2)
        else:
            bound = math.sqrt(3.0 / math.prod(shape[1:]))
            tensor = filled(1000 + i, shape, -bound, bound)
        made[name] = tensor.requires_grad_()
    return made


def normalised(p, stats, name, x, training):
    """Batch normalisation: biased variance for the output, unbiased for the running one. `stats` keeps the latter."""
    axes = [0] + list(range(2, x.dim()))
    view = [1, -1] + [1] * (x.dim() - 2)
    mean, var = stats.get(name, (torch.zeros(x.shape[1]).double(), torch.ones(x.shape[1]).double()))
    if training:
        batch_mean, batch_var = x.mean(axes), x.var(axes, unbiased=False)
        n = x.numel() / x.shape[1]
        stats[name] = (0.9 * mean + 0.1 * batch_mean.detach(), 0.9 * var + 0.1 * batch_var.detach() * n / (n - 1))
        mean, var = batch_mean, batch_var
    x = (x - mean.view(view)) / torch.sqrt(var.view(view) + 1e-5)
    return x * p[name + ".weight"].view(view) + p[name + ".bias"].view(view)


def norm_shapes(name, channels):
    return [(name + ".weight", (channels,)), (name + ".bias", (channels,))]


def conv_shapes(name, inputs, outputs, kernel):
    return [(name + ".weight", (outputs, inputs, kernel)), (name + ".bias", (outputs,))]


def case(network, options, shape, shapes, forward, batch=3):
    """One golden case. shape: (leads, time, outputs); shapes: names and shapes of all parameters;
    forward(p, stats, signal, training) gives a dict of output tensors ("raw", "attention", ...).

    The loss is the sum of the products of raw, track and generated outputs with random tensors.
    """
    leads, time, outputs = shape
    p, stats = weights(shapes), {}
    signal = filled(1, (batch, leads, time), -2.0, 2.0)
    made = forward(p, stats, signal, True)
    loss = sum((made[key] * filled(seed, tuple(made[key].shape), -1.0, 1.0)).sum()
               for key, seed in (("raw", 11), ("track", 12), ("generated", 13)) if key in made)
    loss.backward()
    evaluated = forward(p, stats, signal, False)
    tensors = []
    for i, (name, tensor) in enumerate(p.items()):
        probe = filled(5000 + i, tuple(tensor.shape), -1.0, 1.0)
        tensors.append({"name": name, "shape": list(tensor.shape), "norm": tensor.grad.norm().item(),
                        "probe": (tensor.grad * probe).sum().item(), "first": tensor.grad.flatten()[:3].tolist()})

    def summaries(result):
        return {key: {"shape": list(t.shape), "first": t.detach().flatten()[:6].tolist(),
                      "probe": (t.detach() * filled(21, tuple(t.shape), -1.0, 1.0)).sum().item()}
                for key, t in result.items()}

    return {"network": network, "options": options, "leads": leads, "time": time, "outputs": outputs, "batch": batch,
            "parameters": sum(t.numel() for t in p.values()), "loss": loss.item(), "training": summaries(made),
            "evaluation": summaries(evaluated), "gradients": tensors}


def write(cases, path):
    """One line a tensor: small, and readable in a diff."""
    lines = []
    for c in cases:
        head = {k: v for k, v in c.items() if k != "gradients"}
        rows = ",\n  ".join(json.dumps(g) for g in c["gradients"])
        lines.append(json.dumps(head)[:-1] + ', "gradients": [\n  ' + rows + "]}")
    with open(path, "w") as file:
        file.write('{"cases": [\n' + ",\n".join(lines) + "\n]}\n")
