"""Golden values of S3's six networks: independent twins (twins.py) in double precision, small and without dropout.

Needs torch and numpy. Run in this folder: python3 make.py > golden.json
Weights, input and labels come from a formula (SplitMix64 streams), which the C++ test repeats, so that the file holds
only outputs and, of each gradient, its norm and its product with a random tensor.
"""
import json
import math
import os
import re
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from twin import filled
from twins import twin

BATCH, LEADS, LENGTH, OUTPUTS = 3, 2, 170, 4

# What PyTorch's own layers call their tensors, and what ours are called.
NAMES = [(r"self_attn\.in_proj_", "in."), (r"self_attn\.out_proj", "out"), ("linear1", "widen"), ("linear2", "narrow"),
         ("norm1", "attention_norm"), ("norm2", "feed_forward_norm"),
         (r"((?:weight|bias)_[ih]h)_l(\d)", lambda match: f"layer{int(match[2]) + 1}.{match[1]}")]


def our_name(name):
    for theirs, ours in NAMES:
        name = re.sub(theirs, ours, name)
    return name


def weight(index, name, shape):
    if "norm.weight" in name:
        return filled(1000 + index, shape, 0.5, 1.5)
    if len(shape) == 1:
        return filled(1000 + index, shape, -0.2, 0.2)
    bound = math.sqrt(3.0 / math.prod(shape[1:]))
    return filled(1000 + index, shape, -bound, bound)


def case(title, network, **options):
    dropout = {} if "recurrent" in network else {"dropout": 0.0}
    module = twin(network, LEADS, LENGTH, OUTPUTS, **options, **dropout)
    parameters = {our_name(name): tensor for name, tensor in module.named_parameters()}
    with torch.no_grad():
        for i, (name, tensor) in enumerate(parameters.items()):
            tensor.copy_(weight(i, name, tuple(tensor.shape)))
    signal = filled(1, (BATCH, LEADS, LENGTH), -2.0, 2.0)
    labels = (filled(2, (BATCH, OUTPUTS), 0.0, 1.0) > 0.5).double()
    raw = module(signal)
    loss = F.binary_cross_entropy_with_logits(raw, labels)
    loss.backward()
    module.eval()
    gradients = [[name, tensor.grad.norm().item(),
                  (tensor.grad * filled(5000 + i, tuple(tensor.shape), -1.0, 1.0)).sum().item()]
                 for i, (name, tensor) in enumerate(parameters.items())]
    return {"title": title, "network": network, "options": {**options, **dropout},
            "parameters": sum(t.numel() for t in parameters.values()), "raw": raw.flatten().tolist(), "loss": loss.item(),
            "raw_evaluation": module(signal).flatten().tolist(), "gradients": gradients}


torch.set_default_dtype(torch.float64)
cases = [case("cnn_te", "cnn_te", channels=2, feed_forward=24),
         case("cnn_te_with_two_layers_and_longer_kernels", "cnn_te", channels=2, kernel=5, heads=4, layers=2, feed_forward=8),
         case("vgg11", "vgg11", channels=2, pooled=3, hidden=6),
         case("gru", "recurrent", cell="gru", hidden=6),
         case("lstm", "recurrent", cell="lstm", hidden=6),
         case("gru_on_averages_of_four", "recurrent", cell="gru", hidden=6, pool=4),
         case("cnn_gru", "cnn_recurrent", cell="gru", channels=2, hidden=6),
         case("cnn_lstm", "cnn_recurrent", cell="lstm", channels=2, hidden=6)]
text = json.dumps({"batch": BATCH, "leads": LEADS, "length": LENGTH, "outputs": OUTPUTS, "cases": cases})
print(re.sub(r', (?=\["|\{"title)', ",\n", text))
