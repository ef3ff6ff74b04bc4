"""Reductions that reduce.py does not have: products, norms, what is not NaN, moments in pairs."""
import torch
from meaning import OPS, reduce
from record import B, E, I, INF, INT, NAN, P, S, T, X, add

def power(p): return float(p) if p in ("inf", "-inf") else p

def count(x, dim=None): return torch.count_nonzero(x[0], dim=dim)

def prod(x, dim=None, keepdim=False):
    o = {} if x[0].is_floating_point() else {"dtype": torch.int32}
    return torch.prod(x[0], **o) if dim is None else torch.prod(x[0], dim, keepdim, **o)

OPS.update({
    "prod": prod, "countNonzero": count,
    "nansum": reduce(lambda x, dim, keepdim: torch.nansum(x, dim=dim, keepdim=keepdim)),
    "nanmean": reduce(lambda x, dim, keepdim: torch.nanmean(x, dim=dim, keepdim=keepdim)),
    "norm": lambda x, p="fro", dim=None, keepdim=False: torch.norm(x[0], power(p), dim, keepdim),
    "vectorNorm": lambda x, ord=2, dim=None, keepdim=False: torch.linalg.vector_norm(x[0], power(ord), dim, keepdim),
    "matrixNorm": lambda x, ord="fro", dim=(-2, -1), keepdim=False:
        torch.linalg.matrix_norm(x[0], power(ord), tuple(dim), keepdim),
    "dist": lambda x, p=2: torch.dist(x[0], x[1], power(p)),
    "renorm": lambda x, p, dim, maxnorm: torch.renorm(x[0], power(p), dim, maxnorm),
    # torch 1.13 has no gradient of it: that of amin and amax is in reduce.py
    "aminmax": lambda x, dim=None, keepdim=False: torch.aminmax(x[0].detach(), dim=dim, keepdim=keepdim),
    # torch 1.13 cannot pass back a gradient of one of the two alone
    "varMean": reduce(lambda x, dim, keepdim, correction=1: (
        torch.var(x, dim=dim, correction=correction, keepdim=keepdim), torch.mean(x, dim=dim, keepdim=keepdim))),
    "stdMean": reduce(lambda x, dim, keepdim, correction=1: (
        torch.std(x, dim=dim, correction=correction, keepdim=keepdim), torch.mean(x, dim=dim, keepdim=keepdim))),
})

CASES = [
    ("everything", X((3, 4)), None, 0), ("columns", X((3, 4)), 0, 0), ("rows, kept", X((3, 4)), -1, 1),
    ("transposed", X((3, 4), T()), 1, 0), ("sliced", X((4, 9), S(0, 0, 4, 2), S(1, 1, 9, 3)), 1, 0),
    ("expanded", X((3, 1), E(3, 4)), 0, 0), ("expanded, everything", X((1, 3), E(4, 3)), None, 0),
    ("middle axis", X((2, 3, 4)), 1, 1), ("permuted", X((2, 3, 4), P(2, 0, 1)), 0, 0),
    ("long rows", X((2, 70), lo=-1.5, hi=1.5), 1, 0), ("long columns", X((70, 2), lo=-1.5, hi=1.5), 0, 0),
    ("two axes", X((2, 3, 4)), [0, 2], 0), ("two axes, kept", X((2, 3, 4), T(0, 2)), [0, -1], 1),
    ("0-d", X(()), None, 0), ("0-d, by axis", X(()), 0, 0), ("no rows, by row", X((0, 3)), 1, 0),
    ("no rows", X((0, 3)), 0, 0), ("no elements", X((2, 0)), None, 0),
    ("a nan", X((2, 3), values=[1.0, NAN, 3.0, 0.5, 2.0, -1.0]), 1, 0),
    ("nan somewhere", X((4,), values=[1.0, NAN, 3.0, NAN]), None, 0),
    ("nothing but nan", X((2, 2), values=[NAN, NAN, 1.0, 2.0]), 1, 0),
    ("infinities", X((3, 3), values=[INF, 1, 2, "-inf", 3, 4, "-inf", INF, 1]), 1, 0),
    ("zeros", X((2, 3), values=[0.0, -0.0, 0.0, 0.0, 2.0, -1.0]), 1, 0),
]
for op in "prod", "nansum", "nanmean", "countNonzero", "aminmax", "varMean", "stdMean":
    for name, inp, dim, keepdim in CASES:
        if isinstance(dim, list) and op in ("prod", "aminmax"): continue
        if op == "countNonzero" and keepdim: keepdim = 0
        if op == "countNonzero" and name == "0-d, by axis": continue                     # torch 1.13 refuses it
        if op == "aminmax" and name in ("no rows", "no elements", "0-d, by axis"): continue  # errors; one of two results is lost
        o = {**({} if dim is None else {"dim": dim}), **({"keepdim": True} if keepdim else {})}
        odd = name in ("a nan", "nan somewhere", "nothing but nan", "infinities") and op != "nansum"
        flat = op in ("varMean", "stdMean") and name in ("0-d", "0-d, by axis", "zeros")
        add(op, name, [inp], o, grad=not odd and not flat)
for name, values in [("one zero", [1.5, 0.0, 2.0, -3.0]), ("two zeros", [1.5, 0.0, 0.0, -3.0]), ("zeros", [0.0] * 4)]:
    add("prod", f"{name} among all", [X((4,), values=values)])
    add("prod", f"{name} in a row", [X((2, 4), values=values + [1.0, 2.0, 0.0, 0.5])], dict(dim=1))
    add("prod", f"{name} in a column", [X((2, 4), T(), values=values + [1.0, 2.0, 0.0, 0.5])], dict(dim=0, keepdim=True))
for op in "prod", "nansum", "countNonzero", "aminmax":
    add(op, "int32", [I((4, 5), T(), lo=-3)], {}, INT)
    add(op, "int32 by rows", [I((4, 5), S(1, 0, 5, 2), lo=0, hi=2)], dict(dim=1), INT)
for op in "prod", "countNonzero", "aminmax": add(op, "bool", [B((4, 5))], dict(dim=1), INT)
add("prod", "overflow wraps", [I((4,), values=[65536, 65537, 3, 7])], {}, INT)
add("aminmax", "ties", [X((2, 4), values=[1, 3, 3, 0, 0, 3, 0, 1])], dict(dim=1))
add("varMean", "population", [X((3, 5))], dict(dim=1, correction=0))
add("stdMean", "population", [X((3, 5))], dict(dim=1, correction=0))

for op, key in ("norm", "p"), ("vectorNorm", "ord"):
    for p in 2, 1, 0, "inf", "-inf", 3, 2.5, 0.5, -1:
        for name, inp, dim, keepdim in [
            ("everything", X((3, 4)), None, 0), ("columns", X((3, 4)), 0, 0), ("rows of a view", X((3, 4), T()), -1, 1),
            ("sliced", X((4, 9), S(0, 0, 4, 2), S(1, 1, 9, 3)), 1, 0), ("two axes", X((2, 3, 4)), [0, 2], 0),
            ("expanded", X((3, 1), E(3, 4)), 0, 0), ("0-d", X(()), None, 0), ("no rows", X((0, 3)), 1, 0),
            ("zeros", X((2, 3), values=[0.0, -0.0, 0.0, 0.0, 2.0, -1.0]), 1, 0),
            ("infinities and nan", X((3, 2), values=[INF, 1, 2, "-inf", NAN, 4]), 1, 0),
        ]:
            o = {key: p, **({} if dim is None else {"dim": dim}), **({"keepdim": True} if keepdim else {})}
            # at 0, powers below 1 have infinite slopes; torch gives nan or 0, by the power
            smooth = name != "infinities and nan" and not (name == "zeros" and p in (0.5, -1, "-inf"))
            add(op, f"{name}, {p}", [inp], o, grad=smooth)
    add(op, "nothing", [X((0,))])
add("norm", "fro over axes", [X((2, 3, 4))], dict(p="fro", dim=[1, 2]))
add("norm", "fro, one axis", [X((2, 3, 4))], dict(dim=1))
for ord in "fro", 1, -1, "inf", "-inf":
    for name, inp, o in [
        ("a matrix", X((3, 4)), {}), ("transposed", X((3, 4), T()), {}), ("a batch", X((2, 3, 4)), dict(keepdim=True)),
        ("other axes", X((2, 3, 4)), dict(dim=[2, 0])), ("first axes", X((2, 3, 4)), dict(dim=[0, 1])),
        ("sliced", X((4, 9), S(1, 1, 9, 2)), {}), ("expanded", X((3, 1), E(3, 4)), {}),
        ("ties", X((2, 3), values=[1.0, -1.0, 2.0, 2.0, 2.0, -1.0]), {}), ("no batch", X((0, 2, 3)), {}),
        ("a nan", X((2, 2), values=[1.0, NAN, 2.0, INF]), {}),
    ]: add("matrixNorm", f"{name}, {ord}", [inp], {"ord": ord, **o}, grad=name != "a nan")

for p in 2, 1, 0, "inf", "-inf", 3:
    slope = p != 0  # torch loses it there
    add("dist", f"alike, {p}", [X((3, 4)), X((3, 4))], dict(p=p), grad=slope)
    add("dist", f"broadcast, {p}", [X((3, 4), T()), X((3,))], dict(p=p), grad=slope)
add("dist", "sliced", [X((4, 9), S(1, 1, 9, 2)), X((4, 1), E(4, 4))])
add("dist", "0-d", [X(()), X(())])
add("dist", "equal", [X((3,), values=[1.0, 2.0, 3.0]), X((3,), values=[1.0, 2.0, 3.0])])
add("dist", "nothing", [X((0,)), X((0,))])
for p in 2, 1, 3:
    for name, inp, dim, most in [
        ("rows", X((3, 4)), 0, 2.5), ("columns", X((3, 4)), 1, 2), ("none too long", X((3, 4)), 0, 100),
        ("middle", X((2, 3, 4)), 1, 5), ("transposed", X((3, 4), T()), -1, 2.5), ("sliced", X((4, 9), S(1, 1, 9, 2)), 0, 3),
        ("expanded", X((3, 1), E(3, 4)), 0, 1), ("a row of zeros", X((2, 2), values=[0.0, 0.0, 3.0, 4.0]), 0, 1),
        ("to nothing", X((3, 2)), 0, 0),
    ]: add("renorm", f"{name}, {p}", [inp], dict(p=p, dim=dim, maxnorm=most))
for p in 2, 1, 3:
    add("renorm", f"no rows, {p}", [X((0, 3))], dict(p=p, dim=0, maxnorm=1))
