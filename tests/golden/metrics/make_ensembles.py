#!/usr/bin/env python3
"""Golden values of metrics/ensembles.h by NumPy and scikit-learn. Needs numpy and scikit-learn.

    python3 tests/golden/metrics/make_ensembles.py

writes ensembles.json beside this file: for every task some models' scores, and what each method makes of the test part.
A method that a task cannot have is absent.
"""

import itertools
import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

EPSILON = np.finfo(float).eps


def clipped_log(p):
    return np.log(np.clip(p, EPSILON, 1 - EPSILON))


def macro_f1(task, score, label):
    """The mean over the classes that are there or called."""
    values = []
    if task == "multi_class":
        keep = label.sum(axis=1) == 1
        truth, decided = label[keep].argmax(axis=1), score[keep].argmax(axis=1)
    for k in range(score.shape[1]):
        if task == "multi_class":
            a, b = truth == k, decided == k
        else:
            keep = label[:, k] >= 0
            a, b = label[keep, k] == 1, score[keep, k] >= 0.5
        if a.any() or b.any():
            values.append(f1_score(a, b))
    return float(np.mean(values))


def two_classes(score):
    kept = np.zeros_like(score)
    for row, out in zip(score, kept):
        top = np.argsort(-row, kind="stable")[:2]
        out[top] = row[top]
    return kept


def two_surest(task, scores):
    stack = np.stack(scores)  # [models, samples, outputs]
    sure = np.maximum(stack, 1 - stack)
    if task == "multi_class":
        sure = np.repeat(stack.max(axis=2, keepdims=True), stack.shape[2], axis=2)
    top = np.argsort(-sure, axis=0, kind="stable")[:2]
    s, p = np.take_along_axis(sure, top, 0), np.take_along_axis(stack, top, 0)
    return (s * p).sum(axis=0) / s.sum(axis=0)


def grid_weights(task, scores, label, intervals):
    m = len(scores)
    points = [p for p in itertools.product(range(intervals, -1, -1), repeat=m) if sum(p) == intervals]

    def merit(point):
        mixed = sum(k / intervals * s for k, s in zip(point, scores))
        return (round(macro_f1(task, mixed, label), 12), -sum((m * k - intervals) ** 2 for k in point))

    return [k / intervals for k in max(points, key=merit)]  # the first among equals


def stacked(task, validation, test, label, c):
    model = LogisticRegression(C=c, tol=1e-13, max_iter=10000, solver="newton-cholesky")
    if task == "multi_class":
        keep = label.sum(axis=1) == 1
        x = np.hstack([clipped_log(s) for s in validation])[keep]
        model.fit(x, label[keep].argmax(axis=1))
        out = np.zeros_like(test[0])
        out[:, model.classes_] = model.predict_proba(np.hstack([clipped_log(s) for s in test]))
        return out
    columns = []
    for k in range(label.shape[1]):
        keep = label[:, k] >= 0
        if len(set(label[keep, k])) < 2:
            columns.append(np.mean([s[:, k] for s in test], axis=0))
            continue
        x, t = (np.stack([clipped_log(s[:, k]) - clipped_log(1 - s[:, k]) for s in part], axis=1) for part in (validation, test))
        columns.append(model.fit(x[keep], label[keep, k]).predict_proba(t)[:, 1])
    return np.stack(columns, axis=1)


def case(name, task, validation, test, label, test_label):
    f1 = np.array([macro_f1(task, s, label) for s in validation])
    best = np.argsort(-f1, kind="stable")[:2]
    pair = np.where(np.isin(np.arange(len(f1)), best), f1, 0.0)

    def mixed(weights, scores=test):
        return sum(w * s for w, s in zip(weights, scores))

    weights = {
        "average": np.full(len(f1), 1 / len(f1)),
        "f1_weighted": f1 / f1.sum(),
        "top2_models": pair / pair.sum(),
        "weight_grid": np.array(grid_weights(task, validation, label, 10)),
    }
    out = {method: mixed(w) for method, w in weights.items()}
    out["top2_confident"] = two_surest(task, test)
    out["stacking"] = stacked(task, validation, test, label, 1.0)
    out["stacking with a regularisation of 10"] = stacked(task, validation, test, label, 0.1)
    if task == "multi_class" and label.shape[1] >= 3:
        weights["top2_classes"] = f1 / f1.sum()
        out["top2_classes"] = mixed(f1 / f1.sum(), [two_classes(s) for s in test])
    if task == "multi_class":
        out = {method: s / s.sum(axis=1, keepdims=True) for method, s in out.items()}
    return {
        "name": name,
        "task": task,
        "validation": [s.tolist() for s in validation],
        "test": [s.tolist() for s in test],
        "validation_label": label.tolist(),
        "test_label": test_label.tolist(),
        "validation_f1": f1.tolist(),
        "weights": {method: w.tolist() for method, w in weights.items()},
        "scores": {method: s.tolist() for method, s in out.items()},
    }


def exclusive(rng, name, samples, classes, models, absent=None):
    labels, scores = [], []
    for size in samples:
        truth = rng.choice([k for k in range(classes) if k != absent], size)
        labels.append(np.eye(classes, dtype=int)[truth])
        parts = []
        for m in range(models):
            raw = rng.normal(size=(size, classes)) * 1.5
            raw[np.arange(size), truth] += 0.6 + 0.5 * m
            p = np.exp(raw)
            parts.append(np.round(p / p.sum(axis=1, keepdims=True), 6))
        scores.append(parts)
    labels[0][3] = -1  # a sample without a known class
    return case(name, "multi_class", *scores, *labels)


def several(rng, name, task, samples, outputs, models, lacking=None):
    labels, scores = [], []
    for size in samples:
        label = (rng.random((size, outputs)) < 0.35).astype(int)
        parts = []
        for m in range(models):
            raw = rng.normal(size=label.shape) * 1.5 - 1 + label * (0.8 + 0.6 * m)
            parts.append(np.round(1 / (1 + np.exp(-raw)), 6))
        labels.append(label)
        scores.append(parts)
    labels[0][rng.random(labels[0].shape) < 0.05] = -1
    if lacking is not None:
        labels[0][:, lacking] = np.minimum(labels[0][:, lacking], 0)
    return case(name, task, *scores, *labels)


def main():
    rng = np.random.default_rng(7)
    cases = [
        exclusive(rng, "four classes, four models", (60, 12), 4, 4),
        exclusive(rng, "three classes, two models", (40, 10), 3, 2),
        exclusive(rng, "two classes", (40, 10), 2, 3),
        exclusive(rng, "four classes, one of them not in validation", (50, 10), 4, 3, absent=2),
        several(rng, "one class", "binary", (60, 12), 1, 3),
        several(rng, "three labels", "multi_label", (60, 12), 3, 3),
        several(rng, "three labels, one without positives", "multi_label", (50, 10), 3, 2, lacking=1),
    ]
    text = json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}, separators=(",", ":"), allow_nan=False)
    path = pathlib.Path(__file__).with_name("ensembles.json")
    path.write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(f"{path.name}: {len(cases)} cases, {len(text)} bytes")


if __name__ == "__main__":
    main()
