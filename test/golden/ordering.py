"""Order: sorting and what can be read from sorted elements; different ones, counts, places."""
import torch
from meaning import OPS
from record import B, E, F64, I, INF, INT, NAN, P, S, T, X, add

def quantile(f):
    def g(x, q=None, dim=None, keepdim=False, interpolation="linear"):
        if isinstance(q, list): q = torch.tensor(q, dtype=x[0].dtype)
        return f(x[0], x[1] if len(x) > 1 else q, dim, keepdim, interpolation=interpolation)
    return g

def different(f):
    """Values, inverse, counts: the order of its results here."""
    return lambda x, dim=None: f(x[0], return_inverse=True, return_counts=True, **({} if dim is None else {"dim": dim}))

def middle(f): return lambda x, dim=None, keepdim=False: f(x[0]) if dim is None else f(x[0], dim, keepdim)

def member(x, invert=False):
    """torch 1.13 refuses other layouts."""
    return torch.isin(x[0].contiguous(), x[1].contiguous(), invert=invert)

OPS.update({
    "sort": lambda x, dim=-1, descending=False: torch.sort(x[0], dim=dim, descending=descending, stable=True),
    "argsort": lambda x, dim=-1, descending=False: torch.sort(x[0], dim=dim, descending=descending, stable=True)[1],
    "msort": lambda x: torch.msort(x[0]),
    "topk": lambda x, k, dim=-1, largest=True: torch.topk(x[0], k, dim, largest),
    "kthvalue": lambda x, k, dim=-1, keepdim=False: torch.kthvalue(x[0], k, dim, keepdim),
    "median": middle(torch.median), "nanmedian": middle(torch.nanmedian),
    "mode": lambda x, dim=-1, keepdim=False: torch.mode(x[0], dim, keepdim)[0],
    "quantile": quantile(torch.quantile), "nanquantile": quantile(torch.nanquantile),
    "unique": different(torch.unique), "uniqueConsecutive": different(torch.unique_consecutive),
    "searchsorted": lambda x, right=False: torch.searchsorted(x[0], x[1], right=right,
                                                              sorter=x[2].long() if len(x) > 2 else None),
    "bucketize": lambda x, right=False: torch.bucketize(x[0], x[1], right=right),
    "bincount": lambda x, minlength=0: torch.bincount(x[0], x[1] if len(x) > 1 else None, minlength),
    "histc": lambda x, bins=100, min=0, max=0: torch.histc(x[0], bins, min, max),
    "histogram": lambda x, bins=None, density=False, **o: torch.histogram(
        x[0], x[1] if bins is None else bins, weight=x[2] if len(x) > 2 else None, density=density,
        **({"range": tuple(o["range"])} if "range" in o else {})),
    "nonzero": lambda x: torch.nonzero(x[0]), "isin": member,
})

LINES = [
    ("rows", X((3, 4)), {}), ("columns", X((3, 4)), dict(dim=0)), ("middle", X((2, 3, 4)), dict(dim=1)),
    ("first of three", X((2, 3, 4)), dict(dim=0)), ("transposed", X((5, 3), T()), dict(dim=1)),
    ("sliced", X((4, 9), S(0, 0, 4, 2), S(1, 1, 9, 3)), dict(dim=-1)), ("expanded", X((1, 4), E(3, 4)), dict(dim=1)),
    ("permuted", X((2, 3, 4), P(2, 0, 1)), dict(dim=-2)), ("a long row", X((77,)), dict(dim=0)),
    ("long columns", X((35, 2)), dict(dim=0)), ("one", X((3, 1)), {}), ("0-d", X(()), {}), ("no rows", X((0, 3)), {}),
]
EVERY = [("descending", X((3, 17)), dict(descending=True)), ("descending columns", X((5, 3)), dict(dim=0, descending=True)),
         ("nothing along it", X((3, 0)), {})]
TIES = [1, 3, 3, 0, 0, 3, 0, 1, 2, 2, -1, 3] * 2
ODD = [
    ("ties", X((24,), values=TIES), True), ("zeros of both signs", X((5,), values=[0.0, -0.0, -1.0, 0.0, -0.0]), True),
    ("nan", X((2, 5), values=[1, NAN, 9, NAN, -9, INF, 1, "-inf", 0, NAN]), False),
    ("infinities", X((6,), values=[INF, 1.0, "-inf", INF, "-inf", 0.0]), True),
    ("tiny and huge", X((6,), values=[1e-300, -1e-300, 1e300, -1e300, 5e-324, -5e-324]), True),
    ("differ in the last bits", X((6,), values=[1 + k * 2.0 ** -52 for k in (3, 1, 2, 5, 4, 0)]), True),
]
for op in "sort", "argsort":
    for name, inp, o in LINES + EVERY: add(op, name, [inp], o)
    for name, inp, grad in ODD:
        add(op, name, [inp], {}, F64 if name[0] in "td" and name != "ties" else None, grad=grad)
        add(op, f"{name}, descending", [inp], dict(descending=True), F64 if name[0] in "td" and name != "ties" else None, grad=grad)
    for kind, inp in ("int32", I((4, 5), T())), ("bool", B((3, 12))), ("int32, extremes", I((5,), values=[-2147483648, 2147483647, 0, -1, 1])):
        add(op, kind, [inp], {}, INT)
        add(op, f"{kind}, descending", [inp], dict(dim=0, descending=True), INT)
for name, inp, o in LINES:
    if o.get("dim", 0) == 0 or name == "transposed": add("msort", name, [inp])
add("msort", "int32", [I((4, 5))], {}, INT)
add("msort", "ties", [X((6, 2), values=TIES[:12])])

for name, inp, o in LINES:
    k = 0 if name == "no rows" else 1 if name in ("one", "0-d") else 2
    add("topk", name, [inp], dict(k=k, **o))
    add("topk", f"{name}, least", [inp], dict(k=k, largest=False, **o))
    if name != "no rows": add("kthvalue", name, [inp], dict(k=k, **o))
    if name != "no rows": add("kthvalue", f"{name}, kept", [inp], dict(k=k, keepdim=True, **o))
add("kthvalue", "no rows", [X((0, 3))], dict(k=2))
add("topk", "all of a long row", [X((77,))], dict(k=77))
add("topk", "none", [X((2, 3))], dict(k=0))
add("topk", "nan is the greatest", [X((5,), values=[1, NAN, 9, 2, -9])], dict(k=3), grad=False)
add("topk", "nan is not among the least", [X((5,), values=[1, NAN, 9, 2, -9])], dict(k=3, largest=False), grad=False)
add("topk", "int32", [I((2, 7), values=[5, 2, 7, -1, 0, 9, 3, 1, 2, 3, 4, 5, 6, 7])], dict(k=3), INT)
add("kthvalue", "int32", [I((2, 7), values=[5, 2, 7, -1, 0, 9, 3, 1, 2, 3, 4, 5, 6, 7])], dict(k=3), INT)
add("kthvalue", "nan last", [X((5,), values=[1, NAN, 9, 2, -9])], dict(k=4), grad=False)

for op in "median", "nanmedian":
    for name, inp, o in LINES: add(op, name, [inp], {"dim": -1, **o})
    for name, inp, o in LINES:
        if name != "no rows": add(op, f"of all, {name}", [inp])
    add(op, "kept", [X((3, 5))], dict(dim=0, keepdim=True))
    add(op, "nan", [X((3, 5), values=[1, NAN, 9, NAN, -9, INF, 1, "-inf", 0, NAN, 3, 1, 2, 5, 4])], dict(dim=1), grad=op[0] == "n")
    add(op, "nan in all", [X((5,), values=[1, NAN, 9, NAN, -9])], {}, grad=op[0] == "n")
    add(op, "infinities", [X((2, 3), values=[INF, INF, 1, "-inf", "-inf", 5])], dict(dim=1))
    add(op, "ties share the gradient of all", [X((7,), values=[1.0, 2.0, 2.0, 2.0, 5.0, 0.0, 7.0])])
    add(op, "infinite ties", [X((5,), values=["-inf", "-inf", "-inf", 1.0, 2.0])])
    add(op, "nothing", [X((0,))], {}, grad=False)
    add(op, "int32", [I((3, 5), values=[5, 2, 7, -1, 0, 9, 3, 1, 2, 4, 14, 15, 16, 17, 18])], dict(dim=1), INT)
    add(op, "int32, all", [I((3, 4))], {}, INT)
add("nanmedian", "nothing but nan", [X((2, 2), values=[NAN, NAN, NAN, 1.0])], dict(dim=1), grad=False)

for name, inp, o in LINES: add("mode", name, [inp], o, grad="expanded" not in name)
for name, inp in [
    ("a winner", X((2, 6), values=[1, 3, 3, 2, 3, 0, 2, 0, 0, 2, 0, 5])), ("the least of several", X((6,), values=[5, 5, 2, 2, 9, 9])),
    ("of columns", X((3, 2), T(), values=[1, 2, 1, 2, 2, 1])), ("zeros", X((4,), values=[1.0, -0.0, 0.0, 3.0])),
]:
    add("mode", name, [inp], {}, grad=False)
    add("mode", f"{name}, kept", [inp], dict(keepdim=True), grad=False)
add("mode", "int32", [I((3, 9), lo=0, hi=3)], dict(dim=1), INT)
add("mode", "bool", [B((3, 5))], dict(dim=1), INT)

for op in "quantile", "nanquantile":
    for how in "linear", "lower", "higher", "midpoint", "nearest":
        o = dict(interpolation=how)
        add(op, f"everything, {how}", [X((3, 4))], dict(q=0.375, **o))
        add(op, f"rows, {how}", [X((3, 5))], dict(q=[0.125, 0.5, 0.875], dim=1, **o))
        add(op, f"half way, {how}", [X((2, 6))], dict(q=[0.1, 0.3, 0.5, 0.7, 0.9], dim=1, **o), F64)
        add(op, f"columns, kept, {how}", [X((4, 3))], dict(q=[0.25, 1], dim=0, keepdim=True, **o))
        add(op, f"nan, {how}", [X((3, 4), values=[1.0, NAN, 3.0, 0.5, 2.0, -1.0, 5.0, 4.0, NAN, NAN, NAN, NAN])],
            dict(q=[0.25, 0.625], dim=1, **o), grad=False)
    for name, inp, o in LINES:
        if name in ("no rows", "0-d"): continue
        add(op, name, [inp], {"q": 0.375, "dim": -1, **o})
    add(op, "of all, kept", [X((2, 3, 2), T())], dict(q=0.75, keepdim=True))
    add(op, "of all, several, kept", [X((2, 3), T())], dict(q=[0, 0.25, 1], keepdim=True))
    add(op, "middle, several", [X((2, 5, 3))], dict(q=[0.25, 0.5], dim=1))
    add(op, "middle, several, kept", [X((2, 5, 3))], dict(q=[0.25, 0.5], dim=-2, keepdim=True))
    add(op, "0-d", [X(())], dict(q=0.5))
    add(op, "ends", [X((7,))], dict(q=[0, 1]))
    add(op, "q in a tensor", [X((3, 7)), X((2,), values=[0.25, 0.625], fixed=True)], dict(dim=1))
    add(op, "q in a 0-d tensor", [X((3, 7)), X((), values=[0.25], fixed=True)], dict(dim=1))
    add(op, "infinities", [X((4,), values=["-inf", 1.0, 2.0, INF])], dict(q=[0.125, 0.25, 0.875]), grad=False)
add("nanquantile", "gradient around nan", [X((2, 5), values=[1, NAN, 3, 0.5, 7, NAN, NAN, 2, 5, 4])], dict(q=[0.25, 0.625], dim=1))

for op in "unique", "uniqueConsecutive":
    for name, inp in [
        ("ties", X((24,), values=TIES)), ("a matrix", X((4, 6), T(), values=TIES)), ("zeros", X((4,), values=[0.0, -0.0, 1.0, 0.0])),
        ("sliced", X((4, 6), S(1, 0, 6, 2), values=TIES)), ("expanded", X((3, 1), E(3, 4))), ("0-d", X(())), ("nothing", X((0,))),
        ("all different", X((30,))), ("all the same", X((9,), values=[2.5] * 9)), ("infinities", X((5,), values=[INF, "-inf", INF, 0.0, "-inf"])),
    ]: add(op, name, [inp], {}, grad=False)
    add(op, "int32", [I((30,), lo=-2, hi=2)], {}, INT)
    add(op, "bool", [B((3, 5))], {}, INT)
    ROWS = [1, 2, 0, 1, 1, 2, 0, 1, 0, 5, 1, 1, 1, 2, 0, 1]
    add(op, "rows", [X((4, 4), values=ROWS)], dict(dim=0), grad=False)
    add(op, "columns", [X((4, 4), T(), values=ROWS)], dict(dim=-1), grad=False)
    add(op, "matrices", [I((2, 3, 8), P(2, 0, 1), lo=0, hi=1)], dict(dim=0), INT)
    add(op, "middle", [I((2, 9, 1), lo=0, hi=1)], dict(dim=1), INT)
    add(op, "a vector by its axis", [X((24,), values=TIES)], dict(dim=0), grad=False)

ROW = [-2.0, -0.5, 0.0, 0.0, 1.0, 2.5]
for right in False, True:
    o = dict(right=True) if right else {}
    n = ", right" if right else ""
    def search(name, inputs, dtypes=None):
        add("searchsorted", name + n, inputs, o, dtypes, grad=False)
        if len(inputs) == 2 and len(inputs[0]["shape"]) == 1: add("bucketize", name + n, inputs[::-1], o, dtypes, grad=False)
    search("one row", [X((6,), values=ROW), X((2, 7), values=[-3.0, -2.0, -1, 0, 1, 2.5, 9, 0.5, -0.5, -0.0, 2, 3, 1, 1])])
    search("odd values", [X((6,), values=ROW), X((4,), values=[NAN, INF, "-inf", -0.0])])
    search("transposed", [X((6,), values=ROW), X((3, 4), T())])
    search("sliced", [X((12,), S(0, 0, 12, 2), values=[v for v in ROW for _ in "ab"]), X((4, 9), S(1, 1, 9, 2))])
    search("expanded", [X((6,), values=ROW), X((3, 1), E(3, 4))])
    search("0-d", [X((6,), values=ROW), X(())])
    search("no values", [X((6,), values=ROW), X((0, 2))])
    search("no boundaries", [X((0,)), X((3,))])
    search("a long row", [X((50,), values=[k / 4 for k in range(50)]), X((40,), lo=-1, hi=13)])
    search("int32", [I((5,), values=[-5, 0, 0, 3, 8]), I((3, 4))], INT)
    search("rows", [X((2, 3), values=[1, 2, 3, -1, 0, 5]), X((2, 4))])
    search("rows of a view", [X((3, 2), T(), values=[1, -1, 2, 0, 3, 5]), X((4, 2), T())])
    search("three axes", [X((2, 1, 3), values=[1, 2, 3, -1, 0, 5]), X((2, 1, 4))])
    search("sorter", [X((4,), values=[3.0, 1.0, 4.0, 2.0]), X((5,)), I((4,), values=[1, 3, 0, 2])])

for name, inputs, o in [
    ("some", [I((9,), lo=0, hi=5)], {}), ("at least", [I((4,), lo=0, hi=3)], dict(minlength=9)), ("nothing", [I((0,))], {}),
    ("nothing, at least", [I((0,))], dict(minlength=3)), ("sliced", [I((9,), S(0, 1, 9, 2), lo=0, hi=5)], {}),
    ("one", [I((1,), values=[4])], {}), ("many", [I((200,), lo=0, hi=2)], {}),
    ("weighted", [I((9,), lo=0, hi=5), X((9,), fixed=True)], {}), ("weighted, at least", [I((9,), lo=0, hi=5), X((9,), fixed=True)], dict(minlength=9)),
    ("weighted, a view", [I((9,), lo=0, hi=5), X((9, 2), ["select", 1, 0], fixed=True)], {}),
]: add("bincount", name, inputs, o, None if len(inputs) == 2 else INT)

for name, inp, o in [
    ("own range", X((5, 6)), dict(bins=7)), ("given range", X((5, 6)), dict(bins=8, min=-2, max=2)), ("transposed", X((5, 6), T()), dict(bins=4)),
    ("sliced", X((4, 9), S(1, 1, 9, 2)), dict(bins=4)), ("expanded", X((3, 1), E(3, 4)), dict(bins=4)), ("all the same", X((4,), values=[2.0] * 4), dict(bins=4)),
    ("0-d", X(()), dict(bins=3)), ("nothing", X((0,)), dict(bins=3)), ("by default", X((20,)), {}),
    ("infinities, outside", X((5,), values=[9, INF, "-inf", 0.0, 1.0]), dict(bins=4, min=-1, max=1)),
    ("edges", X((5,), values=[0, 1, 2, 3, 4]), dict(bins=4, min=0, max=4)),
]: add("histc", name, [inp], o, grad=False)
for name, inputs, o in [
    ("own range", [X((5, 6), fixed=True)], dict(bins=8)), ("given range", [X((5, 6), T(), fixed=True)], dict(bins=8, range=[-2, 2])),
    ("density", [X((5, 6), fixed=True)], dict(bins=8, range=[-2, 2], density=True)), ("given edges", [X((30,), fixed=True), X((4,), values=[-2, -0.5, 0, 1.5], fixed=True)], {}),
    ("edges, density", [X((30,), fixed=True), X((4,), values=[-2, -0.5, 0, 1.5], fixed=True)], dict(density=True)),
    ("weights", [X((9,), fixed=True), X((4,), values=[-2, -0.5, 0, 1.5], fixed=True), X((9,), fixed=True)], {}),
    ("on the edges", [X((5,), values=[-2, 1.5, 0, -0.5, 2], fixed=True), X((4,), values=[-2, -0.5, 0, 1.5], fixed=True)], {}),
    ("sliced", [X((4, 9), S(1, 1, 9, 2), fixed=True)], dict(bins=4, range=[-2, 2])), ("all the same", [X((4,), values=[2.0] * 4, fixed=True)], dict(bins=4)),
    ("outside", [X((3,), values=["-inf", 0.0, 5.0], fixed=True)], dict(bins=4, range=[-2, 2])),
]: add("histogram", name, inputs, o)

for name, inp, dtypes in [
    ("a matrix", X((3, 4), values=[0, 1, -0.0, 2, 0, 0, NAN, 0, 0.5, 0, 0, -1]), None), ("transposed", X((3, 4), T(), values=[0, 1, 0, 2, 0, 0, 3, 0, 5, 0, 0, 1]), None),
    ("sliced", B((4, 9), S(1, 1, 9, 2)), INT), ("expanded", B((1, 4), E(3, 4)), INT), ("a mask", B((2, 3, 4)), INT), ("a vector", I((9,), lo=-1, hi=1), INT),
    ("0-d", X((), values=[2.0]), None), ("0-d of 0", X((), values=[0.0]), None), ("no rows", X((0, 3)), None), ("zeros", X((2, 3), values=[0.0] * 6), None),
]: add("nonzero", name, [inp], {}, dtypes, grad=False)

for name, inputs, dtypes in [
    ("a matrix", [X((4, 6), values=TIES), X((3,), values=[3.0, 0.0, 7.0])], None), ("transposed", [X((4, 6), T(), values=TIES), X((2, 2), T(), values=[3, 0, 7, 9])], None),
    ("sliced", [X((4, 6), S(1, 0, 6, 2), values=TIES), X((6,), S(0, 0, 6, 2), values=[3, 1, 0, 1, 7, 1])], None),
    ("nan and infinities", [X((4,), values=[NAN, INF, "-inf", -0.0]), X((4,), values=[NAN, INF, 0.0, 2.0])], None),
    ("nothing", [X((0, 2)), X((2,))], None), ("among nothing", [X((3,)), X((0,))], None), ("0-d", [X((), values=[3.0]), X((), values=[3.0])], None),
    ("int32", [I((20,), lo=0, hi=9), I((4,), lo=0, hi=9)], INT), ("many", [I((20,), lo=0, hi=99), I((60,), lo=0, hi=99)], INT),
]:
    add("isin", name, inputs, {}, dtypes, grad=False)
    add("isin", f"{name}, inverted", inputs, dict(invert=True), dtypes, grad=False)
for name, x in ("transposed", X((3, 5), T())), ("sliced", X((7, 9), S(0, 0, 7, 2), S(1, 1, 9, 3))), ("expanded", X((3, 1), E(3, 4))): add("msort", f"{name} rows", [x])
add("isin", "expanded", [X((4, 1), E(4, 3), values=TIES[:4]), X((1,), E(2), values=[3.0])], grad=False)
add("histogram", "expanded", [X((3, 1), E(3, 4), fixed=True)], dict(bins=4, range=[-2, 2]))
add("histogram", "0-d", [X((), fixed=True)], dict(bins=4, range=[-2, 2]))
add("histogram", "nothing", [X((0,), fixed=True)], dict(bins=4, range=[-2, 2]))
add("bincount", "expanded", [I((1,), E(5), values=[2])], {}, INT)
add("bincount", "a column of a transposed", [I((3, 5), T(), ["select", 1, 0], lo=0, hi=5)], {}, INT)
