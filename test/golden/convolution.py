"""Convolutions and their transposes."""
import torch.nn.functional as F
from meaning import OPS
from record import E, P, S, T, X, add

def names(o):
    """torch's spelling."""
    return {"output_padding" if k == "outputPadding" else k: v for k, v in o.items()}

for n in 1, 2, 3:
    for op, f in [(f"conv{n}d", getattr(F, f"conv{n}d")), (f"convTranspose{n}d", getattr(F, f"conv_transpose{n}d"))]:
        OPS[op] = (lambda f: lambda x, **o: f(*x, **names(o)))(f)

# name: x, weight, bias, options
CONV = {
    1: {
        "plain": ((2, 3, 7), (4, 3, 3), 4, {}), "no bias": ((2, 3, 7), (2, 3, 2), 0, {}),
        "no batch": ((3, 7), (2, 3, 3), 2, {}), "stride": ((2, 2, 9), (3, 2, 3), 3, dict(stride=2)),
        "padding": ((1, 2, 5), (5, 2, 4), 5, dict(padding=2)), "same": ((2, 2, 6), (2, 2, 4), 2, dict(padding="same")),
        "valid": ((1, 2, 6), (2, 2, 3), 0, dict(padding="valid")), "dilation": ((1, 2, 9), (2, 2, 3), 2, dict(dilation=3)),
        "groups": ((2, 4, 6), (6, 2, 3), 6, dict(groups=2, padding=1)), "depthwise": ((2, 3, 19), (3, 1, 3), 3, dict(groups=3)),
        "1 by 1": ((2, 3, 5), (2, 3, 1), 2, {}), "batch 0": ((0, 2, 5), (3, 2, 3), 3, {}),
        "all at once": ((2, 4, 13), (2, 2, 3), 2, dict(stride=3, padding=4, dilation=2, groups=2)),
        "kernel as long as x": ((1, 2, 4), (3, 2, 4), 3, {}), "long": ((1, 1, 40), (1, 1, 5), 1, {}),
    },
    2: {
        "plain": ((2, 3, 5, 6), (4, 3, 3, 3), 4, {}), "no bias": ((1, 2, 4, 4), (3, 2, 2, 2), 0, {}),
        "no batch": ((2, 5, 4), (3, 2, 3, 2), 3, {}), "stride": ((1, 2, 7, 8), (3, 2, 3, 3), 3, dict(stride=2)),
        "strides": ((1, 2, 7, 9), (2, 2, 2, 3), 2, dict(stride=[1, 3], padding=[2, 1])),
        "padding": ((2, 1, 3, 4), (2, 1, 3, 3), 2, dict(padding=1)), "wide padding": ((1, 1, 2, 2), (2, 1, 2, 2), 2, dict(padding=3)),
        "same": ((1, 2, 5, 4), (2, 2, 2, 3), 2, dict(padding="same", dilation=[3, 1])),
        "dilation": ((1, 1, 7, 7), (2, 1, 3, 2), 2, dict(dilation=[2, 3])), "groups": ((1, 4, 4, 4), (6, 2, 3, 3), 6, dict(groups=2)),
        "depthwise": ((2, 3, 5, 5), (3, 1, 3, 3), 3, dict(groups=3, padding=1)),
        "depthwise twice": ((1, 2, 5, 7), (4, 1, 3, 3), 4, dict(groups=2, stride=2)),
        "1 by 1": ((2, 5, 3, 3), (4, 5, 1, 1), 4, {}), "1 by 1, stride": ((1, 3, 5, 5), (2, 3, 1, 1), 2, dict(stride=2)),
        "batch 0": ((0, 2, 4, 4), (3, 2, 3, 3), 3, {}), "odd sizes": ((1, 3, 9, 11), (5, 3, 3, 3), 5, dict(padding=1)),
        "all at once": ((2, 4, 8, 9), (4, 2, 3, 2), 4, dict(stride=[2, 3], padding=[1, 2], dilation=[2, 1], groups=2)),
        "kernel as large as x": ((2, 3, 3, 4), (2, 3, 3, 4), 2, {}), "5 by 5": ((1, 1, 9, 12), (3, 1, 5, 5), 3, {}),
        "stride past the kernel": ((1, 1, 8, 8), (1, 1, 2, 2), 1, dict(stride=3)),
        "eight channels": ((1, 8, 9, 7), (8, 8, 3, 3), 8, dict(padding=1)),
    },
    3: {
        "plain": ((1, 2, 3, 4, 5), (3, 2, 2, 2, 3), 3, {}), "no batch": ((1, 3, 3, 3), (2, 1, 2, 2, 2), 2, {}),
        "stride": ((1, 1, 5, 4, 5), (2, 1, 3, 2, 3), 2, dict(stride=[2, 1, 2])),
        "padding": ((1, 2, 2, 3, 3), (2, 2, 3, 3, 3), 0, dict(padding=1)),
        "groups, dilation": ((2, 2, 4, 4, 3), (2, 1, 2, 2, 1), 2, dict(groups=2, dilation=[2, 1, 1])),
        "same": ((1, 1, 3, 3, 4), (1, 1, 2, 3, 2), 1, dict(padding="same")),
        "1 by 1": ((1, 3, 2, 2, 2), (2, 3, 1, 1, 1), 2, {}), "batch 0": ((0, 2, 3, 3, 3), (2, 2, 2, 2, 2), 2, {}),
    },
}
TRANSPOSED = {
    1: {
        "plain": ((2, 3, 5), (3, 2, 3), 2, {}), "no bias": ((1, 2, 4), (2, 3, 2), 0, {}),
        "no batch": ((2, 4), (2, 3, 3), 3, dict(stride=2)), "stride": ((2, 2, 5), (2, 3, 3), 3, dict(stride=3)),
        "output padding": ((1, 2, 4), (2, 2, 3), 2, dict(stride=2, padding=1, outputPadding=1)),
        "groups": ((2, 4, 5), (4, 3, 2), 6, dict(groups=2)), "dilation": ((1, 2, 4), (2, 1, 3), 1, dict(dilation=3, outputPadding=2)),
        "depthwise": ((1, 3, 9), (3, 1, 3), 3, dict(groups=3, stride=2)), "batch 0": ((0, 2, 3), (2, 2, 3), 2, {}),
        "holes": ((1, 1, 3), (1, 2, 2), 2, dict(stride=4)),
    },
    2: {
        "plain": ((2, 3, 3, 4), (3, 2, 3, 3), 2, {}), "no bias": ((1, 2, 3, 3), (2, 3, 2, 2), 0, {}),
        "no batch": ((2, 3, 4), (2, 3, 3, 2), 3, dict(stride=[2, 1])),
        "stride": ((1, 2, 3, 4), (2, 3, 3, 3), 3, dict(stride=2, padding=1, outputPadding=1)),
        "dcgan": ((1, 3, 2, 2), (3, 2, 4, 4), 2, dict(stride=2, padding=1)),
        "groups": ((1, 4, 3, 3), (4, 2, 2, 2), 4, dict(groups=2, stride=2)),
        "dilation": ((1, 1, 3, 3), (1, 2, 2, 3), 2, dict(dilation=[2, 3], stride=2)),
        "all at once": ((2, 4, 3, 4), (4, 1, 3, 2), 2, dict(stride=[3, 2], padding=[2, 1], outputPadding=[2, 1], groups=2, dilation=[2, 1])),
        "wide padding": ((1, 2, 5, 5), (2, 2, 3, 3), 2, dict(padding=3)), "batch 0": ((0, 2, 3, 3), (2, 2, 3, 3), 2, {}),
        "1 by 1": ((1, 3, 4, 5), (3, 2, 1, 1), 2, {}),
    },
    3: {
        "plain": ((1, 2, 2, 3, 3), (2, 2, 2, 3, 2), 2, {}), "no batch": ((2, 2, 2, 3), (2, 1, 2, 2, 2), 1, {}),
        "stride": ((1, 1, 2, 2, 3), (1, 2, 3, 2, 3), 2, dict(stride=[1, 2, 3], outputPadding=[0, 1, 2])),
        "padding": ((1, 2, 3, 3, 3), (2, 2, 3, 3, 2), 0, dict(padding=[1, 2, 0])),
        "groups": ((1, 2, 2, 3, 2), (2, 1, 2, 2, 2), 2, dict(groups=2)), "batch 0": ((0, 2, 2, 2, 2), (2, 2, 2, 2, 2), 2, {}),
        "dilation": ((1, 1, 2, 2, 2), (1, 1, 2, 2, 2), 1, dict(dilation=2)), "1 by 1": ((1, 3, 2, 2, 2), (3, 2, 1, 1, 1), 2, {}),
    },
}
def small(shape, *view): return X(shape, *view, lo=-2, hi=2)
for prefix, table in ("conv", CONV), ("convTranspose", TRANSPOSED):
    for n, records in table.items():
        op = f"{prefix}{n}d"
        for name, (x, w, bias, o) in records.items():
            add(op, name, [small(x), small(w), *([small((bias,))] if bias else [])], o)
        k = (2,) * n
        add(op, "transposed", [small((2, 2, *(3,) * (n - 1), 4)[::-1], P(*range(n + 1, -1, -1))), small((2, 2, *k), T(0, 1)), small((2,))])
        add(op, "sliced", [small((2, 2, *(3,) * (n - 1), 8), S(n + 1, 1, 8, 2)), small((4, 2, *k), S(0, 0, 4, 2)), small((4,), S(0, 1, 4, 2))])
        add(op, "expanded", [small((1, 2, *(3,) * n), E(2, 2, *(3,) * n)), small((1, 2, *k), E(2, 2, *k)), small((1,), E(2))])
