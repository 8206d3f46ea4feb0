#!/usr/bin/env python3
"""Golden values of metrics/ by scikit-learn. Needs numpy and scikit-learn.

    python3 tests/golden/metrics/make.py

writes binary.json, multi_label.json and multi_class.json beside this file. A value that the project calls undefined
is null, whatever scikit-learn would put in its place. Large cases are stored as the seed of a SplitMix64 stream, which
the test draws again (base/random.h).
"""

import json
import math
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

HERE = pathlib.Path(__file__).parent
MASK = (1 << 64) - 1


def split_mix(seed, count):
    """`count` uniform numbers in [0, 1), as RandomStream(seed).uniform() draws them."""
    out = []
    state = seed
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        out.append(((z ^ (z >> 31)) >> 11) * 2.0**-53)
    return out


def drawn(seed, samples, levels, prevalence):
    """Scores on a grid of `levels` (0: no grid) that are higher for positives; two draws a sample."""
    u = split_mix(seed, 2 * samples)
    label = [int(u[2 * i] < prevalence) for i in range(samples)]
    score = [0.3 * y + 0.7 * u[2 * i + 1] for i, y in enumerate(label)]
    if levels:
        score = [math.floor(s * levels) / levels for s in score]
    return score, label


def on_grid(label, score):
    """Average precision with the thresholds 1, 0.999, ..., 0 tried one by one."""
    area = recall = 0.0
    for t in np.arange(1000, -1, -1) / 1000:
        called = score >= t
        if called.any():
            reached = label[called].sum() / label.sum()
            area += (reached - recall) * label[called].mean()
            recall = reached
    return float(area)


def ranking(label, score):
    positives, negatives = label.sum(), (1 - label).sum()
    return {
        "auprc_grid1001": on_grid(label, score) if positives and score.min() >= 0 and score.max() <= 1 else None,
        "roc_auc": sk.roc_auc_score(label, score) if positives and negatives else None,
        "auprc": sk.average_precision_score(label, score) if positives else None,
    }


def decision(label, called):
    label, called = np.asarray(label, int), np.asarray(called, int)
    tn, fp, fn, tp = (int(v) for v in sk.confusion_matrix(label, called, labels=[0, 1]).ravel())
    both = tp + fn > 0 and tn + fp > 0
    nan = {"zero_division": np.nan}
    values = {
        "accuracy": sk.accuracy_score(label, called) if label.size else None,
        "precision": sk.precision_score(label, called, **nan),
        "sensitivity": sk.recall_score(label, called, **nan),
        "specificity": sk.recall_score(label, called, pos_label=0, **nan),
        "negative_predictive_value": sk.precision_score(label, called, pos_label=0, **nan),
        "f1": sk.f1_score(label, called, **nan),
        "mcc": sk.matthews_corrcoef(label, called) if both and tp + fp and tn + fn else None,
        "balanced_accuracy": sk.balanced_accuracy_score(label, called) if both else None,
        "kappa": sk.cohen_kappa_score(label, called) if both else None,
    }
    values = {k: None if v is None or math.isnan(v) else float(v) for k, v in values.items()}
    return {"tp": tp, "fp": fp, "tn": tn, "fn": fn, **values}


def probability(label, score):
    if score.min() < 0 or score.max() > 1:
        return {"brier": None, "log_loss": None}
    return {
        "brier": float(np.mean((score - label) ** 2)) if len(set(label)) < 2 else sk.brier_score_loss(label, score),
        "log_loss": sk.log_loss(label, score, labels=[0, 1]),
    }


def curves(label, score):
    """Every vertex in order of decreasing threshold; the first threshold, which no score reaches, is null."""
    out = {}
    if label.sum() and (1 - label).sum():
        x, y, threshold = sk.roc_curve(label, score, drop_intermediate=False)
        out["roc"] = [[float(a), float(b), None if i == 0 else float(t)] for i, (a, b, t) in enumerate(zip(x, y, threshold))]
    if label.sum():
        precision, recall, threshold = sk.precision_recall_curve(label, score, drop_intermediate=False)
        rows = zip(recall[::-1], precision[::-1], [None, *threshold[::-1]])
        out["pr"] = [[float(a), float(b), None if t is None else float(t)] for a, b, t in rows]
    return out


def chosen(label, score):
    """Thresholds by their definition, tried one by one; none of scikit-learn's functions chooses any."""
    positives, negatives = int(label.sum()), int((1 - label).sum())
    rows = []
    for t in sorted(set(score[np.isfinite(score)]), reverse=True):
        tp = int(((score >= t) & (label == 1)).sum())
        fp = int(((score >= t) & (label == 0)).sum())
        rows.append((float(t), tp, fp))
    out = {"max_f1": None, "youden": None}
    if positives:
        out["max_f1"] = max(rows, key=lambda r: (2 * r[1] / (r[1] + r[2] + positives), r[0]))[0]
    if positives and negatives:
        out["youden"] = max(rows, key=lambda r: (r[1] * negatives - r[2] * positives, r[0]))[0]
    for share in (0.5, 0.9):
        a = b = None
        if positives and negatives:
            held = [r for r in rows if (negatives - r[2]) / negatives >= share]
            a = max(held, key=lambda r: (r[1], -r[2]))[0] if held else None
            held = [r for r in rows if r[1] / positives >= share]
            b = max(held, key=lambda r: (-r[2], r[1]))[0] if held else None
        out[f"sensitivity_at_specificity_{share}"] = a
        out[f"specificity_at_sensitivity_{share}"] = b
    return out


def binary_case(name, score, label, source=None, with_curves=False):
    score, label = np.asarray(score, float), np.asarray(label, int)
    case = {"name": name}
    case.update({"drawn": source} if source else {"score": score.tolist(), "label": label.tolist()})
    case["values"] = {**ranking(label, score), **probability(label, score)}
    case["decisions"] = {str(t): decision(label, score >= t) for t in (0.0, 0.25, 0.5, 0.9, 2.0)}
    case["thresholds"] = chosen(label, score)
    if with_curves:
        case["curves"] = curves(label, score)
    return case


def binary_cases():
    rng = np.random.default_rng(3)
    cases = [
        binary_case("one positive", [0.3], [1], with_curves=True),
        binary_case("one negative", [0.3], [0], with_curves=True),
        binary_case("a pair in order", [0.2, 0.7], [0, 1], with_curves=True),
        binary_case("a pair out of order", [0.7, 0.2], [0, 1], with_curves=True),
        binary_case("a tied pair", [0.5, 0.5], [0, 1], with_curves=True),
        binary_case("four samples", [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], with_curves=True),
        binary_case("constant scores", [0.5] * 12, [1, 0, 0, 0] * 3, with_curves=True),
        binary_case("no positives", rng.random(12), [0] * 12, with_curves=True),
        binary_case("no negatives", rng.random(12), [1] * 12, with_curves=True),
        binary_case("perfect", [0.1, 0.2, 0.3, 0.8, 0.9], [0, 0, 0, 1, 1], with_curves=True),
        binary_case("reversed", [0.9, 0.8, 0.3, 0.2, 0.1], [0, 0, 0, 1, 1], with_curves=True),
        binary_case("only zeros and ones", [0, 1, 1, 0, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0, 0, 1], with_curves=True),
        binary_case("neighbouring doubles", [0.5, np.nextafter(0.5, 1), np.nextafter(0.5, 0), 0.5], [1, 0, 1, 0], with_curves=True),
        binary_case("tiny and huge", [1e-300, 5e-324, 0.0, 1 - 2**-53, 1.0, 1e-16], [0, 1, 0, 1, 0, 1], with_curves=True),
        binary_case("beyond probabilities", [-1e300, 1e300, -5.5, 7.25, 0.0, -0.0, 3.5], [0, 1, 0, 1, 1, 0, 0], with_curves=True),
        binary_case("one positive among many", np.round(rng.random(200), 3), [1] + [0] * 199),
        binary_case("one negative among many", np.round(rng.random(200), 3), [0] + [1] * 199),
    ]
    for levels in (2, 5, 20):
        label = rng.integers(0, 2, 60)
        score = np.floor((0.3 * label + 0.7 * rng.random(60)) * levels) / levels
        cases.append(binary_case(f"ties on {levels} levels", score, label, with_curves=True))
    label = (rng.random(557) < 43 / 557).astype(int)
    cases.append(binary_case("as rare as in the cardiotoxicity study", rng.random(557).round(4), label))
    for seed, samples, levels, prevalence in ((11, 10000, 0, 0.08), (12, 10000, 50, 0.5), (13, 10000, 3, 0.01)):
        score, label = drawn(seed, samples, levels, prevalence)
        source = {"seed": seed, "samples": samples, "levels": levels, "prevalence": prevalence}
        cases.append(binary_case(f"10000 samples on {levels} levels", score, label, source))
    return cases


def multi_label_cases():
    rng = np.random.default_rng(4)
    label = (rng.random((80, 4)) < [0.5, 0.2, 0.05, 0.3]).astype(int)
    label[:, 2] = 0  # a class without positives: left out of the means
    score = np.round(0.3 * label + 0.7 * rng.random((80, 4)), 2)
    known = np.where(rng.random((80, 4)) < 0.1, -1, label)
    cases = []
    for name, y in (("all labels known", label), ("some labels unknown", known)):
        classes = []
        for k in range(4):
            keep = y[:, k] >= 0
            a, s = y[keep, k], score[keep, k]
            classes.append({**ranking(a, s), **probability(a, s), **decision(a, s >= 0.5)})
        means = {}
        for metric in classes[0]:
            values = [c[metric] for c in classes if c[metric] is not None]
            means[metric] = float(np.mean(values)) if values else None
        keep = (y >= 0).all(axis=1)
        means["exact_match"] = sk.accuracy_score(y[keep], score[keep] >= 0.5)
        cases.append({"name": name, "score": score.tolist(), "label": y.tolist(), "classes": classes, "means": means})
    return cases


def multi_class_cases():
    rng = np.random.default_rng(5)
    cases = []
    for name, samples, names in (
        ("three classes", 90, ["a", "b", "c"]),
        ("five classes, one never decided", 120, ["a", "b", "c", "d", "e"]),
        ("beats", 200, ["N", "S", "V", "F"]),
        ("a class that is absent", 60, ["N", "S", "V", "F"]),
    ):
        classes = len(names)
        truth = rng.integers(0, classes - 1 if "absent" in name else classes, samples)
        raw = rng.normal(size=(samples, classes))
        raw[np.arange(samples), truth] += 1.0
        if "never" in name:
            raw[:, 4] = -9.0
        score = np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)
        score /= score.sum(axis=1, keepdims=True)
        decided = score.argmax(axis=1)
        per_class = []
        for k in range(classes):
            a = (truth == k).astype(int)
            per_class.append({**ranking(a, score[:, k]), **probability(a, score[:, k]), **decision(a, decided == k)})
        means = {}
        for metric in per_class[0]:
            values = [c[metric] for c in per_class if c[metric] is not None]
            means[metric] = float(np.mean(values)) if values else None
        means["accuracy"] = sk.accuracy_score(truth, decided)
        means["mcc"] = sk.matthews_corrcoef(truth, decided)
        means["log_loss"] = sk.log_loss(truth, score, labels=range(classes))
        means["balanced_accuracy"] = sk.balanced_accuracy_score(truth, decided)
        means["kappa"] = sk.cohen_kappa_score(truth, decided)
        means["j_kappa"] = None
        if "S" in names:
            of = {"labels": [names.index("S"), names.index("V")], "average": None}
            sums = sum(sk.recall_score(truth, decided, **of)) + sum(sk.precision_score(truth, decided, **of))
            means["j_kappa"] = 0.5 * means["kappa"] + 0.125 * float(sums)
        confusion = sk.confusion_matrix(truth, decided, labels=range(classes)).ravel().tolist()
        if len(set(truth)) == len(set(decided)) == classes:
            # Where every class is decided at least once the means are scikit-learn's own macro averages.
            means["precision"] = sk.precision_score(truth, decided, average="macro")
            means["sensitivity"] = sk.recall_score(truth, decided, average="macro")
            means["f1"] = sk.f1_score(truth, decided, average="macro")
            means["roc_auc"] = sk.roc_auc_score(truth, score, multi_class="ovr", average="macro")
        cases.append({"name": name, "score": score.tolist(), "truth": truth.tolist(), "names": names})
        cases[-1].update({"classes": per_class, "means": means, "confusion": confusion})
    return cases


def write(name, cases):
    text = json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}, separators=(",", ":"), allow_nan=False)
    (HERE / name).write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(f"{name}: {len(cases)} cases, {len(text)} bytes")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    write("binary.json", binary_cases())
    write("multi_label.json", multi_label_cases())
    write("multi_class.json", multi_class_cases())
