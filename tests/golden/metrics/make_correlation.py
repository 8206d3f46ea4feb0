#!/usr/bin/env python3
"""Golden values of metrics/correlation.h by SciPy. Needs numpy and scipy.

    python3 tests/golden/metrics/make_correlation.py

writes correlation.json beside this file.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats


def main():
    rng = np.random.default_rng(6)
    pairs = [
        ("two pairs", [1.0, 2.0], [5.0, 3.0]),
        ("ties in both", [1.0, 2.0, 2.0, 3.0, 3.0, 3.0], [2.0, 2.0, 1.0, 5.0, 5.0, 4.0]),
        ("far from zero", (1e9 + rng.random(30)).tolist(), rng.random(30).tolist()),
    ]
    for name, size, levels in (("no ties", 40, 0), ("many ties", 200, 5), ("thirteen classes", 13, 100)):
        x = rng.normal(size=size)
        y = 0.5 * x + rng.normal(size=size)
        if levels:
            x, y = np.round(x * levels / 4) / levels, np.round(y * levels / 4) / levels
        pairs.append((name, x.tolist(), y.tolist()))
    cases = [
        {
            "name": name,
            "x": x,
            "y": y,
            "ranks": stats.rankdata(x).tolist(),
            "pearson": float(stats.pearsonr(x, y).statistic),
            "spearman": float(stats.spearmanr(x, y).statistic),
        }
        for name, x, y in pairs
    ]
    text = json.dumps({"scipy": scipy.__version__, "cases": cases}, separators=(",", ":"), allow_nan=False)
    path = pathlib.Path(__file__).with_name("correlation.json")
    path.write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(f"{path.name}: {len(cases)} cases")


if __name__ == "__main__":
    main()
