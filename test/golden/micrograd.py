"""Writes micrograd.json: the two expressions of micrograd's test/test_engine.py in PyTorch float64.
Run: /usr/bin/python3 test/golden/micrograd.py"""

import json
import pathlib

import torch


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def sanity_check():
    x = leaf(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    for t in (z, q, h):
        t.retain_grad()
    y.backward()
    return {"y": y.item(), "dx": x.grad.item(), "dz": z.grad.item(), "dq": q.grad.item(), "dh": h.grad.item()}


def more_ops():
    a, b = leaf(-4.0), leaf(2.0)
    c = a + b
    d = a * b + b**3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + (b + a).relu())
    d = d + (3 * d + (b - a).relu())
    e = c - d
    f = e**2
    g = f / 2.0
    g = g + 10.0 / f
    g.backward()
    return {"g": g.item(), "da": a.grad.item(), "db": b.grad.item()}


path = pathlib.Path(__file__).with_name("micrograd.json")
path.write_text(json.dumps({"sanityCheck": sanity_check(), "moreOps": more_ops()}, indent=2) + "\n")
