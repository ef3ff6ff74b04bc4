"""Parts, other orders, repeats and joins: nothing is computed, things move."""
import torch
import torch.nn.functional as F
from meaning import OPS
from record import B, E, F32, I, INT, P, S, T, X, add

def one(f): return lambda x, **o: f(x[0], **o)
def some(f): return lambda x, **o: f(x, **o)

OPS.update({
    "split": one(lambda x, size, dim=0: x.split(size, dim)),
    "chunk": one(lambda x, chunks, dim=0: x.chunk(chunks, dim)),
    "tensorSplit": one(lambda x, sections, dim=0: x.tensor_split(sections, dim)),
    "hsplit": one(lambda x, sections: x.hsplit(sections)), "vsplit": one(lambda x, sections: x.vsplit(sections)),
    "dsplit": one(lambda x, sections: x.dsplit(sections)), "unbind": one(lambda x, dim=0: x.unbind(dim)),
    "movedim": one(lambda x, source, destination: x.movedim(source, destination)),
    "moveaxis": one(lambda x, source, destination: x.moveaxis(source, destination)),
    "swapaxes": one(lambda x, dims: x.swapaxes(*dims)), "swapdims": one(lambda x, dims: x.swapdims(*dims)),
    "mT": one(lambda x: x.mT), "adjoint": one(lambda x: x.adjoint()), "ravel": one(torch.ravel),
    "splitWithSizes": one(lambda x, size, dim=0: x.split_with_sizes(size, dim)),
    "diagonal": one(lambda x, offset=0, dims=(0, 1): x.diagonal(offset, *dims)),
    "unfold": one(lambda x, dim, size, step: x.unfold(dim, size, step)),
    "expandAs": lambda x: x[0].expand_as(x[1]), "viewAs": lambda x: x[0].view_as(x[1]),
    "reshapeAs": lambda x: x[0].reshape(x[1].shape), "broadcastTo": one(lambda x, shape: x.broadcast_to(shape)),
    "narrowCopy": one(lambda x, dim, start, length: x.narrow(dim, start, length).clone()),
    "flip": one(lambda x, dims: x.flip(dims)), "fliplr": one(torch.fliplr), "flipud": one(torch.flipud),
    "rot90": one(lambda x, k=1, dims=(0, 1): x.rot90(k, dims)),
    "roll": one(lambda x, shifts, dims=None: x.roll(shifts, dims) if dims is not None else x.roll(shifts)),
    "repeat": one(lambda x, sizes: x.repeat(sizes)), "tile": one(lambda x, sizes: x.tile(sizes)),
    "repeatInterleave": lambda x, repeats=None, dim=None:
        x[0].repeat_interleave(x[1].long() if repeats is None else repeats, dim),
    "tril": one(lambda x, diagonal=0: x.tril(diagonal)), "triu": one(lambda x, diagonal=0: x.triu(diagonal)),
    "diag": one(lambda x, diagonal=0: x.diag(diagonal)),
    "diagEmbed": one(lambda x, offset=0, dims=(-2, -1): torch.diag_embed(x, offset, *dims)),
    "diagflat": one(lambda x, offset=0: torch.diagflat(x, offset)),
    "concat": some(torch.concat), "concatenate": some(torch.concat),
    "hstack": some(torch.hstack), "vstack": some(torch.vstack), "dstack": some(torch.dstack),
    "rowStack": some(torch.row_stack), "columnStack": some(torch.column_stack),
    "atleast1d": some(torch.atleast_1d), "atleast2d": some(torch.atleast_2d), "atleast3d": some(torch.atleast_3d),
    "blockDiag": lambda x: torch.block_diag(*x), "broadcastTensors": lambda x: torch.broadcast_tensors(*x),
    "meshgrid": lambda x, indexing="ij": torch.meshgrid(*x, indexing=indexing),
    "cartesianProd": lambda x: torch.cartesian_prod(*x),
    "combinations": one(lambda x, r=2, withReplacement=False: torch.combinations(x, r, withReplacement)),
    "trilIndices": lambda x, rows, columns, offset=0: torch.tril_indices(rows, columns, offset, dtype=torch.int32),
    "triuIndices": lambda x, rows, columns, offset=0: torch.triu_indices(rows, columns, offset, dtype=torch.int32),
    "pad": one(lambda x, amounts, mode="constant", value=0: F.pad(x, amounts, mode, float(value) if mode == "constant" else None)),
    "oneHot": one(lambda x, classes=-1: F.one_hot(x.long(), classes)),
})

seen = {}

def ask(op, inputs, grad=True, **o):
    shapes = [" ".join(map(str, [x["shape"], *(v[0] for v in x["view"])])) for x in inputs]
    name = " ".join([", ".join(shapes), *(f"{k} {v}" for k, v in o.items())])
    n = seen[op, name] = seen.get((op, name), 0) + 1
    add(op, name if n == 1 else f"{name} ({n})", inputs, o, grad=grad)

def moves(op, *cases):
    """Each input with each set of options; the first also as integers and as booleans."""
    for inp, *options in cases:
        for o in options or [{}]: ask(op, [inp], **o)
    inp, *options = cases[0]
    o = options[0] if options else {}
    add(op, "int32", [{**inp, "dtype": "int32", "lo": -9, "hi": 9}], o, INT)
    add(op, "bool", [{**inp, "dtype": "bool"}], o, INT)

def D(**o): return o

def first(inputs):
    """Only the first result is given a gradient, and it depends on the first input alone."""
    return [x if i == 0 else {**x, "fixed": True} for i, x in enumerate(inputs)]

M, MT, MS, ME = X((3, 4)), X((4, 3), T()), X((4, 6), S(0, 1), S(1, 0, 6, 2)), X((3, 1), E(3, 4))
V, N, C, CP, NONE, NONES = X((5,)), X(()), X((2, 3, 4)), X((2, 3, 4), P(2, 0, 1)), X((0, 3)), X((3, 0))
EDGES = X((2, 3), values=["nan", "inf", "-inf", -0.0, 0.0, 1.0])

moves("split", (M, D(size=2), D(size=3, dim=1), D(size=[1, 2]), D(size=[0, 4, 0], dim=-1), D(size=9)), (MT, D(size=2, dim=1)),
      (MS, D(size=1)), (ME, D(size=2)), (V, D(size=2)), (NONE, D(size=2), D(size=0), D(size=[0, 0])), (CP, D(size=[1, 3])))
moves("chunk", (M, D(chunks=2), D(chunks=3, dim=1), D(chunks=9)), (MT, D(chunks=2, dim=-1)), (MS, D(chunks=2)),
      (ME, D(chunks=2)), (V, D(chunks=3), D(chunks=4)), (NONE, D(chunks=3), D(chunks=2, dim=1)), (C, D(chunks=2, dim=2)))
moves("tensorSplit", (M, D(sections=2), D(sections=3, dim=1), D(sections=[1, 2], dim=1), D(sections=[2, 1]), D(sections=[1, -1, 9], dim=1)),
      (MT, D(sections=2, dim=-1)), (MS, D(sections=[1])), (ME, D(sections=5, dim=1)), (V, D(sections=3)), (NONE, D(sections=2)), (CP, D(sections=[])))
moves("hsplit", (M, D(sections=2), D(sections=[1, 3])), (MT, D(sections=4)), (MS, D(sections=[2])), (X((6,)), D(sections=3), D(sections=[4])), (CP, D(sections=2)), (NONE, D(sections=3)))
moves("vsplit", (M, D(sections=3), D(sections=[1])), (MT, D(sections=1)), (MS, D(sections=[2])), (ME, D(sections=3)), (C, D(sections=2)), (NONE, D(sections=3)))
moves("dsplit", (C, D(sections=2), D(sections=[1, 3])), (CP, D(sections=3), D(sections=[0])), (X((2, 2, 8), S(2, 0, 8, 2)), D(sections=2)), (X((2, 1, 4), E(2, 3, 4)), D(sections=4)), (X((2, 0, 2)), D(sections=2)))
moves("unbind", (M, D(), D(dim=1), D(dim=-1)), (MT, D()), (MS, D(dim=1)), (ME, D()), (V, D()), (X((2, 0)), D(dim=0)), (C, D(dim=2)))
for op in "movedim", "moveaxis":
    moves(op, (C, D(source=0, destination=2), D(source=-1, destination=0), D(source=[0, 2], destination=[1, 0]), D(source=[], destination=[])),
          (CP, D(source=1, destination=-1)), (MT, D(source=0, destination=1)), (ME, D(source=1, destination=0)), (N, D(source=0, destination=-1)), (X((2, 0, 3)), D(source=1, destination=0)))
for op in "swapaxes", "swapdims":
    moves(op, (C, D(dims=[0, 2]), D(dims=[-1, 1])), (CP, D(dims=[1, 0])), (MT, D(dims=[0, 1])), (MS, D(dims=[0, 0])), (ME, D(dims=[1, 0])), (N, D(dims=[0, -1])), (NONE, D(dims=[0, 1])))
moves("mT", (M,), (MT,), (MS,), (ME,), (C,), (CP,), (NONE,))
moves("diagonal", (M, D(), D(offset=1), D(offset=-1), D(offset=3), D(offset=4), D(offset=-7)), (MT, D(offset=1)), (MS, D(dims=[1, 0])), (ME, D(offset=-1)),
      (C, D(dims=[0, 2]), D(dims=[-1, 1], offset=-1), D(dims=[1, 0])), (CP, D()), (NONE, D()), (X((2, 3, 0)), D()), (X((2, 2, 2, 2)), D(dims=[3, 1], offset=1)))
moves("unfold", (M, D(dim=1, size=2, step=1), D(dim=1, size=3, step=2), D(dim=0, size=2, step=1), D(dim=-1, size=4, step=9)), (MT, D(dim=0, size=2, step=1)), (MS, D(dim=1, size=2, step=1)),
      (ME, D(dim=1, size=3, step=1)), (X((9,)), D(dim=0, size=4, step=2), D(dim=0, size=2, step=3), D(dim=0, size=0, step=1)), (CP, D(dim=1, size=2, step=1)), (N, D(dim=0, size=1, step=1)), (NONE, D(dim=1, size=2, step=1)), (X((3, 0)), D(dim=1, size=0, step=2)))
for a, b in [(X((3, 1)), X((3, 4))), (X((4,)), X((3, 4))), (X((1, 3), T()), X((3, 2))), (N, X((2, 2))), (X((2, 2), S(1, 0, 1)), X((2, 3))), (X((1, 3)), X((0, 3))), (X((1, 4), E(3, 4)), X((2, 3, 4))), (X((1, 1)), X((1, 1)))]:
    ask("expandAs", [a, {**b, "fixed": True}])
for a, b in [(X((3, 4)), X((2, 6))), (V, X((5, 1))), (N, X((1, 1))), (X((2, 6), S(1, 0, 4)), X((2, 2, 2))), (ME, X((3, 2, 2))), (NONE, X((3, 0))), (X((2, 3, 4), T(0, 1)), X((3, 2, 2, 2))), (X((4, 3)), I((12,)))]:
    ask("viewAs", [a, {**b, "fixed": True}])
for a, b in [(X((3, 4)), X((2, 6))), (MT, X((6, 2))), (N, X((1,))), (MS, X((9,))), (ME, X((12,))), (NONE, X((3, 0))), (CP, X((4, 6))), (X((4, 3)), B((12,)))]:
    ask("reshapeAs", [a, {**b, "fixed": True}])
moves("broadcastTo", (X((3, 1)), D(shape=[3, 4]), D(shape=[2, 3, 2])), (X((4,)), D(shape=[3, 4])), (N, D(shape=[2, 2])), (X((1, 3), T()), D(shape=[3, 2])), (X((2, 2), S(1, 0, 1)), D(shape=[2, 3])), (X((1, 3)), D(shape=[0, 3])), (ME, D(shape=[3, 4])))

moves("narrowCopy", (M, D(dim=1, start=1, length=2), D(dim=0, start=0, length=0)), (MT, D(dim=0, start=1, length=2)), (MS, D(dim=-1, start=2, length=1)), (ME, D(dim=1, start=1, length=3)), (V, D(dim=0, start=-2, length=2)), (NONE, D(dim=1, start=1, length=2)))
moves("flip", (M, D(dims=[0]), D(dims=[1]), D(dims=[0, -1]), D(dims=[])), (MT, D(dims=[0]), D(dims=[1])), (MS, D(dims=[1]), D(dims=[0, 1])), (ME, D(dims=[0, 1])), (N, D(dims=[]), D(dims=[0])),
      (NONE, D(dims=[1])), (CP, D(dims=[0, 2]), D(dims=[1])), (X((9, 8), T()), D(dims=[0]), D(dims=[1]), D(dims=[0, 1])), (EDGES, D(dims=[1])))
moves("fliplr", (M,), (MT,), (MS,), (ME,), (C,), (NONE,), (NONES,))
moves("flipud", (M,), (MT,), (MS,), (ME,), (V,), (C,), (NONE,))
moves("rot90", (M, D(), D(k=2), D(k=3), D(k=0), D(k=-1), D(k=7), D(dims=[1, 0])), (MT, D()), (MS, D(k=3)), (ME, D(k=2)), (C, D(dims=[0, 2]), D(k=3, dims=[-1, 1])), (NONE, D()))
moves("roll", (M, D(shifts=1), D(shifts=1, dims=0), D(shifts=-1, dims=1), D(shifts=[1, 2], dims=[0, 1]), D(shifts=[1, 1], dims=[0, 0]), D(shifts=13), D(shifts=4, dims=1)), (MT, D(shifts=2)), (MS, D(shifts=1, dims=1)),
      (ME, D(shifts=1, dims=0)), (V, D(shifts=-7)), (N, D(shifts=1)), (NONE, D(shifts=1), D(shifts=1, dims=0), D(shifts=1, dims=1)), (CP, D(shifts=[1, -1], dims=[2, 0])))
for op in "repeat", "tile":
    moves(op, (M, D(sizes=[2, 3]), D(sizes=[1, 1]), D(sizes=[2, 1, 2]), D(sizes=[0, 2])), (MT, D(sizes=[1, 2])), (MS, D(sizes=[2, 1])), (ME, D(sizes=[1, 2])), (V, D(sizes=[3])), (N, D(sizes=[]), D(sizes=[2, 2])),
          (NONE, D(sizes=[2, 2])), (X((1,)), D(sizes=[3])), (X((2, 1, 2)), D(sizes=[2, 2, 2])))
for inp, o in [(C, D(sizes=[2])), (CP, D(sizes=[2, 1])), (V, D(sizes=[]))]: ask("tile", [inp], **o)
moves("repeatInterleave", (M, D(repeats=2), D(repeats=2, dim=0), D(repeats=3, dim=-1), D(repeats=1, dim=1), D(repeats=0, dim=0)), (MT, D(repeats=2, dim=0)), (MS, D(repeats=2)), (ME, D(repeats=2, dim=1)), (N, D(repeats=3)), (NONE, D(repeats=2, dim=1)), (CP, D(repeats=2, dim=1)))
for inp, r, o in [(M, [2, 0, 1], D(dim=0)), (M, [1, 0, 3, 1], D(dim=1)), (V, [1, 2, 0, 0, 3], {}), (MT, [2, 1, 1], D(dim=0)), (C, [2], D(dim=1)), (M, [0, 0, 0], D(dim=0)), (X((2, 2)), [1, 2, 3, 0], {})]:
    ask("repeatInterleave", [inp, I((len(r),), values=r)], **o)
for op in "tril", "triu":
    moves(op, (M, D(), D(diagonal=1), D(diagonal=-1), D(diagonal=9), D(diagonal=-9)), (MT, D(diagonal=1)), (MS, D()), (ME, D()), (C, D(), D(diagonal=2)), (CP, D(diagonal=-1)), (NONE, D()), (NONES, D()), (EDGES, D(), D(diagonal=1)), (X((1, 1)), D()))
moves("diag", (M, D(), D(diagonal=1), D(diagonal=-2)), (MT, D()), (MS, D(diagonal=1)), (ME, D()), (V, D(), D(diagonal=2), D(diagonal=-1)), (X((0,)), D(), D(diagonal=1)), (NONE, D()), (X((9,), S(0, 1, 9, 3)), D()))
moves("diagEmbed", (M, D(), D(offset=1), D(offset=-2), D(dims=[0, 1]), D(dims=[2, 0], offset=1), D(dims=[-3, 1])), (MT, D()), (MS, D(offset=1)), (ME, D()), (V, D()), (X((0,)), D(), D(offset=2)), (X((0, 2)), D()))
moves("diagflat", (M, D(), D(offset=2)), (MT, D()), (MS, D(offset=-1)), (ME, D()), (V, D()), (N, D(), D(offset=1)), (NONE, D()))

JOINS = [
    ([X((2, 3)), X((2, 3))]), ([X((3, 2), T()), X((2, 3))]), ([X((2, 6), S(1, 0, 6, 2)), X((2, 3)), X((2, 3))]),
    ([X((2, 1), E(2, 3)), X((1, 3), E(2, 3))]), ([X((2, 3))]), ([X((0, 3)), X((0, 3))]), ([X((2, 2, 2)), X((2, 2, 2))]), ([V, V]), ([I((2, 3)), X((2, 3))]),
]
for op in "concat", "concatenate":
    for inputs in JOINS[:-1]: ask(op, inputs)
    ask(op, JOINS[0], dim=1)
for op in "hstack", "vstack", "rowStack", "dstack", "columnStack":
    for inputs in JOINS[:-1]: ask(op, inputs)
    ask(op, [N, N])
    add(op, "int32 beside float32", JOINS[-1], {}, F32)
    add(op, "int32", [I((2, 3)), I((2, 3))], {}, INT)
    add(op, "bool", [B((2, 3)), B((2, 3))], {}, INT)
ask("hstack", [V, X((3,)), N])
ask("vstack", [X((3,)), X((2, 3))])
ask("columnStack", [X((3,)), X((3, 2))])
for op in "atleast1d", "atleast2d", "atleast3d": moves(op, (N,), (V,), (M,), (MT,), (MS,), (ME,), (C,), (NONE,), (X((0,)),))
for inputs in [[M, X((2, 2))], [MT, V], [MS, N], [ME, X((1, 3))], [M], [X((0, 2)), X((2, 0)), M], [N, N, N], [X((2, 2)), X((3, 1), T()), X((2,))]]:
    ask("blockDiag", inputs)
ask("blockDiag", [X((0,)), X((1,))], grad=False)  # torch 1.13 sends the gradient of another row
add("blockDiag", "int32", [I((2, 2)), I((3,))], {}, INT)
add("blockDiag", "bool", [B((2, 2)), B((1, 3))], {}, INT)
for inputs in [[X((3, 1)), X((4,))], [X((4, 1), T()), X((3, 1))], [X((4, 3), S(0, 1, 4, 2)), X((1, 3))], [X((1, 4), E(3, 4)), N], [N, N], [X((0, 1)), X((3,))], [M], [X((2, 1, 2)), X((3, 1)), X((1,))]]:
    ask("broadcastTensors", first(inputs))
for inputs in [[X((2,)), X((3,))], [X((4,), S(0, 0, 4, 2)), X((2,)), X((3,))], [X((1,), E(3)), X((2,))], [V], [N, X((2,))], [X((0,)), X((2,))], [X((2, 3), S(0, 0, 1), P(1, 0), ["select", 1, 0]), X((2,))], [X((2,)), X((2,)), X((2,)), X((2,))]]:
    ask("meshgrid", first(inputs))
    ask("meshgrid", first(inputs), indexing="xy")
add("meshgrid", "int32", [I((2,)), I((3,))], {}, INT)
for inputs in [[X((2,)), X((3,))], [X((4,), S(0, 0, 4, 2)), X((2,)), X((3,))], [X((1,), E(3)), X((2,))], [V], [X((0,)), X((2,))], [X((1,)), X((1,))], [X((2, 3), ["select", 1, 1]), X((2,))], [X((3,)), X((2,)), X((2,)), X((1,))]]:
    ask("cartesianProd", inputs)
add("cartesianProd", "int32", [I((2,)), I((3,))], {}, INT)
moves("combinations", (X((4,)), D(), D(r=3), D(r=1), D(r=5), D(r=4), D(withReplacement=True), D(r=3, withReplacement=True)), (X((6,), S(0, 0, 6, 2)), D()), (X((1,), E(3)), D()), (X((0,)), D()), (X((3, 2), ["select", 1, 0]), D(withReplacement=True)))
for op in "trilIndices", "triuIndices":
    for rows, columns, offset in [(3, 3, 0), (3, 4, 1), (4, 3, -1), (2, 5, 3), (5, 2, -3), (0, 3, 0), (3, 0, 0), (1, 1, 5), (3, 3, -9), (2, 3, 9)]:
        add(op, f"{rows} x {columns} offset {offset}", [], dict(rows=rows, columns=columns, offset=offset), INT)

moves("pad", (M, D(amounts=[1, 2]), D(amounts=[1, 0, 2, 1], value=2.5), D(amounts=[-1, 2]), D(amounts=[-1, -2, 1, -1]), D(amounts=[]), D(amounts=[0, 0])), (MT, D(amounts=[1, 1, 1, 1])), (MS, D(amounts=[2, 0])), (ME, D(amounts=[0, 1, 1, 0], value="-inf")),
      (V, D(amounts=[1, 1]), D(amounts=[-2, -3])), (N, D(amounts=[])), (NONE, D(amounts=[1, 1, 2, 0])), (CP, D(amounts=[1, 1, 0, 0, 2, 0], value=-1)))
AROUND = [
    (X((2, 5)), [2, 1]), (X((5, 2), T()), [0, 3]), (X((2, 10), S(1, 0, 10, 2)), [4, 4]), (X((2, 1), E(2, 4)), [1, 2]),
    (X((1, 2, 4)), [3, 2]), (X((5, 2, 1), T(0, 2)), [1, 0]), (X((1, 1, 3), E(2, 2, 3)), [1, 1]), (X((2, 1, 7), S(2, 1, 6, 2)), [0, 1]),
    (X((1, 3, 4)), [1, 2, 2, 1]), (X((1, 2, 3, 3), T(2, 3)), [2, 0, 0, 1]), (X((1, 2, 2, 3)), [1, 1, 1, 1]),
    (X((1, 1, 2, 3, 2)), [1, 1, 2, 0, 0, 1]),
]
for mode in "reflect", "replicate", "circular":
    for inp, amounts in AROUND:
        batches = len(inp["shape"]) - len(amounts) // 2
        # torch 1.13 wants a batch for "circular"
        if batches == 2 or mode != "circular": ask("pad", [inp], amounts=amounts, mode=mode)
ask("pad", [X((2, 3))], amounts=[5, 7], mode="replicate")
for inp, o in [(I((3,), values=[0, 2, 1]), {}), (I((2, 2), values=[0, 3, 1, 1]), {}), (I((2, 2), T(), values=[0, 3, 1, 1]), D(classes=5)), (I((6,), S(0, 0, 6, 2), values=[0, 9, 1, 9, 2, 9]), {}), (I((1,), E(3), values=[2]), D(classes=3)), (I((), values=[2]), {}), (I((0,), values=[]), D(classes=3)), (I((2, 0), values=[]), D(classes=2)), (I((3,), values=[0, 0, 0]), {})]:
    add("oneHot", str([inp["shape"], *(v[0] for v in inp["view"]), o, inp["values"]]), [inp], o, INT)
for inp, sections in (ME, 2), (X((1, 4), E(3, 4)), [1]): ask("hsplit", [inp], sections=sections)
for op in "movedim", "moveaxis": ask(op, [X((2, 3, 8), S(2, 0, 8, 2))], source=0, destination=-1)
for op, o in ("cartesianProd", {}), ("combinations", {}): ask(op, [X((2, 3), T(), ["select", 1, 0])] + [X((2,))] * (op[1] == "a"), **o)
ask("broadcastTo", [X((0, 1))], shape=[0, 3])
moves("ravel", (M,), (MT,), (MS,), (ME,), (V,), (N,), (C,), (CP,), (NONE,))
moves("adjoint", (M,), (MT,), (MS,), (ME,), (C,), (CP,), (NONE,))
moves("splitWithSizes", (M, D(size=[1, 2]), D(size=[0, 4, 0], dim=-1)), (MT, D(size=[3, 1], dim=1)), (MS, D(size=[1, 1, 1])), (ME, D(size=[3])), (V, D(size=[2, 3])), (NONE, D(size=[0, 0])), (CP, D(size=[1, 3])))
