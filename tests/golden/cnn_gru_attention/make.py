"""Golden values of S0's network: an independent twin in Python PyTorch, double precision, dropout off.

Needs torch and numpy. Run in this folder: python3 make.py > golden.json
Weights and input come from a formula (SplitMix64 streams), which the C++ test repeats, so that the file holds only
outputs and, of each gradient, its norm, its product with a random tensor, and its first values.
"""
import json
import math

import numpy as np
import torch
import torch.nn.functional as F

BATCH, LEADS, TIME = 3, 12, 100
LABELS = [1.0, 0.0, 1.0]


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


def shapes(v):
    """Name and shape of each trainable tensor."""
    out, fused = [], 0
    if v["branches"] != "spatial":
        for i, k in enumerate((3, 5, 7)):
            out += [(f"temporal.conv{i}.weight", (20, 1, 1, k)), (f"temporal.conv{i}.bias", (20,))]
        out += [("temporal.norm.weight", (60,)), ("temporal.norm.bias", (60,))]
        fused += 60 * LEADS
    if v["branches"] != "temporal":
        out += [("spatial.weight", (30, 1, LEADS, 5)), ("spatial.bias", (30,)),
                ("spatial_norm.weight", (30,)), ("spatial_norm.bias", (30,))]
        fused += 30
    out += [("fusion.weight", (64, fused, 1)), ("fusion.bias", (64,)),
            ("fusion_norm.weight", (64,)), ("fusion_norm.bias", (64,))]
    if v["recurrent"] != "none":
        out += [("gru.weight_ih", (192, 64)), ("gru.weight_hh", (192, 64))]
        if v["recurrent"] == "gru":
            out += [("gru.bias_ih", (192,)), ("gru.bias_hh", (192,))]
    if v["readout"] == "attention":
        out += [("attention.map.weight", (64, 64)), ("attention.score.weight", (1, 64))]
    return out + [("hidden.weight", (64, 64)), ("hidden.bias", (64,)), ("output.weight", (1, 64)), ("output.bias", (1,))]


def weights(v):
    made = {}
    for i, (name, shape) in enumerate(shapes(v)):
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
    """Batch normalisation written out: biased variance for the output, unbiased for the running one."""
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


def forward(v, p, stats, signal, training):
    image, parts = signal[:, None], []
    if v["branches"] != "spatial":
        maps = [F.conv2d(image, p[f"temporal.conv{i}.weight"], p[f"temporal.conv{i}.bias"], padding=(0, k // 2))
                for i, k in enumerate((3, 5, 7))]
        parts.append(F.relu(normalised(p, stats, "temporal.norm", torch.cat(maps, 1), training)).reshape(
            signal.shape[0], 60 * LEADS, -1))
    if v["branches"] != "temporal":
        maps = F.conv2d(image, p["spatial.weight"], p["spatial.bias"], padding=(0, 2))[:, :, 0]
        parts.append(F.relu(normalised(p, stats, "spatial_norm", maps, training)))
    fused = F.conv1d(torch.cat(parts, 1), p["fusion.weight"], p["fusion.bias"])
    states = F.relu(normalised(p, stats, "fusion_norm", fused, training)).transpose(1, 2)

    if v["recurrent"] != "none":
        wr, wz, wn = p["gru.weight_ih"].chunk(3)
        ur, uz, un = p["gru.weight_hh"].chunk(3)
        h, track = torch.zeros(signal.shape[0], 64).double(), []
        for x in states.unbind(1):
            if v["recurrent"] == "gru":
                br, bz, bn = p["gru.bias_ih"].chunk(3)
                cr, cz, cn = p["gru.bias_hh"].chunk(3)
                r = torch.sigmoid(x @ wr.T + br + h @ ur.T + cr)
                z = torch.sigmoid(x @ wz.T + bz + h @ uz.T + cz)
                n = torch.tanh(x @ wn.T + bn + r * (h @ un.T + cn))
                h = (1 - z) * n + z * h
            else:
                r = torch.sigmoid(x @ wr.T + h @ ur.T)
                z = torch.sigmoid(x @ wz.T + h @ uz.T)
                n = torch.tanh(x @ wn.T + (r * h) @ un.T)
                h = (1 - z) * h + z * n
            track.append(h)
        states = torch.stack(track, 1)

    attention = None
    if v["readout"] == "attention":
        score = torch.tanh(states @ p["attention.map.weight"].T) @ p["attention.score.weight"][0]
        attention = torch.softmax(score, 1)
        summary = (attention[:, :, None] * states).sum(1)
    else:
        summary = states[:, -1] if v["readout"] == "last" else states.mean(1)
    hidden = F.relu(F.linear(summary, p["hidden.weight"], p["hidden.bias"]))
    return F.linear(hidden, p["output.weight"], p["output.bias"]), attention


def case(**options):
    v = {"branches": "both", "recurrent": "gru", "readout": "attention", **options}
    p, stats = weights(v), {}
    signal = filled(1, (BATCH, LEADS, TIME), -2.0, 2.0)
    raw, attention = forward(v, p, stats, signal, training=True)
    loss = F.binary_cross_entropy_with_logits(raw[:, 0], torch.tensor(LABELS).double())
    loss.backward()
    after, _ = forward(v, p, stats, signal, training=False)
    tensors = []
    for i, (name, tensor) in enumerate(p.items()):
        probe = filled(5000 + i, tuple(tensor.shape), -1.0, 1.0)
        tensors.append({"name": name, "shape": list(tensor.shape), "norm": tensor.grad.norm().item(),
                        "probe": (tensor.grad * probe).sum().item(), "first": tensor.grad.flatten()[:4].tolist()})
    return {"options": v, "parameters": sum(t.numel() for t in p.values()), "raw": raw[:, 0].tolist(),
            "attention": attention[0].tolist() if attention is not None else None, "loss": loss.item(),
            "raw_evaluation": after[:, 0].tolist(), "gradients": tensors}


cases = [case(), case(branches="temporal"), case(branches="spatial"), case(recurrent="none", readout="last"),
         case(readout="last"), case(readout="mean"), case(recurrent="gru_exact")]
print(json.dumps({"batch": BATCH, "leads": LEADS, "time": TIME, "labels": LABELS, "cases": cases}, indent=1))
