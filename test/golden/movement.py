"""Nothing is computed, things move: views, indices, joins."""
import json
from record import B, E, F32, I, INT, P, S, T, X, add


def moves(op, cases):
    for inp, o in cases:
        name = " ".join([str(inp["shape"]), *(v[0] for v in inp["view"]), *(f"{k} {v}" for k, v in o.items())])
        add(op, name, [inp], o)
    inp, o = cases[0]
    add(op, "int32", [{**inp, "dtype": "int32", "lo": -9, "hi": 9}], o, INT)
    add(op, "bool", [{**inp, "dtype": "bool"}], o, INT)

VIEWS = [
    X((3, 4)), X((3, 4), T()), X((4, 6), S(0, 1), S(1, 0, 6, 2)), X((3, 1), E(3, 4)), X(()), X((0, 3)),
    X((2, 3, 4), P(2, 0, 1)),
]
SIZES = [(2, 6), (2, 6), (9,), (12,), (1, 1), (3, 0), (4, 6)]
moves(
    "reshape",
    [(v, dict(shape=list(s))) for v, s in zip(VIEWS, SIZES)]
    + [
        (X((2, 3, 4)), dict(shape=[-1, 4])), (X((2, 6), T()), dict(shape=[3, -1, 2])),
        (X((1,)), dict(shape=[])),
    ],
)
moves(
    "view",
    [
        (X((3, 4)), dict(shape=[2, 6])), (X((2, 3, 4)), dict(shape=[-1])),
        (X((3, 8), S(1, 0, 8, 2)), dict(shape=[3, 2, 2])), (X((3, 1), E(3, 4)), dict(shape=[3, 2, 2])),
        (X((2, 3, 4), T(0, 1)), dict(shape=[3, 2, 2, 2])), (X(()), dict(shape=[1])),
        (X((0, 3)), dict(shape=[0, 5])), (X((4, 6), S(0, 1, 3)), dict(shape=[12])),
    ],
)
moves(
    "flatten",
    [(v, {}) for v in VIEWS]
    + [
        (X((2, 3, 4)), dict(start=1)), (X((2, 3, 2, 2)), dict(start=1, end=2)),
        (X((2, 3, 4)), dict(start=0, end=-2)),
    ],
)
moves(
    "unflatten",
    [
        (X((3, 4)), dict(dim=1, sizes=[2, 2])), (X((4, 3), T()), dict(dim=-1, sizes=[2, -1])),
        (X((6, 2)), dict(dim=0, sizes=[3, 1, 2])), (X((6,)), dict(dim=0, sizes=[-1, 3])),
        (X((3, 8), S(1, 0, 8, 2)), dict(dim=1, sizes=[2, 2])), (X((1, 4), E(3, 4)), dict(dim=1, sizes=[2, 2])),
        (X((0, 4)), dict(dim=1, sizes=[4, 1])), (X((2, 3, 4), P(2, 0, 1)), dict(dim=0, sizes=[2, 2])),
    ],
)
moves(
    "squeeze",
    [
        (X((1, 3, 1)), {}), (X((1, 3, 1)), dict(dim=0)), (X((1, 3, 1)), dict(dim=-1)),
        (X((1, 3, 1)), dict(dim=1)), (X((3, 1), T()), {}), (X(()), {}),
        (X((1, 0)), {}), (X((1, 1)), {}), (X((3, 1), E(3, 2)), dict(dim=1)),
        (X((3, 1, 6), S(2, 0, 6, 2)), {}),
    ],
)
moves("unsqueeze", [(v, dict(dim=d)) for v, d in zip(VIEWS, [0, 1, -1, 2, 0, 1, -2])])
moves(
    "transpose",
    [
        (X((3, 4)), dict(dims=[0, 1])), (X((2, 3, 4)), dict(dims=[0, 2])),
        (X((2, 3, 4)), dict(dims=[-1, -2])), (X((2, 3, 4), P(2, 0, 1)), dict(dims=[1, 0])),
        (X((3, 1), E(3, 4)), dict(dims=[0, 1])), (X((5, 6), S(1, 0, 6, 2)), dict(dims=[0, 1])),
        (X((0, 3)), dict(dims=[0, 1])), (X((3, 3)), dict(dims=[1, 1])),
        (X(()), dict(dims=[0, -1])),
    ],
)
moves("t", [(X((3, 4)), {}), (X((3, 4), T()), {}), (X((3,)), {}), (X(()), {}), (X((0, 2)), {}), (X((3, 6), S(1, 0, 6, 2)), {}), (X((3, 1), E(3, 4)), {})])
moves("T", [(X((3, 4)), {}), (X((2, 3, 4)), {}), (X((2, 3, 4), T(0, 1)), {}), (X((3, 6), S(1, 0, 6, 2)), {}), (X((1, 4), E(3, 4)), {}), (X((0, 3)), {}), (X((5,)), {}), (X(()), {})])
moves(
    "permute",
    [
        (X((2, 3, 4)), dict(dims=[2, 0, 1])), (X((2, 3, 4)), dict(dims=[1, 0, 2])),
        (X((2, 3, 4), T(0, 2)), dict(dims=[-1, 0, 1])), (X((3, 4)), dict(dims=[0, 1])),
        (X(()), dict(dims=[])), (X((0, 3)), dict(dims=[1, 0])), (X((1, 4), E(3, 4)), dict(dims=[1, 0])),
        (X((2, 2, 2, 3)), dict(dims=[3, 1, 0, 2])),
        (X((2, 3, 8), S(2, 0, 8, 2)), dict(dims=[2, 0, 1])),
    ],
)
moves(
    "expand",
    [
        (X((3, 1)), dict(shape=[3, 4])), (X((1, 4)), dict(shape=[3, -1])),
        (X((3,)), dict(shape=[2, 3])), (X(()), dict(shape=[2, 2])),
        (X((1, 3), T()), dict(shape=[3, 2])), (X((1, 1, 2)), dict(shape=[2, 3, 2])),
        (X((3, 2), S(1, 0, 1)), dict(shape=[3, 5])), (X((0, 1)), dict(shape=[0, 4])),
        (X((1, 3)), dict(shape=[0, 3])), (X((3, 4)), dict(shape=[-1, -1])),
        (X((3, 1), E(3, 4)), dict(shape=[2, 3, 4])),
    ],
)
moves("contiguous", [(v, {}) for v in VIEWS])
moves("clone", [(v, {}) for v in VIEWS])
moves(
    "slice",
    [
        (X((5, 4)), dict(dim=0, start=1, end=4)), (X((5, 4)), dict(dim=1, start=0, end=4, step=3)),
        (X((5, 4)), dict(dim=0, start=-3)), (X((5, 4)), dict(dim=0, end=-1)),
        (X((5, 4)), dict(dim=0, start=2, end=99)), (X((5, 4)), dict(dim=0, start=4, end=2)),
        (X((4, 5), T()), dict(dim=0, start=1, end=5, step=2)), (X((1, 4), E(3, 4)), dict(dim=0, start=1)),
        (X((0, 4)), dict(dim=0, start=0, end=2)),
        (X((9,), S(0, 1, 9, 2)), dict(dim=0, start=1, step=2)), (X((2, 3, 4)), dict(dim=-1, start=-99, end=2)),
    ],
)
moves(
    "narrow",
    [
        (X((5, 4)), dict(dim=0, start=1, length=3)), (X((4, 5), T()), dict(dim=-2, start=2, length=2)),
        (X((5,)), dict(dim=0, start=5, length=0)), (X((1, 4), E(3, 4)), dict(dim=0, start=1, length=2)),
        (X((5, 4)), dict(dim=1, start=-2, length=2)),
        (X((5, 8), S(1, 0, 8, 2)), dict(dim=1, start=1, length=2)), (X((0, 4)), dict(dim=1, start=1, length=2)),
    ],
)
moves(
    "select",
    [
        (X((3, 4)), dict(dim=0, index=1)), (X((3, 4)), dict(dim=1, index=-1)),
        (X((3, 4), T()), dict(dim=0, index=2)), (X((5,)), dict(dim=0, index=3)),
        (X((2, 3, 4)), dict(dim=-1, index=0)), (X((3, 1), E(3, 4)), dict(dim=1, index=2)),
        (X((2, 0)), dict(dim=0, index=1)), (X((4, 6), S(1, 1, 6, 2)), dict(dim=1, index=1)),
    ],
)

def sl(*a): return {"slice": list(a) + [None] * (3 - len(a))}
for index in [
    [1], [-1, 2], [sl(1, 3)], [sl(None), sl(0, 4, 2)], [None, 0], [0, None, sl(1)], ["...", 0], ["...", None],
    [0, "..."], [sl(None, None, 3), "...", sl(-2)], [None, "...", None, 1], [1, 2], [sl(4, 1)], [],
]:
    add("at", json.dumps(index), [X((3, 4))], dict(index=index))
add("at", "of a transposed", [X((4, 3), T())], dict(index=[sl(0, 3, 2), sl(1)]))
add("at", "of an expanded", [X((1, 4), E(3, 4))], dict(index=[2, sl(0, 4, 3)]))
add("at", "of 3 axes", [X((2, 3, 4))], dict(index=[sl(None), 1, sl(None, None, 2)]))
add("at", "of a sliced", [X((3, 8), S(1, 0, 8, 2))], dict(index=[sl(1), 2]))
add("at", "of no rows", [X((0, 4))], dict(index=[sl(None), sl(1, 3)]))
add("at", "of a 0-d", [X(())], dict(index=[None, "..."]))
add("at", "int32", [I((3, 4), T())], dict(index=[1, sl(0, 2)]), INT)
for name, inp, extra, index in [
    ("rows by number", X((4, 3)), [I((5,), values=[3, 0, 0, -1, 2])], ["tensor"]),
    ("columns by number", X((3, 4)), [I((3,), values=[3, 0, 0])], [sl(None), "tensor"]),
    ("a table of rows", X((4, 3)), [I((2, 2), values=[3, 0, 0, 1])], ["tensor"]),
    ("elements by two", X((3, 4)), [I((3,), values=[2, 0, 2]), I((3,), values=[1, -4, 1])], ["tensor", "tensor"]),
    ("a grid by two", X((3, 4)), [I((2, 1), values=[2, 0]), I((3,), values=[1, 0, 3])], ["tensor", "tensor"]),
    ("rows by mask", X((4, 3)), [B((4,), values=[1, 0, 1, 1])], ["tensor"]),
    ("elements by mask", X((3, 3), T()), [B((3, 3), values=[1, 0, 1, 0, 0, 1, 1, 0, 0])], ["tensor"]),
    ("nothing by mask", X((3, 2)), [B((3,), values=[0, 0, 0])], ["tensor"]),
    ("a number beside a tensor", X((3, 4)), [I((2,), values=[3, 1])], [1, "tensor"]),
    ("a slice before a tensor", X((3, 4)), [I((2,), values=[3, 1])], [sl(0, 3, 2), "tensor"]),
    (
        "a slice between tensors", X((2, 3, 4)), [I((2,), values=[1, 0]), I((2,), values=[3, 1])],
        ["tensor", sl(1), "tensor"],
    ),
    ("the middle of three", X((2, 3, 4)), [I((2,), values=[2, 0])], [sl(None), "tensor"]),
    ("after the dots", X((2, 3, 4), T(0, 2)), [I((3,), values=[1, 0, 1])], ["...", "tensor"]),
    ("a 0-d tensor", X((3, 4)), [I((), values=[2])], ["tensor"]),
    ("no rows", X((3, 4)), [I((0,), values=[])], ["tensor"]),
    ("columns by mask", X((2, 3)), [B((3,), values=[0, 1, 1])], [sl(None), "tensor"]),
]:
    add("at", name, [inp, *extra], dict(index=index))

for name, inputs, dim in [
    ("rows", [X((2, 3)), X((3, 3))], 0), ("columns", [X((2, 3)), X((2, 1)), X((2, 2))], 1),
    ("last", [X((2, 1, 2)), X((2, 1, 3))], -1), ("middle", [X((2, 1, 2)), X((2, 2, 2))], 1),
    ("one", [X((2, 3))], 0), ("lines", [X((3,)), X((5,))], 0), ("transposed", [X((3, 2), T()), X((2, 3))], 0),
    ("sliced", [X((2, 6), S(1, 0, 6, 2)), X((3, 2), T())], 1),
    ("expanded", [X((2, 1), E(2, 3)), X((1, 3), E(2, 3))], 1),
    ("empty vectors", [X((0,)), X((0,))], 0), ("an empty vector among them", [X((0,)), X((2, 3)), X((0,))], 1),
    ("none among them", [X((0, 3)), X((2, 3)), X((0, 3))], 0), ("only none", [X((0, 3)), X((0, 3))], 1),
]:
    add("cat", name, inputs, dict(dim=dim))
for name, inputs, dim in [
    ("first", [X((2, 3)), X((2, 3))], 0), ("middle", [X((2, 3)), X((2, 3)), X((2, 3))], 1),
    ("last", [X((2, 3)), X((2, 3))], -1), ("0-d", [X(()), X(())], 0),
    ("transposed", [X((3, 2), T()), X((2, 3))], 1), ("sliced", [X((5,), S(0, 0, 5, 2)), X((3,))], 0),
    ("expanded", [X((1,), E(3)), X((3,))], 1), ("no elements", [X((0,)), X((0,))], 0),
]:
    add("stack", name, inputs, dict(dim=dim))
for op in "cat", "stack":
    add(op, "int32", [I((2, 3)), I((3, 2), T())], dict(dim=1), INT)
    add(op, "bool", [B((2, 3)), B((3, 2), T())], dict(dim=0), INT)
add("cat", "int32 beside float32", [I((2, 3)), X((1, 3))], dict(dim=0), F32)

for name, inp, index, dim in [
    ("rows", X((3, 4)), I((2, 4), lo=0, hi=2), 0), ("columns", X((3, 4)), I((3, 2), lo=0, hi=3), 1),
    ("fewer of both", X((3, 4)), I((2, 3), lo=0, hi=3), 1),
    ("transposed", X((4, 3), T()), I((2, 3), T(), lo=0, hi=3), 1),
    ("sliced", X((3, 8), S(1, 0, 8, 2)), I((3, 4), S(1, 1), lo=0, hi=3), -1),
    ("expanded", X((1, 4), E(3, 4)), I((3, 1), E(3, 5), lo=0, hi=3), 1),
    ("line", X((5,)), I((8,), lo=0, hi=4), 0), ("no indices", X((3, 4)), I((0, 4)), 0),
    ("three axes", X((2, 3, 4)), I((2, 2, 4), lo=0, hi=2), 1), ("0-d", X(()), I((), lo=0, hi=0), 0),
    ("always the same", X((3, 2)), I((5, 2), values=[1] * 10), 0),
]:
    add("gather", name, [inp, index], dict(dim=dim))
    source = X(index["shape"], *index["view"])
    add("scatterAdd", name, [inp, index, source], dict(dim=dim))
add("gather", "int32", [I((3, 4)), I((3, 2), lo=0, hi=3)], dict(dim=1), INT)
add("scatterAdd", "int32", [I((3, 4)), I((3, 6), lo=0, hi=3), I((3, 6))], dict(dim=1), INT)
add(
    "scatterAdd", "more to take than is taken", [X((3, 4)), I((2, 3), lo=0, hi=2), X((3, 5))], dict(dim=0),
    grad=False,
)
for name, inp, index, dim in [
    ("rows", X((4, 3)), I((5,), values=[3, 0, 0, 1, 3]), 0), ("columns", X((3, 4)), I((2,), lo=0, hi=3), 1),
    ("middle", X((2, 3, 4)), I((4,), lo=0, hi=2), 1),
    ("transposed", X((3, 4), T()), I((3,), lo=0, hi=3), 0),
    ("sliced", X((3, 8), S(1, 0, 8, 2)), I((6,), S(0, 0, 6, 2), lo=0, hi=3), -1),
    ("expanded", X((1, 4), E(3, 4)), I((2,), lo=0, hi=2), 0), ("line", X((5,)), I((3,), lo=0, hi=4), 0),
    ("no indices", X((3, 4)), I((0,)), 0), ("a 0-d index", X((3, 4)), I((), lo=0, hi=2), 0),
    ("always the same", X((2, 3)), I((9,), values=[1] * 9), 0),
]:
    add("indexSelect", name, [inp, index], dict(dim=dim))
add("indexSelect", "int32", [I((3, 4)), I((3,), lo=0, hi=2)], dict(dim=0), INT)
for name, inp, mask, value in [
    ("same shape", X((3, 4)), B((3, 4)), 2.5), ("row mask", X((3, 4)), B((4,)), "-inf"),
    ("column mask", X((3, 4)), B((3, 1)), 0), ("0-d mask", X((3,)), B((), values=[1]), 1),
    ("transposed", X((4, 3), T()), B((3, 4)), -1),
    ("transposed mask", X((3, 4)), B((4, 3), T()), "nan"),
    ("sliced", X((3, 8), S(1, 0, 8, 2)), B((3, 8), S(1, 1, 8, 2)), 7),
    ("expanded mask", X((3, 4)), B((3, 1), E(3, 4)), 0.5), ("no elements", X((0, 4)), B((4,)), 1),
    ("0-d", X(()), B((), values=[1]), 3),
]:
    add("maskedFill", name, [inp, mask], dict(value=value))
add("maskedFill", "int32", [I((3, 4)), B((3, 4))], dict(value=7), INT)
