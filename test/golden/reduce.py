"""Many numbers into one, over every choice of axes; softmax, which keeps them all."""
from record import B, E, I, INF, INT, NAN, P, S, T, X, add


SUMS = ["sum", "mean", "var", "std", "logsumexp"]
ENDS = ["amax", "amin", "max", "min", "argmax", "argmin"]
ONE_AXIS = {"max", "min", "argmax", "argmin"}

for op in SUMS + ENDS + ["norm", "any", "all"]:
    cases = [
        ("everything", X((3, 4)), None, 0), ("columns", X((3, 4)), 0, 0),
        ("rows", X((3, 4)), 1, 0), ("rows, kept", X((3, 4)), -1, 1),
        ("transposed", X((3, 4), T()), 1, 0),
        ("sliced", X((4, 9), S(0, 0, 4, 2), S(1, 1, 9, 3)), 1, 0), ("expanded", X((3, 1), E(3, 4)), 0, 0),
        ("expanded, everything", X((1, 3), E(4, 3)), None, 0), ("middle axis", X((2, 3, 4)), 1, 1),
        ("permuted", X((2, 3, 4), P(2, 0, 1)), 0, 0), ("long rows", X((3, 70)), 1, 0),
        ("long columns", X((70, 3)), 0, 0), ("long rows of a view", X((37, 2), T()), 1, 0),
        ("everything of a long view", X((9, 9), T(), S(0, 1)), None, 0),
        ("two axes", X((2, 3, 4)), [0, 2], 0),
        ("two axes, negative, kept", X((2, 3, 4)), [-1, -2], 1),
        ("two axes of a view", X((2, 3, 4), T(0, 2)), [0, 1], 0), ("all axes", X((2, 2, 3)), [0, 1, 2], 1),
        ("0-d", X(()), None, 0), ("0-d, by axis", X(()), 0, 0), ("no rows, by row", X((0, 3)), 1, 0),
        ("no rows", X((0, 3)), 0, 0), ("no elements", X((2, 0)), None, 0),
        ("a nan", X((2, 3), values=[1.0, NAN, 3.0, 0.5, 2.0, -1.0]), 1, 0),
        ("nan somewhere", X((4,), values=[1.0, NAN, 3.0, NAN]), None, 0),
        ("infinities", X((3, 3), values=[INF, 1, 2, "-inf", 3, 4, "-inf", INF, 1]), 1, 0),
    ]
    for name, inp, dim, keepdim in cases:
        o = {**({} if dim is None else {"dim": dim}), **({"keepdim": True} if keepdim else {})}
        if op == "norm" and dim is not None: continue
        if isinstance(dim, list) and op in ONE_AXIS: continue
        if "0-d" in name and op in ("any", "all") and dim == 0: continue  # torch 1.13 forgets this one
        if op in ENDS and name in ("no rows", "no elements"): continue    # an error: fault.test.ts
        if op == "logsumexp" and dim is None: continue                    # torch asks for a dim
        if op in ("any", "all") and inp["values"] is None: inp = {**inp, "dtype": "bool"}
        smooth = name != "infinities" and not (op in ENDS and "nan" in name) and not (op in ("var", "std") and "0-d" in name)
        add(op, name, [inp], o, INT if inp["dtype"] else None, grad=smooth)
for op in "amax", "amin", "max", "min":
    add(op, "ties share the gradient", [X((2, 4), values=[1, 3, 3, 0, 0, 3, 0, 1])])
for op in "max", "min", "argmax", "argmin":
    add(op, "ties go to the first", [X((3, 4), values=[1, 3, 3, 0, 0, 3, 0, 1, 2, 2, 2, 2])], dict(dim=1))
    add(op, "ties in a view", [X((4, 2), T(), values=[3, 0, 3, 1, 0, 1, 0, 0])], dict(dim=1))
    add(op, "a long row of ties", [X((40,), values=[1, 2, 0, 2] * 10)], dict(dim=0))
    add(op, "the last of many", [X((67,), values=[0.0] * 66 + [-1.0 if "min" in op else 1.0])], dict(dim=0))
for op in "amax", "amin": add(op, "ties in rows", [X((2, 4), values=[1, 3, 3, 0, 0, 3, 0, 1])], dict(dim=1))
for op in "argmax", "argmin":
    add(op, "the first nan", [X((2, 5), values=[1, NAN, 9, NAN, -9, INF, 1, "-inf", 0, NAN])], dict(dim=1))
for op in ["sum"] + ENDS:
    add(op, "int32", [I((4, 5), T())], {}, INT)
    add(op, "int32 by rows", [I((4, 5), S(1, 0, 5, 2))], dict(dim=1), INT)
add("sum", "bool", [B((4, 5))], {}, INT)
add("sum", "bool by columns", [B((20, 3))], dict(dim=0), INT)
for op in "any", "all":
    add(op, "float32", [X((2, 3), values=[0, 0.5, NAN, 0.0, -0.0, 0])], dict(dim=1))
    add(op, "int32", [I((3, 3), lo=0, hi=1)], dict(dim=1), INT)
for op in "var", "std":
    add(op, "population", [X((3, 5))], dict(dim=1, correction=0))
    add(op, "population of everything", [X((3, 4), T())], dict(correction=0, keepdim=True))
    add(op, "corrected by two", [X((3, 5))], dict(dim=0, correction=2))
    add(op, "far from zero", [X((40,), values=[4096 + i % 7 / 4 for i in range(40)])], dict(dim=0))
    add(op, "one element, population", [X((3, 1))], dict(dim=1, correction=0))
add("std", "all the same", [X((2, 3), values=[2.0] * 3 + [1.0, 2.0, 4.0])], dict(dim=1))
add("norm", "of zeros", [X((3,), values=[0.0] * 3)])
for name, inp in ("transposed", X((3, 4), T())), ("sliced", X((4, 9), S(1, 0, 9, 2))), ("expanded", X((3, 1), E(3, 4))):
    add("norm", name, [inp])
add("logsumexp", "large", [X((2, 3), values=[1000, 1001, 999, -1000, -1001, -999])], dict(dim=1))
add("logsumexp", "some minus infinity", [X((2, 3), values=["-inf", 1, 2, 0.5, "-inf", "-inf"])], dict(dim=1))
add("logsumexp", "nothing but minus infinity", [X((2, 2), values=["-inf"] * 4)], dict(dim=1), grad=False)

for op in "softmax", "logSoftmax":
    for name, inp, dim in [
        ("rows", X((3, 5)), 1), ("columns", X((3, 5)), 0), ("last", X((2, 3, 4)), -1),
        ("middle", X((2, 3, 4)), 1), ("first of three", X((2, 3, 4)), 0),
        ("transposed", X((5, 3), T()), 1), ("sliced", X((3, 9), S(1, 0, 9, 2)), 1),
        ("expanded", X((3, 1), E(3, 4)), 1), ("permuted", X((2, 3, 4), P(2, 0, 1)), 1),
        ("long rows", X((2, 35)), 1), ("long columns", X((35, 2)), 0),
        ("one class", X((3, 1)), 1), ("0-d", X(()), 0), ("no rows", X((0, 3)), 1),
        ("no classes", X((3, 0)), 1),
        ("large", X((2, 3), values=[1000, 1001, 999, -1000, -1001, -999]), 1),
        ("far apart", X((2, 3), values=[0, 120, -120, 1, 0, -90]), 1),
        ("masked", X((2, 4), values=["-inf", 1, 2, "-inf", 0, "-inf", "-inf", "-inf"]), 1),
    ]:
        add(op, name, [inp], dict(dim=dim), grad=name != "masked" or op == "softmax")
    add(op, "everything masked", [X((1, 3), values=["-inf"] * 3)], dict(dim=1), grad=False)
    add(op, "nan and inf", [X((2, 3), values=[NAN, 1, 2, INF, 1, 2])], dict(dim=1), grad=False)
