"""Products of matrices and vectors, sums by name, distances, covariances."""
import torch
import torch.nn.functional as F
from meaning import OPS
from record import B, E, I, INF, INT, NAN, P, S, T, X, add

def number(p): return float(p) if isinstance(p, str) else p
def sum_of(f): return lambda x, beta=1, alpha=1: f(x[0], x[1], x[2], beta=beta, alpha=alpha)
def cross(x, dim=None): return torch.cross(x[0], x[1]) if dim is None else torch.cross(x[0], x[1], dim=dim)

OPS.update({
    **{k: (lambda f: lambda x: f(x[0], x[1]))(getattr(torch, k)) for k in
       ["mm", "bmm", "mv", "dot", "vdot", "inner", "outer", "ger", "kron"]},
    **{k: sum_of(getattr(torch, k)) for k in ["addmm", "addmv", "addr", "addbmm", "baddbmm"]},
    "trace": lambda x: torch.trace(x[0]), "cross": cross,
    "einsum": lambda x, equation: torch.einsum(equation, *x),
    "tensordot": lambda x, dims=2: torch.tensordot(x[0], x[1], dims=dims),
    "cdist": lambda x, p=2: torch.cdist(x[0], x[1], p=number(p)),
    "pdist": lambda x, p=2: F.pdist(x[0].contiguous(), p=number(p)),
    "cov": lambda x, correction=1: torch.cov(x[0], correction=correction, fweights=x[1] if len(x) > 1 else None,
                                             aweights=x[2] if len(x) > 2 else None),
    "corrcoef": lambda x: torch.corrcoef(x[0]),
})

MATRICES = {
    "plain": (X((3, 4)), X((4, 2))), "transposed": (X((4, 3), T()), X((2, 4), T())),
    "sliced": (X((6, 8), S(0, 0, 6, 2), S(1, 1, 8, 2)), X((4, 5), S(1, 0, 5, 2))),
    "expanded": (X((1, 4), E(3, 4)), X((4, 1), E(4, 2))), "no rows": (X((0, 4)), X((4, 2))),
    "nothing inside": (X((3, 0)), X((0, 2))), "1 by 1": (X((1, 1)), X((1, 1))), "long": (X((2, 19)), X((19, 3))),
    "nan and infinity": (X((2, 2), values=[NAN, 1, INF, 0]), X((2, 2), values=[1, 2, 0, 3])),
}
VECTORS = {
    "plain": (X((5,)), X((5,))), "sliced": (X((10,), S(0, 0, 10, 2)), X((11,), S(0, 1, 11, 2))),
    "columns": (X((5, 2), ["select", 1, 0]), X((3, 5), ["select", 0, 1])), "expanded": (X((1,), E(5)), X((5,))),
    "empty": (X((0,)), X((0,))), "one": (X((1,)), X((1,))), "long": (X((37,)), X((37,))),
    "nan and infinity": (X((3,), values=[NAN, INF, 1]), X((3,), values=[1, 2, 3])),
}
for name, (a, b) in MATRICES.items(): add("mm", name, [a, b])
for name, (a, b) in VECTORS.items():
    for op in "dot", "vdot": add(op, name, [a, b])
    for op in "outer", "ger": add(op, name, [a, b])
for op in "outer", "ger": add(op, "different sizes", [X((3,)), X((4,))])
for op, a, b in [("mm", I((2, 3)), I((3, 2))), ("mv", I((2, 3)), I((3,))), ("dot", I((4,)), I((4,))), ("outer", I((3,)), I((2,))),
                 ("bmm", I((2, 2, 3)), I((2, 3, 1))), ("inner", I((2, 3)), I((3,))), ("kron", I((2, 2)), I((3,))),
                 ("cross", I((2, 3)), I((2, 3)))]:
    add(op, "int32", [a, b], {}, INT)
add("outer", "bool", [B((3,)), B((2,))], {}, INT); add("kron", "bool", [B((2, 2)), B((3,))], {}, INT)
BATCHES = {
    "plain": (X((2, 3, 4)), X((2, 4, 2))), "transposed": (X((2, 4, 3), T(1, 2)), X((2, 2, 4), T(1, 2))),
    "permuted": (X((3, 2, 4), P(1, 0, 2)), X((4, 2, 2), P(1, 0, 2))), "expanded": (X((1, 3, 4), E(2, 3, 4)), X((2, 4, 2))),
    "sliced": (X((4, 3, 4), S(0, 0, 4, 2)), X((2, 4, 5), S(2, 0, 5, 2))), "no batch": (X((0, 3, 4)), X((0, 4, 2))),
    "nothing inside": (X((2, 3, 0)), X((2, 0, 2))), "one": (X((1, 1, 1)), X((1, 1, 1))),
}
for name, (a, b) in BATCHES.items(): add("bmm", name, [a, b])
for name, a, b in [
    ("plain", X((3, 4)), X((4,))), ("transposed", X((4, 3), T()), X((4,))), ("sliced", X((3, 8), S(1, 0, 8, 2)), X((8,), S(0, 1, 8, 2))),
    ("expanded", X((3, 1), E(3, 4)), X((1,), E(4))), ("no rows", X((0, 4)), X((4,))), ("nothing inside", X((3, 0)), X((0,))),
    ("1 by 1", X((1, 1)), X((1,))), ("long", X((3, 19)), X((19,))),
]: add("mv", name, [a, b])
for name, a, b in [
    ("vectors", X((4,)), X((4,))), ("matrix, vector", X((3, 4)), X((4,))), ("vector, matrix", X((4,)), X((3, 4))),
    ("matrices", X((3, 4)), X((2, 4))), ("three axes", X((2, 3, 4)), X((2, 4))), ("0-d", X(()), X((3, 2))), ("a matrix and 0-d", X((3, 2)), X(())),
    ("transposed", X((4, 3), T()), X((4, 2), T())), ("sliced", X((3, 8), S(1, 0, 8, 2)), X((2, 4))), ("expanded", X((1, 4), E(3, 4)), X((2, 4))),
    ("nothing inside", X((3, 0)), X((2, 0))), ("no rows", X((0, 4)), X((2, 4))),
]: add("inner", name, [a, b])
for name, a, b in [
    ("matrices", X((2, 3)), X((3, 2))), ("vectors", X((3,)), X((2,))), ("vector, matrix", X((2,)), X((2, 3))), ("matrix, 0-d", X((2, 2)), X(())),
    ("three axes", X((2, 1, 2)), X((1, 3, 2))), ("transposed", X((3, 2), T()), X((2, 2), T())), ("sliced", X((2, 6), S(1, 0, 6, 2)), X((2,))),
    ("expanded", X((1, 2), E(3, 2)), X((2, 1), E(2, 2))), ("empty", X((0, 2)), X((2, 2))),
]: add("kron", name, [a, b])
NANS = X((3, 2), values=[NAN, INF, NAN, 1, 2, 3])
for op, sides, shape in [
    ("addmm", [X((3, 4)), X((4, 2))], (3, 2)), ("addmv", [X((3, 4)), X((4,))], (3,)), ("addr", [X((3,)), X((2,))], (3, 2)),
    ("addbmm", [X((2, 3, 4)), X((2, 4, 2))], (3, 2)), ("baddbmm", [X((2, 3, 4)), X((2, 4, 2))], (2, 3, 2)),
]:
    add(op, "plain", [X(shape), *sides])
    add(op, "beta and alpha", [X(shape), *sides], dict(beta=0.5, alpha=-2))
    add(op, "no beta", [X(shape), *sides], dict(beta=0))
    add(op, "no beta for nan", [X(shape, values=[NAN] * len(torch.zeros(shape).flatten())), *sides], dict(beta=0, alpha=2))
    add(op, "no alpha", [X(shape), *sides], dict(alpha=0))
    add(op, "a row", [X(shape[-1:]), *sides])
    add(op, "0-d", [X(()), *sides], dict(beta=2))
    add(op, "transposed", [X(shape[::-1], P(*range(len(shape))[::-1])), *sides])
    add(op, "expanded", [X((1,) * len(shape), E(*shape)), *sides], dict(alpha=3))
    ints = [{**x, "dtype": "int32", "lo": -9, "hi": 9} for x in [X(shape), *sides]]
    add(op, "int32", ints, dict(beta=2, alpha=-3), INT)
add("addmm", "nothing inside", [X((3, 2)), X((3, 0)), X((0, 2))]); add("addmm", "no rows", [X((0, 2)), X((0, 3)), X((3, 2))])
for name, x in {"square": X((3, 3)), "tall": X((4, 2)), "wide": X((2, 4)), "transposed": X((3, 4), T()), "expanded": X((1, 3), E(3, 3)),
                "sliced": X((6, 7), S(0, 0, 6, 2), S(1, 1, 7, 2)), "empty": X((0, 0)), "no columns": X((3, 0)), "1 by 1": X((1, 1))}.items():
    add("trace", name, [x], grad=name != "tall")  # torch 1.13 gives a tall matrix slopes beside its diagonal
add("trace", "int32", [I((3, 4))], {}, INT)
for name, a, b, o in [
    ("vectors", X((3,)), X((3,)), {}), ("rows", X((4, 3)), X((4, 3)), dict(dim=1)), ("columns", X((3, 4)), X((3, 4)), {}),
    ("the first of two", X((3, 3)), X((3, 3)), {}), ("last", X((2, 3)), X((2, 3)), dict(dim=-1)), ("transposed", X((3, 2), T()), X((2, 3)), dict(dim=1)),
    ("sliced", X((2, 6), S(1, 0, 6, 2)), X((2, 3)), dict(dim=1)), ("expanded", X((1, 3), E(2, 3)), X((2, 3)), dict(dim=1)),
    ("broadcast", X((2, 1, 3)), X((1, 4, 3)), dict(dim=2)), ("no rows", X((0, 3)), X((0, 3)), dict(dim=1)),
]: add("cross", name, [a, b], o)

for equation, *xs in [
    ("i,i->", X((4,)), X((4,))), ("ij,jk->ik", X((2, 3)), X((3, 4))), ("ij,jk", X((2, 3)), X((3, 4))), ("ij,jk->ki", X((3, 2), T()), X((3, 4))),
    ("bij,bjk->bik", X((2, 2, 3)), X((2, 3, 2))), ("bij,bkj->bik", X((2, 2, 3)), X((2, 4, 3))), ("ii", X((3, 3))), ("ii->i", X((3, 3))),
    ("iij->ij", X((2, 2, 3))), ("iji->j", X((2, 3, 2))), ("iii->i", X((3, 3, 3))), ("ij->ji", X((2, 3))), ("ij", X((2, 3))), ("ji", X((2, 3))),
    ("ij->", X((2, 3))), ("ij->j", X((2, 3))), ("i,j->ij", X((2,)), X((3,))), ("ij,ij->ij", X((2, 3)), X((2, 3))), ("ij,j->i", X((2, 3)), X((3,))),
    ("...ij,...jk->...ik", X((2, 1, 2, 3)), X((3, 3, 2))), ("...i,i->...", X((2, 2, 3)), X((3,))), ("...", X((2, 3))), ("i...->...i", X((2, 3, 2))),
    ("...ii->...i", X((2, 3, 3))), ("...ij,jk", X((2, 2, 3)), X((3, 2))), ("ij,jk,kl->il", X((2, 3)), X((3, 2)), X((2, 4))),
    ("i,j,k->kji", X((2,)), X((3,)), X((2,))), ("ij,ik,il->jkl", X((2, 2)), X((2, 3)), X((2, 2))), ("a,ab,bc,c->", X((2,)), X((2, 3)), X((3, 2)), X((2,))),
    ("ik,jk->ij", X((1, 3), E(2, 3)), X((2, 6), S(1, 0, 6, 2))), ("bhid,bhjd->bhij", X((1, 2, 2, 3)), X((1, 2, 3, 3))),
    ("ij,jk->ik", X((2, 0)), X((0, 3))), ("ij,j->i", X((0, 3)), X((3,))), ("ij,ij->i", X((2, 1)), X((2, 3))), ("ii,i->i", X((2, 2), T()), X((2,))),
    (",i->i", X(()), X((3,))), ("ij,kl->ik", X((2, 3)), X((2, 2))), ("Aa,aB", X((2, 3)), X((3, 2))), ("i , i -> ", X((3,)), X((3,))),
]:
    shapes = " ".join(str(x["shape"]) for x in xs)
    add("einsum", f"{equation} of {shapes}", list(xs), dict(equation=equation))
add("einsum", "int32", [I((2, 3)), I((3, 2))], dict(equation="ij,jk->ik"), INT)
for name, a, b, dims in [
    ("two", X((2, 3, 4)), X((3, 4, 2)), 2), ("one", X((2, 3)), X((3, 2)), 1), ("none", X((2,)), X((3,)), 0), ("lists", X((3, 2, 4)), X((4, 3)), [[0, 2], [1, 0]]),
    ("negative", X((2, 3)), X((4, 3)), [[-1], [-1]]), ("all", X((2, 3)), X((2, 3)), 2), ("empty lists", X((2,)), X((2,)), [[], []]),
    ("transposed", X((3, 2), T()), X((3, 2)), 1), ("sliced", X((2, 6), S(1, 0, 6, 2)), X((3, 2)), 1), ("expanded", X((1, 3), E(2, 3)), X((3, 2)), 1), ("nothing inside", X((2, 0)), X((0, 3)), 1),
]: add("tensordot", name, [a, b], dict(dims=dims))

for p in 2, 1, INF, 3, 1.5, 0.5, 0:
    for name, a, b in [
        ("rows", X((3, 4)), X((2, 4))), ("transposed", X((4, 3), T()), X((4, 2), T())), ("batch", X((2, 3, 2)), X((2, 2, 2))),
        ("batches broadcast", X((2, 1, 2, 3)), X((3, 2, 3))), ("sliced", X((3, 8), S(1, 0, 8, 2)), X((4, 4), S(0, 0, 4, 2))), ("expanded", X((1, 3), E(2, 3)), X((2, 3))),
        ("the same row", X((2, 2), values=[1, 2, 3, 4]), X((2, 2), values=[1, 2, 1, 4])), ("no rows", X((0, 3)), X((2, 3))), ("no columns", X((2, 0)), X((3, 0))), ("1 by 1", X((1, 1)), X((1, 1))),
    ]: add("cdist", f"{name}, {p}", [a, b], dict(p=p))
    for name, x in {"rows": X((4, 3)), "transposed": X((3, 3), T()), "sliced": X((6, 4), S(0, 0, 6, 2)), "one row": X((1, 3)), "equal rows": X((3, 2), values=[1, 2, 1, 2, 1, 3]),
                    "two": X((2, 5))}.items():
        add("pdist", f"{name}, {p}", [x], dict(p=p))
add("cdist", "infinity, ties", [X((1, 3), values=[1, 2, 3])
    , X((1, 3), values=[2, 3, 3.5])], dict(p=INF))
ROWS = {"rows": X((3, 5)), "transposed": X((5, 2), T()), "sliced": X((3, 9), S(1, 0, 9, 2)), "vector": X((5,)), "two observations": X((3, 2)), "one variable": X((1, 4)), "many": X((2, 19)), "0-d": X(())}
for name, x in ROWS.items():
    add("cov", name, [x], dict(correction=0) if name == "0-d" else {})
    if name != "0-d": add("cov", f"{name}, population", [x], dict(correction=0)); add("corrcoef", name, [x])
add("corrcoef", "three", [X((3, 7))])
add("corrcoef", "int32", [I((2, 5))], {}, ["float32"])
W = X((5,), lo=0.25, hi=2, fixed=True)
FREQUENCIES = I((5,), values=[1, 2, 0, 3, 1])
add("cov", "frequencies", [X((3, 5)), FREQUENCIES]); add("cov", "frequencies, vector", [X((5,)), FREQUENCIES], dict(correction=0))
add("cov", "weights", [X((3, 5)), None, W]); add("cov", "both", [X((3, 5)), FREQUENCIES, W]); add("cov", "both, population", [X((2, 5)), FREQUENCIES, W], dict(correction=0))
add("cov", "int32", [I((2, 5))], {}, ["float32"])
add("addmm", "sliced", [X((3, 4), S(1, 0, 4, 2)), X((3, 8), S(1, 0, 8, 2)), X((4, 2))])
for op, sides, shape in [
    ("addmv", [X((3, 8), S(1, 0, 8, 2)), X((4,))], (3,)), ("addr", [X((6,), S(0, 0, 6, 2)), X((2,))], (3, 2)),
    ("addbmm", [X((2, 3, 8), S(2, 0, 8, 2)), X((2, 4, 2))], (3, 2)), ("baddbmm", [X((2, 3, 8), S(2, 0, 8, 2)), X((2, 4, 2))], (2, 3, 2)),
]: add(op, "sliced", [X(shape), *sides])
add("addmv", "nothing inside", [X((3,)), X((3, 0)), X((0,))]); add("addr", "no rows", [X((0, 2)), X((0,)), X((2,))])
add("addbmm", "nothing inside", [X((3, 2)), X((2, 3, 0)), X((2, 0, 2))]); add("baddbmm", "no batch", [X((0, 3, 2)), X((0, 3, 4)), X((0, 4, 2))])
for op in "dot", "vdot", "outer", "ger": add(op, "a column of a transposed", [X((2, 5), T(), ["select", 1, 0]), X((5,))])
for p in 2, 1, INF:
    add("pdist", f"expanded, {p}", [X((1, 3), E(3, 3))], dict(p=p))
    add("pdist", f"no columns, {p}", [X((3, 0))], dict(p=p))
for name, x in {"expanded": X((2, 1, 5), ["select", 1, 0]), "repeated observations": X((3, 1), E(3, 4))}.items(): add("cov", name, [x])
add("cov", "no variables", [X((0, 4))]); add("corrcoef", "no variables", [X((0, 4))]); add("corrcoef", "0-d", [X(())], grad=False)
add("corrcoef", "the same variable twice", [X((1, 5), E(2, 5))])
add("tensordot", "0-d", [X(()), X((2, 3))], dict(dims=0))
