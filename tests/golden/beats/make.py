"""Golden values of S2's networks: twins written from the specification, with the LSTM's equations written out.

Needs torch and numpy. Run in this folder: python3 make.py
"""
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from twin import case, conv_shapes, filled, norm_shapes, normalised, write

K = 4


def pair_shapes(name, inputs, outputs, kernel):
    return (conv_shapes(name + ".first", inputs, outputs, kernel) + conv_shapes(name + ".second", outputs, outputs, kernel)
            + norm_shapes(name + ".first_norm", outputs) + norm_shapes(name + ".second_norm", outputs))


def conv(p, name, x, stride=1):
    w = p[name + ".weight"]
    return F.conv1d(x, w, p[name + ".bias"], stride=stride, padding=(w.shape[2] - 1) // 2)


def pair(p, stats, name, x, training):
    for half in ("first", "second"):
        x = F.relu(normalised(p, stats, f"{name}.{half}_norm", conv(p, f"{name}.{half}", x), training))
    return x


def linear(p, name, x):
    return F.linear(x, p[name + ".weight"], p[name + ".bias"])


def cnn(leads, time):
    channels = [32, 64, 128]
    shapes = sum((pair_shapes(f"pair{i + 1}", a, b, 5) for i, (a, b) in enumerate(zip([leads] + channels, channels))), [])
    shapes += [("output.weight", (K, 128)), ("output.bias", (K,))]

    def forward(p, stats, x, training):
        for i in range(3):
            x = last = pair(p, stats, f"pair{i + 1}", x, training)
            x = F.max_pool1d(x, 2)
        return {"raw": linear(p, "output", x.mean(2)), "map": last}

    return case("beat_cnn", {}, (leads, time, K), shapes, forward)


def lstm(p, suffix, xs):
    """All states of one direction; gates in the order input, forget, cell, output."""
    w, u = p["lstm.weight_ih_l0" + suffix], p["lstm.weight_hh_l0" + suffix]
    b, c = p["lstm.bias_ih_l0" + suffix], p["lstm.bias_hh_l0" + suffix]
    h = cell = torch.zeros(xs.shape[0], u.shape[1]).double()
    states = []
    for x in (xs.unbind(1) if not suffix else reversed(xs.unbind(1))):
        i, f, g, o = (x @ w.T + b + h @ u.T + c).chunk(4, 1)
        cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(cell)
        states.append(h)
    return states if not suffix else states[::-1]


def cnn_lstm(leads, time, readout):
    shapes = pair_shapes("pair1", leads, 32, 5) + pair_shapes("pair2", 32, 64, 5)
    for suffix in ("", "_reverse"):
        shapes += [("lstm.weight_ih_l0" + suffix, (256, 64)), ("lstm.weight_hh_l0" + suffix, (256, 64)),
                   ("lstm.bias_ih_l0" + suffix, (256,)), ("lstm.bias_hh_l0" + suffix, (256,))]
    if readout == "attention":
        shapes += [("attention.map.weight", (128, 128)), ("attention.score.weight", (1, 128))]
    shapes += [("output.weight", (K, 128)), ("output.bias", (K,))]

    def forward(p, stats, x, training):
        for name in ("pair1", "pair2"):
            x = F.max_pool1d(pair(p, stats, name, x, training), 2)
        made = {"map": x}
        onward, back = lstm(p, "", x.transpose(1, 2)), lstm(p, "_reverse", x.transpose(1, 2))
        if readout == "attention":
            states = torch.stack([torch.cat(both, 1) for both in zip(onward, back)], 1)
            scores = torch.tanh(states @ p["attention.map.weight"].T) @ p["attention.score.weight"][0]
            made["attention"] = torch.softmax(scores, 1)
            summary = (made["attention"][:, :, None] * states).sum(1)
        else:
            summary = torch.cat([onward[-1], back[0]], 1)
        made["raw"] = linear(p, "output", summary)
        return made

    return case("beat_cnn_lstm", {"readout": readout}, (leads, time, K), shapes, forward)


def resnet(leads, time):
    blocks = [(32, 32, 1), (32, 32, 1), (32, 64, 2), (64, 64, 1), (64, 128, 2), (128, 128, 1)]
    shapes = conv_shapes("stem", leads, 32, 7) + norm_shapes("stem_norm", 32)
    for i, (a, b, stride) in enumerate(blocks):
        shapes += pair_shapes(f"block{i + 1}", a, b, 5)
        if a != b:
            shapes += conv_shapes(f"block{i + 1}.projection", a, b, 1) + norm_shapes(f"block{i + 1}.projection_norm", b)
    shapes += [("output.weight", (K, 128)), ("output.bias", (K,))]

    def forward(p, stats, x, training):
        x = F.relu(normalised(p, stats, "stem_norm", conv(p, "stem", x), training))
        for i, (a, b, stride) in enumerate(blocks):
            n = f"block{i + 1}"
            y = F.relu(normalised(p, stats, n + ".first_norm", conv(p, n + ".first", x, stride), training))
            y = normalised(p, stats, n + ".second_norm", conv(p, n + ".second", y), training)
            if a != b:
                x = normalised(p, stats, n + ".projection_norm", conv(p, n + ".projection", x, stride), training)
            x = F.relu(x + y)
        return {"raw": linear(p, "output", x.mean(2)), "map": x}

    return case("resnet_1d", {}, (leads, time, K), shapes, forward)


def gan(leads, time):
    start = -(-time // 8)
    shapes = [("generator.project.weight", (128 * start, 100)), ("generator.project.bias", (128 * start,))]
    for i, (a, b) in enumerate(((128, 64), (64, 32), (32, leads))):
        shapes += [(f"generator.up{i + 1}.weight", (a, b, 4)), (f"generator.up{i + 1}.bias", (b,))]
        if i < 2:
            shapes += norm_shapes(f"generator.up{i + 1}_norm", b)
    length = time
    for i, (a, b) in enumerate(((leads, 32), (32, 64), (64, 128))):
        shapes += conv_shapes(f"discriminator.down{i + 1}", a, b, 5)
        length = (length + 1) // 2
    shapes += [("discriminator.output.weight", (1, 128 * length)), ("discriminator.output.bias", (1,))]

    def forward(p, stats, x, training):
        y = linear(p, "generator.project", filled(2, (x.shape[0], 100), -1.7, 1.7)).reshape(x.shape[0], 128, start)
        for i in (1, 2, 3):
            y = F.conv_transpose1d(y, p[f"generator.up{i}.weight"], p[f"generator.up{i}.bias"], stride=2, padding=1)
            if i < 3:
                y = F.relu(normalised(p, stats, f"generator.up{i}_norm", y, training))
        for i in (1, 2, 3):
            x = conv(p, f"discriminator.down{i}", x, 2)
            x = torch.where(x > 0, x, 0.2 * x)
        return {"raw": linear(p, "discriminator.output", x.flatten(1)), "generated": torch.sigmoid(y)[:, :, :time]}

    return case("beat_gan", {}, (leads, time, 1), shapes, forward)


write([cnn(1, 187), cnn(2, 45), cnn_lstm(1, 187, "last_states"), cnn_lstm(1, 61, "attention"), resnet(1, 187), resnet(2, 46),
       gan(1, 187), gan(2, 40)], "golden.json")
