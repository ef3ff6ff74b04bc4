"""Records whose inputs and parameters both sides make by themselves, so that they need not be written down:

    module, args     what is made; its parameters are spread(name, shape)
    inputs           {name: shape}, made in the same way
    call, …          how it is called: see the tests
    outputs, grads   values of each result; gradients of Σ weights·result for every input and parameter
"""
import json, math
import torch
from record import number, weights

F64 = torch.float64
records = []

def spread(name, shape):
    """Numbers between -0.75 and 0.75 that look random, the same on both sides."""
    k = sum((i + 1) * ord(c) for i, c in enumerate(name))
    n = math.prod(shape)
    i = torch.arange(n, dtype=torch.int64)
    return (((i * (29 + 2 * (k % 16)) + k) % 61 - 30).to(F64) / 40).reshape(shape)

def numbers(t): return [number(v, 12) for v in t.detach().reshape(-1).tolist()]

def case(args, module, shapes, run, **more):
    name = type(module).__name__
    module.double().eval()
    with torch.no_grad():
        for key, p in module.named_parameters(): p.copy_(spread(key, p.shape))
    xs = {key: spread(key, shape).requires_grad_() for key, shape in shapes.items()}
    ys = run(module, xs)
    loss = sum((weights(y) * y).sum() for y in ys)
    if loss.requires_grad: loss.backward()
    grads = {key: numbers(torch.zeros_like(t) if t.grad is None else t.grad) for key, t in [*xs.items(), *module.named_parameters()]}
    records.append(dict(module=name, args=args, inputs={k: list(v) for k, v in shapes.items()}, **more,
                        outputs=[dict(shape=list(y.shape), values=numbers(y)) for y in ys], grads=grads))

def camel(options):
    """Keyword arguments in the spelling of the TypeScript API."""
    def one(key):
        head, *rest = key.split("_")
        return head + "".join(w.capitalize() for w in rest)
    return {one(k): v for k, v in options.items()}

def write(path):
    path.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n")
    print(f"{len(records)} records, {path.stat().st_size} bytes")
