"""Pools, and normalisation by batches."""
import torch
import torch.nn.functional as F
from meaning import OPS
from record import E, INF, NAN, P, S, X, add

NAMES = dict(kernelSize="kernel_size", ceilMode="ceil_mode", countIncludePad="count_include_pad", outputSize="output_size",
             divisorOverride="divisor_override", normType="norm_type")
def torches(o): return {NAMES.get(k, k): v for k, v in o.items()}

def lp3(x, normType, kernelSize, stride=None, ceilMode=False):
    """torch 1.13 has none: the formula of the documentation."""
    y = F.avg_pool3d(x.pow(normType), kernelSize, stride, 0, ceilMode)
    return (y.sign() * F.relu(y.abs())).mul(kernelSize ** 3).pow(1 / normType)

for n in 1, 2, 3:
    f = {name: getattr(F, name.format(n), None) for name in (
        "max_pool{}d", "avg_pool{}d", "lp_pool{}d", "adaptive_max_pool{}d", "adaptive_avg_pool{}d", "max_unpool{}d",
        "fractional_max_pool{}d")}
    OPS[f"maxPool{n}d"] = (lambda f: lambda x, **o: f(x[0], return_indices=True, **torches(o)))(f["max_pool{}d"])
    OPS[f"avgPool{n}d"] = (lambda f: lambda x, **o: f(x[0], **torches(o)))(f["avg_pool{}d"])
    OPS[f"lpPool{n}d"] = (lambda f: lambda x, **o: f(x[0], **torches(o)))(f["lp_pool{}d"]) if n < 3 else lambda x, **o: lp3(x[0], **o)
    OPS[f"adaptiveMaxPool{n}d"] = (lambda f: lambda x, outputSize: f(x[0], outputSize, return_indices=True))(f["adaptive_max_pool{}d"])
    OPS[f"adaptiveAvgPool{n}d"] = (lambda f: lambda x, outputSize: f(x[0], outputSize))(f["adaptive_avg_pool{}d"])
    def unpool(f, g):
        def call(x, kernelSize, outputSize=None):
            y, places = f(x[0], kernelSize, return_indices=True)
            return g(y, places, kernelSize, output_size=outputSize)
        return call
    OPS[f"maxUnpool{n}d"] = unpool(f["max_pool{}d"], f["max_unpool{}d"])
    if n > 1:
        OPS[f"fractionalMaxPool{n}d"] = (lambda f: lambda x, **o: f(
            x[0], _random_samples=x[1], return_indices=True, **torches(o)))(f["fractional_max_pool{}d"])

def sizes(n, *s): return (s * 3)[:n] if len(s) == 1 else s[:n]
def views(n, op, o, lo=-2, hi=2):
    k = n + 2
    add(op, "transposed", [X((6, *(6,) * (n - 1), 2, 2), P(k - 2, k - 1, *range(k - 2)), lo=lo, hi=hi)], o)
    add(op, "sliced", [X((2, 2, *(4,) * (n - 1), 12), S(k - 1, 0, 12, 2), lo=lo, hi=hi)], o)
    add(op, "expanded", [X((1, 2, *(6,) * n), E(2, 2, *(6,) * n), lo=lo, hi=hi)], o)
    add(op, "batch 0", [X((0, 2, *(6,) * n))], o)

for n in 1, 2, 3:
    x = {1: (2, 3, 11), 2: (2, 2, 7, 6), 3: (1, 2, 4, 5, 5)}[n]
    even = {
        "plain": dict(kernelSize=2), "stride": dict(kernelSize=3, stride=1), "padding": dict(kernelSize=3, stride=2, padding=1),
        "ceil": dict(kernelSize=2, ceilMode=True), "ceil, padding": dict(kernelSize=3, stride=2, padding=1, ceilMode=True),
        "a number for each axis": dict(kernelSize=[2, 3, 2][:n], stride=[1, 2, 3][:n], padding=[1, 0, 1][:n]),
    }
    for name, o in even.items():
        add(f"maxPool{n}d", name, [X(x)], o)
        add(f"avgPool{n}d", name, [X(x)], o)
    add(f"maxPool{n}d", "dilation", [X(x)], dict(kernelSize=2, stride=1, dilation=3))
    add(f"maxPool{n}d", "dilation, padding", [X(x)], dict(kernelSize=[3, 2, 2][:n], stride=2, dilation=2, padding=1))
    add(f"maxPool{n}d", "no batch", [X(x[1:])], dict(kernelSize=2))
    flat = (1, 1, *(1,) * (n - 1), 6)
    odd = [1] * (n - 1) + [3]
    add(f"maxPool{n}d", "equal ones: the first", [X(flat, values=[1, 2, 2, 2, 1, 2])], dict(kernelSize=odd))
    add(f"maxPool{n}d", "nan wins", [X(flat, values=[1, NAN, 2, 2, 1, NAN])], dict(kernelSize=odd), grad=False)
    add(f"maxPool{n}d", "-infinity", [X(flat, values=["-inf"] * 3 + [0, INF, 1])], dict(kernelSize=odd), grad=False)
    add(f"avgPool{n}d", "without padding", [X(x)], dict(kernelSize=3, stride=2, padding=1, countIncludePad=False))
    add(f"avgPool{n}d", "without padding, ceil", [X(x)], dict(kernelSize=3, stride=2, padding=1, countIncludePad=False, ceilMode=True))
    if n > 1: add(f"avgPool{n}d", "divisor", [X(x)], dict(kernelSize=2, divisorOverride=3))
    add(f"avgPool{n}d", "no batch", [X(x[1:])], dict(kernelSize=2))
    def positive(shape): return X(shape, lo=0.25, hi=3)
    for p in 1, 2, 3:
        add(f"lpPool{n}d", f"p {p}", [positive(x)], dict(normType=p, kernelSize=2))
        add(f"lpPool{n}d", f"p {p}, stride", [positive(x)], dict(normType=p, kernelSize=3, stride=2))
    if n < 3: add(f"lpPool{n}d", "ceil", [positive(x)], dict(normType=2, kernelSize=2, ceilMode=True))
    add(f"lpPool{n}d", "negative", [X(x)], dict(normType=2, kernelSize=2))
    for name, size in {"1": 1, "3": 3, "as many as x": x[-1], "each": [2, 3, 4][:n], "more than x": 13}.items():
        if n == 3 and size == 13: continue
        add(f"adaptiveMaxPool{n}d", name, [X(x)], dict(outputSize=size))
        add(f"adaptiveAvgPool{n}d", name, [X(x)], dict(outputSize=size))
    add(f"adaptiveMaxPool{n}d", "no batch", [X(x[1:])], dict(outputSize=2))
    add(f"adaptiveAvgPool{n}d", "no batch", [X(x[1:])], dict(outputSize=2))
    for name, shape, o in [
        ("plain", (2, 2, *(4,) * n), {}), ("as large as x", x, dict(outputSize=list(x[2:]))),
        ("no batch", (2, *(4,) * n), {}), ("one window", (1, 1, *(2,) * n), {}), ("four", (1, 2, *(4,) * n), {}), ("three", (2, 3, *(6,) * n)[: n + 2], {}),
    ]:
        if n == 3 and name == "three": continue
        add(f"maxUnpool{n}d", name, [X(shape)], dict(kernelSize=2, **o))
    for op, o in [("maxPool", dict(kernelSize=2)), ("avgPool", dict(kernelSize=2)), ("adaptiveMaxPool", dict(outputSize=2)),
                  ("adaptiveAvgPool", dict(outputSize=2)), ("maxUnpool", dict(kernelSize=2))]:
        views(n, f"{op}{n}d", o)
    views(n, f"lpPool{n}d", dict(normType=2, kernelSize=2), lo=0.25)

for n in 2, 3:
    x = {2: (2, 2, 7, 8), 3: (1, 2, 6, 5, 7)}[n]
    def at(shape, *view): return X(shape, *view, lo=0, hi=0.9375, fixed=True)
    op = f"fractionalMaxPool{n}d"
    samples = (*x[:2], n)
    for name, o in {
        "plain": dict(kernelSize=2, outputSize=3), "each": dict(kernelSize=[2, 3, 1][:n], outputSize=[3, 2, 4][:n]),
        "one window": dict(kernelSize=2, outputSize=1), "all": dict(kernelSize=1, outputSize=4),
    }.items():
        add(op, name, [X(x), at(samples)], o)
    o = dict(kernelSize=2, outputSize=3)
    k = n + 2
    add(op, "transposed", [X((*x[2:], *x[:2]), P(k - 2, k - 1, *range(k - 2))), at(samples)], o)
    add(op, "sliced", [X((*x[:-1], 13), S(k - 1, 1, 13, 2)), at(samples)], o)
    add(op, "expanded", [X((1, *x[1:]), E(2, *x[1:])), at((2, 2, n))], o)
    add(op, "batch 0", [X((0, *x[1:])), at((0, 2, n))], o)

def batch_norm(x, training=False, eps=1e-5):
    x, w, b, mean, var = (list(x) + [None] * 5)[:5]
    running = [t if t is None else t.clone() for t in (mean, var)]
    return F.batch_norm(x, *running, w, b, training, 0.1, eps)
OPS["batchNorm"] = batch_norm
def vector(*view, **o): return X((3,), *view, **o)
running = [X((3,), fixed=True), X((3,), lo=0.25, hi=3, fixed=True)]
for name, inputs, o in [
    ("rows", [X((4, 3)), vector(), vector()], dict(training=True)),
    ("series", [X((2, 3, 5)), vector(), vector()], dict(training=True)),
    ("images", [X((2, 3, 3, 4)), vector(), vector()], dict(training=True)),
    ("volumes", [X((2, 3, 2, 2, 3)), vector(), vector()], dict(training=True)),
    ("one image", [X((1, 3, 3, 3)), vector(), vector()], dict(training=True)),
    ("not affine", [X((3, 3, 2))], dict(training=True)), ("no bias", [X((3, 3, 2)), vector()], dict(training=True, eps=0.125)),
    ("running", [X((2, 3, 5)), vector(), vector(), *running], dict(training=False)),
    ("running, one row", [X((1, 3)), vector(), vector(), *running], dict(training=False)),
    ("running, not affine", [X((2, 3, 2, 2)), None, None, *running], dict(training=False)),
    ("running too", [X((2, 3, 5)), vector(), vector(), *running], dict(training=True)),
    ("transposed", [X((5, 3, 2), P(2, 1, 0)), vector(), vector()], dict(training=True)),
    ("sliced", [X((2, 3, 8), S(2, 1, 8, 2)), X((6,), S(0, 0, 6, 2)), vector()], dict(training=True)),
    ("expanded", [X((2, 1, 5), E(2, 3, 5)), X((1,), E(3)), vector()], dict(training=True)),
    ("batch 0", [X((0, 3, 2)), vector(), vector(), *running], dict(training=False)),
    ("far from zero", [X((4, 3, 3), values=[1024 + i * 7 % 16 / 4 for i in range(36)]), vector(), vector()], dict(training=True)),
]:
    add("batchNorm", name, inputs, o)
