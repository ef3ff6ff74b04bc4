"""The steps of lib/sequences.mjs in PyTorch."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class CharLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(65, 64)
        self.lstm = nn.LSTM(64, 128)
        self.head = nn.Linear(128, 65)

    def forward(self, x):
        return self.head(self.lstm(self.embedding(x))[0])

    def loss(self, tokens):
        return F.cross_entropy(self(tokens[:-1]).reshape(-1, 65), tokens[1:].reshape(-1))


class Norm(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(n))

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, None)


class Block(nn.Module):
    def __init__(self, n=128):
        super().__init__()
        self.ln_1 = Norm(n)
        self.c_attn = nn.Linear(n, 3 * n, bias=False)
        self.c_proj = nn.Linear(n, n, bias=False)
        self.ln_2 = Norm(n)
        self.c_fc = nn.Linear(n, 4 * n, bias=False)
        self.c_out = nn.Linear(4 * n, n, bias=False)
        self.register_buffer("behind", ~torch.ones(64, 64, dtype=torch.bool).tril())

    def forward(self, x):
        b, t, n = x.shape
        q, k, v = (z.reshape(b, t, 4, n // 4).transpose(1, 2) for z in self.c_attn(self.ln_1(x)).chunk(3, -1))
        scores = (q @ k.transpose(-2, -1) * (n // 4) ** -0.5).masked_fill(self.behind, float("-inf"))
        x = x + self.c_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, n))
        return x + self.c_out(F.gelu(self.c_fc(self.ln_2(x))))


class CharGPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(65, 128)
        self.wpe = nn.Embedding(64, 128)
        self.h = nn.Sequential(*(Block() for _ in range(4)))
        self.ln_f = Norm(128)

    def forward(self, x):
        y = self.h(self.wte(x) + self.wpe(torch.arange(x.shape[1])))
        return F.linear(self.ln_f(y), self.wte.weight)

    def loss(self, tokens):
        return F.cross_entropy(self(tokens[:, :-1]).reshape(-1, 65), tokens[:, 1:].reshape(-1))


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 400)
        self.mean = nn.Linear(400, 20)
        self.spread = nn.Linear(400, 20)
        self.fc3 = nn.Linear(20, 400)
        self.fc4 = nn.Linear(400, 784)

    def loss(self, x, noise):
        h = F.relu(self.fc1(x))
        mean, logvar = self.mean(h), self.spread(h)
        z = mean + noise * torch.exp(0.5 * logvar)
        y = torch.sigmoid(self.fc4(F.relu(self.fc3(z))))
        divergence = -0.5 * torch.sum(1 + logvar - mean.pow(2) - logvar.exp())
        return F.binary_cross_entropy(y, x, reduction="sum") + divergence


class GCNConv(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.lin = nn.Linear(inputs, outputs, bias=False)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x, source, target, weights):
        y = self.lin(x)
        return torch.zeros_like(y).index_add(0, target, y[source] * weights[:, None]) + self.bias


class GCN(nn.Module):
    """The normalisation is computed once, as PyTorch Geometric's GCNConv(cached=True) does."""

    def __init__(self):
        super().__init__()
        self.conv1 = GCNConv(1433, 16)
        self.conv2 = GCNConv(16, 7)
        self.edges = None

    def normalised(self, n, source, target):
        keep, loops = source != target, torch.arange(n)
        source, target = torch.cat([source[keep], loops]), torch.cat([target[keep], loops])
        r = torch.zeros(n).index_add(0, target, torch.ones(len(target))) ** -0.5
        return source, target, r[source] * r[target]

    def loss(self, x, edges, classes):
        if self.edges is None:
            self.edges = self.normalised(len(x), *edges)
        y = self.conv2(F.relu(self.conv1(x, *self.edges)), *self.edges)
        return F.cross_entropy(y[:140], classes)


MODELS = {"char-lstm": CharLSTM, "char-gpt": CharGPT, "vae": VAE, "gcn": GCN}


def data(name, uniform, integers):
    """Arguments of the loss."""
    whole = lambda *a: torch.from_numpy(integers(*a))  # noqa: E731
    real = lambda *a: torch.from_numpy(uniform(*a))  # noqa: E731
    if name == "char-lstm":
        return [whole(1, 65 * 32, 65).reshape(65, 32)]
    if name == "char-gpt":
        return [whole(1, 12 * 65, 65).reshape(12, 65)]
    if name == "vae":
        return [real(1, 128 * 784).reshape(128, 784), real(2, 128 * 20, -1.0, 1.0).reshape(128, 20)]
    x = (real(1, 2708 * 1433) < np.float32(0.013)).float().reshape(2708, 1433)
    return [x, whole(2, 2 * 10556, 2708).reshape(2, 10556), whole(3, 140, 7)]


def weights(model, uniform):
    """By parameter, as `weight` of lib/sequences.mjs."""
    for i, (name, p) in enumerate(sorted(model.named_parameters())):
        bound = 1 / np.sqrt(p.shape[-1]) if p.ndim > 1 else 0.05
        yield p, torch.ones_like(p) if "ln" in name else torch.from_numpy(uniform(100 + i, p.numel(), -bound, bound)).reshape(p.shape)
