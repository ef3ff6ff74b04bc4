"""Which dtype comes out: torch's table for tensors of one dimension, of none, and plain numbers."""
import torch

DTYPES = {"b": torch.bool, "i": torch.int32, "f": torch.float32, "d": torch.float64}
LETTER = {**{v: k for k, v in DTYPES.items()}, torch.int64: "i"}  # we have one integer type
# Rows are the left operand, columns the right one: one dimension in lower case, none in upper case, then numbers.
ROWS, COLUMNS = "bifdBIFD", "bifdBIFDnx"

BINARY = dict(
    add=torch.add, sub=torch.sub, mul=torch.mul, div=torch.div, pow=torch.pow, eq=torch.eq, lt=torch.lt,
    minimum=lambda a, b: torch.minimum(a, b if isinstance(b, torch.Tensor) else torch.tensor(b)),
    maximum=lambda a, b: torch.maximum(a, b if isinstance(b, torch.Tensor) else torch.tensor(b)),
    logicalAnd=lambda a, b: torch.logical_and(a, b if isinstance(b, torch.Tensor) else torch.tensor(b)),
    where=lambda a, b: torch.where(torch.tensor([True]), a, b),
    fmod=torch.fmod, remainder=torch.remainder, floorDivide=torch.floor_divide, copysign=torch.copysign, xlogy=torch.xlogy,
    bitwiseAnd=torch.bitwise_and, atan2=torch.atan2, fmax=torch.fmax)

UNARY = dict(
    neg=torch.neg, abs=torch.abs, exp=torch.exp, log=torch.log, sqrt=torch.sqrt, square=torch.square, sin=torch.sin,
    reciprocal=torch.reciprocal, tanh=torch.tanh, sigmoid=torch.sigmoid, relu=torch.relu, logicalNot=torch.logical_not,
    sum=torch.sum, mean=torch.mean, var=torch.var, amax=torch.amax, max=torch.max, argmax=torch.argmax, any=torch.any,
    expm1=torch.expm1, tan=torch.tan, lgamma=torch.lgamma, erfinv=torch.erfinv, ceil=torch.ceil, signbit=torch.signbit,
    isnan=torch.isnan, nanToNum=torch.nan_to_num, sgn=torch.sgn, bitwiseNot=torch.bitwise_not, deg2rad=torch.deg2rad,
    norm=torch.norm, softmax=lambda x: torch.softmax(x, 0), logsumexp=lambda x: torch.logsumexp(x, 0))


def operand(letter, value):
    if letter == "n": return 2      # a number that is an integer
    if letter == "x": return 1.5    # a number that is not
    return torch.tensor([value] if letter.islower() else value, dtype=DTYPES[letter.lower()])

def letter(f, *args):
    """The dtype of f(...args), or `-` where torch refuses."""
    try: return LETTER[f(*args).dtype]
    except (RuntimeError, TypeError): return "-"

def promotion():
    return dict(
        rows=ROWS, columns=COLUMNS,
        binary={k: ["".join(letter(f, operand(a, 3), operand(b, 2)) for b in COLUMNS) for a in ROWS]
                for k, f in BINARY.items()},
        casts=[[[LETTER[torch.promote_types(a, b)], torch.can_cast(a, b)] for b in DTYPES.values()] for a in DTYPES.values()],
        unary={k: "".join(letter(f, operand(a, 3)) for a in "bifd") for k, f in UNARY.items()})

if __name__ == "__main__":
    import json
    print(json.dumps(promotion(), indent=1))
