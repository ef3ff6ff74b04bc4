"""Writing, adding, multiplying and comparing at places that an index tells."""
import torch
from meaning import OPS
from record import B, E, I, INT, P, S, T, X, add

def scatter(x, dim, value=None, reduce=None):
    source = x[2] if value is None else float(value) if isinstance(value, str) else value
    if reduce is None: return x[0].scatter(dim, x[1].long(), source)
    return x[0].scatter(dim, x[1].long(), source, reduce=reduce)

OPS.update({
    "scatter": scatter,
    "scatterReduce": lambda x, dim, reduce, includeSelf=True:
        torch.scatter_reduce(x[0], dim, x[1].long(), x[2], reduce, include_self=includeSelf),
})

def D(**o): return o
M, MT, MS, ME = X((3, 4)), X((4, 3), T()), X((4, 6), S(0, 1), S(1, 0, 6, 2)), X((3, 1), E(3, 4))
V, N, CP = X((5,)), X(()), X((2, 3, 4), P(2, 0, 1))

# every place at most once: torch leaves open which of two values stays, and gives both the gradient
ONCE = [
    ("rows", M, I((2, 4), values=[0, 1, 2, 0, 1, 2, 0, 1]), 0, X((2, 4))), ("columns", M, I((3, 2), values=[3, 0, 1, 2, 0, 1]), 1, X((3, 2))),
    ("fewer of both", M, I((2, 3), values=[3, 0, 1, 2, 0, 1]), 1, X((2, 3))), ("transposed", MT, I((2, 3), T(), values=[0, 1, 2, 3, 2, 0]), 1, X((2, 3), T())),
    ("sliced", MS, I((4, 2), S(0, 1), values=[9, 9, 0, 1, 2, 1, 1, 0]), -1, X((3, 4), S(1, 0, 4, 2))), ("expanded", ME, I((2, 1), E(2, 4), values=[2, 0]), 0, X((1, 4), E(2, 4))),
    ("line", V, I((3,), values=[4, 0, 2]), 0, X((3,))), ("no indices", M, I((0, 4), values=[]), 0, X((0, 4))), ("three axes", CP, I((2, 1, 3), values=[3, 0, 1, 2, 1, 3]), 0, X((2, 1, 3))), ("0-d", N, I((), values=[0]), 0, X(())),
    ("edges", X((5,), values=["nan", "inf", "-inf", -0.0, 1]), I((3,), values=[3, 0, 2]), 0, X((3,), values=[0.0, -0.0, "nan"])),
]
for name, x, i, dim, source in ONCE:
    add("scatter", name, [x, i, source], D(dim=dim))
    add("scatter", f"a number, {name}", [x, i], D(dim=dim, value=2.5))
    for reduce in "add", "multiply":
        add("scatter", f"{reduce} {name}", [x, i, source], D(dim=dim, reduce=reduce), grad=False)
add("scatter", "more to take than is taken", [M, I((1, 3), values=[0, 1, 2]), X((3, 5))], D(dim=0), grad=False)
add("scatter", "add a number twice", [M, I((1, 3), values=[1, 1, 2])], D(dim=1, value=2, reduce="add"), grad=False)
add("scatter", "multiply by a number twice", [M, I((1, 3), values=[1, 1, 2])], D(dim=1, value=2, reduce="multiply"), grad=False)
for v in "nan", "inf", "-inf": add("scatter", v, [M, I((1, 2), values=[1, 2])], D(dim=1, value=v))
for dtype, make in ("int32", I), ("bool", B):
    add("scatter", dtype, [make((3, 4)), I((3, 2), values=[3, 0, 1, 2, 0, 1]), make((3, 2))], D(dim=1), INT)
    add("scatter", f"{dtype} a number", [make((3, 4)), I((3, 2), values=[3, 0, 1, 2, 0, 1])], D(dim=1, value=1), INT)
    for reduce in "add", "multiply":
        add("scatter", f"{dtype} {reduce}", [make((3, 4)), I((3, 3), values=[3, 0, 3, 1, 1, 2, 0, 1, 0]), make((3, 3))], D(dim=1, reduce=reduce), INT)

TWICE = [
    ("rows", M, I((4, 4), lo=0, hi=2), 0, X((4, 4))), ("columns", M, I((3, 6), lo=0, hi=3), 1, X((3, 6))), ("transposed", MT, I((5, 3), T(), lo=0, hi=3), 1, X((5, 3), T())),
    ("sliced", MS, I((4, 3), S(0, 1), lo=0, hi=2), -1, X((3, 6), S(1, 0, 6, 2))), ("expanded", ME, I((3, 1), E(3, 4), lo=0, hi=2), 0, X((1, 4), E(3, 4))),
    ("line", V, I((9,), lo=0, hi=4), 0, X((9,))), ("no indices", M, I((0, 4), values=[]), 0, X((0, 4))), ("three axes", CP, I((2, 2, 3), lo=0, hi=3), 0, X((2, 2, 3))), ("0-d", N, I((), values=[0]), 0, X(())),
    ("all in one place", V, I((6,), values=[1] * 6), 0, X((6,))), ("ties", X((3,), values=[1, 2, 3]), I((6,), values=[0, 0, 1, 1, 2, 2]), 0, X((6,), values=[1, 1, 3, 3, 0, 2])),
    ("a zero", X((3,), values=[0, 2, 0]), I((5,), values=[0, 0, 1, 1, 2]), 0, X((5,), values=[3, 2, 0, 5, 0])), ("two zeros", X((2,), values=[3, 2]), I((4,), values=[0, 0, 0, 1]), 0, X((4,), values=[0, 0, 4, 5])),
]
for reduce in "sum", "prod", "mean", "amax", "amin":
    for name, x, i, dim, source in TWICE:
        for alone in False, True:
            # with includeSelf: false torch 1.13 still lets the element of x share an extreme it equals, and counts its zeros
            grad = not (alone and name in ("transposed", "ties", "a zero", "two zeros"))
            o = D(dim=dim, reduce=reduce, includeSelf=False) if alone else D(dim=dim, reduce=reduce)
            add("scatterReduce", f"{reduce} {name}" + " alone" * alone, [x, i, source], o, grad=grad)
    for alone in False, True:
        o = D(dim=0, reduce=reduce, includeSelf=False) if alone else D(dim=0, reduce=reduce)
        add("scatterReduce", f"{reduce} of nan and inf" + " alone" * alone, [X((4,), values=["nan", 1, "inf", "-inf"]), I((6,), values=[0, 1, 1, 2, 3, 3]), X((6,), values=[1, "nan", 3, 2, "inf", 1])], o, grad=False)
        add("scatterReduce", f"{reduce} int32" + " alone" * alone, [I((4,)), I((7,), values=[0, 0, 1, 1, 1, 3, 0]), I((7,))], o, INT)
add("scatterReduce", "more to take than is taken", [M, I((2, 3), lo=0, hi=2), X((3, 5))], D(dim=0, reduce="amax"), grad=False)
for name, values in ("both", [1, 1, 0]), ("one", [0, 1, 0]), ("none", [0, 0, 0]):
    add("scatterAdd", f"bool {name}", [B((2,), values=[0, 0]), I((3,), values=[0, 0, 1]), B((3,), values=values)], D(dim=0), INT)

def fill_diagonal(x, value, wrap=False): return x[0].detach().clone().fill_diagonal_(value, wrap=wrap)
OPS["fillDiagonal_"] = fill_diagonal
for name, x in [("square", X((3, 3))), ("wide", M), ("tall", X((7, 3))), ("transposed", MT), ("tall transposed", X((3, 8), T())), ("sliced", MS), ("expanded", ME), ("a cube", X((2, 2, 2))), ("no rows", X((0, 3))), ("one column", X((4, 1))), ("just too short to wrap", X((4, 3)))]:
    add("fillDiagonal_", name, [x], D(value=2.5))
    if len(x["shape"]) == 2: add("fillDiagonal_", name + " wrapped", [x], D(value=-1, wrap=True))
for dtype, make in ("int32", I), ("bool", B): add("fillDiagonal_", dtype, [make((5, 2))], D(value=1, wrap=True), INT)
