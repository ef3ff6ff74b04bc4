"""Writes shape.json: which shapes PyTorch can give a strided tensor without a copy, and with which strides.

    /usr/bin/python3 test/golden/shape.py        (torch 1.13; the same bytes every time)

A case is [base shape, view recipe as in ops.json, target shape, strides or null]; the base is arange(numel).
"""
import json, math, pathlib, random
import torch

rng = random.Random(1)

def recipe(t):
    """Some steps that make a view, and the view."""
    steps = []
    for _ in range(rng.randint(0, 3)):
        axis = rng.randrange(t.dim())
        n = t.shape[axis]
        kind = rng.choice(["transpose", "slice", "expand"])
        if kind == "transpose":
            step = [kind, axis, rng.randrange(t.dim())]
            t = t.transpose(*step[1:])
        elif kind == "slice":
            start = rng.randrange(n) if n else 0
            step = [kind, axis, start, n, rng.randint(1, 3)]
            t = t[(slice(None),) * axis + (slice(*step[2:]),)]
        elif t.dim() < 5:
            step = [kind, rng.randint(1, 3), *t.shape]
            t = t.expand(*step[1:])
        steps.append(step)
    return steps, t

def factors(n):
    """A shape of n elements."""
    if n == 0: return rng.choice([[0], [2, 0], [0, 3, 1]])
    shape = []
    while n > 1:
        d = rng.choice([d for d in range(2, n + 1) if n % d == 0])
        shape.append(d)
        n //= d
    for _ in range(rng.randint(0, 2)): shape.insert(rng.randint(0, len(shape)), 1)
    rng.shuffle(shape)
    return shape

def case():
    base = [rng.choice([1, 2, 2, 3, 4, 4, 6]) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.05: base[0] = 0
    steps, t = recipe(torch.arange(math.prod(base)).reshape(base))
    target = factors(t.numel())
    if rng.random() < 0.5:  # near to what it is: two axes become one, or one two
        target = list(t.shape)
        i = rng.randrange(len(target))
        if i + 1 < len(target) and rng.random() < 0.6: target[i:i + 2] = [target[i] * target[i + 1]]
        elif target[i] % 2 == 0 and target[i]: target[i:i + 1] = [2, target[i] // 2]
    try: strides = list(t.view(target).stride())
    except RuntimeError: strides = None
    return [base, steps, target, strides]

cases = {json.dumps(c, separators=(",", ":")) for c in (case() for _ in range(240))}
text = "[\n" + ",\n".join(sorted(cases, key=lambda c: (len(c), c))) + "\n]\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
print(len(cases), "cases,", sum(c.endswith("null]") for c in cases), "need a copy,", len(text), "bytes")
