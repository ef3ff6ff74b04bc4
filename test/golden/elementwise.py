"""One number at a time, and two: every op whose result is as large as its inputs, broadcast."""
import torch
from record import B, E, F32, I, INF, INT, NAN, P, S, T, X, add


# domain of the random inputs, and of an even sweep
DOMAIN = dict(
    neg=(-3, 3, -4, 4), abs=(-3, 3, -4, 4), exp=(-3, 3, -16, 16), log=(0.0625, 6, 0.03125, 4),
    sqrt=(0.0625, 6, 0.03125, 4), square=(-3, 3, -4, 4), reciprocal=(0.25, 6, 0.03125, 4), sin=(-3, 3, -8, 8),
    cos=(-3, 3, -8, 8), tanh=(-3, 3, -12, 12), sigmoid=(-3, 3, -24, 24), relu=(-3, 3, -4, 4),
    leakyRelu=(-3, 3, -4, 4), gelu=(-3, 3, -6, 6), silu=(-3, 3, -24, 24), softplus=(-3, 3, -24, 24),
    clamp=(-3, 3, -4, 4), sign=(-3, 3, -4, 4), erf=(-3, 3, -8, 8), logicalNot=(-0.125, 0.125, -4, 4),
)
EXTREMES = {  # overflow, underflow, denormal numbers, and where series would cancel
    "float32": [3e38, -3e38, 1e-38, 1e-45, 88.5, 89.0, -87.0, -100.0, 1e4, -1e4, 1e-3, -1e-3, 1e-5, 0.9999],
    "float64": [1e308, -1e308, 1e-308, 5e-324, 709.5, 710.0, -708.0, -740.0, 1e4, -1e4, 1e-3, -1e-3, 1e-9, 0.9999]}

def unary(op, variant="", **o):
    lo, hi, first, last = DOMAIN[op]
    def x(shape, *view): return X(shape, *view, lo=lo, hi=hi)
    for name, inp in {
        "contiguous": x((3, 5)), "transposed": x((5, 3), T()),
        "rows and columns sliced": x((5, 9), S(0, 1, 4, 2), S(1, 1, 9, 3)),
        "starts inside its storage": x((19,), S(0, 1)), "expanded": x((3, 1), E(3, 4)),
        "permuted": x((2, 3, 4), P(2, 0, 1)), "no elements": x((0, 3)),
        "0-d": x(()), "0-d out of a matrix": x((3, 2), ["select", 0, 1], ["select", 0, 1]),
        "sweep": X((33,), values=[first + (last - first) * i / 32 for i in range(33)]),
    }.items():
        add(op, variant + name, [inp], o)
    add(op, variant + "nan, zeros and ones", [X((5,), values=[NAN, 0.0, -0.0, 1.0, -1.0])], o)
    add(op, variant + "infinities", [X((2,), values=[INF, "-inf"])], o, grad=False)  # 0 · inf in torch's gradients
    for dtype, values in EXTREMES.items():
        if op in ("sin", "cos"): values = [v for v in values if abs(v) <= 1e4]  # torch's own sine is another there
        values = [float(torch.tensor(v, dtype=getattr(torch, dtype))) for v in values]
        add(op, f"{variant}extremes of {dtype}", [X((len(values),), values=values)], o, [dtype], grad=False)

for op in DOMAIN:
    if op == "clamp": continue
    unary(op)
unary("clamp", min=-1.5, max=1.25)
for o in dict(min=0.5), dict(max=-0.25), dict(min=2, max=-2):
    add("clamp", " and ".join(f"{k} {v}" for k, v in o.items()), [X((4, 4))], o)
add("clamp", "on the bounds", [X((4,), values=[-1.0, 1.0, 0.5, 2.0])], dict(min=-1, max=1))
add("leakyRelu", "slope", [X((4, 3), T())], dict(slope=0.25))
unary("gelu", "tanh, ", approximate="tanh")
add("softplus", "beta and threshold", [X((12,), lo=-6, hi=6)], dict(beta=2, threshold=5))
for op in "neg", "abs", "sign", "square", "relu", "clamp", "logicalNot":
    o = dict(min=-4, max=5) if op == "clamp" else {}
    add(op, "int32", [I((5, 3), T())], o, INT)
    if op != "clamp": add(op, "int32 wraps", [I((4,), values=[2**31 - 1, -2**31, 65536, -1])], o, INT)
add("logicalNot", "bool", [B((3, 4), T())], {}, INT)


def pairs(x=X):
    """Two inputs, each of them contiguous, strided, repeated, empty, 0-d, a number."""
    return {
        "same shape": [x((3, 5)), x((3, 5))], "a row for all rows": [x((3, 4)), x((4,))],
        "all rows get one": [x((4,)), x((3, 4))], "column and row": [x((3, 1)), x((1, 4))],
        "outer axes": [x((2, 1, 4)), x((3, 1))], "0-d on the right": [x((3, 3)), x(())],
        "0-d on the left": [x(()), x((3, 3))], "both 0-d": [x(()), x(())],
        "both transposed": [x((5, 3), T()), x((5, 3), T())], "one transposed": [x((3, 4)), x((4, 3), T())],
        "both sliced": [x((4, 9), S(1, 0, 9, 2)), x((8, 5), S(0, 1, None, 2))],
        "inside their storage": [x((20,), S(0, 1)), x((22,), S(0, 3))],
        "expanded": [x((1, 4), E(3, 4)), x((3, 1), E(3, 4))], "no elements": [x((0, 3)), x((3,))],
        "one times none": [x((2, 1)), x((1, 0))], "eight axes": [x((1, 2) * 4), x((2, 1, 1, 1) * 2)],
    }

SPECIAL = [NAN, INF, "-inf", 0.0, -0.0, 1.0, -2.0]
ARITHMETIC = ["add", "sub", "mul", "div", "pow", "minimum", "maximum"]
COMPARE = ["eq", "ne", "lt", "le", "gt", "ge"]
LOGICAL = ["logicalAnd", "logicalOr", "logicalXor"]

for op in ARITHMETIC + COMPARE + LOGICAL:
    # few numbers to compare, so that some are equal
    lo, hi = (0.25, 3) if op in ("pow", "div") else (-3, 3) if op in ARITHMETIC else (-0.25, 0.25)
    def x(shape, *view): return X(shape, *view, lo=lo, hi=hi)
    for name, inputs in pairs(x).items(): add(op, name, inputs)
    if op in ARITHMETIC + COMPARE: add(op, "a number", [x((3, 3)), 2.5 if op == "pow" else 0.125])
    if op in ARITHMETIC: add(op, "an integer number", [x((4, 3), T()), 2])
    add(op, "special values", [X((7, 1), values=SPECIAL), X((7,), values=SPECIAL)], grad=False)
    a, b = [1.0, 2.0, 0.0, -1.0, 3.0, 0.5], [1.0, 1.0, 0.0, -1.0, 4.0, 0.5]
    add(op, "equal values", [X((6,), values=a), X((6,), values=b)], grad=op != "pow")
    if op not in ("div", "pow"):
        add(op, "int32", [I((3, 4)), I((4, 3), T())], {}, INT)
        if op != "sub": add(op, "int32 beside bool", [I((3, 4)), B((4,))], {}, INT)
        a, b = [2**31 - 1, -2**31, 65537, -7], [1, -1, 65537, 3]
        add(op, "int32 at its ends", [I((4,), values=a), I((4,), values=b)], {}, INT)
    if op not in ("sub", "div", "pow"): add(op, "bool", [B((4, 4)), B((4, 4), T())], {}, INT)
for op in "add", "sub": add(op, "alpha", [X((3, 4)), X((4, 3), T())], dict(alpha=-2.5))
add("add", "alpha of integers", [I((3, 4)), I((4,))], dict(alpha=3), INT)
add("div", "int32 over int32", [I((6,), values=[7, -7, 0, 5, 1, 9]), I((6,), values=[2, 2, 3, -5, 3, 4])], {}, F32)
add("div", "by zero", [X((4,), values=[1.0, -1.0, 2.0, 3.0]), X((4,), values=[0.0, 0.0, -0.0, 1.0])])
add(
    "pow", "integer powers of negative numbers",
    [X((8,)), X((8,), values=[0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 4.0, 5.0], fixed=True)],
)
add(
    "pow", "fractional powers of negative numbers",
    [X((3,), values=[-1.0, -2.0, -0.5]), X((3,), values=[0.5, 1.5, -0.5])], grad=False,
)
add("pow", "zero to some power", [X((4,), values=[0.0] * 4), X((4,), values=[0.0, 1.0, 2.0, 3.0])])
for power in 0, 1, 3, -1, 0.5, -2: add("pow", f"to {power}", [X((7,), lo=0.25, hi=3), power])
add("pow", "int32", [I((2, 4), lo=-5, hi=5), I((4,), lo=0, hi=6)], {}, INT)

for name, inputs in pairs().items():
    add("where", name, [B(inputs[0]["shape"], *inputs[0]["view"]), *inputs])
add("where", "condition decides the shape", [B((2, 3, 4)), X((4,)), X((3, 1))])
add("where", "0-d condition", [B((), values=[True]), X((3,)), X((2, 1))])
add("where", "numbers", [B((3, 3), T()), X((3, 3)), 0.5])
add("where", "a number first", [B((3, 3)), -1.5, X((3, 3), T())])
add(
    "where", "nan stays where it is not chosen",
    [B((3,), values=[1, 0, 1]), X((3,), values=[1.0, NAN, 2.0]), X((3,), values=[NAN, 3.0, INF])],
)
add("where", "int32", [B((3, 4)), I((3, 4)), I((4,))], {}, INT)
add("where", "bool", [B((3, 4)), B((3, 1)), B((4,))], {}, INT)
for low, high in (-2, 3), (None, 1), (2, None), (-1.5, 2.25), (0, 2.5):
    o = {k: v for k, v in dict(min=low, max=high).items() if v is not None}
    whole = all(isinstance(v, int) for v in o.values())
    for name, x in ("int32", I((3, 4), T())), ("bool", B((4,))): add("clamp", f"{name} in {low} … {high}", [x], o, INT if whole else F32)
