"""Writes index.json: what x[...] is in PyTorch, for random indices of every kind and for chosen ones.

    /usr/bin/python3 test/golden/index.py        (torch 1.13; the same bytes every time)

A case is [shape of x, items, shape of the result, values]; x is arange, so the values say which elements they are.
An item is a number, null, "...", {"slice": [start, end, step]}, {"at": [shape, values]} or {"mask": [shape, values]}.
"""
import json, math, pathlib, random
import numpy as np
import torch

rng = random.Random(5)

def item(i):
    """What torch is given."""
    if i == "...": return Ellipsis
    if not isinstance(i, dict): return i
    (kind, args), = i.items()
    if kind == "slice": return slice(*args)
    shape, values = args
    return torch.tensor(values, dtype=torch.bool if kind == "mask" else torch.long).reshape(shape)

def ask(shape, items):
    y = torch.arange(math.prod(shape)).reshape(shape)[tuple(map(item, items))]
    return [shape, items, list(y.shape), y.reshape(-1).tolist()]

def backwards(shape, items):
    """The same in NumPy, which knows negative steps."""
    x = np.arange(math.prod(shape)).reshape(shape)
    y = x[tuple(i.numpy() if isinstance(i, torch.Tensor) else i for i in map(item, items))]
    return [shape, items, list(y.shape), y.reshape(-1).tolist()]

def wild_backwards():
    shape = [rng.randint(0 if rng.random() < 0.1 else 1, 5) for _ in range(rng.randint(1, 4))]
    items, axis = [], 0
    # numbers would count as index tensors beside one in NumPy, not in PyTorch
    others = rng.choice([["number", "null"], ["at"], ["mask"], ["null"]])
    while axis < len(shape):
        n = shape[axis]
        kind = rng.choice(["back", "back", "slice", *others])
        if kind == "null": items.append(None); continue
        if n == 0 and kind in ("number", "at"): kind = "back"
        if kind in ("at", "mask"): others = ["back"]
        items.append({"slice": [bound(n), bound(n), -rng.randint(1, 4)]} if kind == "back" else slicing(n) if kind == "slice" else
                     at(n, [2]) if kind == "at" else mask([n]) if kind == "mask" else rng.randrange(-n, n))
        axis += 1
    return backwards(shape, items)

def bound(n): return rng.choice([None, rng.randint(-n - 2, n + 2)])
def slicing(n): return {"slice": [bound(n), bound(n), rng.choice([None, 1, 2, 3])]}
def at(n, shape): return {"at": [shape, [rng.randrange(-n, n) for _ in range(math.prod(shape))]]}
def mask(shape): return {"mask": [shape, [int(rng.random() < 0.5) for _ in range(math.prod(shape))]]}

def wild():
    """A random index: torch refuses some (masks of different counts), which are left out."""
    shape = [rng.randint(1, 4) for _ in range(rng.randint(1, 4))]
    common = rng.choice([[], [2], [3], [2, 2], [1, 3]])  # what the index tensors broadcast to
    items, axis, dots = [], 0, False
    while axis < len(shape):
        kind = rng.choice(["number", "slice", "slice", "null", "at", "at", "mask", "...", "end"])
        n = shape[axis]
        if kind == "null": items.append(None)
        elif kind == "...":
            if dots: continue
            dots, skip = True, rng.randint(0, len(shape) - axis)
            items.append("...")
            axis += skip
            continue
        elif kind == "number": items.append(rng.randrange(-n, n))
        elif kind == "slice": items.append(slicing(n))
        elif kind == "at": items.append(at(n, [rng.choice([d, 1]) for d in common][rng.randint(0, len(common)):] if rng.random() < 0.3 else common))
        elif kind == "mask":
            rank = rng.randint(1, min(2, len(shape) - axis))
            items.append(mask(shape[axis:axis + rank]))
            axis += rank - 1
            if rank > 1: break  # torch 1.13 counts a mask as one axis for the numbers and slices behind it
        else: break
        if kind != "null": axis += 1
    if dots and axis < len(shape): return None
    try: return ask(shape, items)
    except (IndexError, RuntimeError): return None

S = lambda *a: {"slice": list(a)}
T = lambda *v: {"at": [[len(v)], list(v)]}
chosen = [
    ([3, 4], [T(), 1]), ([3, 4], [T(0, 0, -1)]), ([3, 4], [{"at": [[], [1]]}]), ([3, 4], [S(None, None, 2), None, -1]),
    ([2, 3, 4], [T(0, 1), S(None, None, None), T(0, -1)]), ([2, 3, 4], [S(None, None, None), T(0, 1), T(0, -1)]),
    ([2, 3, 4], [0, S(None, None, None), T(0, -1)]), ([2, 3, 4], [T(0, 1), None, T(0, 2)]), ([2, 3, 4], ["...", T(3, 0)]),
    ([2, 3, 4], [T(1, 0), "...", T(3, 0)]), ([2, 3, 4], [T(0, 1), 2, T(0, 3)]), ([2, 3, 4], [None, T(1, 1, 0), "...", None]),
    ([3, 4], [{"at": [[2, 1], [0, -1]]}, {"at": [[3], [0, 1, 2]]}]), ([4], [S(5, None, None)]), ([4], [S(-9, 9, 3)]), ([0, 3], [T()]),
    ([2, 3], [{"mask": [[2, 3], [0] * 6]}]), ([2, 3], [{"mask": [[2, 3], [1] * 6]}]), ([2, 3, 2], [{"mask": [[2, 3], [0, 1, 1, 1, 0, 0]]}]),
    ([2, 3, 4], [1, {"mask": [[3], [1, 0, 1]]}, S(1, None, 2)]), ([3, 2, 3], [{"mask": [[3], [1, 0, 1]]}, S(None, None, None), T(0, 2)]),
    ([2, 3], []), ([2, 3], ["..."]), ([], ["..."]), ([], [None, None]), ([2, 3], [0, "...", 1]), ([0], [{"mask": [[0], []]}])]

cases = [ask(*c) for c in chosen]
while len(cases) < 260:
    c = wild()
    if c and len(c[3]) <= 48: cases.append(c)
cases += [backwards(*c) for c in [
    ([4], [S(None, None, -1)]), ([4], [S(None, None, -9)]), ([4], [S(2, None, -1)]), ([4], [S(None, 1, -1)]), ([4], [S(-1, -5, -1)]), ([4], [S(9, -9, -2)]), ([4], [S(0, 3, -1)]),
    ([0], [S(None, None, -1)]), ([3, 4], [S(None, None, -1), S(None, None, -1)]), ([3, 4], [T(2, 0), S(None, None, -2)]), ([3, 4], [S(None, None, -1), T(1, 1, 0)]), ([2, 3], ["...", S(None, None, -1)])]]
while len(cases) < 340:
    c = wild_backwards()
    if len(c[3]) <= 48: cases.append(c)
text = "[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
print(len(cases), "cases,", len(text), "bytes")
