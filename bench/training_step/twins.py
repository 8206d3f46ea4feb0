"""Every network in Python PyTorch, written from the studies' descriptions as one would write them there. Needs torch.

S3's are those that its golden values come from (tests/golden/s3/twins.py).
"""
import importlib.util
import pathlib

import torch
from torch import nn


class CnnGruAttention(nn.Module):
    def __init__(self, leads, outputs, recurrent="gru", readout="attention"):
        super().__init__()
        self.temporal = nn.ModuleList(
            nn.Sequential(nn.Conv2d(1, 20, (1, k), padding=(0, k // 2)), nn.BatchNorm2d(20), nn.ReLU()) for k in (3, 5, 7))
        self.spatial = nn.Sequential(nn.Conv2d(1, 30, (leads, 5), padding=(0, 2)), nn.BatchNorm2d(30), nn.ReLU())
        self.fusion = nn.Sequential(nn.Conv1d(60 * leads + 30, 64, 1), nn.BatchNorm1d(64), nn.ReLU())
        self.gru = nn.GRU(64, 64, batch_first=True) if recurrent == "gru" else None
        self.readout = readout
        if readout == "attention":
            self.map = nn.Linear(64, 64, bias=False)
            self.score = nn.Linear(64, 1, bias=False)
        self.head = nn.Sequential(nn.Dropout(0.5), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, outputs))

    def forward(self, signal):
        image = signal[:, None]
        temporal = torch.cat([branch(image) for branch in self.temporal], 1).flatten(1, 2)
        states = self.fusion(torch.cat([temporal, self.spatial(image)[:, :, 0]], 1)).transpose(1, 2)
        if self.gru is not None:
            states, _ = self.gru(states)
        if self.readout == "last":
            return self.head(states[:, -1])
        weights = torch.softmax(self.score(torch.tanh(self.map(states))), 1)
        return self.head((weights * states).sum(1))


def convolution(inputs, channels, kernel, **more):
    return [nn.Conv1d(inputs, channels, kernel, padding=more.get("dilation", 1) * (kernel // 2), **more),
            nn.BatchNorm1d(channels), nn.ReLU()]


def pair(inputs, channels, kernel):
    return [*convolution(inputs, channels, kernel), *convolution(channels, channels, kernel), nn.MaxPool1d(2)]


class WaveformModule(nn.Module):
    def __init__(self, leads):
        super().__init__()
        layers = [layer for i in range(7) for layer in convolution(32 if i else leads, 32, 5, dilation=2**i)]
        self.layers = nn.Sequential(*layers, nn.Conv1d(32, 1, 5, padding=2), nn.Sigmoid())

    def forward(self, signal):
        return 2.5 * self.layers(signal)[:, 0]


class Danet(nn.Module):
    def __init__(self, leads, outputs, weighting="module"):
        super().__init__()
        self.enhancer = WaveformModule(leads) if weighting == "module" else None
        self.pairs = nn.Sequential(*pair(leads, 16, 7), *pair(16, 32, 5), *pair(32, 64, 5), *pair(64, 128, 3))
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(128, outputs))

    def forward(self, signal):
        if self.enhancer is not None:
            signal = signal * self.enhancer(signal)[:, None]
        return self.head(self.pairs(signal).mean(2))


class BeatCnn(nn.Module):
    def __init__(self, leads, outputs):
        super().__init__()
        self.pairs = nn.Sequential(*pair(leads, 32, 5), *pair(32, 64, 5), *pair(64, 128, 5))
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(128, outputs))

    def forward(self, signal):
        return self.head(self.pairs(signal).mean(2))


class BeatCnnLstm(nn.Module):
    def __init__(self, leads, outputs, readout="last_states"):
        super().__init__()
        self.pairs = nn.Sequential(*pair(leads, 32, 5), *pair(32, 64, 5))
        self.lstm = nn.LSTM(64, 64, batch_first=True, bidirectional=True)
        self.attention = readout == "attention"
        if self.attention:
            self.map, self.score = nn.Linear(128, 128, bias=False), nn.Linear(128, 1, bias=False)
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(128, outputs))

    def forward(self, signal):
        states, (last, _) = self.lstm(self.pairs(signal).transpose(1, 2))
        if not self.attention:
            return self.head(torch.cat([last[0], last[1]], 1))
        weights = torch.softmax(self.score(torch.tanh(self.map(states))), 1)
        return self.head((weights * states).sum(1))


class Resnet1d(nn.Module):
    def __init__(self, leads, outputs):
        super().__init__()
        blocks, inputs = [], 32
        for channels in (32, 64, 128):
            blocks += [s3.BasicBlock(inputs, channels, 5, 1 if channels == 32 else 2), s3.BasicBlock(channels, channels, 5, 1)]
            inputs = channels
        self.stem = nn.Sequential(*convolution(leads, 32, 7))
        self.blocks = nn.Sequential(*blocks)
        self.output = nn.Linear(128, outputs)

    def forward(self, signal):
        return self.output(self.blocks(self.stem(signal)).mean(2))


class Generator(nn.Module):
    def __init__(self, leads, length):
        super().__init__()
        self.length = length
        self.project = nn.Linear(100, 128 * 24)
        self.up = nn.Sequential(
            nn.ConvTranspose1d(128, 64, 4, 2, 1), nn.BatchNorm1d(64), nn.ReLU(),
            nn.ConvTranspose1d(64, 32, 4, 2, 1), nn.BatchNorm1d(32), nn.ReLU(),
            nn.ConvTranspose1d(32, leads, 4, 2, 1))

    def forward(self, noise):
        return torch.sigmoid(self.up(self.project(noise).view(-1, 128, 24))[:, :, :self.length])


def discriminator(leads):
    layers, inputs = [], leads
    for channels in (32, 64, 128):
        layers += [nn.Conv1d(inputs, channels, 5, stride=2, padding=2), nn.LeakyReLU(0.2)]
        inputs = channels
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 24, 1))


def of_golden_values(study):
    path = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden" / study / "twins.py"
    spec = importlib.util.spec_from_file_location(f"{study}_twins", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


s3 = of_golden_values("s3")


def twin(network, leads, length, outputs, **options):
    """The twin of the network registered under that name; of beat_gan its generator and its discriminator."""
    if network == "waveform_module":
        return WaveformModule(leads)
    if network == "beat_gan":
        return Generator(leads, length), discriminator(leads)
    own = {"cnn_gru_attention": CnnGruAttention, "danet": Danet, "beat_cnn": BeatCnn, "beat_cnn_lstm": BeatCnnLstm,
           "resnet_1d": Resnet1d}
    if network in own:
        return own[network](leads, outputs, **options)
    return s3.twin(network, leads, length, outputs, **options)
