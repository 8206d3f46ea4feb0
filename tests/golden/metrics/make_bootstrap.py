#!/usr/bin/env python3
"""Golden values of metrics/bootstrap.h by NumPy and scikit-learn. Needs numpy and scikit-learn.

    python3 tests/golden/metrics/make_bootstrap.py

writes bootstrap.json beside this file. The draws are those of base/random.h (SplitMix64, keys), so that the intervals agree
to rounding.
"""

import json
import pathlib

import numpy as np
from sklearn import metrics as sk

from make import MASK

GOLDEN = 0x9E3779B97F4A7C15
SEED, RESAMPLES = 17, 200


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def random_key(seed, fold, purpose, epoch, step):
    name = 0xCBF29CE484222325
    for c in purpose.encode():
        name = ((name ^ c) * 0x100000001B3) & MASK
    key = 0
    for part in (seed, fold, name, epoch, step):
        key = mix((key + GOLDEN + part) & MASK)
    return key


def draws(resample, bound):
    """`bound` numbers below `bound`."""
    state, out, rejected = random_key(SEED, 0, "bootstrap", 0, resample), [], (1 << 64) % bound
    while len(out) < bound:
        state = (state + GOLDEN) & MASK
        bits = mix(state)
        if bits >= rejected:
            out.append(bits % bound)
    return out


def intervals(values):
    kept = [v for v in values if v is not None]
    low, high = np.percentile(kept, [2.5, 97.5])
    return {"low": float(low), "high": float(high), "undefined": len(values) - len(kept)}


def main():
    rng = np.random.default_rng(8)
    group = np.sort(rng.integers(0, 12, 60))
    label = (rng.random(60) < 0.1 + 0.3 * (group % 3 == 0)).astype(int)
    score = np.round(0.3 * label + 0.7 * rng.random(60), 3)
    out = {"score": score.tolist(), "label": label.tolist(), "group": group.tolist(), "seed": SEED, "resamples": RESAMPLES}
    indices = sorted(set(group))
    for name, rows in (("samples", [[i] for i in range(60)]), ("groups", [np.flatnonzero(group == g) for g in indices])):
        values = {"roc_auc": [], "f1": [], "accuracy": []}
        for b in range(RESAMPLES):
            drawn = np.concatenate([rows[g] for g in draws(b, len(rows))])
            y, s = label[drawn], score[drawn]
            both = 0 < y.sum() < len(y)
            values["roc_auc"].append(sk.roc_auc_score(y, s) if both else None)
            values["f1"].append(sk.f1_score(y, s >= 0.5) if y.any() or (s >= 0.5).any() else None)
            values["accuracy"].append(sk.accuracy_score(y, s >= 0.5))
        out[name] = {metric: intervals(v) for metric, v in values.items()}
    path = pathlib.Path(__file__).with_name("bootstrap.json")
    path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(path.name, out["samples"], out["groups"])


if __name__ == "__main__":
    main()
