"""Writes convnets.json: the losses of ten training steps of small convolutional networks, by PyTorch in float64.

    /usr/bin/python3 test/golden/convnets.py        (torch 1.13; the same bytes every time)

Weights, images and labels are not written down: both sides make them by the formula of `noise`.
"""
import json, pathlib
import torch
import torch.nn.functional as F
from torch import nn

def noise(n, seed):
    """n numbers in [-1, 1) that look random: the upper bits of a multiple of n·odd + seed."""
    i = torch.arange(n, dtype=torch.int64)
    x = (i * 2654435761 + seed * 40503 + 12345) % 2**32
    x = (x ^ (x >> 15)) * 2246822519 % 2**32
    x = (x ^ (x >> 13)) * 3266489917 % 2**32
    return (x ^ (x >> 16)).double() / 2**31 - 1

class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(a, b, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(b)
        self.conv2 = nn.Conv2d(b, b, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(b)
        self.down = nn.Sequential(nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b)) if a != b else nn.Sequential()
    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.down(x))

def resnet20():
    blocks = [Block(a, b, s) for c, d, s in [(16, 16, 1), (16, 32, 2), (32, 64, 2)] for a, b, s in [(c, d, s), (d, d, 1), (d, d, 1)]]
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), *blocks,
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))

MODELS = {
    "mnist-cnn": (lambda: nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 10)), (64, 1, 28, 28), lambda p: torch.optim.Adam(p, 1e-3)),
    "mnist-convnet": (lambda: nn.Sequential(
        nn.Conv2d(1, 24, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(24, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(800, 128), nn.ReLU(), nn.Linear(128, 10)), (250, 1, 28, 28), lambda p: torch.optim.Adam(p, 1e-3)),
    "resnet20": (resnet20, (32, 3, 32, 32), lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, weight_decay=1e-4)),
}

def losses(build, shape, optimizer):
    model = build().double()
    names = [name for name, _ in model.named_parameters()]
    norms = [f"{name}." for name, m in model.named_modules() if isinstance(m, nn.BatchNorm2d)]
    ones = {i for i, name in enumerate(names) if name.endswith("weight") and name[:-6] in norms}
    with torch.no_grad():
        for seed, p in enumerate(model.parameters()):
            p.copy_((noise(p.numel(), seed) / p[0].numel() ** 0.5).reshape(p.shape) if p.ndim > 1 else p * 0 + (seed in ones))
    x = noise(torch.Size(shape).numel(), 1000).reshape(shape)
    y = torch.arange(shape[0]) * 7 % 10
    update = optimizer(model.parameters())
    for _ in range(10):
        loss = F.cross_entropy(model(x), y)
        update.zero_grad()
        loss.backward()
        update.step()
        yield float(f"{loss.item():.12g}")

told = {name: list(losses(*model)) for name, model in MODELS.items()}
here = pathlib.Path(__file__).parent
(here / "convnets.json").write_text(json.dumps(told, indent=1) + "\n")
