"""Elements by their places, and other elements put there: gather's and index_put's relatives."""
import torch
from meaning import OPS
from record import B, E, F32, I, INT, P, S, T, X, add

def items(index, rest):
    rest = iter(rest)
    def one(i):
        if i == "...": return Ellipsis
        if i == "tensor": return (lambda t: t if t.dtype == torch.bool else t.long())(next(rest))
        return slice(*i["slice"]) if isinstance(i, dict) else i
    return tuple(one(i) for i in index)

def set_at(x, index, value=None):
    *x, v = x if value is None else [*x, value]
    y = x[0].detach().clone()
    y[items(index, x[1:])] = v if not isinstance(v, torch.Tensor) else v.detach()
    return y

def index_put(x, index, value=None, accumulate=False):
    *x, v = x if value is None else [*x, torch.tensor(value, dtype=x[0].dtype)]
    y = x[0].clone()
    where = items([i if i is not None else {"slice": [None]} for i in index], x[1:])
    if not accumulate:
        y[where] = v
        return y
    # index_put takes no slices: the places of all axes
    places = torch.arange(y.numel()).reshape(y.shape)[where]
    return y.reshape(-1).index_put((places,), v.expand(places.shape), accumulate=True).reshape(y.shape)

OPS.update({
    "take": lambda x: torch.take(x[0], x[1].long()),
    "takeAlongDim": lambda x, dim=None: torch.take_along_dim(x[0], x[1].long(), dim) if dim is not None else torch.take_along_dim(x[0], x[1].long()),
    "maskedSelect": lambda x: torch.masked_select(*x), "argwhere": lambda x: torch.argwhere(x[0]),
    "maskedScatter": lambda x: x[0].masked_scatter(x[1], x[2]),
    "setAt": set_at, "indexPut": index_put,
    "indexAdd": lambda x, dim, alpha=1: torch.index_add(x[0], dim, x[1].long(), x[2], alpha=alpha),
    "indexCopy": lambda x, dim: torch.index_copy(x[0], dim, x[1].long(), x[2]),
    "indexFill": lambda x, dim, value=None: torch.index_fill(x[0], dim, x[1].long(), float(value) if value is not None else x[2]),
    "indexReduce": lambda x, dim, reduce, includeSelf=True: torch.index_reduce(x[0], dim, x[1].long(), x[2], reduce, include_self=includeSelf),
})

def D(**o): return o
M, MT, MS, ME = X((3, 4)), X((4, 3), T()), X((4, 6), S(0, 1), S(1, 0, 6, 2)), X((3, 1), E(3, 4))
V, N, C, CP, NONE = X((5,)), X(()), X((2, 3, 4)), X((2, 3, 4), P(2, 0, 1)), X((0, 3))

def at_(*values): return I((len(values),), values=list(values))

for name, x, i in [
    ("vector", M, at_(0, 11, 5, -1, -12, 5)), ("table", M, I((2, 3), lo=-12, hi=11)), ("0-d", M, I((), values=[7])), ("transposed", MT, I((3, 2), T(), lo=-12, hi=11)),
    ("sliced", MS, I((8,), S(0, 0, 8, 2), lo=-9, hi=8)), ("expanded", ME, I((2, 1), E(2, 3), lo=0, hi=11)), ("of one", N, at_(0, -1, 0)), ("none", M, I((0, 2), values=[])), ("three axes", CP, I((2, 2, 2), lo=-24, hi=23)),
]: add("take", name, [x, i])
add("take", "int32", [I((3, 4)), at_(3, -3)], {}, INT)
add("take", "bool", [B((3, 4)), at_(3, -3, 0, 1)], {}, INT)
for name, x, i, o in [
    ("rows", M, I((2, 4), lo=0, hi=2), D(dim=0)), ("columns", M, I((3, 6), lo=0, hi=3), D(dim=1)), ("one row for all", M, I((1, 2), lo=0, hi=3), D(dim=-1)), ("all", M, I((2, 3), lo=0, hi=11), {}),
    ("transposed", MT, I((2, 3), T(), lo=0, hi=2), D(dim=1)), ("sliced", MS, I((3, 1), lo=0, hi=2), D(dim=1)), ("expanded", ME, I((1, 4), E(3, 4), lo=0, hi=2), D(dim=0)), ("x is one row", X((1, 4)), I((3, 2), lo=0, hi=3), D(dim=1)),
    ("three axes", CP, I((1, 2, 3), lo=0, hi=1), D(dim=1)), ("none", M, I((0, 4), values=[]), D(dim=0)),
]: add("takeAlongDim", name, [x, i], o)
add("takeAlongDim", "int32", [I((3, 4)), I((3, 2), lo=0, hi=3)], D(dim=1), INT)
for name, x, m in [
    ("same shape", M, B((3, 4))), ("a row for all", M, B((4,))), ("a column for all", M, B((3, 1))), ("x is a row", X((4,)), B((3, 4))), ("transposed", MT, B((4, 3), T())), ("sliced", MS, B((3, 6), S(1, 0, 6, 2))),
    ("expanded", ME, B((1, 4), E(3, 4))), ("nothing", M, B((3, 4), values=[0] * 12)), ("all", M, B((), values=[1])), ("0-d", N, B((), values=[1])), ("no elements", NONE, B((3,))),
]:
    # torch 1.13 mixes up the gradient where x and mask are laid out alike, but not row-major
    add("maskedSelect", name, [x, m], grad=name != "transposed")
    if name != "x is a row": add("maskedScatter", name, [x, m, X((4, 4))])
add("maskedScatter", "from a transposed", [M, B((3, 4)), X((6, 2), T())])
add("maskedScatter", "x is a row", [X((4,)), B((3, 4)), X((3, 4))])
for op, rest in ("maskedSelect", []), ("maskedScatter", [I((12,))]): add(op, "int32", [I((3, 4)), B((3, 4)), *rest], {}, INT)
for op, rest in ("maskedSelect", []), ("maskedScatter", [B((12,))]): add(op, "bool", [B((3, 4)), B((3, 4)), *rest], {}, INT)
for name, x in [
    ("floats", X((2, 3), values=[0, 1, -0.0, "nan", 0, -2])), ("vector", X((4,), values=[0, 3, 0, 1])), ("0-d", X((), values=[2])), ("0-d zero", X((), values=[0])), ("transposed", X((2, 3), T(), values=[0, 1, 2, 0, 0, 3])),
    ("sliced", X((6,), S(0, 0, 6, 2), values=[1, 0, 0, 0, 2, 0])), ("expanded", X((2, 1), E(2, 3), values=[0, 1])), ("none", NONE), ("three axes", X((2, 2, 2), values=[1, 0, 0, 1, 1, 1, 0, 1])),
]: add("argwhere", name, [x], grad=False)
add("argwhere", "int32", [I((3, 3), values=[0, 1, 0, 2, 0, 0, 0, 0, 3])], {}, INT)
add("argwhere", "bool", [B((3, 3))], {}, INT)

def sl(*a): return {"slice": list(a) + [None] * (3 - len(a))}
PUTS = [
    ("rows", M, [at_(2, 0)], ["tensor"], (2, 4)), ("rows, one value each", M, [at_(-1, 0)], ["tensor"], (2, 1)), ("columns", M, [at_(3, -4)], [None, "tensor"], (3, 2)), ("elements", M, [at_(2, 0, 1), at_(1, -1, 0)], ["tensor", "tensor"], (3,)),
    ("a grid", M, [I((2, 1), values=[2, 0]), at_(1, 0, 3)], ["tensor", "tensor"], (3,)), ("by mask", M, [B((3,), values=[1, 0, 1])], ["tensor"], (2, 4)), ("elements by mask", X((3, 3), T()), [B((3, 3), values=[1, 0, 1, 0, 0, 1, 1, 0, 0])], ["tensor"], (4,)),
    ("apart", C, [at_(1, 0), at_(3, 1)], ["tensor", None, "tensor"], (2, 3)), ("transposed", MT, [at_(1, 2)], ["tensor"], (4,)), ("sliced", MS, [at_(1)], [None, "tensor"], (3, 1)), ("expanded", ME, [at_(1, 2)], ["tensor"], (2, 4)),
    ("nothing", M, [B((3,), values=[0, 0, 0])], ["tensor"], (4,)), ("three axes", CP, [at_(0, -1)], [None, "tensor"], (3,)), ("of no elements", NONE, [at_()], ["tensor"], (3,)), ("a mask and an index", C, [B((2,), values=[1, 1]), at_(2, 0)], ["tensor", "tensor"], (2, 4)),
]
for name, x, index, where, value in PUTS:
    for accumulate in False, True:
        o = D(index=where, accumulate=True) if accumulate else D(index=where)
        add("indexPut", name + " summed" * accumulate, [x, *index, X(value)], o)
add("indexPut", "the same twice, summed", [M, at_(1, 1, 0, 1), X((4, 4))], D(index=["tensor"], accumulate=True))
add("indexPut", "a number", [M, at_(1, 0)], D(index=["tensor"], value=2.5))
add("indexPut", "a number summed", [M, at_(1, 1)], D(index=["tensor"], value=2.5, accumulate=True))
add("indexPut", "int32", [I((3, 4)), at_(1, 1), I((4,))], D(index=["tensor"], accumulate=True), INT)
add("indexPut", "bool", [B((3, 4)), at_(1, 0), B((4,))], D(index=["tensor"]), INT)

for name, x, index, where, value in [
    ("a row", M, [], [1], (4,)), ("an element", M, [], [-1, 2], ()), ("rows", M, [], [sl(1, 3)], (2, 4)), ("steps", M, [], [sl(None), sl(0, 4, 2)], (3, 1)), ("a new axis", M, [], [None, 0], (1, 4)), ("more axes of the value", M, [], [0], (1, 1, 4)),
    ("the last of all", M, [], ["...", 0], (3,)), ("all", M, [], ["..."], ()), ("nothing", M, [], [sl(2, 1)], (4,)), ("of a transposed", MT, [], [sl(0, 3, 2), sl(1)], (2, 3)),
    ("a row of three axes", C, [], [sl(None), 1, sl(None, None, 2)], (2, 2)), ("0-d", N, [], ["..."], ()),
    ("by index", M, [at_(2, 0)], ["tensor"], (2, 4)), ("by index behind a slice", M, [at_(3, -4)], [sl(0, 3, 2), "tensor"], (2, 2)), ("by index beside a number", M, [at_(3, 1)], [1, "tensor"], (2,)),
    ("apart", C, [at_(1, 0), at_(3, 1)], ["tensor", sl(1), "tensor"], (2, 2)), ("by mask", M, [B((3, 4))], ["tensor"], ()), ("by mask behind dots", C, [B((4,), values=[1, 0, 1, 1])], ["...", "tensor"], (3,)), ("of no elements", NONE, [at_()], ["tensor"], (3,)),
    ("of a sliced", MS, [at_(2, 0)], ["tensor"], (2, 3)), ("of an expanded", ME, [at_(1)], [sl(1), "tensor"], (2, 1)),
]:
    add("setAt", name, [x, *index, X(value)], D(index=where))
for where in [1], [sl(0, 2), -1], ["tensor"]:
    add("setAt", f"a number at {where}", [M] + [at_(0, 2)] * (where == ["tensor"]), D(index=where, value=1.5))
add("setAt", "int32 from float", [I((3, 4)), X((4,))], D(index=[1]), F32)
add("setAt", "bool", [B((3, 4)), B((4,))], D(index=[1]), INT)

SLICES = [
    ("rows", M, at_(2, 0), 0, None), ("columns", M, at_(3, 1, 0), 1, None), ("middle", C, at_(2, 1), 1, None), ("transposed", MT, at_(1, 2), 0, ["transpose"]), ("sliced", MS, I((4,), S(0, 0, 4, 2), values=[1, 9, 0, 9]), -1, None),
    ("expanded", ME, at_(2, 0), 0, ["expand"]), ("line", V, at_(4, 0, 2), 0, None), ("no indices", M, at_(), 0, None), ("permuted", CP, at_(1), 2, None),
]
def shape_of(x):
    base, view = x["shape"], [v[0] for v in x["view"]]
    if view == ["transpose"]: return base[::-1]
    if view == ["slice", "slice"]: return [3, 3]
    if view == ["expand"]: return [3, 4]
    if view == ["permute"]: return [4, 2, 3]
    return base
for name, x, i, dim, how in SLICES:
    want = list(shape_of(x))
    n = len(range(*slice(*i["view"][0][2:]).indices(i["shape"][0]))) if i["view"] else i["shape"][0]
    want[dim] = n
    source = X(want[::-1], T()) if how == ["transpose"] else X([1, *want[1:]], E(*want)) if how == ["expand"] else X(want)
    add("indexAdd", name, [x, i, source], D(dim=dim))
    add("indexCopy", name, [x, i, source], D(dim=dim))
    add("indexFill", name, [x, i], D(dim=dim, value=2.5))
    for reduce in "prod", "mean", "amax", "amin":
        for include in [True, False] if name in ("rows", "transposed", "line") else [True]:
            o = D(dim=dim, reduce=reduce) if include else D(dim=dim, reduce=reduce, includeSelf=False)
            # without includeSelf torch 1.13 still lets the element of x share an extreme that it equals
            grad = include or name == "line" or reduce == "mean"
            add("indexReduce", f"{reduce} {name}" + " alone" * (not include), [x, i, source], o, grad=grad)
add("indexAdd", "the same twice", [M, at_(1, 1, 0), X((3, 4))], D(dim=0))
add("indexAdd", "alpha", [M, at_(1, 1), X((2, 4))], D(dim=0, alpha=-2.5))
add("indexAdd", "0-d", [N, at_(0), X(())], D(dim=0))
add("indexCopy", "0-d", [N, at_(0), X(())], D(dim=0))
add("indexFill", "nan", [M, at_(1)], D(dim=0, value="nan"))
add("indexFill", "from the end", [M, at_(-1, 0)], D(dim=1, value=-1))
add("indexFill", "with a tensor", [M, at_(2, 0), N], D(dim=1))
add("indexFill", "0-d", [N, at_(0)], D(dim=0, value=3))
add("indexFill", "the same twice", [V, at_(1, 1)], D(dim=0, value=3))
for reduce in "prod", "mean", "amax", "amin":
    add("indexReduce", f"{reduce} the same twice", [M, at_(1, 1, 0), X((3, 4))], D(dim=0, reduce=reduce))
    add("indexReduce", f"{reduce} int32", [I((3, 4)), at_(1, 1, 0), I((3, 4))], D(dim=0, reduce=reduce), INT)
    add("indexReduce", f"{reduce} of nan and inf", [X((3,), values=["nan", 1, "inf"]), at_(0, 1, 1, 2), X((4,), values=[1, "nan", 3, 2])], D(dim=0, reduce=reduce), grad=False)
for op, o in ("indexAdd", {}), ("indexCopy", {}): add(op, "int32", [I((3, 4)), at_(2, 0), I((2, 4))], D(dim=0, **o), INT)
add("indexAdd", "int32 alpha", [I((3, 4)), at_(2, 0), I((2, 4))], D(dim=0, alpha=3), INT)
add("indexCopy", "bool", [B((3, 4)), at_(2, 0), B((2, 4))], D(dim=0), INT)
add("indexFill", "int32", [I((3, 4)), at_(2, 0)], D(dim=0, value=7), INT)
add("indexFill", "bool", [B((3, 4)), at_(2, 0)], D(dim=0, value=1), INT)
add("takeAlongDim", "0-d", [N, I((1,), values=[0])], {})
for reduce in "prod", "amax": add("indexReduce", f"{reduce} 0-d", [N, at_(0), X(())], D(dim=0, reduce=reduce))
