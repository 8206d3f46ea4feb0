"""Golden values of S0's network: an independent twin in Python PyTorch, double precision, dropout off.

Needs torch and numpy. Run in this folder: python3 make.py > golden.json
Weights and input come from a formula (SplitMix64 streams), which the C++ test repeats, so that the file holds only
outputs and, of each gradient, its norm, its product with a random tensor, and its first values.
"""
import json
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from twin import filled, normalised, weights

BATCH, LEADS, TIME = 3, 12, 100
LABELS = [1.0, 0.0, 1.0]


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
    p, stats = weights(shapes(v)), {}
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
