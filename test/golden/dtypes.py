"""Which dtypes an op takes and gives: torch's answer to the first record of each op, with whole numbers of each dtype.

Every float input becomes the dtype, or every input where none is a float; others stay as they are. `results` has, for
float32, float64, int32 and bool, the dtypes of what comes out and the values of the first, or the error. What is int64 in
torch is int32 here.
"""
import json, math
import torch
import torch.nn.functional as F
from meaning import OPS
from record import TYPES, numbers

NAMES = {torch.float32: "float32", torch.float64: "float64", torch.int32: "int32", torch.int64: "int32", torch.bool: "bool"}

def shape_of(x):
    t = torch.empty(x["shape"])
    for name, *args in x.get("view") or []:
        t = t[(slice(None),) * args[0] + (slice(*args[1:]),)] if name == "slice" else getattr(t, name)(*args)
    return list(t.shape)

def inputs(record):
    """As data, those without a dtype take each: numbers from 1 to 31, different while there are enough, in no order."""
    floats = any(isinstance(x, dict) and not x.get("dtype") for x in record["inputs"])
    n = 0
    for x in record["inputs"]:
        if not isinstance(x, dict): yield x; continue
        shape = shape_of(x)
        if floats and x.get("dtype"): yield dict(shape=shape, values=x["values"], dtype=x["dtype"]); continue
        size = math.prod(shape)
        yield dict(shape=shape, values=[(k * 7 + 3) % 31 + 1 for k in range(n, n + size)])
        n += size

def tensor(x, dtype):
    if not isinstance(x, dict): return x
    values = x["values"]
    if "dtype" not in x and dtype == "bool": values = [v % 2 for v in values]
    return torch.tensor(values, dtype=TYPES[x.get("dtype", dtype)]).reshape(x["shape"])

# where the other goldens ask for the same in other words, for the sake of its gradient
PLAIN = {
    "hardsigmoid": lambda x: F.hardsigmoid(x[0]), "erfinv": lambda x: torch.erfinv(x[0]), "digamma": lambda x: torch.digamma(x[0]),
    "oneHot": lambda x, classes=-1: F.one_hot(x[0].long() if x[0].dtype == torch.int32 else x[0], classes),
    "lgamma": lambda x: torch.lgamma(x[0]), "polygamma": lambda x, n: torch.polygamma(n, x[0]),
}

def answer(record, xs, dtype):
    try: ys = {**OPS, **PLAIN}[record["op"]]([tensor(x, dtype) for x in xs], **record.get("options", {}))
    except (RuntimeError, TypeError, ValueError, NotImplementedError, IndexError) as e: return dict(error=str(e).split("\n")[0][:100])
    ys = ys if isinstance(ys, (list, tuple)) else [ys]
    return dict(dtypes=[NAMES[y.dtype] for y in ys], values=numbers(ys[0], 9))

def dtypes(records):
    """Of the first record of each op, if it has tensors."""
    first = {}
    for r in records: first.setdefault(r["op"], r)
    for record in first.values():
        if record["op"] == "to" or not any(isinstance(x, dict) for x in record["inputs"]): continue
        xs = list(inputs(record))
        options = {"options": record["options"]} if "options" in record else {}
        yield dict(op=record["op"], **options, inputs=xs, results={dtype: answer(record, xs, dtype) for dtype in TYPES})
