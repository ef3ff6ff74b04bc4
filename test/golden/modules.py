"""PyTorch's answers for parametrizations, hooks and fused layers:  /usr/bin/python3 test/golden/modules.py"""
import json, os, torch
from torch import nn
from torch.nn.utils import fusion, parametrizations, parametrize, weight_norm

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)


def num(x): return float(f"{float(x):.12g}")
def flat(t): return [num(x) for x in t.detach().reshape(-1).tolist()]
def kept(t): return {"shape": list(t.shape), "values": flat(t)}
def state(m): return {k: kept(v) for k, v in m.state_dict().items() if v.dtype.is_floating_point}
def ramp(shape): return (torch.arange(torch.Size(shape).numel()) % 7 - 3.0).reshape(shape) / 4


def weights(shape):  # as helpers.ts
    n = torch.Size(shape).numel()
    return (((torch.arange(n) * 37 + 11) % 64 - 31.5) / 8).reshape(shape)


def run(m, x):
    x = x.clone().requires_grad_()
    y = m(x)
    y.backward(weights(y.shape))
    return {"x": kept(x), "y": kept(y), "dx": flat(x.grad)}


norms = []
for make, args, shape, dim in [
    ("Linear", [3, 4], (2, 3), 0), ("Linear", [3, 2], (1, 3), 1), ("Linear", [2, 3], (0, 2), None),
    ("Conv1d", [2, 3, 2], (2, 2, 5), 0), ("ConvTranspose1d", [2, 3, 2], (1, 2, 4), 1),
]:
    m = getattr(nn, make)(*args)
    before = state(m)
    weight_norm(m, dim=dim)
    with torch.no_grad(): m.weight_g.mul_(1.5)
    r = run(m, ramp(shape))
    norms.append({"make": make, "args": args, "dim": dim, "before": before, **r, "g": kept(m.weight_g), "dg": flat(m.weight_g.grad), "dv": flat(m.weight_v.grad)})

spectral = []
for make, args, shape, options in [
    ("Linear", [3, 4], (2, 3), {}), ("Conv2d", [2, 3, 2], (1, 2, 4, 3), {"n_power_iterations": 2}),
    ("ConvTranspose1d", [2, 3, 2], (2, 2, 4), {}), ("Linear", [4, 2], (0, 4), {"dim": 1}),
]:
    m = parametrizations.spectral_norm(getattr(nn, make)(*args), **options)
    start = state(m)
    train = run(m, ramp(shape))
    p = m.parametrizations.weight
    grad = flat(p.original.grad)
    after = {"u": flat(p[0]._u), "v": flat(p[0]._v)}
    m.eval()
    rest = kept(m(ramp(shape)))
    spectral.append({"make": make, "args": args, "options": options, "start": start, **train, "grad": grad, **after, "eval": rest})


class Symmetric(nn.Module):
    def forward(self, x): return x.triu() + x.triu(1).transpose(-1, -2)
    def right_inverse(self, a): return a.triu()


class Twice(nn.Module):
    def forward(self, x): return 2 * x
    def right_inverse(self, a): return a / 2


chained = nn.Linear(3, 3)
before = state(chained)
parametrize.register_parametrization(chained, "weight", Symmetric())
parametrize.register_parametrization(chained, "weight", Twice())
first = kept(chained.weight)
r = run(chained, ramp((2, 3)))
grad = flat(chained.parametrizations.weight.original.grad)
chained.weight = ramp((3, 3)) + ramp((3, 3)).T
chain = {"before": before, "first": first, **r, "grad": grad, "assigned": kept(chained.weight), "keys": list(chained.state_dict())}
parametrize.remove_parametrizations(chained, "weight")
chain["removed"] = kept(chained.weight)

# what hooks see and change: each layer scales what comes by
hooks = []
for make, args, shape in [("Linear", [3, 2], (2, 3)), ("Conv1d", [2, 2, 2], (1, 2, 4)), ("Bilinear", [2, 3, 2], (2, 2)), ("Linear", [3, 2], (0, 3))]:
    m = getattr(nn, make)(*args)
    start = state(m)
    xs = [ramp(shape).requires_grad_()]
    if make == "Bilinear": xs.append((ramp((2, 3)) + 1).requires_grad_())
    seen = {}
    m.register_forward_pre_hook(lambda m, i: tuple(2 * t for t in i))
    m.register_forward_hook(lambda m, i, o: 3 * o)
    def back(m, gi, go):
        seen["gi"] = [kept(t) for t in gi]; seen["go"] = [kept(t) for t in go]
        return tuple(5 * t for t in gi)
    m.register_full_backward_hook(back)
    y = m(*xs)
    y.backward(weights(y.shape))
    hooks.append({"make": make, "args": args, "start": start, "xs": [kept(x) for x in xs], "y": kept(y), "dxs": [flat(x.grad) for x in xs],
                  "dw": flat(m.weight.grad), **seen})

fused = []
for make, args, norm, shape, transpose in [
    ("Conv2d", [2, 3, 2], nn.BatchNorm2d, (2, 2, 4, 3), False), ("Conv1d", [2, 3, 2, 1, 0, 1, 1, False], nn.BatchNorm1d, (1, 2, 5), False),
    ("ConvTranspose2d", [2, 3, 2], nn.BatchNorm2d, (1, 2, 2, 3), True), ("Linear", [3, 4], nn.BatchNorm1d, (2, 3), False),
]:
    m = getattr(nn, make)(*args)
    n = m.out_features if make == "Linear" else m.out_channels
    bn = norm(n)
    with torch.no_grad():
        for t in [bn.weight, bn.bias, bn.running_mean]: t.copy_(torch.randn(n))
        bn.running_var.copy_(torch.rand(n) + 0.5)
    m.eval(); bn.eval()
    x = ramp(shape)
    fused.append({"make": make, "args": args, "transpose": transpose, "layer": state(m), "norm": state(bn), "x": kept(x), "y": kept(bn(m(x)))})

dirac = []
for shape, groups in [((3, 2, 3), 1), ((4, 2, 2, 3), 2), ((2, 2, 3, 3, 3), 1), ((2, 3, 1), 1)]:
    dirac.append({"groups": groups, "y": kept(nn.init.dirac_(torch.empty(shape), groups))})

bags = []
for options in [{"max_norm": 0.7}, {"mode": "max", "padding_idx": 1}, {"mode": "mean", "norm_type": 1.0, "max_norm": 1.0}]:
    m = nn.EmbeddingBag(4, 3, **options)
    start = state(m)
    index = torch.tensor([[0, 1, 1], [3, 2, 1]])
    y = m(index)
    y.backward(weights(y.shape))
    bags.append({"options": options, "start": start, "index": index.tolist(), "y": kept(y), "grad": flat(m.weight.grad), "after": flat(m.weight)})

out = {"norms": norms, "spectral": spectral, "chain": chain, "hooks": hooks, "fused": fused, "dirac": dirac, "bags": bags}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules.json"), "w") as f: json.dump(out, f)
