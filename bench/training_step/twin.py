"""The training steps of step.cpp in Python PyTorch, written as one would write them there. Needs torch.

Argument: cases.json. Reads lines "CASE STEPS" from standard input and answers each with the milliseconds of processor
time of every step, so that other work on the machine does not count.
"""
import json
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

from twins import twin


def supervised_step(network, signal, case):
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    batch, outputs = case["batch"], case["outputs"]
    if case["loss"] == "cross_entropy":
        loss_of, labels = nn.CrossEntropyLoss(), torch.arange(batch) % outputs
    else:
        loss_of, labels = nn.BCEWithLogitsLoss(), (torch.arange(batch * outputs) % 2).float().view(batch, outputs)

    def step():
        optimiser.zero_grad()
        loss_of(network(signal), labels).backward()
        optimiser.step()
    return step


def track_step(network, signal):
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    target = torch.rand(signal.shape[0], signal.shape[2]) * 2

    def step():
        optimiser.zero_grad()
        F.mse_loss(network(signal), target).backward()
        optimiser.step()
    return step


def adversarial_step(gan, signal):
    generator, discriminator = gan
    of_discriminator = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    of_generator = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    batch, loss_of = signal.shape[0], nn.BCEWithLogitsLoss()
    real, fake = torch.full((batch, 1), 0.9), torch.zeros(batch, 1)

    def step():
        made = generator(torch.randn(batch, 100))
        of_discriminator.zero_grad()
        (loss_of(discriminator(signal), real) + loss_of(discriminator(made.detach()), fake)).backward()
        of_discriminator.step()
        of_generator.zero_grad()
        loss_of(discriminator(made), torch.ones(batch, 1)).backward()
        of_generator.step()
    return step


def step_of(case):
    torch.manual_seed(1)
    network = twin(case["network"], case["leads"], case["length"], case["outputs"], **case["options"])
    signal = torch.randn(case["batch"], case["leads"], case["length"])
    if case["loss"] == "adversarial":
        return adversarial_step(network, signal)
    if case["loss"] == "track":
        return track_step(network, signal)
    return supervised_step(network, signal, case)


torch.set_num_threads(1)
torch.set_flush_denormal(True)
cases = {case["name"]: case for case in json.load(open(sys.argv[1]))}
current = None
for line in sys.stdin:
    name, steps = line.split()
    if name != current:
        current, step = name, step_of(cases[name])
    times = []
    for _ in range(int(steps)):
        start = time.process_time()
        step()
        times.append((time.process_time() - start) * 1e3)
    print(*(f"{milliseconds:.3f}" for milliseconds in times), flush=True)
