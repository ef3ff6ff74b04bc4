"""Other norms, other sizes, grids, windows as columns."""
import torch
import torch.nn.functional as F
from meaning import OPS
from record import E, P, S, X, add

def some(x, n): return (list(x) + [None] * n)[:n]
def group_norm(x, numGroups, eps=1e-5):
    x, w, b = some(x, 3)
    return F.group_norm(x, numGroups, w, b, eps)
def instance_norm(x, useInputStats=True, eps=1e-5):
    x, w, b, mean, var = some(x, 5)
    return F.instance_norm(x, *[t if t is None else t.clone() for t in (mean, var)], w, b, useInputStats, 0.1, eps)
def rms_norm(x, normalizedShape, eps):
    """torch 1.13 has none: the formula of the documentation."""
    x, w = some(x, 2)
    y = x * (x.square().mean(list(range(-len(normalizedShape), 0)), keepdim=True) + eps).rsqrt()
    return y if w is None else y * w
def interpolate(x, size=None, scaleFactor=None, kind="nearest", alignCorners=None, recompute=None):
    return F.interpolate(x[0], size, scaleFactor, kind, alignCorners, recompute)
OPS.update({
    "groupNorm": group_norm, "instanceNorm": instance_norm, "rmsNorm": rms_norm, "interpolate": interpolate,
    "localResponseNorm": lambda x, size, alpha=1e-4, beta=0.75, k=1.0: F.local_response_norm(x[0], size, alpha, beta, k),
    "normalize": lambda x, normType=2, dim=1: F.normalize(x[0], normType, dim),
    "unfold2d": lambda x, kernelSize, dilation=1, padding=0, stride=1: F.unfold(x[0], kernelSize, dilation, padding, stride),
    "fold": lambda x, outputSize, kernelSize, dilation=1, padding=0, stride=1: F.fold(x[0], outputSize, kernelSize, dilation, padding, stride),
    "gridSample": lambda x, kind="bilinear", paddingMode="zeros", alignCorners=False: F.grid_sample(x[0], x[1], kind, paddingMode, alignCorners),
    "affineGrid": lambda x, size, alignCorners=False: F.affine_grid(x[0], size, alignCorners),
})

def vector(n, *view, **o): return X((n,), *view, **o)
for name, inputs, o in [
    ("plain", [X((2, 4, 3)), vector(4), vector(4)], dict(numGroups=2)), ("one group", [X((2, 3, 2, 2)), vector(3), vector(3)], dict(numGroups=1)),
    ("a group for each", [X((2, 3, 5)), vector(3), vector(3)], dict(numGroups=3)), ("not affine", [X((1, 4, 2, 3))], dict(numGroups=2)),
    ("rows", [X((3, 6)), vector(6)], dict(numGroups=2, eps=0.125)), ("transposed", [X((3, 4, 2), P(2, 1, 0)), vector(4), vector(4)], dict(numGroups=2)),
    ("sliced", [X((2, 4, 6), S(2, 1, 6, 2)), vector(4), vector(8, S(0, 0, 8, 2))], dict(numGroups=2)),
    ("expanded", [X((1, 4, 3), E(2, 4, 3)), X((1,), E(4)), vector(4)], dict(numGroups=2)), ("batch 0", [X((0, 4, 3)), vector(4), vector(4)], dict(numGroups=2)),
]: add("groupNorm", name, inputs, o)
running = [X((3,), fixed=True), X((3,), lo=0.25, hi=3, fixed=True)]
for name, inputs, o in [
    ("plain", [X((2, 3, 5)), vector(3), vector(3)], {}), ("images", [X((2, 3, 3, 2))], {}), ("volumes", [X((1, 3, 2, 2, 3)), vector(3), vector(3)], {}),
    ("running too", [X((2, 3, 5)), vector(3), vector(3), *running], {}), ("running", [X((2, 3, 5)), vector(3), vector(3), *running], dict(useInputStats=False)),
    ("transposed", [X((4, 3, 2), P(2, 1, 0)), vector(3), vector(3)], {}), ("sliced", [X((2, 3, 8), S(2, 1, 8, 2)), vector(3), vector(3)], dict(eps=0.5)),
    ("expanded", [X((1, 3, 4), E(2, 3, 4)), vector(3), vector(3)], {}),
]: add("instanceNorm", name, inputs, o)
for name, inputs, o in [
    ("rows", [X((3, 5)), vector(5)], dict(normalizedShape=[5])), ("no weight", [X((3, 5))], dict(normalizedShape=[5])), ("two axes", [X((2, 3, 4)), X((3, 4))], dict(normalizedShape=[3, 4])),
    ("all", [X((6,)), vector(6)], dict(normalizedShape=[6])), ("transposed", [X((5, 3), P(1, 0)), vector(5)], dict(normalizedShape=[5])),
    ("sliced", [X((3, 8), S(1, 0, 8, 2)), vector(4)], dict(normalizedShape=[4])), ("expanded", [X((1, 4), E(3, 4)), vector(4)], dict(normalizedShape=[4])),
    ("batch 0", [X((0, 4)), vector(4)], dict(normalizedShape=[4])),
]: add("rmsNorm", name, inputs, dict(o, eps=1e-5))
for name, x, o in [
    ("plain", X((2, 5, 3)), dict(size=3)), ("even", X((1, 4, 2, 3)), dict(size=2, alpha=0.5)), ("volumes", X((1, 3, 2, 2, 2)), dict(size=3, alpha=0.25, beta=0.5, k=2)),
    ("wider than the channels", X((1, 2, 3)), dict(size=5, alpha=1.0)), ("transposed", X((3, 4, 2), P(2, 1, 0)), dict(size=3)), ("sliced", X((2, 3, 6), S(2, 0, 6, 2)), dict(size=3)),
    ("expanded", X((1, 4, 3), E(2, 4, 3)), dict(size=3, alpha=1.0)), ("batch 0", X((0, 3, 4)), dict(size=3)),
]: add("localResponseNorm", name, [x], o)
for name, x, o in [
    ("plain", X((3, 4), lo=1), {}), ("p 1", X((3, 4), lo=1), dict(normType=1)), ("p 3, first axis", X((3, 4), lo=1), dict(normType=3, dim=0)), ("last axis", X((2, 3, 4), lo=1), dict(dim=-1)),
    ("zeros", X((2, 3), values=[0, 0, 0, 3, 4, 0]), {}), ("transposed", X((4, 3), P(1, 0)), {}), ("sliced", X((3, 8), S(1, 1, 8, 2)), {}), ("expanded", X((1, 4), E(3, 4)), {}), ("batch 0", X((0, 4)), {}),
    ("0-d", X((), values=[2]), dict(dim=0)),
]: add("normalize", name, [x], o, grad=name != "zeros")

shape = {1: (2, 2, 5), 2: (1, 2, 4, 5), 3: (1, 1, 3, 2, 4)}
for n, modes in {1: ["nearest", "nearest-exact", "linear", "area"], 2: ["nearest", "nearest-exact", "bilinear", "bicubic", "area"], 3: ["nearest", "trilinear", "area"]}.items():
    for mode in modes:
        for align in [None, True] if mode in ("linear", "bilinear", "bicubic", "trilinear") else [None]:
            for how in [dict(size=[7, 3, 5][:n]), dict(scaleFactor=1.75), dict(scaleFactor=[0.6, 2.3, 1.5][:n] if n < 3 else [0.5, 2, 1.5])]:
                if mode == "area" and "scaleFactor" in how and isinstance(how["scaleFactor"], float): continue
                o = dict(how, kind=mode, **({"alignCorners": True} if align else {}))
                add("interpolate", f"{n} axes, {mode}{', corners' if align else ''}, {how}", [X(shape[n])], o)
add("interpolate", "recomputed", [X(shape[2])], dict(scaleFactor=[1.6, 0.7], kind="bilinear", recompute=True))
o = dict(size=[3, 6], kind="bilinear")
add("interpolate", "one place", [X((1, 2, 1, 1))], o); add("interpolate", "to one place", [X((1, 1, 3, 4))], dict(size=1, kind="bicubic", alignCorners=True))
add("interpolate", "transposed", [X((4, 5, 2, 2), P(3, 2, 1, 0))], o); add("interpolate", "sliced", [X((1, 2, 4, 8), S(3, 1, 8, 2))], o)
add("interpolate", "expanded", [X((1, 1, 4, 4), E(2, 1, 4, 4))], o); add("interpolate", "batch 0", [X((0, 2, 3, 3))], dict(size=4))

for name, x, o in [
    ("plain", X((2, 2, 4, 5)), dict(kernelSize=[2, 3])), ("stride", X((1, 2, 5, 6)), dict(kernelSize=2, stride=2)), ("all", X((1, 1, 6, 7)), dict(kernelSize=[2, 3], dilation=[2, 1], padding=[1, 2], stride=[1, 3])),
    ("no batch", X((2, 3, 4)), dict(kernelSize=2)), ("transposed", X((3, 4, 2, 1), P(3, 2, 1, 0)), dict(kernelSize=2)), ("sliced", X((1, 2, 3, 8), S(3, 1, 8, 2)), dict(kernelSize=2)),
    ("expanded", X((1, 2, 3, 3), E(2, 2, 3, 3)), dict(kernelSize=2)), ("batch 0", X((0, 2, 3, 3)), dict(kernelSize=2)),
]: add("unfold2d", name, [x], o)
for name, x, o in [
    ("plain", X((2, 8, 6)), dict(outputSize=[3, 4], kernelSize=2)), ("stride", X((1, 4, 4)), dict(outputSize=4, kernelSize=2, stride=2)), ("no batch", X((4, 4)), dict(outputSize=3, kernelSize=2)),
    ("all", X((1, 6, 15)), dict(outputSize=[5, 6], kernelSize=[2, 3], dilation=[2, 1], padding=[1, 1], stride=[1, 2])), ("transposed", X((4, 8, 1), P(2, 1, 0)), dict(outputSize=3, kernelSize=2)),
    ("sliced", X((1, 4, 8), S(2, 0, 8, 2)), dict(outputSize=3, kernelSize=2)), ("expanded", X((1, 4, 4), E(2, 4, 4)), dict(outputSize=3, kernelSize=2)), ("padding", X((1, 4, 9)), dict(outputSize=2, kernelSize=2, padding=1)),
    ("batch 0", X((0, 4, 4)), dict(outputSize=3, kernelSize=2)),
]: add("fold", name, [x], o)

def grid(*shape, fixed=False): return X(shape, lo=-1.4, hi=1.4, fixed=fixed)
for mode in "bilinear", "nearest", "bicubic":
    for padding in "zeros", "border", "reflection":
        for align in False, True:
            o = dict(kind=mode, paddingMode=padding, alignCorners=align)
            add("gridSample", f"{mode}, {padding}{', corners' if align else ''}", [X((1, 2, 4, 5)), grid(1, 2, 3, 2, fixed=mode == "nearest")], o)
            if mode != "bicubic": add("gridSample", f"volume, {mode}, {padding}{', corners' if align else ''}", [X((1, 1, 2, 3, 4)), grid(1, 2, 1, 2, 3, fixed=mode == "nearest")], o)
add("gridSample", "transposed", [X((4, 3, 2, 1), P(3, 2, 1, 0)), X((2, 2, 2, 1), P(3, 2, 1, 0), lo=-1, hi=1)]); add("gridSample", "sliced", [X((1, 2, 3, 8), S(3, 0, 8, 2)), grid(1, 2, 2, 2)])
add("gridSample", "expanded", [X((1, 2, 3, 3), E(2, 2, 3, 3)), grid(2, 2, 2, 2)]); add("gridSample", "batch 0", [X((0, 2, 3, 3)), X((0, 2, 2, 2))])
for name, x, o in [
    ("image", X((2, 2, 3)), dict(size=[2, 1, 3, 4])), ("corners", X((1, 2, 3)), dict(size=[1, 2, 3, 2], alignCorners=True)), ("volume", X((1, 3, 4)), dict(size=[1, 1, 2, 3, 2])),
    ("volume, corners", X((1, 3, 4)), dict(size=[1, 1, 2, 2, 3], alignCorners=True)), ("one place", X((1, 2, 3)), dict(size=[1, 1, 1, 1])), ("transposed", X((3, 2, 1), P(2, 1, 0)), dict(size=[1, 1, 2, 2])),
    ("sliced", X((1, 2, 6), S(2, 0, 6, 2)), dict(size=[1, 1, 2, 2])), ("expanded", X((1, 2, 3), E(2, 2, 3)), dict(size=[2, 1, 2, 2])),
]: add("affineGrid", name, [x], o)
