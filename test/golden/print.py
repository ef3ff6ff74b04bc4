"""Writes print.json: tensors and the text PyTorch 1.13 prints for them. Run: /usr/bin/python3 test/golden/print.py

The line breaks before a suffix depend on its length, so PyTorch's own printer is told our names before it breaks lines.
A case is [options, dtype, shape, how to make the data, requires_grad, text]. Data is either a list of numbers (NaN and the infinities as
strings) or a rule the test repeats: ["ramp", scale, offset] means data[i] = i * scale + offset in float64, then rounded.
"""

import json
import math
import pathlib

import torch
from torch import _tensor_str

torch.manual_seed(0)

NAMES = {
    "requires_grad=True": "requiresGrad=true",
    "grad_fn=<ReluBackward0>": "gradFn=<relu>",
    "dtype=torch.float64": "dtype=float64",
    "dtype=torch.int64": "dtype=int32",
    "dtype=torch.bool": "dtype=bool",
}


def ours(suffix):
    return NAMES[suffix] if suffix in NAMES else suffix.replace("size=(", "shape=[").replace(")", "]")


add_suffixes = _tensor_str._add_suffixes
_tensor_str._add_suffixes = lambda text, suffixes, *rest, **more: add_suffixes(
    text, [ours(s) for s in suffixes], *rest, **more
)

DTYPES = {"float32": torch.float32, "float64": torch.float64, "int32": torch.int64, "bool": torch.bool}
DEFAULTS = {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80, "sci_mode": None}
cases = []


def plain(x, dtype):
    """JSON has no NaN and no infinity; nine digits are enough to find a float32 again."""
    if not isinstance(x, float):
        return x
    return str(x) if not math.isfinite(x) else x if dtype == "float64" else float(f"{x:.9g}")


def case(t, rule=None, grad=None, **options):
    """grad: None, "leaf" (requires_grad) or "relu" (the result of a recorded relu; t is not negative)."""
    torch.set_printoptions(**{**DEFAULTS, **options})
    shown = t.detach().clone().requires_grad_(grad is not None)
    if grad == "relu":
        shown = shown.relu()
    text = str(shown).replace("True", "true").replace("False", "false")
    dtype = next(name for name, d in DTYPES.items() if d == t.dtype)
    data = rule or [plain(x, dtype) for x in t.flatten().tolist()]
    options = {k.replace("sci_mode", "sciMode"): v for k, v in options.items()}
    cases.append([options, dtype, list(t.shape), data, grad, text])


def ramp(shape, dtype, scale=1.0, offset=0.0, **options):
    n = math.prod(shape)
    t = torch.arange(n, dtype=torch.float64) * scale + offset
    case(t.to(dtype).reshape(shape), ["ramp", scale, offset], **options)


inf, nan = float("inf"), float("nan")
f32, f64, i64 = torch.float32, torch.float64, torch.int64

# scalars and short vectors: each rule of digits on its own
for x in [0.0, -0.0, 1.0, -1.0, 0.5, 3.14159265, -2.5, 1e-3, 1e-4, 9.9e-5, 1e8, 1.1e8, 123456.789, 1e-30, 3e38, inf, -inf, nan]:
    case(torch.tensor(x))
    case(torch.tensor(x, dtype=f64))
for x in [0, 7, -7, 2147483647, -2147483648]:
    case(torch.tensor(x))
case(torch.tensor(True))
case(torch.tensor([True, False, True]))
for v in [
    [1, 2], [1.0, -2.0, 3.0], [1.0, 1000.0], [1.0, 1001.0], [0.0, 0.0], [0.0, nan], [nan, inf, -inf], [1.0, nan, -inf],
    [0.5, nan, inf, -inf], [1e-5, 1.0], [0.001, 1.5], [0.001, 0.5, 1.1], [1e-10, 0.0], [99999999.0, 1.5], [123456784.0],
    [0.03125, 0.09375], [0.00005, 0.5], [-0.00001, 0.5], [2.5, 3.5, 0.25], [1e10, 1e10], [-1e-7], [65536.0, 131072.0],
    [0.1, 0.2, 0.30000000000000004], [-0.0, 0.5], [100.0, 0.0, nan, -1.0], [3.0517578125e-05, 1.0], [1.00005, 10000.5],
]:
    case(torch.tensor(v))
    if isinstance(v[0], float):
        case(torch.tensor(v, dtype=f64))

# empty
for shape in [[0], [0, 3], [2, 0], [3, 0, 2]]:
    for dtype in [f32, f64, i64, torch.bool]:
        case(torch.zeros(shape, dtype=dtype))

# layout: wrapping, blank lines between matrices, summaries
for shape in [[20], [11], [3, 4], [1, 1], [2, 3, 4], [2, 1, 2, 3], [1, 1, 1, 1, 1, 2], [5, 9], [2, 30]]:
    case(torch.randn(shape))
    case(torch.randn(shape, dtype=f64))
    case(torch.randint(-50, 1000, shape))
    case(torch.rand(shape) > 0.5)
    case(torch.randn(shape) * 10.0 ** torch.randint(-6, 6, shape))
    case(torch.randint(-9, 9, shape).float())
ramp([1000], i64)
for shape in [[1001], [40, 30], [2, 700], [7, 6, 50], [3, 3, 3, 50], [11, 2, 60], [6, 6, 30], [1, 1200], [1200, 1]]:
    ramp(shape, f32, 0.37, -3)
    ramp(shape, i64)
    ramp(shape, f64, 1.0, 0.5)

# suffixes, and where they break the line
for n in [1, 2, 3, 4, 5, 6, 7, 8, 20]:
    for dtype in [f32, f64]:
        case(torch.rand(n, dtype=dtype), grad="leaf")
        case(torch.rand(n, dtype=dtype), grad="relu")
case(torch.rand(2, 3), grad="relu")
case(torch.rand([]), grad="leaf")
case(torch.zeros(0, 2), grad="leaf")

# options
for o in [{"precision": 2}, {"precision": 0}, {"precision": 8}, {"linewidth": 40}, {"linewidth": 5}, {"sci_mode": True}, {"sci_mode": False}]:
    case(torch.randn(5, 6), **o)
    case(torch.randn(9) * 1e5, **o)
    case(torch.tensor([0.0, nan]), **o)
    case(torch.arange(6).float(), **o)
    case(torch.randn(7) * 1e-6, **o)
    case(torch.tensor([0.5, 1.5, 2.5, 0.125, 0.375]), **o)
case(torch.tensor([1e22, 1.5, 123456789012345680000.0], dtype=f64), sci_mode=False)
case(torch.tensor([1e22, 1e300], dtype=f64), sci_mode=False)
ramp([20], f32, 0.5, threshold=10)
ramp([20], f32, 0.5, threshold=10, edgeitems=2)
ramp([6, 5], f32, 0.5, threshold=10, edgeitems=1)
ramp([6, 5], i64, threshold=0, edgeitems=2)

# random: any shape, any scale
for _ in range(80):
    shape = [int(torch.randint(1, 7, ())) for _ in range(int(torch.randint(0, 4, ())))]
    t = torch.randn(shape, dtype=[f32, f64][int(torch.randint(0, 2, ()))]) * 10.0 ** float(torch.randint(-7, 9, ()))
    if torch.rand(()) < 0.3:
        t = t.round()
    if torch.rand(()) < 0.2:
        t = torch.where(torch.rand(shape) < 0.2, torch.tensor(nan, dtype=t.dtype), t)
    if torch.rand(()) < 0.2:
        t = torch.where(torch.rand(shape) < 0.2, torch.tensor(-inf, dtype=t.dtype), t)
    if torch.rand(()) < 0.3:
        t = torch.where(torch.rand(shape) < 0.4, torch.tensor(0.0, dtype=t.dtype), t)
    case(t)

path = pathlib.Path(__file__).with_name("print.json")
path.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
