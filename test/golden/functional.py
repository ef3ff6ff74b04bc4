"""Writes functional.json: what torch.autograd.functional says about functions of one and several tensors.

    /usr/bin/python3 test/golden/functional.py        (torch 1.13; the same bytes every time)

Functions have names, and functional.test.ts says the same. Results are in the nesting that PyTorch gives: a tensor is
{shape, values}, a tuple a list.
"""
import json, pathlib
import torch
import torch.autograd.functional as A
from nn import sixteenths
from record import number, weights

F64 = torch.float64
FUNCTIONS = {
    # name: function, shapes of its inputs; a single shape is a function of one tensor
    "cube": (lambda x: x ** 3, (3,)),
    "matrix": (lambda x: x.t() @ x, (2, 3)),
    "scalar": (lambda x: (x * x.exp()).sum(), (2, 2)),
    "zero-d": (lambda x: x.sin() * x, ()),
    "linear": (lambda x: x * 3, (2,)),
    "constant": (lambda x: torch.ones(2, dtype=F64), (3,)),
    "sum": (lambda x: x.sum(), (3,)),
    "two": (lambda x, y: (x * y.sum(), x.exp()), [(2,), (3,)]),
    "product": (lambda x, y: x @ y, [(2, 3), (3,)]),
    "listed": (lambda x: (x.square(), x.sum()), (2,)),
    "energy": (lambda x, y: (x.sin() @ y + y.square().sum()) * x.prod(), [(3,), (3,)]),
    "half": (lambda x, y: x.square().sum(), [(2,), (2,)]),
    "softmax": (lambda x: torch.softmax(x, 0).log().sum(), (4,)),
}
HESSIANS = ["scalar", "zero-d", "sum", "energy", "half", "softmax"]

def written(r):
    if isinstance(r, torch.Tensor): return dict(shape=list(r.shape), values=[number(v, 15) for v in r.detach().reshape(-1).tolist()])
    return [written(x) for x in r]

def inputs_of(name):
    shapes = FUNCTIONS[name][1]
    if isinstance(shapes, list): return tuple(sixteenths(f"{name}{i}", *s, lo=-2, hi=2) for i, s in enumerate(shapes))
    return sixteenths(name, *shapes, lo=-2, hi=2)

def like(r): return weights(r) if isinstance(r, torch.Tensor) else tuple(weights(x) for x in r)

records = []
for name, (f, _) in FUNCTIONS.items():
    x = inputs_of(name)
    y = f(x) if isinstance(x, torch.Tensor) else f(*x)
    said = dict(jacobian=A.jacobian(f, x), vjp=A.vjp(f, x, like(y)))
    if name != "constant": said["jvp"] = A.jvp(f, x, like(x))
    if name in HESSIANS: said.update(hessian=A.hessian(f, x), vhp=A.vhp(f, x, like(x)), hvp=A.hvp(f, x, like(x)))
    records.append(dict(name=name, inputs=written(x), **{k: written(v) for k, v in said.items()}))

text = "[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n"
(pathlib.Path(__file__).parent / "functional.json").write_text(text)
print(f"functional: {len(records)} functions, {len(text) / 1024:.0f} KB")
