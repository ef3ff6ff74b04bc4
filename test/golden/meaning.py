"""What an op of wasmgrad means, in torch's words: `OPS[name](inputs, **options)`."""
import torch
import torch.nn.functional as F

def reduce(f):
    """torch.var and its like: all of it, or over `dim`."""
    def g(x, dim=None, keepdim=False, **o):
        if dim is None: dim = list(range(x[0].ndim))
        return f(x[0], dim=dim, keepdim=keepdim, **o)
    return g

def some(f):
    """any and all know one dim at a time."""
    def g(x, dim=None, keepdim=False):
        y = x[0]
        for d in sorted([d % y.ndim for d in ([dim] if isinstance(dim, int) else dim or range(y.ndim))], reverse=True):
            y = f(y, dim=d, keepdim=keepdim)
        return y.bool()
    return g

def extreme(f):
    def g(x, dim=None, keepdim=False): return f(x[0]) if dim is None else f(x[0], dim=dim, keepdim=keepdim)
    return g

def at(x, index):
    rest = iter(x[1:])
    def one(i):
        if i == "...": return Ellipsis
        if i == "tensor": return (lambda t: t if t.dtype == torch.bool else t.long())(next(rest))
        return slice(*i["slice"]) if isinstance(i, dict) else i
    return x[0][tuple(one(i) for i in index)]

def along(x, dim, index): return x[(slice(None),) * (dim % x.ndim) + (index,)]

def cross_entropy(x, reduction="mean", ignoreIndex=-100, labelSmoothing=0.0):
    target = x[1] if x[1].is_floating_point() else x[1].long()
    return F.cross_entropy(x[0], target, weight=x[2] if len(x) > 2 else None, reduction=reduction,
                           ignore_index=ignoreIndex, label_smoothing=labelSmoothing)

def nll_loss(x, reduction="mean", ignoreIndex=-100):
    weight = x[2] if len(x) > 2 else None
    return F.nll_loss(x[0], x[1].long(), weight=weight, reduction=reduction, ignore_index=ignoreIndex)

def bce(x, reduction="mean"):
    weight, pos = (x[2:] + [None, None])[:2]
    return F.binary_cross_entropy_with_logits(x[0], x[1], weight=weight, pos_weight=pos, reduction=reduction)

def where(x):
    a, b = x[1], x[2]
    like = a if isinstance(a, torch.Tensor) else b
    return torch.where(x[0], *[v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=like.dtype) for v in (a, b)])

def tensor_of(v, like): return v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=like.dtype)

OPS = {
    **{k: (lambda f: lambda x: f(x[0]))(f) for k, f in dict(
        neg=torch.neg, abs=torch.abs, exp=torch.exp, log=torch.log, sqrt=torch.sqrt, square=torch.square, silu=F.silu,
        reciprocal=torch.reciprocal, sin=torch.sin, cos=torch.cos, tanh=torch.tanh, sigmoid=torch.sigmoid,
        relu=torch.relu, sign=torch.sign, erf=torch.erf, logicalNot=torch.logical_not, norm=torch.norm).items()},
    "leakyRelu": lambda x, slope=0.01: F.leaky_relu(x[0], slope),
    "gelu": lambda x, approximate="none": F.gelu(x[0], approximate=approximate),
    "softplus": lambda x, beta=1, threshold=20: F.softplus(x[0], beta, threshold),
    "clamp": lambda x, min=None, max=None: torch.clamp(x[0], min, max),
    "add": lambda x, alpha=1: torch.add(x[0], x[1], alpha=alpha),
    "sub": lambda x, alpha=1: torch.sub(x[0], x[1], alpha=alpha),
    **{k: (lambda f: lambda x: f(x[0], x[1]))(f) for k, f in dict(
        mul=torch.mul, div=torch.div, pow=torch.pow, eq=torch.eq, ne=torch.ne, lt=torch.lt, le=torch.le, gt=torch.gt,
        ge=torch.ge, logicalAnd=torch.logical_and, logicalOr=torch.logical_or, logicalXor=torch.logical_xor,
        matmul=torch.matmul).items()},
    "minimum": lambda x: torch.minimum(x[0], tensor_of(x[1], x[0])),
    "maximum": lambda x: torch.maximum(x[0], tensor_of(x[1], x[0])),
    "where": where,
    **{k: reduce(f) for k, f in dict(sum=torch.sum, mean=torch.mean, amax=torch.amax, amin=torch.amin,
                                     logsumexp=torch.logsumexp).items()},
    "var": reduce(lambda x, dim, keepdim, correction=1: torch.var(x, dim=dim, correction=correction, keepdim=keepdim)),
    "std": reduce(lambda x, dim, keepdim, correction=1: torch.std(x, dim=dim, correction=correction, keepdim=keepdim)),
    "max": extreme(torch.max), "min": extreme(torch.min),
    "argmax": lambda x, dim=None, keepdim=False: torch.argmax(x[0], dim=dim, keepdim=keepdim),
    "argmin": lambda x, dim=None, keepdim=False: torch.argmin(x[0], dim=dim, keepdim=keepdim),
    "any": some(torch.any), "all": some(torch.all),
    "softmax": lambda x, dim: torch.softmax(x[0], dim), "logSoftmax": lambda x, dim: torch.log_softmax(x[0], dim),
    "reshape": lambda x, shape: x[0].reshape(shape), "view": lambda x, shape: x[0].view(shape),
    "flatten": lambda x, start=0, end=-1: x[0].flatten(start, end),
    "unflatten": lambda x, dim, sizes: x[0].unflatten(dim, sizes),
    "squeeze": lambda x, dim=None: x[0].squeeze() if dim is None else x[0].squeeze(dim),
    "unsqueeze": lambda x, dim: x[0].unsqueeze(dim), "transpose": lambda x, dims: x[0].transpose(*dims),
    "t": lambda x: x[0].t(), "T": lambda x: x[0].T, "permute": lambda x, dims: x[0].permute(dims),
    "expand": lambda x, shape: x[0].expand(shape), "contiguous": lambda x: x[0].contiguous(),
    "clone": lambda x: x[0].clone(),
    "slice": lambda x, dim, start=None, end=None, step=1: along(x[0], dim, slice(start, end, step)),
    "narrow": lambda x, dim, start, length: x[0].narrow(dim, start, length),
    "select": lambda x, dim, index: x[0].select(dim, index), "at": at,
    "cat": lambda x, dim=0: torch.cat(x, dim), "stack": lambda x, dim=0: torch.stack(x, dim),
    "gather": lambda x, dim: torch.gather(x[0], dim, x[1].long()),
    "scatterAdd": lambda x, dim: x[0].scatter_add(dim, x[1].long(), x[2]),
    "indexSelect": lambda x, dim: x[0].index_select(dim, x[1].long()),
    "maskedFill": lambda x, value: x[0].masked_fill(x[1], float(value) if isinstance(value, str) else value),
    "linear": lambda x: F.linear(*x),
    "crossEntropy": cross_entropy, "nllLoss": nll_loss, "binaryCrossEntropyWithLogits": bce,
    "mseLoss": lambda x, reduction="mean": F.mse_loss(x[0], x[1], reduction=reduction),
    "embedding": lambda x, paddingIdx=None: F.embedding(x[0].long(), x[1], padding_idx=paddingIdx),
    "layerNorm": lambda x, normalizedShape, eps=1e-5:
        F.layer_norm(x[0], normalizedShape, *((x[1:] + [None, None])[:2]), eps),
}
