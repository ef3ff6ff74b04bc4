"""Writes steps.json: losses of ten training steps in PyTorch, float32, from weights and data that both sides make by themselves.

    /usr/bin/python3 test/golden/steps.py        (torch 1.13)

Steps 6, 7 and 9 of the ten that stand for the field: a character LSTM, a small GPT, a graph convolution on a graph of Cora's size.
"""
import json, pathlib
import torch
from torch import nn
from torch.nn import functional as F
from spread import spread

torch.set_num_threads(1)

def words(n, start=0):
    """Numbers below 2^32 that look random."""
    return (torch.arange(start, start + n, dtype=torch.int64) * 2654435761 % 2**32 * 2246822519 % 2**32) >> 8

def start(model, scale):
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(torch.ones_like(p) if "ln" in name or "norm" in name else spread(name, p.shape) * scale)
    return model

def train(name, model, optimizer, loss_of, scale):
    start(model, scale)
    losses = []
    for _ in range(10):
        loss = loss_of(model)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(f"{loss.item():.7g}"))
    out[name] = losses

out = {}

class CharLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(65, 64)
        self.lstm = nn.LSTM(64, 128)
        self.head = nn.Linear(128, 65)
    def forward(self, x): return self.head(self.lstm(self.embedding(x))[0])

tokens = (words(65 * 32) % 65).reshape(65, 32)
model = CharLSTM()
train("char-lstm", model, torch.optim.Adam(model.parameters(), 2e-3),
      lambda m: F.cross_entropy(m(tokens[:-1]).reshape(-1, 65), tokens[1:].reshape(-1)), 0.25)

class Norm(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(n))
    def forward(self, x): return F.layer_norm(x, self.weight.shape, self.weight, None)

class Block(nn.Module):
    def __init__(self, n, heads):
        super().__init__()
        self.heads = heads
        self.ln_1 = Norm(n)
        self.c_attn = nn.Linear(n, 3 * n, bias=False)
        self.c_proj = nn.Linear(n, n, bias=False)
        self.ln_2 = Norm(n)
        self.c_fc = nn.Linear(n, 4 * n, bias=False)
        self.c_out = nn.Linear(4 * n, n, bias=False)
    def forward(self, x):
        b, t, n = x.shape
        q, k, v = (z.reshape(b, t, self.heads, n // self.heads).transpose(1, 2) for z in self.c_attn(self.ln_1(x)).chunk(3, -1))
        s = (q @ k.transpose(-2, -1) * (n // self.heads) ** -0.5).masked_fill(~torch.ones(t, t, dtype=torch.bool).tril(), float("-inf"))
        x = x + self.c_proj((s.softmax(-1) @ v).transpose(1, 2).reshape(b, t, n))
        return x + self.c_out(F.gelu(self.c_fc(self.ln_2(x))))

class CharGPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(65, 128)
        self.wpe = nn.Embedding(64, 128)
        self.h = nn.Sequential(*(Block(128, 4) for _ in range(4)))
        self.ln_f = Norm(128)
    def forward(self, x):
        y = self.h(self.wte(x) + self.wpe(torch.arange(x.shape[1])))
        return F.linear(self.ln_f(y), self.wte.weight)

text = (words(12 * 65, 5000) % 65).reshape(12, 65)
model = CharGPT()
train("char-gpt", model, torch.optim.AdamW(model.parameters(), 1e-3),
      lambda m: F.cross_entropy(m(text[:, :-1]).reshape(-1, 65), text[:, 1:].reshape(-1)), 0.1)

class GCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.ParameterDict({"bias": torch.zeros(16), "lin_weight": torch.zeros(16, 1433)})
        self.conv2 = nn.ParameterDict({"bias": torch.zeros(7), "lin_weight": torch.zeros(7, 16)})
    def forward(self, x, src, dst, w):
        def conv(x, p): return torch.zeros(len(x), p["lin_weight"].shape[0]).index_add(0, dst, (x @ p["lin_weight"].t())[src] * w[:, None]) + p["bias"]
        return conv(conv(x, self.conv1).relu(), self.conv2)

n = 2708
x = (words(n * 1433) % 1000 < 13).float().reshape(n, 1433)
ends = words(2 * 10556, 77) % n
src, dst = ends[:10556], ends[10556:]
keep = src != dst  # loops are added for all
src, dst = torch.cat([src[keep], torch.arange(n)]), torch.cat([dst[keep], torch.arange(n)])
r = torch.zeros(n).index_add(0, dst, torch.ones(len(dst))) ** -0.5
labels = words(140, 99) % 7
model = GCN()
train("gcn", model, torch.optim.Adam(model.parameters(), 1e-2),
      lambda m: F.cross_entropy(m(x, src, dst, r[src] * r[dst])[:140], labels), 0.25)

pathlib.Path(__file__).with_name("steps.json").write_text(json.dumps(out, indent=1) + "\n")
print(out)
