"""How a golden is written down: inputs as data (values and a recipe for the view), expected values, gradients.

One record, as test/ops.test.ts reads it:

    op, name     the row of test/cases.ts, and what is special about this record
    inputs       tensors {shape, values, dtype?, view?, fixed?}, plain numbers, or null where an input is left out
    options      keyword arguments, in the spelling of the TypeScript API
    dtypes       the float types to try; the inputs are exact in all of them. Left out: float32 and float64
    outputs      [{shape, values, dtype?}]
    grads        d<outputs[0], weights>/d<values of each input>, null for inputs without a gradient;
                 left out where nothing is differentiable

Where no dtype is written it is the float type of the run. nan, inf and -inf are strings. What both sides compute by
themselves is the output gradient, `weights` below.
"""
import json, math, random, warnings, zlib
import torch
from meaning import OPS

warnings.filterwarnings("ignore")  # torch's opinions on zero sizes and on the variance of one number
INF, NAN = "inf", "nan"
F32, F64, INT = ["float32"], ["float64"], ["float64"]  # INT: there is no float to vary, once is enough
TYPES = {"float32": torch.float32, "float64": torch.float64, "int32": torch.int32, "bool": torch.bool}


# -- inputs ------------------------------------------------------------------------------------------------------------

def X(shape, *view, lo=-3, hi=3, values=None, dtype=None, fixed=False):
    """An input: `values`, or random sixteenths (exact in float32) in [lo, hi]. `fixed`: no gradient is asked for."""
    return dict(shape=list(shape), view=[list(v) for v in view], lo=lo, hi=hi, values=values, dtype=dtype, fixed=fixed)

def I(shape, *view, lo=-9, hi=9, values=None): return X(shape, *view, lo=lo, hi=hi, values=values, dtype="int32")
def B(shape, *view, values=None): return X(shape, *view, values=values, dtype="bool")

def T(a=0, b=1): return ["transpose", a, b]
def S(dim, start, end=None, step=1): return ["slice", dim, start, end, step]
def E(*shape): return ["expand", *shape]
def P(*dims): return ["permute", *dims]

def fill(x, rng):
    """Gives an input its values: all different while there are enough sixteenths, so that an order is an order."""
    n = math.prod(x["shape"])
    if x["values"] is None:
        if x["dtype"] == "bool": x["values"] = [rng.random() < 0.5 for _ in range(n)]
        elif x["dtype"] == "int32": x["values"] = [rng.randint(x["lo"], x["hi"]) for _ in range(n)]
        else:
            steps = range(math.ceil(x["lo"] * 16), math.floor(x["hi"] * 16) + 1)
            x["values"] = [k / 16 for k in (rng.sample(steps, n) if n <= len(steps) else rng.choices(steps, k=n))]
    assert len(x["values"]) == n, x
    return x

def build(x, dtype):
    """The base tensor of an input and the view that the op is given."""
    if not isinstance(x, dict): return x, x
    values = [float(v) if isinstance(v, str) else v for v in x["values"]]
    base = torch.tensor(values, dtype=TYPES[x["dtype"] or dtype]).reshape(x["shape"])
    if x["dtype"] is None and not x["fixed"]: base.requires_grad_()
    t = base
    for name, *args in x["view"]:
        if name == "slice": t = t[(slice(None),) * args[0] + (slice(*args[1:]),)]
        else: t = getattr(t, name)(*args)
    return base, t


# -- outputs -----------------------------------------------------------------------------------------------------------

def weights(y):
    """The output gradient: eighths that look random, the same on both sides without being written down."""
    i = torch.arange(y.numel(), dtype=torch.float64)
    return ((i * 37 + 11) % 64 - 31.5).div(8).to(y.dtype).reshape(y.shape)

def number(v, digits):
    if isinstance(v, (bool, int)): return int(v)
    if math.isnan(v): return "nan"
    if math.isinf(v): return "inf" if v > 0 else "-inf"
    v = float(f"{v:.{digits}g}")
    return int(v) if v == int(v) and abs(v) < 1e9 and math.copysign(1, v) > 0 or v < 0 and v == int(v) > -1e9 else v

def numbers(t, digits): return [number(v, digits) for v in t.detach().reshape(-1).tolist()]

def kind(t): return {torch.bool: "bool", torch.int32: "int32", torch.int64: "int32"}.get(t.dtype)

lines = []  # all records, in the order they were asked for

def add(op, name, inputs, options=None, dtypes=None, grad=True):
    """Asks torch, and writes down what it says."""
    rng = random.Random(zlib.crc32(f"{op}/{name}".encode()))  # of its own: a new record changes no other
    inputs = [fill(dict(x), rng) if isinstance(x, dict) else x for x in inputs]
    run = "float64" if dtypes is None else dtypes[0]          # float64 is the truth for float32 too
    digits = 9 if run == "float32" else 15
    pairs = [build(x, run) for x in inputs]
    ys = OPS[op]([v for _, v in pairs], **(options or {}))
    ys = list(ys) if isinstance(ys, (list, tuple)) else [ys]
    record = dict(op=op, name=name, inputs=[source(x) for x in inputs])
    if options: record["options"] = options
    if dtypes: record["dtypes"] = dtypes
    record["outputs"] = [sink(y, digits) for y in ys]
    if grad and ys[0].requires_grad: record["grads"] = slopes(ys[0], [base for base, _ in pairs], digits)
    lines.append(json.dumps(record, separators=(",", ":"), ensure_ascii=False, allow_nan=False))

def slopes(y, bases, digits):
    wanted = [b for b in bases if isinstance(b, torch.Tensor) and b.requires_grad]
    found = dict(zip(map(id, wanted), torch.autograd.grad(y, wanted, weights(y), allow_unused=True)))
    def one(b):
        if id(b) not in found: return None
        return numbers(torch.zeros_like(b) if found[id(b)] is None or found[id(b)]._is_zerotensor() else found[id(b)], digits)
    return [one(b) for b in bases]

def source(x):
    if not isinstance(x, dict): return x
    keep = dict(shape=x["shape"], values=[v if isinstance(v, str) else number(v, 17) for v in x["values"]])
    keep.update((k, x[k]) for k in ("dtype", "view", "fixed") if x[k])
    return keep

def sink(y, digits):
    return dict(shape=list(y.shape), values=numbers(y, digits), **({"dtype": kind(y)} if kind(y) else {}))
