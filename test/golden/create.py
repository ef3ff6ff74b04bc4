"""Tensors out of nothing or like another one, and other dtypes and numbers for those that exist."""
import torch
from meaning import OPS
from record import B, E, F32, F64, I, INT, P, S, T, TYPES, X, add

def typed(dtype): return {} if dtype is None else {"dtype": TYPES[dtype]}
def number(v): return float(v) if isinstance(v, str) else v
def like(f): return lambda x, dtype=None, **o: f(x[0].detach(), *map(number, o.values()), **typed(dtype))
def put(f): return lambda x, **o: f(x[0].detach().clone(), *[t.detach() for t in x[1:]], *map(number, o.values()))

OPS.update({
    "zeros": lambda x, shape, dtype=None: torch.zeros(shape, **typed(dtype)),
    "ones": lambda x, shape, dtype=None: torch.ones(shape, **typed(dtype)),
    "full": lambda x, shape, value, dtype="float32": torch.full(shape, number(value), **typed(dtype)),
    "eye": lambda x, rows, columns=None, dtype=None: torch.eye(rows, rows if columns is None else columns, **typed(dtype)),
    "arange": lambda x, end, start=0, step=1, dtype="float32": torch.arange(start, end, step, **typed(dtype)),
    "linspace": lambda x, start, end, steps, dtype=None: torch.linspace(start, end, steps, **typed(dtype)),
    "zerosLike": like(torch.zeros_like), "onesLike": like(torch.ones_like), "fullLike": like(torch.full_like),
    "fill_": put(torch.Tensor.fill_), "zero_": put(torch.Tensor.zero_), "copy_": put(torch.Tensor.copy_),
    "to": lambda x, dtype: x[0].to(TYPES[dtype]),
})

KINDS = ("float32", F32), ("float64", F64), ("int32", INT), ("bool", INT)

def made(op, *cases):
    """Each as float32, which is the default; the first also of each dtype."""
    for o in cases: add(op, str(o), [], o, F32)
    for dtype, run in KINDS[:3 if op in ("arange", "linspace") else 4]: add(op, f"{cases[0]} of {dtype}", [], {**cases[0], "dtype": dtype}, run)

SHAPES = [dict(shape=s) for s in ([2, 3], [], [0, 3], [4], [1, 1, 2], [2, 0])]
for op in "zeros", "ones": made(op, *SHAPES)
made("full", *[{**s, "value": v} for s, v in zip(SHAPES, (7, -0.0, 1, "nan", "inf", 2.5))])
made("eye", dict(rows=3), dict(rows=2, columns=4), dict(rows=4, columns=2), dict(rows=0), dict(rows=3, columns=0), dict(rows=1))
made("arange", dict(end=5), dict(start=2, end=7), dict(start=1, end=2, step=0.25), dict(start=5, end=-3, step=-3), dict(start=0, end=1, step=0.1), dict(start=3, end=3), dict(end=2.5))
made("linspace", dict(start=0, end=8, steps=5), dict(start=3, end=-2, steps=6), dict(start=1, end=9, steps=1), dict(start=1, end=9, steps=0), dict(start=-1, end=1, steps=8), dict(start=0.1, end=0.7, steps=4))

VIEWS = {
    "plain": X((3, 4)), "transposed": X((4, 3), T()), "sliced": X((4, 7), S(1, 1, 7, 3)), "permuted": X((2, 3, 2), P(2, 0, 1)),
    "expanded": X((3, 1), E(3, 4)), "no elements": X((0, 3)), "0-d": X(()), "int32": I((3, 2), T()), "bool": B((3,)),
}
for name, x in VIEWS.items():
    run = INT if x["dtype"] else None
    for op, o in ("zerosLike", {}), ("onesLike", {}), ("fullLike", dict(value=1)): add(op, name, [x], o, run)
    for dtype in "int32", "bool": add("to", f"{name} to {dtype}", [x], dict(dtype=dtype), run)
    for op, o in ("fill_", dict(value=1)), ("zero_", {}): add(op, name, [x], o, run)
for dtype, run in KINDS:
    add("fullLike", f"of {dtype}", [I((2, 3))], dict(value=3, dtype=dtype), run)
    if run is not INT:
        for x in X((2, 3), T()), I((2, 3)), B((4,)): add("to", f"{x['dtype'] or dtype} to {dtype}", [x], dict(dtype=dtype), run)
add("to", "truncated", [X((4,), values=[1.9, -1.9, 0.5, -0.5])], dict(dtype="int32"))
for value in "nan", "inf", -2.5: add("fill_", f"with {value}", [X((2, 3))], dict(value=value))
for name, x, y in [
    ("the same", X((3, 4)), X((3, 4))), ("a row for all", X((3, 4)), X((4,))), ("a number", X((3, 4)), X(())), ("0-d", X(()), X(())),
    ("transposed", X((4, 3), T()), X((3, 4))), ("from transposed", X((3, 4)), X((4, 3), T())), ("sliced", X((3, 4)), X((3, 8), S(1, 0, 8, 2))),
    ("from expanded", X((3, 4)), X((3, 1), E(3, 4))), ("no elements", X((0, 3)), X((3,))), ("from int32", X((2, 3)), I((2, 3))), ("from bool", X((2, 3)), B((2, 3))),
]: add("copy_", name, [x, y])
add("copy_", "int32 from float", [I((4,)), X((4,), values=[1.9, -1.9, 2.5, -0.5])], {}, F32)
