"""Along an axis, each result from those before it."""
import torch
from meaning import OPS
from record import B, E, F32, I, INF, INT, NAN, P, S, T, X, add

OPS.update({
    "cumsum": lambda x, dim: torch.cumsum(x[0], dim, dtype=exact(x[0])),
    "cumprod": lambda x, dim: torch.cumprod(x[0], dim, dtype=exact(x[0])),
    "logcumsumexp": lambda x, dim: torch.logcumsumexp(x[0], dim),
    "cummax": lambda x, dim: torch.cummax(x[0], dim), "cummin": lambda x, dim: torch.cummin(x[0], dim),
    "diff": lambda x, n=1, dim=-1: torch.diff(x[0], n, dim, *(x[1:] + [None, None])[:2]),
    "trapezoid": lambda x, dim=-1, **o: torch.trapezoid(x[0], *x[1:], dim=dim, **o),
    "cumulativeTrapezoid": lambda x, dim=-1, **o: torch.cumulative_trapezoid(x[0], *x[1:], dim=dim, **o),
})

def exact(x):
    """There is no int64 here."""
    return None if x.is_floating_point() else torch.int32

LINES = [
    ("rows", X((3, 4)), 1), ("columns", X((3, 4)), 0), ("last of three", X((2, 3, 4)), -1),
    ("middle", X((2, 3, 4)), 1), ("first of three", X((2, 3, 4)), 0), ("transposed", X((5, 3), T()), 1),
    ("sliced", X((4, 9), S(0, 0, 4, 2), S(1, 1, 9, 3)), 1), ("expanded", X((1, 3), E(4, 3)), 1),
    ("expanded along it", X((3, 1), E(3, 4)), 1), ("permuted", X((2, 3, 4), P(2, 0, 1)), 0),
    ("a long row", X((37,)), 0), ("many columns", X((3, 37)), 0), ("long columns", X((35, 2)), 0),
    ("one", X((3, 1)), 1), ("0-d", X(()), 0), ("0-d from the end", X(()), -1), ("no rows", X((0, 3)), 1),
    ("no columns", X((3, 0)), 0), ("nothing along it", X((3, 0)), 1),
]
ODD = [
    ("a nan", X((2, 4), values=[1.0, NAN, 3.0, 0.5, 2.0, -1.0, NAN, 7])),
    ("infinities", X((3, 3), values=[INF, 1, 2, "-inf", 3, 4, "-inf", INF, 1])),
    ("zeros of both signs", X((2, 3), values=[0.0, -0.0, 0.0, -0.0, -0.0, -1.0])),
]

for op in "cumsum", "cumprod", "logcumsumexp", "cummax", "cummin":
    for name, inp, dim in LINES:
        if "cum" in op and op[3:] in ("max", "min") and name == "nothing along it": continue  # an error in torch
        if op == "cumprod" and name in ("a long row", "long columns"): inp = {**inp, "lo": 0.5, "hi": 1.5}
        add(op, name, [inp], dict(dim=dim))
    for name, inp in ODD:
        add(op, name, [inp], dict(dim=1), grad=name[0] == "z" and op != "logcumsumexp")
for op in "cumsum", "cumprod", "cummax", "cummin":
    add(op, "int32", [I((3, 4), T())], dict(dim=0), INT)
    add(op, "int32 by rows", [I((2, 6), S(1, 0, 6, 2))], dict(dim=1), INT)
    add(op, "bool", [B((3, 5))], dict(dim=1), INT)
    add(op, "int32, 0-d", [I(())], dict(dim=0), INT)
for op in "cumsum", "cumprod":
    add(op, "overflow wraps", [I((5,), values=[2147483647, 2, 65536, 65536, 3])], dict(dim=0), INT)
add("cumprod", "one zero", [X((2, 4), values=[1.5, 0.0, 2.0, -3.0, 0.0, 2.0, 1.0, 4.0])], dict(dim=1))
add("cumprod", "zeros", [X((2, 5), values=[1.5, 0.0, 2.0, 0.0, -3.0, 0.0, 0.0, 1.0, 4.0, 2.0])], dict(dim=1))
add("cumprod", "a zero at the end of a column", [X((3, 2), values=[1.5, 2.0, 2.5, -3.0, 0.0, 0.0])], dict(dim=0))
add("cumprod", "nothing but zeros", [X((3,), values=[0.0] * 3)], dict(dim=0))
for op in "cummax", "cummin":
    add(op, "ties", [X((2, 6), values=[1, 3, 3, 2, 3, 0, 2, 0, 0, 2, 0, 5])], dict(dim=1))
    add(op, "nan first", [X((4,), values=[NAN, 1.0, NAN, 3.0])], dict(dim=0), grad=False)
add("logcumsumexp", "large", [X((2, 3), values=[1000, 1001, 999, -1000, -1001, -999])], dict(dim=1))
add("logcumsumexp", "minus infinity later", [X((4,), values=[1.0, "-inf", 2.0, "-inf"])], dict(dim=0))
add("logcumsumexp", "minus infinity first", [X((4,), values=["-inf", "-inf", 2.0, 1.0])], dict(dim=0), grad=False)

for name, inp, o in [
    ("rows", X((3, 4)), {}), ("columns", X((3, 4)), dict(dim=0)), ("middle", X((2, 3, 4)), dict(dim=1)),
    ("transposed", X((5, 3), T()), {}), ("sliced", X((4, 9), S(1, 1, 9, 2)), {}), ("twice", X((3, 5)), dict(n=2)),
    ("twice, columns", X((4, 3)), dict(n=2, dim=0)), ("expanded", X((3, 1), E(3, 4)), {}),
    ("too often", X((3,)), dict(n=5)), ("not at all", X((3,)), dict(n=0)), ("one", X((3, 1)), {}),
    ("no rows", X((0, 3)), {}), ("infinities", X((4,), values=[INF, INF, 1.0, "-inf"]), {}),
]: add("diff", name, [inp], o, grad=name != "infinities")
add("diff", "prepended", [X((3, 4)), X((3, 2))])
add("diff", "both", [X((3, 4)), X((3, 1)), X((3, 2))])
add("diff", "appended", [X((2, 3)), None, X((1, 3))], dict(dim=0))
add("diff", "int32", [I((3, 4), T())], dict(n=2), INT)
add("diff", "bool", [B((3, 5))], {}, INT)
add("diff", "bool, twice", [B((3, 5))], dict(n=2, dim=0), INT)

for op in "trapezoid", "cumulativeTrapezoid":
    for name, inp, o in [
        ("rows", X((3, 4)), {}), ("columns", X((3, 4)), dict(dim=0)), ("spaced", X((3, 4)), dict(dx=0.25)),
        ("transposed", X((5, 3), T()), {}), ("sliced", X((4, 9), S(1, 1, 9, 2)), {}),
        ("expanded", X((3, 1), E(3, 4)), {}), ("one", X((3, 1)), {}), ("no rows", X((0, 3)), {}),
        ("middle", X((2, 3, 4)), dict(dim=1, dx=2)), ("a nan", X((4,), values=[1.0, NAN, 2.0, 3.0]), {}),
    ]: add(op, name, [inp], o)
    add(op, "at places", [X((3, 4)), X((4,))])
    add(op, "at places, columns", [X((3, 4)), X((3,))], dict(dim=0))
    add(op, "at places of their own", [X((3, 4)), X((3, 4), values=[k * k / 8 for k in range(12)])])
    add(op, "at places of a matrix", [X((2, 3, 4)), X((3, 4))], dict(dim=1))
    add(op, "int32", [I((3, 4))], {}, F32)
