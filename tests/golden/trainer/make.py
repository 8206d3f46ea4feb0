#!/usr/bin/env python3
"""Reference values for the trainer's losses, schedules and Grad-CAM, by PyTorch's own functions and autograd.

Needs PyTorch (2.11). Writes golden.json beside itself.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def gradient(loss, raw):
    return torch.autograd.grad(loss, raw)[0].tolist()


def case(name, options, weights, raw, labels, loss):
    return {"name": name, "options": options, "weights": weights, "raw": raw.tolist(),
            "labels": labels.tolist(), "loss": loss.item(), "gradient": gradient(loss, raw)}


def losses():
    torch.manual_seed(1)
    cases = []
    raw = (3 * torch.randn(6, 4)).requires_grad_()
    target = torch.tensor([0, 1, 2, 3, 0, 0])
    labels = F.one_hot(target, 4)
    class_weights = [0.25, 0.75, 1.0, 2.0]
    alpha = torch.tensor(class_weights)

    cases.append(case("cross_entropy", {"loss": "cross_entropy"}, [], raw, labels, F.cross_entropy(raw, target)))
    weighted = F.cross_entropy(raw, target, weight=alpha, reduction="sum") / 6
    cases.append(case("weighted cross_entropy", {"loss": "cross_entropy"}, class_weights, raw, labels, weighted))
    for gamma in (0, 0.5, 1, 2, 3, 5):
        p = torch.softmax(raw, 1).gather(1, target[:, None])[:, 0]
        focal = (-alpha[target] * (1 - p) ** gamma * torch.log(p)).mean()
        cases.append(case(f"focal {gamma}", {"loss": "focal", "focal_gamma": gamma}, class_weights, raw, labels,
                          focal))

    multi = torch.tensor([[1, 0, 1, 0], [0, 0, 0, 1], [1, 1, 0, -1], [0, -1, 1, 0], [0, 0, 0, 0], [1, 0, 0, 1]])
    known = (multi >= 0).double()
    positive_weights = [0.5, 2.0, 3.0, 1.0]
    each = F.binary_cross_entropy_with_logits(raw, multi.clamp(min=0).double(), reduction="none",
                                              pos_weight=torch.tensor(positive_weights))
    cases.append(case("bce with a weight a class", {"loss": "bce"}, positive_weights, raw, multi,
                      (each * known).sum() / known.sum()))
    each = F.binary_cross_entropy(torch.softmax(raw, 1), multi.clamp(min=0).double(), reduction="none")
    cases.append(case("softmax_bce", {"loss": "softmax_bce"}, [], raw, multi, (each * known).sum() / known.sum()))
    return cases


def rates(make, epochs):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1e-3)
    schedule = make(optimiser)
    values = []
    for _ in range(epochs):
        values.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    return values


def schedules():
    from torch.optim.lr_scheduler import CosineAnnealingLR, CosineAnnealingWarmRestarts
    return [
        {"schedule": "cosine", "epochs": 30, "floor": 1e-5,
         "rates": rates(lambda o: CosineAnnealingLR(o, 30, eta_min=1e-5), 30)},
        {"schedule": "cosine_restarts", "epochs": 50, "floor": 1e-6, "restart_epochs": 10, "restart_factor": 1,
         "rates": rates(lambda o: CosineAnnealingWarmRestarts(o, 10, 1, eta_min=1e-6), 50)},
        {"schedule": "cosine_restarts", "epochs": 40, "floor": 0, "restart_epochs": 4, "restart_factor": 3,
         "rates": rates(lambda o: CosineAnnealingWarmRestarts(o, 4, 3), 40)},
    ]


def grad_cam():
    """A convolution with stride 3 (columns at 1, 4, 7, ...), ReLU, mean and maximum pooled, a linear layer."""
    torch.manual_seed(2)
    convolution, output = torch.nn.Conv1d(2, 5, 3, stride=3), torch.nn.Linear(10, 3)
    signal = torch.randn(4, 2, 24)
    features = torch.relu(convolution(signal))
    features.retain_grad()
    raw = output(torch.cat([features.mean(2), features.amax(2)], 1))
    decided = raw.argmax(1)
    raw.gather(1, decided[:, None]).sum().backward()
    columns = torch.relu((features.grad.mean(2, keepdim=True) * features).sum(1))
    at = ((torch.arange(24.0) - 1) / 3).clamp(0, columns.shape[1] - 1)
    values = []
    for row in columns.detach():
        line = [row[int(a)].item() * (1 - (a.item() - int(a)))
                + row[min(int(a) + 1, len(row) - 1)].item() * (a.item() - int(a)) for a in at]
        top = max(line)
        values.append([v / top if top > 0 else 0.0 for v in line])
    state = {name: tensor.tolist() for name, tensor in
             [("convolution.weight", convolution.weight.detach()), ("convolution.bias", convolution.bias.detach()),
              ("output.weight", output.weight.detach()), ("output.bias", output.bias.detach())]}
    return {"state": state, "signal": signal.tolist(), "decided": decided.tolist(),
            "columns": columns.tolist(), "values": values}


if __name__ == "__main__":
    golden = {"torch": torch.__version__.split("+")[0], "losses": losses(), "schedules": schedules(),
              "grad_cam": grad_cam()}
    pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(golden, indent=1) + "\n")
