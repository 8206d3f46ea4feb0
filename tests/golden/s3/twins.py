"""S3's six networks in Python PyTorch, written from the study's description as one would write them there.

The golden values (make.py) and the benchmark of training steps (bench/training_step) both use them. Needs torch.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, channels, kernel, stride):
        super().__init__()
        self.first = nn.Conv1d(inputs, channels, kernel, stride=stride, padding=kernel // 2)
        self.first_norm = nn.BatchNorm1d(channels)
        self.second = nn.Conv1d(channels, channels, kernel, padding=kernel // 2)
        self.second_norm = nn.BatchNorm1d(channels)
        self.projection = None
        if stride > 1 or inputs != channels:
            self.projection = nn.Conv1d(inputs, channels, 1, stride=stride)
            self.projection_norm = nn.BatchNorm1d(channels)

    def forward(self, x):
        out = F.relu(self.first_norm(self.first(x)))
        out = self.second_norm(self.second(out))
        return F.relu(out + (x if self.projection is None else self.projection_norm(self.projection(x))))


class Convolutions(nn.Module):
    def __init__(self, leads, channels, kernel):
        super().__init__()
        self.stem = nn.Conv1d(leads, channels, 7, stride=2, padding=3)
        self.stem_norm = nn.BatchNorm1d(channels)
        self.pool = nn.MaxPool1d(3, stride=2, padding=1)
        widths = [channels * 2 ** (i // 2) for i in range(8)]
        for i, width in enumerate(widths):
            before = widths[max(i - 1, 0)]
            self.add_module(f"block{i + 1}", BasicBlock(before, width, kernel, 2 if width != before else 1))

    def forward(self, signal):
        x = self.pool(F.relu(self.stem_norm(self.stem(signal))))
        for i in range(8):
            x = getattr(self, f"block{i + 1}")(x)
        return x


def positions(steps, features):
    table = torch.empty(steps, features, dtype=torch.float64)
    for p in range(steps):
        for i in range(0, features, 2):
            angle = p / 10000 ** (i / features)
            table[p, i], table[p, i + 1] = math.sin(angle), math.cos(angle)
    return table


class CnnTe(nn.Module):
    def __init__(self, leads, length, outputs, channels=64, kernel=3, heads=2, layers=1, feed_forward=2048, dropout=0.1):
        super().__init__()
        self.convolutions = Convolutions(leads, channels, kernel)
        features = 8 * channels
        self.register_buffer("positions", positions(math.ceil(length / 32), features).to(torch.get_default_dtype()))
        self.dropout = nn.Dropout(dropout)
        self.layers = layers
        for i in range(layers):
            layer = nn.TransformerEncoderLayer(features, heads, feed_forward, dropout, batch_first=True)
            # The study has dropout on the output of either part only.
            layer.self_attn.dropout = 0.0
            layer.dropout.p = 0.0
            self.add_module(f"encoder{i + 1}", layer)
        self.output = nn.Linear(features, outputs)

    def forward(self, signal):
        x = self.dropout(self.convolutions(signal).transpose(1, 2) + self.positions)
        for i in range(self.layers):
            x = getattr(self, f"encoder{i + 1}")(x)
        return self.output(x.mean(1))


class Vgg11(nn.Module):
    def __init__(self, leads, outputs, channels=64, kernel=3, pooled=7, hidden=512, dropout=0.5):
        super().__init__()
        inputs, self.plan = leads, [1, "M", 2, "M", 4, 4, "M", 8, 8, "M", 8, 8, "M"]
        for i, widening in enumerate(w for w in self.plan if w != "M"):
            self.add_module(f"conv{i + 1}", nn.Conv1d(inputs, widening * channels, kernel, padding=kernel // 2))
            self.add_module(f"conv{i + 1}_norm", nn.BatchNorm1d(widening * channels))
            inputs = widening * channels
        self.pool = nn.AdaptiveAvgPool1d(pooled)
        self.hidden = nn.Linear(inputs * pooled, hidden)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, signal):
        x, i = signal, 0
        for step in self.plan:
            if step == "M":
                x = F.max_pool1d(x, 2)
            else:
                i += 1
                x = F.relu(getattr(self, f"conv{i}_norm")(getattr(self, f"conv{i}")(x)))
        return self.output(self.dropout(F.relu(self.hidden(self.pool(x).flatten(1)))))


RECURRENT = {"gru": nn.GRU, "lstm": nn.LSTM}


class Recurrent(nn.Module):
    def __init__(self, leads, outputs, cell="gru", layers=2, hidden=256, pool=1):
        super().__init__()
        self.pool = nn.AvgPool1d(pool) if pool > 1 else nn.Identity()
        self.recurrent = RECURRENT[cell](leads, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, signal):
        states, _ = self.recurrent(self.pool(signal).transpose(1, 2))
        return self.output(states[:, -1])


class CnnRecurrent(nn.Module):
    def __init__(self, leads, outputs, cell="gru", channels=64, kernel=3, layers=1, hidden=256):
        super().__init__()
        self.convolutions = Convolutions(leads, channels, kernel)
        self.recurrent = RECURRENT[cell](8 * channels, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, signal):
        states, _ = self.recurrent(self.convolutions(signal).transpose(1, 2))
        return self.output(states[:, -1])


def twin(network, leads, length, outputs, **options):
    """The twin of the network registered under that name."""
    if network == "cnn_te":
        return CnnTe(leads, length, outputs, **options)
    return {"vgg11": Vgg11, "recurrent": Recurrent, "cnn_recurrent": CnnRecurrent}[network](leads, outputs, **options)
