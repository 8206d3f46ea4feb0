#!/usr/bin/env python3
"""Golden values for data/signal/resample.cpp and data/signal/filter.cpp. Needs numpy and scipy.

Writes golden.json beside itself: python3 tests/golden/signals/make.py
"""
import json
import pathlib

import numpy as np
from scipy import signal

random = np.random.default_rng(20)
here = pathlib.Path(__file__).parent


def low_pass(up, down):
    """Cut at 0.45 of the lower rate, Kaiser window of 80 dB, transition 0.1 of the lower rate."""
    larger = max(up, down)
    half = int(np.ceil((80 - 7.95) / (14.36 * 0.1) / 2 * larger))
    return signal.firwin(2 * half + 1, 0.45 / larger, window=("kaiser", 0.1102 * (80 - 8.7)), fs=1.0)


def resampled(x, up, down):
    """Edges continued by their last value, far enough for the filter."""
    h = low_pass(up, down)
    edge = down * (len(h) // (2 * up) // down + 2)
    padded = np.concatenate([np.full(edge, x[0]), x, np.full(edge, x[-1])])
    y = signal.resample_poly(padded, up, down, window=h)
    begin = edge * up // down
    return y[begin : begin + -(-len(x) * up // down)]


t = np.arange(300) / 360
x = np.sin(2 * np.pi * 7 * t) + 0.5 * np.cos(2 * np.pi * 31 * t) + 0.3 * random.standard_normal(300) + 0.7
resample = [
    {"up": up, "down": down, "filter": low_pass(up, down).tolist()[:40], "output": resampled(x, up, down).tolist()}
    for up, down in [(1, 5), (25, 72), (5, 12), (1, 2), (3, 1), (7, 5)]
]

filters = []
for kind, order, edges, rate in [
    ("lowpass", 1, [40], 360),
    ("lowpass", 4, [40], 360),
    ("lowpass", 5, [100], 360),
    ("highpass", 2, [0.5], 360),
    ("highpass", 3, [5], 360),
    ("bandpass", 1, [5, 15], 360),
    ("bandpass", 2, [0.5, 40], 360),
    ("bandpass", 3, [0.5, 40], 360),
    ("bandpass", 3, [1, 175], 360),
]:
    edge = edges[0] if len(edges) == 1 else edges
    sos = signal.butter(order, edge, kind, fs=rate, output="sos")
    filters.append(
        {"kind": kind, "order": order, "edges": edges, "rate": rate, "output": signal.sosfiltfilt(sos, x).tolist()}
    )

(here / "golden.json").write_text(json.dumps({"input": x.tolist(), "resample": resample, "filters": filters}) + "\n")
