"""The step of step.cpp in Python PyTorch, written as one would write it there. Needs torch.

Arguments: batch (16), steps (8). Prints "name median_ms" lines, in milliseconds of processor time, so that other work on the machine does not count.
"""
import statistics
import sys
import time

import torch
from torch import nn


class Twin(nn.Module):
    def __init__(self, recurrent=True):
        super().__init__()
        self.temporal = nn.ModuleList(
            nn.Sequential(nn.Conv2d(1, 20, (1, k), padding=(0, k // 2)), nn.BatchNorm2d(20), nn.ReLU()) for k in (3, 5, 7))
        self.spatial = nn.Sequential(nn.Conv2d(1, 30, (12, 5), padding=(0, 2)), nn.BatchNorm2d(30), nn.ReLU())
        self.fusion = nn.Sequential(nn.Conv1d(750, 64, 1), nn.BatchNorm1d(64), nn.ReLU())
        self.gru = nn.GRU(64, 64, batch_first=True) if recurrent else None
        self.map = nn.Linear(64, 64, bias=False)
        self.score = nn.Linear(64, 1, bias=False)
        self.head = nn.Sequential(nn.Dropout(0.5), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 1))

    def forward(self, signal):
        image = signal[:, None]
        temporal = torch.cat([branch(image) for branch in self.temporal], 1).flatten(1, 2)
        states = self.fusion(torch.cat([temporal, self.spatial(image)[:, :, 0]], 1)).transpose(1, 2)
        if self.gru is None:
            return self.head(states[:, -1])
        states, _ = self.gru(states)
        weights = torch.softmax(self.score(torch.tanh(self.map(states))), 1)
        return self.head((weights * states).sum(1))


def median_step_ms(recurrent, batch, steps):
    torch.manual_seed(1)
    network = Twin(recurrent)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss_of = nn.BCEWithLogitsLoss()
    signal = torch.randn(batch, 12, 1000)
    labels = (torch.arange(batch) % 2).float()[:, None]
    times = []
    for step in range(steps + 2):
        start = time.process_time()
        optimiser.zero_grad()
        loss_of(network(signal), labels).backward()
        optimiser.step()
        if step >= 2:
            times.append((time.process_time() - start) * 1e3)
    return statistics.median(times)


torch.set_num_threads(1)
torch.set_flush_denormal(True)
batch = int(sys.argv[1]) if len(sys.argv) > 1 else 16
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 8
print(f"both {median_step_ms(True, batch, steps):.1f}")
print(f"cnn_only {median_step_ms(False, batch, steps):.1f}")
