"""Golden values of S1's networks: twins of the waveform module, the classification module and DANet.

Needs torch and numpy. Run in this folder: python3 make.py
"""
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from twin import case, conv_shapes, norm_shapes, normalised, write

DILATIONS = [1, 2, 4, 8, 16, 32, 64]
CHANNELS = [16, 16, 32, 32, 64, 64, 128, 128]
KERNELS = [7, 7, 5, 5, 5, 5, 3, 3]


def waveform_shapes(prefix, leads):
    shapes = []
    for i in range(1, 8):
        shapes += conv_shapes(f"{prefix}conv{i}", leads if i == 1 else 32, 32, 5) + norm_shapes(f"{prefix}conv{i}_norm", 32)
    return shapes + conv_shapes(f"{prefix}conv8", 32, 1, 5)


def waveform_track(p, stats, prefix, x, training):
    for i, dilation in enumerate(DILATIONS):
        n = f"{prefix}conv{i + 1}"
        x = F.conv1d(x, p[n + ".weight"], p[n + ".bias"], dilation=dilation, padding=2 * dilation)
        x = F.relu(normalised(p, stats, n + "_norm", x, training))
    x = F.conv1d(x, p[prefix + "conv8.weight"], p[prefix + "conv8.bias"], padding=2)
    return 2.5 * torch.sigmoid(x)[:, 0]


def layer_name(i):
    return f"classifier.pair{i // 2 + 1}." + ("first", "second")[i % 2]


def classifier_shapes(leads):
    shapes = []
    for i, (channels, kernel) in enumerate(zip(CHANNELS, KERNELS)):
        shapes += conv_shapes(layer_name(i), CHANNELS[i - 1] if i else leads, channels, kernel)
        shapes += norm_shapes(layer_name(i) + "_norm", channels)
    return shapes + [("classifier.output.weight", (1, 128)), ("classifier.output.bias", (1,))]


def classify(p, stats, x, training):
    for i, kernel in enumerate(KERNELS):
        n = layer_name(i)
        x = F.conv1d(x, p[n + ".weight"], p[n + ".bias"], padding=kernel // 2)
        x = last = F.relu(normalised(p, stats, n + "_norm", x, training))
        if i % 2:
            x = F.max_pool1d(x, 2)
    return {"raw": F.linear(x.mean(2), p["classifier.output.weight"], p["classifier.output.bias"]), "map": last}


def waveform_module(leads, time):
    return case("waveform_module", {}, (leads, time, 1), waveform_shapes("", leads),
                lambda p, stats, x, training: {"track": waveform_track(p, stats, "", x, training)})


def danet(leads, time):
    def forward(p, stats, x, training):
        track = waveform_track(p, stats, "enhancer.", x, training)
        return {**classify(p, stats, x * track[:, None], training), "track": track}

    return case("danet", {}, (leads, time, 1), waveform_shapes("enhancer.", leads) + classifier_shapes(leads), forward)


def plain(leads, time):
    return case("danet", {"weighting": "none"}, (leads, time, 1), classifier_shapes(leads), classify)


write([waveform_module(1, 151), waveform_module(2, 40), danet(1, 150), danet(2, 61), plain(1, 93)], "golden.json")
