"""Activations beyond those of the table of elementwise ops."""
import torch
import torch.nn.functional as F
from meaning import OPS
from record import B, E, I, INF, INT, NAN, P, S, T, X, add, F32


def celu_like(f): return lambda x, alpha=1.0: f(x[0], alpha)
SMOOTH = {
    "elu": celu_like(F.elu), "celu": celu_like(F.celu), "selu": lambda x: F.selu(x[0]), "mish": lambda x: F.mish(x[0]),
    "logsigmoid": lambda x: F.logsigmoid(x[0]), "softsign": lambda x: F.softsign(x[0]), "tanhshrink": lambda x: F.tanhshrink(x[0]),
}
LINES = {  # the slope of F.hardsigmoid takes its 1/6 from float32
    "hardtanh": lambda x, min=-1.0, max=1.0: F.hardtanh(x[0], min, max), "relu6": lambda x: F.relu6(x[0]),
    "hardsigmoid": lambda x: F.relu6(x[0] + 3) / 6, "hardswish": lambda x: F.hardswish(x[0]),
    "softshrink": lambda x, value=0.5: F.softshrink(x[0], value), "hardshrink": lambda x, value=0.5: F.hardshrink(x[0], value),
    "threshold": lambda x, threshold=0.5, value=-2.0: F.threshold(x[0], threshold, value), "rrelu": lambda x: F.rrelu(x[0]),
}
OPS.update(SMOOTH, **LINES)
OPS.update(prelu=lambda x: F.prelu(x[0], x[1]), glu=lambda x, dim=-1: F.glu(x[0], dim), softmin=lambda x, dim: F.softmin(x[0], dim))
KINKS = dict(hardtanh=[-1, 1], relu6=[0, 6], hardsigmoid=[-3, 3], hardswish=[-3, 3], softshrink=[-0.5, 0.5], hardshrink=[-0.5, 0.5],
             threshold=[0.5], rrelu=[0], elu=[0], celu=[0], selu=[0], softsign=[0], mish=[0], logsigmoid=[0], tanhshrink=[0])

def shapes(op, variant="", **o):
    def x(shape, *view): return X(shape, *view, lo=-4, hi=4)
    for name, inp in {
        "contiguous": x((3, 5)), "transposed": x((4, 3), T()), "sliced": x((4, 7), S(0, 1, 4, 2), S(1, 1, 7, 3)),
        "expanded": x((3, 1), E(3, 4)), "permuted": x((2, 3, 2), P(2, 0, 1)), "no elements": x((0, 3)), "0-d": x(()),
        "sweep": X((33,), values=[-11.5 + 24 * i / 32 for i in range(33)]),
    }.items():
        add(op, variant + name, [inp], o)

for op in {**SMOOTH, **LINES}:
    shapes(op)
    add(op, "on its kinks", [X((len(KINKS[op]) + 2,), values=[*KINKS[op], 0.0, -0.0])])
    if op != "softshrink": add(op, "nan", [X((2,), values=[NAN, 1.0])], grad="hards" not in op)  # torch 1.13 makes 0 of it
    add(op, "infinities", [X((2,), values=[INF, "-inf"])], grad=False)
    add(op, "far out", [X((6,), values=[100.0, -100.0, 1e4, -1e4, 1e-5, -1e-5])], grad=op != "tanhshrink")
for alpha in 0.5, 2.0, -1.5:
    add("elu", f"alpha {alpha}", [X((3, 4), T())], dict(alpha=alpha))
    add("celu", f"alpha {alpha}", [X((3, 4), T())], dict(alpha=alpha))
add("hardtanh", "other bounds", [X((3, 4))], dict(min=-0.5, max=2.25))
for op in "hardtanh", "relu6": add(op, "int32", [I((3, 4), T())], {}, INT)
add("threshold", "int32", [I((3, 4), T())], dict(threshold=2, value=7), INT)
for op in "softshrink", "hardshrink": add(op, "lambda", [X((3, 4), T())], dict(value=1.25))

for name, x, w in [
    ("one weight", X((3, 4)), X((1,))), ("a weight for each channel", X((2, 3, 4)), X((3,))), ("rows", X((3, 4)), X((4,))),
    ("transposed", X((4, 3), T()), X((4,))), ("sliced", X((4, 9), S(0, 1, 4, 2), S(1, 1, 9, 3)), X((7,), S(0, 1, 7, 2))),
    ("expanded", X((3, 1), E(3, 4)), X((1,), E(4))), ("no elements", X((0, 3)), X((3,))), ("0-d", X(()), X((1,))),
    ("a vector", X((5,)), X((1,))), ("images", X((2, 2, 2, 3), P(0, 1, 3, 2)), X((2,))),
    ("zeros, nan, infinities", X((5,), values=[0.0, -0.0, NAN, INF, "-inf"]), X((1,))),
]: add("prelu", name, [x, w], grad="nan" not in name)
for name, x, dim in [
    ("last axis", X((3, 4)), -1), ("first axis", X((4, 3)), 0), ("middle axis", X((2, 4, 3)), 1), ("transposed", X((4, 3), T()), -1),
    ("sliced", X((3, 9), S(1, 0, 8, 2)), 1), ("expanded", X((3, 1), E(3, 4)), 1), ("no rows", X((0, 4)), -1), ("no columns", X((2, 0)), -1), ("a vector", X((6,)), 0),
    ("nan and infinities", X((2, 4), values=[NAN, 1, 2, 3, 1, 2, INF, "-inf"]), 1),
]: add("glu", name, [x], dict(dim=dim), grad="nan" not in name)
for name, x, dim in [
    ("rows", X((3, 5)), 1), ("columns", X((3, 5)), 0), ("last", X((2, 3, 4)), -1), ("transposed", X((5, 3), T()), 1), ("sliced", X((3, 9), S(1, 0, 9, 2)), 1),
    ("expanded", X((3, 1), E(3, 4)), 1), ("no rows", X((0, 3)), 1), ("0-d", X(()), 0), ("large", X((2, 3), values=[1000, 1001, 999, -1000, -1001, -999]), 1),
]: add("softmin", name, [x], dict(dim=dim))
