"""Elementary and special functions, rounding, remainders, bits, and questions about numbers."""
import math
import torch
from meaning import OPS
from record import B, E, F32, I, INF, INT, NAN, P, S, T, X, add, TYPES


class Digamma(torch.autograd.Function):
    """torch's own slope, trigamma, is right to 1e-8 only; its zeta is right."""
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.digamma(x)
    @staticmethod
    def backward(ctx, dy): return dy * torch.special.zeta(torch.tensor(2, dtype=dy.dtype), ctx.saved_tensors[0])

class Polygamma(torch.autograd.Function):
    """The same for n = 1."""
    @staticmethod
    def value(n, x): return (-1) ** (n + 1) * math.factorial(n) * torch.special.zeta(torch.tensor(n + 1, dtype=x.dtype), x)
    @staticmethod
    def forward(ctx, x, n):
        ctx.save_for_backward(x)
        ctx.n = n
        return Polygamma.value(n, x)
    @staticmethod
    def backward(ctx, dy): return dy * Polygamma.value(ctx.n + 1, ctx.saved_tensors[0]), None

class Lgamma(torch.autograd.Function):
    """The slope of torch is its digamma, which loses digits beside its poles."""
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.lgamma(x)
    @staticmethod
    def backward(ctx, dy): return dy * torch.digamma(ctx.saved_tensors[0])

def tensor_of(v, like): return v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=like.dtype)
def both(f):
    def g(x, **o):
        try: return f(x[0], x[1], **o)
        except TypeError: return f(x[0], tensor_of(x[1], x[0]), **o)  # torch takes no number there
    return g

def erfinv(x):
    """torch's own loses digits near 1, where its erf has none left."""
    y = torch.erfinv(x)
    z = y.detach().abs()
    for _ in range(3): z = z + (torch.erfc(z) - (1 - x.detach().abs())) / (2 / math.sqrt(math.pi) * (-z * z).exp())
    near = (x.detach().abs() > 0.99) & z.isfinite()
    return torch.where(near, y + (z * y.detach().sign() - y.detach()), y)
def snake(name): return "".join("_" + c.lower() if c.isupper() else c for c in name)

# domain of the random inputs, and of an even sweep
UNARY = dict(
    expm1=(-3, 3, -16, 16), exp2=(-3, 3, -16, 16), log1p=(-0.9, 6, -0.9375, 4), log2=(0.0625, 6, 0.03125, 4),
    log10=(0.0625, 6, 0.03125, 4), rsqrt=(0.0625, 6, 0.03125, 4), tan=(-1.5, 1.5, -8, 8), asin=(-0.95, 0.95, -0.96, 0.96),
    acos=(-0.95, 0.95, -0.96, 0.96), atan=(-3, 3, -8, 8), sinh=(-3, 3, -16, 16), cosh=(-3, 3, -16, 16),
    asinh=(-3, 3, -16, 16), acosh=(1.125, 6, 1.25, 17.25), atanh=(-0.95, 0.95, -0.96, 0.96), sinc=(-3, 3, -4, 4.125),
    erfc=(-3, 3, -6, 6), erfinv=(-0.95, 0.95, -0.96, 0.96), lgamma=(0.0625, 6, 0.15625, 12), digamma=(0.0625, 6, 0.15625, 12),
    logit=(0.0625, 0.9375, 0.015625, 0.984375), deg2rad=(-3, 3, -360, 360), rad2deg=(-3, 3, -8, 8),
    ceil=(-3, 3, -4, 4), floor=(-3, 3, -4, 4), round=(-3, 3, -4, 4), trunc=(-3, 3, -4, 4), frac=(-3, 3, -4, 4),
    positive=(-3, 3, -4, 4), sgn=(-3, 3, -4, 4), nanToNum=(-3, 3, -4, 4), polygamma=(0.125, 6, 0.15625, 12),
    signbit=(-3, 3, -4, 4), isnan=(-3, 3, -4, 4), isinf=(-3, 3, -4, 4), isposinf=(-3, 3, -4, 4),
    isneginf=(-3, 3, -4, 4), isfinite=(-3, 3, -4, 4), isreal=(-3, 3, -4, 4),
)
OPS.update({k: (lambda f: lambda x, **o: f(x[0], **o))(getattr(torch, snake(k))) for k in UNARY if k != "polygamma"})
OPS.update(
    digamma=lambda x: Digamma.apply(x[0]), lgamma=lambda x: Lgamma.apply(x[0]), logit=lambda x, eps=None: torch.logit(x[0], eps),
    erfinv=lambda x: erfinv(x[0]), polygamma=lambda x, n: Polygamma.apply(x[0], n), nanToNum=lambda x, nan=None, posinf=None, neginf=None:
        torch.nan_to_num(x[0], nan=nan, posinf=posinf, neginf=neginf),
)
BINARY = dict(
    fmod=(0.5, 3), remainder=(0.5, 3), floorDivide=(0.5, 3), atan2=(-3, 3), hypot=(-3, 3), copysign=(-3, 3), xlogy=(0.25, 3),
    logaddexp=(-3, 3), logaddexp2=(-3, 3), fmax=(-3, 3), fmin=(-3, 3), heaviside=(-3, 3), isclose=(-3, 3),
    bitwiseAnd=None, bitwiseOr=None, bitwiseXor=None, bitwiseLeftShift=None, bitwiseRightShift=None,
)
OPS.update({k: both(getattr(torch, snake(k))) for k in BINARY})
OPS.update(
    floorDivide=lambda x: torch.div(x[0], x[1], rounding_mode="floor"),
    div=lambda x, roundingMode=None: torch.div(x[0], x[1], rounding_mode=roundingMode),
    isclose=lambda x, equalNan=False, **o: torch.isclose(x[0], x[1], equal_nan=equalNan, **o),
    bitwiseNot=lambda x: torch.bitwise_not(x[0]), rsub=lambda x, alpha=1: torch.rsub(x[0], x[1], alpha=alpha),
    lerp=lambda x: torch.lerp(x[0], x[1], x[2]), addcmul=lambda x, value=1: torch.addcmul(x[0], x[1], x[2], value=value),
    addcdiv=lambda x, value=1: torch.addcdiv(x[0], x[1], x[2], value=value),
    clampMin=lambda x: torch.clamp_min(x[0], x[1]), clampMax=lambda x: torch.clamp_max(x[0], x[1]),
    clampBetween=lambda x: torch.clamp(x[0], x[1], x[2]), clip=lambda x: torch.clip(x[0], x[1], x[2]),
)

EXTREMES = {  # overflow, underflow, denormal numbers, and where series would cancel
    "float32": [3e38, -3e38, 1e-38, 1e-45, 88.5, 89.0, -87.0, -100.0, 1e-3, -1e-3, 1e-5, 0.9999],
    "float64": [1e308, -1e308, 1e-308, 5e-324, 709.5, 710.0, -708.0, -740.0, 1e-3, -1e-3, 1e-9, 0.9999]}
LARGE = ("tan", "sinc", "polygamma", "digamma", "lgamma")  # their large arguments are another sine, or overflow

def views(lo, hi):
    def x(shape, *view): return X(shape, *view, lo=lo, hi=hi)
    return {
        "contiguous": x((3, 5)), "transposed": x((4, 3), T()), "sliced": x((4, 7), S(0, 1, 4, 2), S(1, 1, 7, 3)),
        "expanded": x((3, 1), E(3, 4)), "permuted": x((2, 3, 2), P(2, 0, 1)), "no elements": x((0, 3)), "0-d": x(()),
    }

def unary(op, variant="", **o):
    lo, hi, first, last = UNARY[op]
    sweep = X((17,), values=[first + (last - first) * i / 16 for i in range(17)])
    for name, inp in {**views(lo, hi), "sweep": sweep}.items():
        add(op, variant + name, [inp], o)
    kinks = op in ("digamma", "lgamma", "polygamma", "xlogy", "acosh", "asin", "acos", "atanh", "logit", "rsqrt", "log1p", "log2", "log10", "erfinv")
    add(op, variant + "nan, zeros and ones", [X((5,), values=[NAN, 0.0, -0.0, 1.0, -1.0])], o, grad=not kinks)
    ends = ["-inf"] if op == "polygamma" else [INF, "-inf"]  # ψ'(∞) is 0, but not for torch's zeta
    add(op, variant + "infinities", [X((len(ends),), values=ends)], o, grad=False)
    for dtype, values in EXTREMES.items():
        if op.startswith("is") or op in ("positive", "sgn", "signbit"): break
        if op in ("sinh", "cosh"): values = [v for v in values if v != 710]  # torch overflows too soon
        if op == "log1p": values = [v for v in values if 1e-30 < abs(v) < 1e30]  # and here
        if op in LARGE: values = [v for v in values if 1e-30 < abs(v) < 800]
        if op == "polygamma": values = [v for v in values if v > 0]
        values = [float(torch.tensor(v, dtype=TYPES[dtype])) for v in values]
        add(op, f"{variant}extremes of {dtype}", [X((len(values),), values=values)], o, [dtype], grad=False)

for op in UNARY:
    if op not in ("polygamma", "nanToNum"): unary(op)
unary("nanToNum", posinf=5, neginf=-6)  # the defaults depend on the dtype: pointwise.test.ts
unary("polygamma", "1, ", n=1)
unary("polygamma", "3, ", n=3)
unary("logit", "eps, ", eps=0.25)
add("round", "halves", [X((8,), values=[0.5, 1.5, 2.5, -0.5, -1.5, 0.49999, -2.5, 3.5])])
for d in 1, 2, -1: add("round", f"{d} decimals", [X((9,), values=[12.345, -12.351, 155.0, 25.0, 0.046875, -0.5, 1e4, 3.140625, -99.5])], dict(decimals=d))
add("nanToNum", "chosen numbers", [X((5,), values=[NAN, INF, "-inf", 2.0, -0.0])], dict(nan=1.5, posinf=7, neginf=-8))
add("nanToNum", "with gradient", [X((3,), values=[NAN, -0.5, 2.0])])
for op in "digamma", "lgamma": add(op, "negative", [X((6,), values=[-0.5, -1.25, -2.75, -7.5, -20.375, -150.125])])
for op in "digamma", "lgamma": add(op, "poles", [X((5,), values=[-1.0, -2.0, 0.0, -0.0, -50.0])], grad=False)
add("lgamma", "beside its zeros", [X((8,), values=[1 + 2**-20, 1 - 2**-20, 2 + 2**-20, 2 - 2**-20, 1.4375, 1.53125, 2.46875, 2.53125])])
for n in 1, 2, 4: add("polygamma", f"{n} of negative numbers", [X((4,), values=[-0.5, -1.25, -2.75, -7.25])], dict(n=n))
add("polygamma", "poles", [X((3,), values=[-1.0, 0.0, -7.0])], dict(n=2), grad=False)
add("erfinv", "far out", [X((6,), values=[1 - 2**-20, 1 - 2**-50, -1 + 2**-30, 2**-60, 2**-10, 0.0078125])], {}, ["float64"], grad=False)
add("erfc", "far out", [X((6,), values=[2.0, 2.25, 5.0, 10.0, 20.0, 26.0])], {}, ["float64"])
add("erfc", "far out, float32", [X((4,), values=[2.0, 2.25, 5.0, 9.0])], {}, F32)
add("log2", "powers of two", [X((6,), values=[2.0**k for k in (-20, -1, 0, 1, 10, 100)])])
add("log10", "powers of ten", [X((6,), values=[1.0, 10.0, 100.0, 1e3, 1e6, 1e10])])
for op in "ceil", "floor", "round", "trunc", "positive", "sgn", "nanToNum", "signbit", "isnan", "isfinite", "isreal", "isposinf", "isinf", "isneginf":
    add(op, "int32", [I((3, 2), T())], {}, INT)
for op in "sgn", "nanToNum", "signbit", "isnan", "isfinite", "isinf", "isreal": add(op, "bool", [B((3, 2), T())], {}, INT)
for op in "expm1", "log2", "lgamma", "digamma", "erfc", "tan", "deg2rad", "sinc":
    add(op, "int32", [I((3, 2), T(), lo=1, hi=5)], {}, F32)
    add(op, "bool", [B((3,), values=[1, 1, 1])], {}, F32)


def pairs(x=X):
    return {
        "same shape": [x((3, 5)), x((3, 5))], "a row for all rows": [x((3, 4)), x((4,))], "all rows get one": [x((4,)), x((3, 4))],
        "column and row": [x((3, 1)), x((1, 4))], "outer axes": [x((2, 1, 4)), x((3, 1))], "0-d on the right": [x((3, 3)), x(())],
        "0-d on the left": [x(()), x((3, 3))], "both 0-d": [x(()), x(())], "both transposed": [x((4, 3), T()), x((4, 3), T())],
        "one transposed": [x((3, 4)), x((4, 3), T())], "both sliced": [x((3, 7), S(1, 0, 7, 2)), x((6, 4), S(0, 1, None, 2))],
        "expanded": [x((1, 4), E(3, 4)), x((3, 1), E(3, 4))], "no elements": [x((0, 3)), x((3,))],
    }

SPECIAL = [NAN, INF, "-inf", 0.0, -0.0, 1.0, -2.5]
WHOLE = ("fmod", "remainder", "floorDivide")
for op, domain in BINARY.items():
    if domain is None:
        lo, hi = (0, 9) if "Shift" in op else (-9, 9)
        for name, inputs in pairs(lambda shape, *view: I(shape, *view, lo=lo, hi=hi)).items(): add(op, name, inputs, {}, INT)
        add(op, "a number", [I((3, 3)), 3], {}, INT)
        if "Shift" in op:
            add(op, "over the edge", [I((6,), values=[2**31 - 1, -2**31, 65537, -7, 1, -1]), I((6,), values=[1, 3, 16, 4, 31, 31])], {}, INT)
        else:
            add(op, "bool", [B((3, 4)), B((4,))], {}, INT)
            add(op, "int32 beside bool", [I((3, 4)), B((4,))], {}, INT)
            add(op, "at the ends", [I((4,), values=[2**31 - 1, -2**31, 65537, -7]), I((4,), values=[1, -1, 65537, 3])], {}, INT)
        continue
    lo, hi = domain
    def x(shape, *view): return X(shape, *view, lo=lo, hi=hi)
    for name, inputs in pairs(x).items(): add(op, name, inputs, grad=op not in ("heaviside",))
    add(op, "special values", [X((7, 1), values=SPECIAL), X((7,), values=SPECIAL)], grad=False)
    if op not in ("isclose", "heaviside"): add(op, "a number", [x((3, 3)), 0.75])
    if op in WHOLE:
        a, b = [7, -7, 7, -7, 6, -6, 0, 5], [3, 3, -3, -3, 3, 3, 5, 7]
        add(op, "signs", [X((8,), values=a), X((8,), values=b)])
        add(op, "int32", [I((8,), values=a), I((8,), values=b)], {}, INT)
        add(op, "int32 at its ends", [I((4,), values=[2**31 - 1, -2**31, -2**31, 2**31 - 1]), I((4,), values=[2, 3, 2**31 - 1, -2**31])], {}, INT)
        add(op, "int32 by a number", [I((3, 3)), 4], {}, INT)
        add(op, "int32 by bool", [I((3,)), B((3,), values=[1, 1, 1])], {}, INT)
        add(op, "int32 by a fraction", [I((3, 3)), 1.5], {}, F32)
        add(op, "tenths", [X((4,), values=[1.0, 0.5, 2.0, 7.0]), X((4,), values=[0.1, 0.1, 0.3, 0.7])], {}, ["float64"])
    if op in ("fmax", "fmin"):
        add(op, "ties and nan", [X((5,), values=[1.0, NAN, 2.0, NAN, -0.5]), X((5,), values=[1.0, 2.0, NAN, NAN, 3.0])])
        add(op, "int32", [I((3, 4)), I((4,))], {}, INT)
        add(op, "bool", [B((3, 4)), B((4,))], {}, INT)
    if op in ("atan2", "copysign", "xlogy"): add(op, "int32", [I((3, 4), lo=-9, hi=-1), I((4,), lo=1, hi=5)], {}, F32)
    if op == "isclose":
        near = [X((6,), values=[1.0, 1.0, NAN, INF, "-inf", 1e-9]), X((6,), values=[1.000001, 1.1, NAN, INF, INF, 0.0])]
        add(op, "near", near)
        add(op, "nan is near nan", near, dict(equalNan=True))
        add(op, "wide", near, dict(rtol=0.2, atol=0.5))
        add(op, "exact", near, dict(rtol=0, atol=0))
        add(op, "int32", [I((3, 4)), I((4,))], dict(atol=3), INT)
    if op == "heaviside": add(op, "int32", [I((3, 4), lo=-1, hi=1), I((4,))], {}, INT)
    if op.startswith("logaddexp"): add(op, "equal values", [X((3,), values=[1.0, -2.0, 0.0]), X((3,), values=[1.0, -2.0, 0.0])])
    if op == "xlogy": add(op, "zeros", [X((4,), values=[0.0, 0.0, 1.0, 2.0]), X((4,), values=[0.0, 2.0, 1.0, 0.5])])
    if op == "copysign": add(op, "zeros", [X((4,), values=[0.0, -0.0, 1.0, -2.0]), X((4,), values=[-1.0, 1.0, 0.0, -0.0])])
    if op == "hypot": add(op, "near overflow", [X((2,), values=[3e307, 3e-320]), X((2,), values=[4e307, 4e-320])], {}, ["float64"], grad=False)
for mode in "trunc", "floor":
    for name, inputs in pairs().items(): add("div", f"{mode}, {name}", inputs, dict(roundingMode=mode))
    add("div", f"{mode}, special values", [X((7, 1), values=SPECIAL), X((7,), values=SPECIAL)], dict(roundingMode=mode), grad=False)
    add("div", f"{mode}, int32", [I((3, 4)), I((4,), lo=1, hi=5)], dict(roundingMode=mode), INT)
    add("div", f"{mode}, int32 by negative", [I((3, 4)), I((4,), lo=-5, hi=-1)], dict(roundingMode=mode), INT)
    add("div", f"{mode}, int32 by a number", [I((3, 4)), 4], dict(roundingMode=mode), INT)
    add("div", f"{mode}, int32 by a fraction", [I((3, 4)), 2.5], dict(roundingMode=mode), F32)

for name, inp in {
    "contiguous": I((3, 5)), "transposed": I((4, 3), T()), "sliced": I((4, 7), S(0, 1, 4, 2), S(1, 1, 7, 3)), "expanded": I((3, 1), E(3, 4)),
    "no elements": I((0, 3)), "0-d": I(()), "bool": B((3, 4)), "at the ends": I((3,), values=[2**31 - 1, -2**31, 0]), "permuted": I((2, 3, 2), P(2, 0, 1)),
}.items():
    add("bitwiseNot", name, [inp], {}, INT)

for op in "clampMin", "clampMax":
    for name, inputs in pairs().items(): add(op, name, inputs)
    add(op, "a number", [X((3, 3)), 0.5])
    add(op, "nan", [X((3,), values=[NAN, 1.0, 2.0]), X((3,), values=[1.0, NAN, 3.0])], grad=False)
    add(op, "int32", [I((3, 4)), I((4,))], {}, INT)
for name, inputs in pairs().items():
    add("clampBetween", name, [*inputs, X(inputs[1]["shape"], *inputs[1]["view"], lo=3.0625, hi=5)])
add("clampBetween", "bounds that cross", [X((5,), values=[0, 1.0, 2.0, 3.0, -4.0]), X((5,), values=[2.0, 2.0, 1.5, 2.0, -1.0]), X((5,), values=[1.0, 0.5, -1.0, 1.0, -2.0])])
add("clampBetween", "nan", [X((3,), values=[NAN, 1.0, 2.0]), X((3,), values=[1.0, NAN, 3.0]), X((3,), values=[1.0, 2.0, NAN])], grad=False)
add("clampBetween", "int32", [I((3, 4)), I((4,), lo=-3, hi=0), I((4,), lo=1, hi=3)], {}, INT)
add("clampBetween", "int32 between floats", [I((3, 4)), X((4,), lo=-3, hi=0, fixed=True), X((4,), lo=1, hi=3, fixed=True)], {}, F32)

for name, inputs in pairs().items():
    def third(lo, hi): return X(inputs[1]["shape"], *inputs[1]["view"], lo=lo, hi=hi)
    add("rsub", name, inputs)
    add("lerp", name, [*inputs, third(-1, 2)])
    add("addcmul", name, [*inputs, third(-3, 3)], dict(value=0.5))
    add("addcdiv", name, [*inputs, third(0.5, 3)], dict(value=-2))
add("rsub", "alpha", [X((3, 4)), X((4,))], dict(alpha=-2.5))
add("rsub", "a number", [X((3, 4), T()), 2.5], dict(alpha=2))
add("rsub", "int32", [I((3, 4)), I((4,))], dict(alpha=3), INT)
for w in 0, 0.25, 0.5, 0.75, 1, -1.5: add("lerp", f"by {w}", [X((3, 4)), X((3, 4)), w])
add("lerp", "special values", [X((7, 1), values=SPECIAL), X((7,), values=SPECIAL), 0.25], grad=False)
add("addcmul", "int32", [I((3, 4)), I((4,)), I((3, 1))], dict(value=2), INT)
add("addcdiv", "by zero", [X((3,), values=[1.0, 2.0, 3.0]), X((3,), values=[1.0, -1.0, 0.0]), X((3,), values=[0.0, 0.0, 0.0])], grad=False)

ALIASES = dict(absolute="abs", negative="neg", fix="trunc", arccos="acos", arcsin="asin", arctan="atan", arccosh="acosh", arcsinh="asinh", arctanh="atanh")
for name, op in ALIASES.items():
    OPS[name] = (lambda f: lambda x: f(x[0]))(getattr(torch, name))
    lo, hi = UNARY[op][:2] if op in UNARY else (-3, 3)
    for how, inp in views(lo, hi).items(): add(name, how, [inp])
    add(name, "zeros and ones", [X((4,), values=[0.0, -0.0, 1.0, -1.0])], grad=False)
for name in "arctan2", "subtract", "multiply", "divide", "trueDivide", "greater", "greaterEqual", "less", "lessEqual", "notEqual":
    OPS[name] = both(getattr(torch, snake(name)))
    for how, inputs in pairs(lambda shape, *view: X(shape, *view, lo=0.25, hi=2)).items():
        add(name, how, inputs)
for name, inputs in pairs().items(): add("clip", name, [*inputs, X(inputs[1]["shape"], *inputs[1]["view"], lo=3.0625, hi=5)])

OPS["equal"] = lambda x: torch.tensor(torch.equal(*x))
OPS["allclose"] = lambda x, equalNan=False, **o: torch.tensor(torch.allclose(*x, equal_nan=equalNan, **o))
same = X((3, 4), values=[k / 4 for k in range(12)])
other = X((4, 3), T(), values=[k / 4 + (k == 7) / 1024 for j in range(4) for k in range(j, 12, 4)])
for op in "equal", "allclose":
    for name, inputs in {
        "the same": [same, same], "almost, transposed": [same, other], "transposed": [other, other], "sliced": [X((3, 8), S(1, 0, 8, 2)), X((3, 4))],
        "sliced, the same": [X((6,), S(0, 0, 6, 2), values=[1, 2, 3, 4, 5, 6]), X((3,), values=[1, 3, 5])], "expanded": [X((3, 1), E(3, 4), values=[2, 2, 2]), X((4,), E(3, 4), values=[2, 2, 2, 2])],
        "nan": [X((2,), values=[NAN, 1]), X((2,), values=[NAN, 1])], "infinities": [X((2,), values=[INF, "-inf"]), X((2,), values=[INF, "-inf"])], "no elements": [X((0, 3)), X((0, 3))],
        "0-d": [X((), values=[2]), X((), values=[2])], "zeros": [X((2,), values=[0.0, -0.0]), X((2,), values=[-0.0, 0.0])],
    }.items(): add(op, name, inputs, {}, grad=False)
    add(op, "int32", [I((2,), values=[1, 2]), I((2,), values=[1, 2])], {}, INT)
add("allclose", "nan is near nan", [X((2,), values=[NAN, 1]), X((2,), values=[NAN, 1])], dict(equalNan=True), grad=False)
add("allclose", "wide", [same, other], dict(rtol=0, atol=0.0625), grad=False)
add("allclose", "a row for all", [X((2, 3), values=[1, 2, 3, 1, 2, 3]), X((3,), values=[1, 2, 3])], grad=False)
