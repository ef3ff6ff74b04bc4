"""The long tail: powers and divisors, places, sums back to a shape, what complex numbers would need, channels, windows."""
import torch
import torch.nn.functional as F
from meaning import OPS
from record import B, E, F32, F64, I, INT, P, S, T, TYPES, X, add

def one(f): return lambda x, **o: f(x[0], **o)
def two(f): return lambda x, **o: f(x[0], x[1], **o)
def typed(f): return lambda x, dtype="float32", **o: f(**o, dtype=TYPES[dtype])

def definite(x): return x @ x.mT + x.shape[-1] * torch.eye(x.shape[-1], dtype=x.dtype)
def cholesky_inverse(x, upper=False): return torch.cholesky_inverse(torch.linalg.cholesky(definite(x), upper=upper), upper)
def own(x): return x.detach().clone()

def channel_shuffle(x, r):
    """torch 1.13 has no gradient of it: the same through an index."""
    places = torch.channel_shuffle(torch.arange(x.numel(), dtype=torch.float64).reshape(x.shape), r).long()
    return x.reshape(-1)[places]

OPS.update({
    "floatPower": two(torch.float_power), "ldexp": two(torch.ldexp), "gcd": two(torch.gcd), "lcm": two(torch.lcm),
    "mvlgamma": one(lambda x, n: torch.mvlgamma(x, n)),
    "put": lambda x, accumulate=False: torch.put(x[0], x[1].long(), x[2], accumulate),
    "selectScatter": two(lambda x, y, dim, index: torch.select_scatter(x, y, dim, index)),
    "sliceScatter": two(lambda x, y, dim=0, start=None, end=None, step=1: torch.slice_scatter(x, y, dim, start, end, step)),
    "diagonalScatter": two(lambda x, y, offset=0, dims=(0, 1): torch.diagonal_scatter(x, y, offset, *dims)),
    "sumToSize": one(lambda x, shape: x.sum_to_size(shape)), "angle": one(torch.angle),
    "unsafeSplit": one(lambda x, size, dim=0: torch.unsafe_split(x, size, dim)),
    "unsafeSplitWithSizes": one(lambda x, size, dim=0: torch.unsafe_split_with_sizes(x, size, dim)),
    "unsafeChunk": one(lambda x, chunks, dim=0: torch.unsafe_chunk(x, chunks, dim)),
    "conj": one(torch.conj), "conjPhysical": one(torch.conj_physical), "resolveConj": one(torch.resolve_conj),
    "resolveNeg": one(torch.resolve_neg), "real": one(torch.real), "H": one(lambda x: x.H), "mH": one(lambda x: x.mH),
    "pairwiseDistance": two(lambda x, y, keepdim=False, **o: F.pairwise_distance(x, y, keepdim=keepdim, **o)),
    "cosineSimilarity": two(F.cosine_similarity),
    "pixelShuffle": one(lambda x, r: F.pixel_shuffle(x, r)), "pixelUnshuffle": one(lambda x, r: F.pixel_unshuffle(x, r)),
    "choleskyInverse": one(cholesky_inverse), "cpu": one(lambda x: x.cpu()),
    # in JavaScript by functions of the same meaning
    "apply_": one(lambda x: own(x).apply_(lambda v: 2 * v + 1)),
    "map_": two(lambda x, y: own(x).map_(y.detach().expand(x.shape), lambda v, w: v - 2 * w)),
    "map2_": lambda x: own(x[0]).map2_(x[1].detach().expand(x[0].shape), x[2].detach().expand(x[0].shape), lambda v, w, z: v * w + z),
    "channelShuffle": one(channel_shuffle),
    "logspace": typed(torch.logspace),
    **{k: typed(lambda size, dtype, f=f, **o: f(size, **o, dtype=dtype)) for k, f in dict(
        bartlettWindow=torch.bartlett_window, hannWindow=torch.hann_window, hammingWindow=torch.hamming_window,
        blackmanWindow=torch.blackman_window).items()},
})

def views(make, shape=(3, 4), **o):
    """The same shape in every layout, and other shapes."""
    *lead, n = shape
    other = [i for i in range(len(shape))][::-1]
    return {
        "plain": make(shape, **o), "transposed": make(shape[::-1], P(*other), **o), "sliced": make((*lead, 2 * n + 1), S(len(lead), 1, 2 * n + 1, 2), **o),
        "expanded": make((1, *shape[1:]), E(*shape), **o),
    }
def apart(make, **o): return {**views(make, **o), "0-d": make((), **o), "no elements": make((0, 4), **o), "permuted": make((2, 3, 2), P(2, 0, 1), **o), "a row": make((4,), **o)}

for name, x in apart(X, lo=0.25, hi=3).items():
    shape = {"0-d": (), "no elements": (4,), "permuted": (2, 1), "a row": (3, 4)}.get(name, (4,))
    add("floatPower", name, [x, X(shape, lo=-2, hi=2)], {}, F64)
    add("ldexp", name, [x, X(shape, lo=-2, hi=2)])
    add("ldexp", f"{name}, whole", [x, I(shape, lo=-9, hi=9)])
add("floatPower", "rows, by whole numbers", [X((2, 3)), I((3,), lo=0, hi=3)], {}, F64); add("floatPower", "squares", [X((5,)), 2], {}, F64)
add("floatPower", "a number", [X((3, 4), T(), lo=0.25, hi=3), 2.5], {}, F64)
add("floatPower", "int32", [I((3, 4)), I((4,), lo=0, hi=3)], {}, F64, grad=False)
add("ldexp", "int32", [I((3, 4)), I((4,), lo=-3, hi=3)], {}, F32)
for op in "gcd", "lcm":
    for name, x in apart(I, lo=-36, hi=36).items(): add(op, name, [x, I({"0-d": (), "permuted": (2, 1)}.get(name, (4,)), lo=-36, hi=36)], {}, INT)
    add(op, "zeros", [I((4,), values=[0, 0, 5, -7]), I((4,), values=[0, 6, 0, -7])], {}, INT)
    add(op, "large", [I((2,), values=[1836311903, 2**20]), I((2,), values=[1134903170, 1024])], {}, INT)
    add(op, "rows and columns", [I((3, 1)), I((1, 4))], {}, INT)
for n in 1, 2, 4:
    for name, x in apart(X, lo=2, hi=6).items(): add("mvlgamma", f"{name}, {n}", [x], dict(n=n))
add("mvlgamma", "int32", [I((4,), lo=2, hi=6)], dict(n=2), F32)

for name, x in apart(X).items():
    other = X({"0-d": (), "permuted": (2, 1)}.get(name, (4,)))
    if name != "expanded": add("apply_", name, [x]); add("map_", name, [x, other]); add("map2_", name, [x, other, X(())])
    else: add("map_", name, [X((3, 4)), x]); add("map2_", name, [X((3, 4)), x, other]); add("apply_", name, [x])
for op, n in ("apply_", 1), ("map_", 2), ("map2_", 3): add(op, "int32", [I((3, 4))] * n, {}, INT)
for name, x in {**views(X, (3, 3)), "1 by 1": X((1, 1)), "larger": X((6, 6)), "batch": X((2, 3, 3)), "expanded batch": X((1, 2, 2), E(2, 2, 2))}.items():
    x = {**x, "lo": -1, "hi": 1}
    add("choleskyInverse", name, [x])
    if "batch" not in name: add("choleskyInverse", f"{name}, upper", [x], dict(upper=True))
add("choleskyInverse", "no batch", [X((0, 3, 3))], grad=False)
for name, x in apart(X).items():
    size = {"0-d": 1, "a row": 4, "no elements": 0}.get(name, 12)
    if size:
        places = [k * 5 % size for k in range(min(size, 3))]
        add("put", name, [x, I((len(places),), values=places), X((len(places),))])
        add("put", f"{name}, summed", [x, I((2, 1), E(2, 2), values=[size - 1, -size]), X((2, 2), T())], dict(accumulate=True))
add("put", "nothing", [X((3, 4)), I((0,), values=[]), X((0,))]); add("put", "into nothing", [X((0, 4)), I((0,), values=[]), X((0,))])
add("put", "int32", [I((3, 4)), I((2,), values=[3, -1]), I((2,))], {}, INT)
for name, x in views(X).items():
    add("selectScatter", name, [x, X((4,))], dict(dim=0, index=1)); add("selectScatter", f"{name}, columns", [x, X((3,))], dict(dim=-1, index=-1))
    add("sliceScatter", name, [x, X((2, 4))], dict(start=1)); add("sliceScatter", f"{name}, steps", [x, X((2, 3), T())], dict(dim=1, start=0, end=4, step=2))
    add("diagonalScatter", name, [x, X((3,))]); add("diagonalScatter", f"{name}, above", [x, X((3,), S(0, 0, 3))], dict(offset=1))
add("selectScatter", "no columns", [X((3, 0)), X((0,))], dict(dim=0, index=1)); add("selectScatter", "a row", [X((4,)), X(())], dict(dim=0, index=2))
add("sliceScatter", "no columns", [X((3, 0)), X((2, 0))], dict(start=1)); add("diagonalScatter", "no columns", [X((3, 0)), X((0,))])
add("diagonalScatter", "of three axes", [X((2, 3, 3)), X((3, 2))], dict(dims=[0, 2]))
for op, y, o in ("selectScatter", I((4,)), dict(dim=0, index=1)), ("sliceScatter", I((2, 4)), dict(start=1)), ("diagonalScatter", I((3,)), {}): add(op, "int32", [I((3, 4)), y], o, INT)
for name, x in views(X).items():
    for shape in (3, 4), (1, 4), (3, 1), (1, 1), (4,), (1,): add("sumToSize", f"{name} to {shape}", [x], dict(shape=list(shape)))
add("sumToSize", "0-d", [X(())], dict(shape=[])); add("sumToSize", "no rows", [X((0, 4))], dict(shape=[1, 4])); add("sumToSize", "to a number", [X((2, 3))], dict(shape=[]))
for name, x in apart(X).items():
    add("angle", name, [x])
    for op in "conj", "conjPhysical", "resolveConj", "resolveNeg", "real", "cpu": add(op, name, [x])
    if name not in ("permuted", "a row"): add("H", name, [x])
    if name not in ("a row", "0-d"): add("mH", name, [x])
for op in "conj", "conjPhysical", "resolveConj", "resolveNeg", "real", "cpu", "H", "mH": add(op, "int32", [I((3, 4))], {}, INT); add(op, "bool", [B((3, 4))], {}, INT)
for op in "H", "mH": add(op, "1 by 1", [X((1, 1))])
add("angle", "int32", [I((5,), values=[-2, -1, 0, 1, 2])], {}, F32); add("angle", "bool", [B((2,))], {}, F32)
add("angle", "special values", [X((6,), values=["nan", "inf", "-inf", 0.0, -0.0, -1.0])], grad=False)
for op, cases in {"unsafeSplit": [dict(size=2), dict(size=3, dim=1)], "unsafeSplitWithSizes": [dict(size=[1, 2]), dict(size=[3, 1], dim=-1)], "unsafeChunk": [dict(chunks=2), dict(chunks=3, dim=1)]}.items():
    for name, x in {**views(X), "no columns": X((3, 0))}.items():
        for o in cases:
            if name != "no columns" or "dim" not in o: add(op, f"{name} {o}", [x], o)

for name, x in apart(X).items():
    if name == "0-d": continue
    y = X({"permuted": (2, 2, 3), "no elements": (0, 4)}.get(name, (3, 4)))
    for o in {}, dict(p=1, keepdim=True), dict(p=3, eps=0.5): add("pairwiseDistance", f"{name} {o}", [x, y], o)
    for o in {} if name != "a row" else dict(dim=-1), dict(dim=0 if name != "no elements" else -1), dict(dim=-1, eps=8.0):
        # below eps the gradient of torch passes its bound
        if name != "a row" or o.get("dim") == -1: add("cosineSimilarity", f"{name} {o}", [x, y], o, grad="eps" not in o)
add("pairwiseDistance", "0-d", [X(()), X(())]); add("cosineSimilarity", "0-d", [X(()), X(())], dict(dim=0))
for o in dict(dim=0), dict(dim=-1): add("cosineSimilarity", f"rows and one {o}", [X((2, 3)), X((1, 3))], o)
add("cosineSimilarity", "a zero", [X((2, 2), values=[0, 0, 1, 2]), X((2, 2))], grad=False)
for shape, r in [((8, 2, 3), 2), ((1, 4, 2, 2), 2), ((2, 2, 9, 1, 2), 3), ((3, 2, 2), 1)]:
    for how, x in views(X, shape).items(): add("pixelShuffle", f"{shape} {r} {how}", [x], dict(r=r))
for shape, r in [((2, 4, 6), 2), ((1, 1, 3, 6), 3), ((2, 2, 1, 2, 2), 2)]:
    for how, x in views(X, shape).items(): add("pixelUnshuffle", f"{shape} {r} {how}", [x], dict(r=r))
for shape, r in [((1, 4, 3), 2), ((2, 6, 2, 2), 3), ((2, 3, 2), 1)]:
    for how, x in views(X, shape).items(): add("channelShuffle", f"{shape} {r} {how}", [x], dict(r=r))
for op, shape in ("pixelShuffle", (0, 4, 2, 2)), ("channelShuffle", (0, 4, 2)): add(op, "no batch", [X(shape)], dict(r=2), grad=False)
add("pixelUnshuffle", "no batch", [X((0, 1, 2, 2))], dict(r=1), grad=False)  # torch 1.13 leaves an empty tensor as it is
add("pixelShuffle", "int32", [I((4, 2, 2))], dict(r=2), INT); add("pixelUnshuffle", "int32", [I((1, 2, 2))], dict(r=2), INT)

for o in [dict(start=0, end=2, steps=3), dict(start=-1, end=1, steps=5), dict(start=2, end=-2, steps=9), dict(start=1, end=3, steps=1), dict(start=0, end=8, steps=9, base=2), dict(start=0.5, end=1, steps=4, base=0.25), dict(start=0, end=1, steps=0)]:
    add("logspace", str(o), [], o, F32); add("logspace", f"{o} of float64", [], {**o, "dtype": "float64"}, F64)
for op in "bartlettWindow", "hannWindow", "hammingWindow", "blackmanWindow":
    for size in 0, 1, 2, 5, 8:
        for periodic in True, False:
            add(op, f"{size} {periodic}", [], dict(size=size, periodic=periodic), F32); add(op, f"{size} {periodic} of float64", [], dict(size=size, periodic=periodic, dtype="float64"), F64)
for o in dict(alpha=0.5), dict(alpha=0.4, beta=0.3): add("hammingWindow", str(o), [], dict(size=6, periodic=True, **o), F32)
