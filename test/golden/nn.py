"""Writes nn.json: what PyTorch says about layers, losses, names of parameters, clipping and training, and safetensors
files made by hand.

    /usr/bin/python3 test/golden/nn.py        (torch 1.13; the same bytes every time)
"""
import base64, json, math, pathlib, random, struct, zlib
import torch
from torch import nn
from record import number, weights

F64 = torch.float64


# -- how things are written down -----------------------------------------------------------------------------------------

def numbers(t): return [number(v, 15) for v in t.detach().reshape(-1).tolist()]

def written(t):
    kind = {torch.int64: {"dtype": "int32"}, torch.int32: {"dtype": "int32"}, torch.bool: {"dtype": "bool"}}
    return {"shape": list(t.shape), "values": numbers(t), **kind.get(t.dtype, {})}

def sixteenths(name, *shape, lo=-3, hi=3):
    """Values that are exact in float32, by a generator of their own."""
    rng = random.Random(zlib.crc32(name.encode()))
    n = math.prod(shape)
    return torch.tensor([rng.randint(16 * lo, 16 * hi) / 16 for _ in range(n)], dtype=F64).reshape(shape)

def refill(name, module, lo=-1, hi=1):
    """Fixed values for all parameters."""
    with torch.no_grad():
        for key, p in module.named_parameters(): p.copy_(sixteenths(f"{name}.{key}", *p.shape, lo=lo, hi=hi))
    return module.double()

def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


# -- layers --------------------------------------------------------------------------------------------------------------

layers = []

def layer(args, module, x):
    """`args` make the same layer in TypeScript. The gradient of the output is weights(), as everywhere."""
    name = type(module).__name__
    refill(f"{name}{args}", module)
    x = x.clone().requires_grad_(x.is_floating_point())
    state = {key: written(p) for key, p in module.state_dict().items()}
    y = module(x)
    y.backward(weights(y))
    grads = {key: numbers(p.grad) for key, p in module.named_parameters()}
    if x.grad is not None: grads["x"] = numbers(x.grad)
    layers.append({"module": name, "args": args, "state": state, "x": written(x), "y": written(y), "grads": grads})

def without_bias(norm):
    """torch 1.13 has no LayerNorm(bias=False)."""
    norm.bias = None
    return norm

def all_layers():
    for shape in [3], [4, 3], [2, 2, 3]: layer([3, 2], nn.Linear(3, 2), sixteenths("linear", *shape))
    layer([3, 2, {"bias": False}], nn.Linear(3, 2, bias=False), sixteenths("linear", 4, 3))
    rows = torch.tensor([[3, 0, 4], [1, 3, 3]])
    layer([5, 2], nn.Embedding(5, 2), rows)
    layer([5, 2, {"paddingIdx": -2}], nn.Embedding(5, 2, padding_idx=-2), rows)
    x = sixteenths("norm", 2, 3, 4)
    layer([4], nn.LayerNorm(4), x)
    layer([[3, 4]], nn.LayerNorm([3, 4]), x)
    layer([4, {"eps": 0.5}], nn.LayerNorm(4, eps=0.5), x)
    layer([4, {"bias": False}], without_bias(nn.LayerNorm(4)), x)
    layer([4, {"elementwiseAffine": False}], nn.LayerNorm(4, elementwise_affine=False), x)
    layer([], nn.Identity(), x)
    layer([], nn.Flatten(), x)
    layer([0, 1], nn.Flatten(0, 1), x)
    layer([2, [2, -1]], nn.Unflatten(2, (2, -1)), x)
    layer([2], nn.PixelShuffle(2), sixteenths("channels", 1, 4, 2, 3))
    layer([2], nn.PixelUnshuffle(2), sixteenths("channels", 1, 1, 2, 6))
    x = torch.cat([sixteenths("activation", 2, 6), torch.tensor([[-25.0, 0], [0.125, 25]], dtype=F64)], 1)
    layer([], nn.ReLU(), x)
    layer([], nn.Sigmoid(), x)
    layer([], nn.Tanh(), x)
    layer([], nn.SiLU(), x)
    layer([], nn.LeakyReLU(), x)
    layer([0.25], nn.LeakyReLU(0.25), x)
    layer([], nn.GELU(), x)
    layer([{"approximate": "tanh"}], nn.GELU(approximate="tanh"), x)
    layer([], nn.Softplus(), x)
    layer([{"beta": 2, "threshold": 3}], nn.Softplus(2, 3), x)
    layer([0], nn.Softmax(0), x)
    layer([-1], nn.Softmax(-1), x)
    layer([0], nn.LogSoftmax(0), x)
    layer([1], nn.LogSoftmax(1), x)
    pads()
    more_activations(x)

def pads():
    sizes = [4], [3, 4], [2, 2, 3]
    for n, shape in enumerate(sizes, 1):
        each = [1, 2, 1, 0, 1, 1][:2 * n]
        for batch in [1], [2, 1]:
            x = sixteenths("pad", *batch, *shape)
            for padding in 1, each:
                layer([padding], getattr(nn, f"ReflectionPad{n}d")(padding), x)
                layer([padding], getattr(nn, f"ReplicationPad{n}d")(padding), x)
                layer([padding, 2.5], getattr(nn, f"ConstantPad{n}d")(padding, 2.5), x)
                if n == 2: layer([padding], nn.ZeroPad2d(padding), x)
    layer([[-1, 2], 3], nn.ConstantPad1d((-1, 2), 3), sixteenths("pad", 2, 4))

def more_activations(x):
    for module in nn.ELU, nn.CELU, nn.SELU, nn.Mish, nn.LogSigmoid, nn.Hardtanh, nn.ReLU6: layer([], module(), x)
    for module in nn.Softsign, nn.Softshrink, nn.Hardshrink, nn.Tanhshrink, nn.GLU, nn.PReLU: layer([], module(), x)
    layer([0.5], nn.ELU(0.5), x)
    layer([0.5], nn.CELU(0.5), x)
    layer([-0.5, 2], nn.Hardtanh(-0.5, 2), x)
    layer([0.25], nn.Softshrink(0.25), x)
    layer([0.25], nn.Hardshrink(0.25), x)
    layer([0.5, -2], nn.Threshold(0.5, -2), x)
    layer([0.125, 0.375], nn.RReLU(0.125, 0.375).eval(), x)
    layer([{"numParameters": 8, "init": 0.5}], nn.PReLU(8, 0.5), x)
    layer([0], nn.GLU(0), x)
    layer([1], nn.Softmin(1), x)
    layer([], nn.Softmax2d(), x.reshape(2, 2, 2, 2))
    layer([], nn.Hardswish(), x * 0.9375)  # torch disagrees with itself about the slope at 3
    near = sixteenths("hardsigmoid", 3, 4).clamp(-0.9375, 0.9375)
    layer([], nn.Hardsigmoid(), torch.where(near > 0, near + 3, near - 4))


# -- losses --------------------------------------------------------------------------------------------------------------

losses = []

def loss(module, x, target, **options):
    x = x.clone().requires_grad_()
    y = module(**options)(x, target)
    y.backward(weights(y))
    told = {camel(k): numbers(v) if isinstance(v, torch.Tensor) else v for k, v in options.items()}
    losses.append({"module": module.__name__, "options": told, "x": written(x), "target": written(target),
                   "y": written(y), "grad": numbers(x.grad)})

def all_losses():
    x, t = sixteenths("loss", 4, 3), torch.tensor([2, 0, 1, 2])
    images, pixels = sixteenths("images", 2, 3, 2), torch.tensor([[0, 2], [1, 1]])
    chances = sixteenths("chances", 4, 3).softmax(1)
    w = torch.tensor([0.5, 2, 1.25], dtype=F64)
    reductions = "mean", "sum", "none"
    for reduction in reductions:
        for module, input in (nn.CrossEntropyLoss, x), (nn.NLLLoss, x.log_softmax(1)):
            loss(module, input, t, reduction=reduction)
            loss(module, input, t, reduction=reduction, weight=w, ignore_index=1)
        loss(nn.CrossEntropyLoss, x, t, reduction=reduction, weight=w, ignore_index=1, label_smoothing=0.25)
        loss(nn.CrossEntropyLoss, x, chances, reduction=reduction, weight=w, label_smoothing=0.25)
        loss(nn.CrossEntropyLoss, images, pixels, reduction=reduction, weight=w)
        loss(nn.NLLLoss, images, pixels, reduction=reduction, ignore_index=2)
        loss(nn.MSELoss, x, sixteenths("goal", 4, 3), reduction=reduction)
        loss(nn.BCEWithLogitsLoss, x, chances, reduction=reduction)
        loss(nn.BCEWithLogitsLoss, 20 * x, chances, reduction=reduction, weight=w, pos_weight=1 + w)
    for o in {}, dict(p=1, eps=0.5), dict(p=3, keepdim=True): loss(nn.PairwiseDistance, x, sixteenths("goal", 4, 3), **o)
    for o in {}, dict(dim=0): loss(nn.CosineSimilarity, x, sixteenths("goal", 4, 3), **o)
    loss(nn.CrossEntropyLoss, x[0], t[0], label_smoothing=0.5)
    loss(nn.CrossEntropyLoss, x[0], chances[0])
    loss(nn.NLLLoss, x[0], t[0])


# -- names: the same model is in nn.test.ts ------------------------------------------------------------------------------

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(2))
        self.fc = nn.Linear(2, 2)
        self.register_buffer("mean", torch.zeros(2))
        self.register_buffer("scratch", torch.zeros(3), persistent=False)
        self.register_buffer("nothing", None)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Block()
        self.again = self.first
        self.list = nn.ModuleList([nn.Linear(2, 1, bias=False), nn.Sequential(nn.ReLU(), nn.Linear(1, 1))])
        self.dict = nn.ModuleDict({"b": nn.LayerNorm(2), "a": nn.Identity()})
        self.extra = nn.ParameterList([nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(2))])
        self.tied = nn.Linear(2, 2, bias=False)
        self.tied.weight = self.first.fc.weight
        self.own = nn.Parameter(torch.zeros(1))
        self.register_buffer("count", torch.zeros((), dtype=torch.int32))

def names():
    net = Net()
    keys = lambda pairs: [name for name, _ in pairs]
    return {
        "parameters": keys(net.named_parameters()),
        "own": keys(net.named_parameters(recurse=False)),
        "prefixed": keys(net.named_parameters(prefix="net")),
        "buffers": keys(net.named_buffers()),
        "modules": keys(net.named_modules()),
        "repeated": keys(net.named_modules(remove_duplicate=False)),
        "children": keys(net.named_children()),
        "state": list(net.state_dict()),
        "prefixedState": list(net.state_dict(prefix="net.")),
        "count": sum(p.numel() for p in net.parameters()),
    }


# -- clipping and gains --------------------------------------------------------------------------------------------------

def clipped(clip):
    params = [nn.Parameter(torch.zeros(2, 3, dtype=F64)), nn.Parameter(torch.zeros(4, dtype=F64))]
    for i, p in enumerate(params): p.grad = sixteenths(f"grad{i}", *p.shape)
    total = clip(params)
    return {"total": total if total is None else number(total.item(), 15), "grads": [numbers(p.grad) for p in params]}

def clips():
    by_norm = [(1, 2), (100, 2), (1, 1), (2.5, 3), (1, math.inf)]
    return {
        "grads": clipped(lambda params: None)["grads"],
        "norm": [{"maxNorm": m, "normType": number(p, 15), **clipped(lambda x: nn.utils.clip_grad_norm_(x, m, p))} for m, p in by_norm],
        "value": clipped(lambda x: nn.utils.clip_grad_value_(x, 0.75))["grads"],
    }

def gains():
    functions = "linear", "conv1d", "conv2d", "conv3d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"
    table = [[camel(f), None, nn.init.calculate_gain(f)] for f in functions]
    return table + [["leakyRelu", 0.5, nn.init.calculate_gain("leaky_relu", 0.5)]]


# -- fifty losses: the same models are in train.test.ts ------------------------------------------------------------------

def fifty(model, optimizer, step):
    start = {key: written(p) for key, p in model.state_dict().items()}
    told = []
    for _ in range(50):
        value = step()
        optimizer.zero_grad()
        value.backward()
        told.append(number(value.item(), 15))
        optimizer.step()
    return {"state": start, "losses": told}

def curve():
    """An MLP on a curve in the plane, by momentum."""
    model = refill("curve", nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1)))
    x = sixteenths("curve", 16, 2, lo=-2, hi=2)
    y = x[:, :1] * x[:, 1:]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0625, momentum=0.75, nesterov=True)
    return {"x": written(x), "y": written(y), **fifty(model, optimizer, lambda: nn.functional.mse_loss(model(x), y))}

def letters():
    """A classifier of three letters each, with all that is customary around it."""
    model = refill("letters", nn.Sequential(
        nn.Embedding(7, 3), nn.Flatten(), nn.Linear(9, 8), nn.LayerNorm(8), nn.GELU(), nn.Linear(8, 4)))
    rng = random.Random(7)
    x = torch.tensor([[rng.randrange(7) for _ in range(3)] for _ in range(12)])
    y = x.sum(1) % 4
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.03125, weight_decay=0.125)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 40)
    def step():
        if optimizer.state: schedule.step()
        return nn.functional.cross_entropy(model(x), y, label_smoothing=0.125)
    real = optimizer.step
    def clip_and_step():
        nn.utils.clip_grad_norm_(model.parameters(), 1)
        real()
    optimizer.step = clip_and_step
    return {"x": written(x), "y": written(y), **fifty(model, optimizer, step)}


# -- safetensors by hand -------------------------------------------------------------------------------------------------

def bits(fmt, values): return struct.pack(f"<{len(values)}{fmt}", *values)

# dtype, dtype here, shape, bytes, values
TENSORS = {
    "f64": ("F64", "float64", [2], bits("d", [math.pi, -5e-324]), [math.pi, -5e-324]),
    "scalar": ("F64", "float64", [], bits("d", [-1e300]), [-1e300]),
    "i64": ("I64", "int32", [3], bits("q", [-2**31, 0, 2**31 - 1]), [-2**31, 0, 2**31 - 1]),
    "u64": ("U64", "int32", [2], bits("Q", [0, 2**31 - 1]), [0, 2**31 - 1]),
    "f32": ("F32", "float32", [2, 2], bits("f", [1.5, -0.25, math.inf, math.nan]), [1.5, -0.25, "inf", "nan"]),
    "i32": ("I32", "int32", [1, 3], bits("i", [-2**31, 7, 2**31 - 1]), [-2**31, 7, 2**31 - 1]),
    "u32": ("U32", "int32", [2], bits("I", [3, 2**31 - 1]), [3, 2**31 - 1]),
    "f16": ("F16", "float32", [9], bits("H", [0x3C00, 0x8000, 0x0001, 0x83FF, 0x0400, 0x7BFF, 0x7C00, 0xFC00, 0x7E00]),
            [1, -0.0, 2**-24, -1023 * 2**-24, 2**-14, 65504, "inf", "-inf", "nan"]),
    "bf16": ("BF16", "float32", [6], bits("H", [0x3F80, 0x8000, 0x0001, 0xC049, 0x7F80, 0x7FC0]),
             [1, -0.0, 2**-133, -3.140625, "inf", "nan"]),
    "i16": ("I16", "int32", [2], bits("h", [-2**15, 2**15 - 1]), [-2**15, 2**15 - 1]),
    "u16": ("U16", "int32", [1], bits("H", [2**16 - 1]), [2**16 - 1]),
    "i8": ("I8", "int32", [2], bits("b", [-128, 127]), [-128, 127]),
    "u8": ("U8", "int32", [1], bits("B", [255]), [255]),
    "empty": ("F32", "float32", [0, 3], b"", []),
    "bool": ("BOOL", "bool", [3], bytes([1, 0, 1]), [1, 0, 1]),
}

def safetensors():
    header, data = {"__metadata__": {"format": "pt", "note": "grüße"}}, b""
    for name, (dtype, _, shape, raw, _) in TENSORS.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, ensure_ascii=False).encode()
    file = struct.pack("<Q", len(text)) + text + data
    return {"base64": base64.b64encode(file).decode(), "metadata": header["__metadata__"],
            "tensors": {k: {"dtype": d, "shape": s, "values": v} for k, (_, d, s, _, v) in TENSORS.items()}}

def saved():
    """The very bytes that saveSafetensors() is to write: widest first, then by name, the header padded with spaces."""
    header = {"__metadata__": {"a": "b"},
              "c": {"dtype": "F64", "shape": [], "data_offsets": [0, 8]},
              "a": {"dtype": "I32", "shape": [1], "data_offsets": [8, 12]},
              "b": {"dtype": "F32", "shape": [1, 2], "data_offsets": [12, 20]},
              "d": {"dtype": "BOOL", "shape": [2], "data_offsets": [20, 22]}}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return base64.b64encode(struct.pack("<Q", len(text)) + text + bits("d", [0.1]) + bits("i", [-2]) + bits("f", [1.5, -3])
                            + bytes([1, 0])).decode()


if __name__ == "__main__":
    all_layers()
    all_losses()
    line = lambda x: json.dumps(x, separators=(",", ":"))
    block = lambda records: "[\n" + ",\n".join(map(line, records)) + "\n]"
    rest = dict(names=names(), clips=clips(), gains=gains(), curve=curve(), letters=letters(), file=safetensors(), saved=saved())
    text = (f'{{"layers":{block(layers)},\n"losses":{block(losses)},\n'
            + ",\n".join(f'"{k}":{line(v)}' for k, v in rest.items()) + "\n}\n")
    pathlib.Path(__file__).with_suffix(".json").write_text(text)
    print(f"{len(layers)} layers, {len(losses)} losses, {len(text) / 1024:.0f} KB")
