"""Writes sequence.json: what PyTorch says about recurrent layers, attention and transformers.

    /usr/bin/python3 test/golden/sequence.py        (torch 1.13; the same bytes every time)

Records are those of spread.py.
"""
import math, pathlib, warnings
import torch
from torch import nn
from torch.nn.utils import rnn
from spread import camel, case, spread, write

warnings.filterwarnings("ignore")
# -- recurrent layers ----------------------------------------------------------------------------------------------------

def recurrent(kind, i, h, shape, state=None, packed=None, **options):
    module = getattr(nn, kind)(i, h, **options)
    rows = module.num_layers * (2 if module.bidirectional else 1)
    shapes = {"x": shape}
    if state:
        batch = [] if len(shape) == 2 else [shape[0 if module.batch_first else 1]]
        shapes["h"] = [rows, *batch, options.get("proj_size") or h]
        if kind == "LSTM": shapes["c"] = [rows, *batch, h]
    def call(m, xs):
        x = xs["x"]
        if packed: x = rnn.pack_padded_sequence(x, packed["lengths"], batch_first=m.batch_first, enforce_sorted=packed["enforceSorted"])
        hx = None if not state else (xs["h"], xs["c"]) if kind == "LSTM" else xs["h"]
        y, last = m(x, hx)
        if packed: y, _ = rnn.pad_packed_sequence(y, batch_first=m.batch_first, padding_value=packed.get("paddingValue", 0))
        return [y, *(last if kind == "LSTM" else [last])]
    case([i, h, camel(options)], module, shapes, call, call="recurrent", **({"packed": packed} if packed else {}))

for kind in "RNN", "LSTM", "GRU":
    recurrent(kind, 3, 5, [4, 2, 3])
    recurrent(kind, 3, 5, [4, 1, 3], state=True)
    recurrent(kind, 2, 4, [3, 2], state=True)
    recurrent(kind, 3, 5, [2, 4, 3], state=True, num_layers=2, bidirectional=True, batch_first=True)
    recurrent(kind, 3, 2, [3, 2, 3], bias=False, num_layers=2)
    recurrent(kind, 3, 5, [1, 2, 3], bidirectional=True, bias=False)
    recurrent(kind, 2, 3, [4, 0, 2])
    recurrent(kind, 3, 5, [4, 3, 3], packed=dict(lengths=[4, 3, 1], enforceSorted=True), bidirectional=True)
    recurrent(kind, 2, 3, [4, 3, 2], state=True, packed=dict(lengths=[2, 4, 3], enforceSorted=False, paddingValue=0.5), num_layers=2, bidirectional=True)
    recurrent(kind, 2, 3, [3, 5, 2], packed=dict(lengths=[1, 3, 3], enforceSorted=False), batch_first=True)
recurrent("RNN", 3, 5, [4, 2, 3], state=True, nonlinearity="relu", bidirectional=True)
recurrent("RNN", 3, 5, [4, 2, 3], packed=dict(lengths=[3, 1], enforceSorted=True), nonlinearity="relu")
recurrent("LSTM", 3, 5, [4, 2, 3], state=True, proj_size=2)
recurrent("LSTM", 3, 5, [4, 2, 3], state=True, proj_size=2, num_layers=2, bidirectional=True)
recurrent("LSTM", 3, 4, [4, 3, 3], proj_size=3, packed=dict(lengths=[1, 4, 2], enforceSorted=False), bidirectional=True)

def cell(kind, i, h, shape, state=True, **options):
    module = getattr(nn, kind)(i, h, **options)
    shapes = {"x": shape}
    if state: shapes["h"] = [*shape[:-1], h]
    if state and kind == "LSTMCell": shapes["c"] = [*shape[:-1], h]
    def call(m, xs):
        if not state: y = m(xs["x"])
        else: y = m(xs["x"], (xs["h"], xs["c"]) if kind == "LSTMCell" else xs["h"])
        return list(y) if kind == "LSTMCell" else [y]
    case([i, h, camel(options)], module, shapes, call, call="cell")

for kind in "RNNCell", "LSTMCell", "GRUCell":
    cell(kind, 3, 5, [2, 3])
    cell(kind, 3, 5, [1, 3], state=False)
    cell(kind, 3, 5, [3])
    cell(kind, 2, 3, [0, 2], bias=False)
cell("RNNCell", 3, 5, [2, 3], nonlinearity="relu")


# -- attention -----------------------------------------------------------------------------------------------------------

def mask(name, shape, rows_seen=True):
    """A bool mask in which every row has a false."""
    m = spread(name, shape) > 0.2
    if rows_seen: m[..., 0] = False
    return m

def multihead(e, heads, l, s, n, kinds="", need=True, average=True, **options):
    """`kinds`: 2 or 3 for a bool mask of that rank, f for a float one, p for padding, q for a float padding; one batch if n is None."""
    module = nn.MultiheadAttention(e, heads, **options)
    first = module.batch_first
    batch = 1 if n is None else n
    def sizes(length, features): return [length, features] if n is None else [n, length, features] if first else [length, n, features]
    same = "s" in kinds
    shapes = {"q": sizes(l, e)} if same else {"q": sizes(l, e), "k": sizes(s, module.kdim), "v": sizes(s, module.vdim)}
    masks = {}
    if "2" in kinds: masks["attnMask"] = mask("attn", [l, s])
    if "3" in kinds: masks["attnMask"] = mask("attn", [batch * heads, l, s])
    if "f" in kinds: masks["attnMask"] = spread("attn", [l, s])
    if "p" in kinds: masks["keyPaddingMask"] = mask("padding", [s] if n is None else [n, s])
    if "q" in kinds: masks["keyPaddingMask"] = spread("padding", [n, s])
    def call(m, xs):
        q = xs["q"]
        y, w = m(q, xs.get("k", q), xs.get("v", q), key_padding_mask=masks.get("keyPaddingMask"), attn_mask=masks.get("attnMask"),
                 need_weights=need, average_attn_weights=average)
        return [y] if w is None else [y, w]
    written = {key: t.int().tolist() if t.dtype == torch.bool else "float" for key, t in masks.items()}
    case([e, heads, camel(options)], module, shapes, call, call="multihead", masks=written,
         options=dict(needWeights=need, averageAttnWeights=average))

multihead(6, 2, 3, 5, 2)
multihead(6, 3, 4, 4, 2, "s2")
multihead(6, 2, 3, 5, 2, "3", average=False)
multihead(6, 1, 3, 5, 2, "pf", need=False)
multihead(6, 2, 3, 5, 2, "p2", kdim=4, vdim=3, batch_first=True)
multihead(4, 2, 3, 2, None, "p2")
multihead(4, 2, 3, 2, 1, "q", bias=False, batch_first=True)
multihead(4, 2, 3, 5, 2, "2p", add_bias_kv=True)
multihead(4, 2, 3, 5, 2, "3", add_zero_attn=True, add_bias_kv=True, need=False)
multihead(4, 2, 3, 5, 2, "f", add_zero_attn=True)
multihead(4, 2, 3, 5, 0)

def encoder_layer(d, heads, shape, kinds="", **options):
    module = nn.TransformerEncoderLayer(d, heads, **options)
    masks = {}
    n, l = (1, shape[0]) if len(shape) == 2 else (shape[0], shape[1]) if options.get("batch_first") else (shape[1], shape[0])
    if "2" in kinds: masks["srcMask"] = mask("attn", [l, l])
    if "p" in kinds: masks["srcKeyPaddingMask"] = mask("padding", [n, l])
    written = {key: t.int().tolist() for key, t in masks.items()}
    case([d, heads, camel(options)], module, {"x": shape},
         lambda m, xs: [m(xs["x"], src_mask=masks.get("srcMask"), src_key_padding_mask=masks.get("srcKeyPaddingMask"))],
         call="encoderLayer", masks=written)

encoder_layer(4, 2, [3, 2, 4], dim_feedforward=6)
encoder_layer(4, 1, [2, 3, 4], "2p", dim_feedforward=5, batch_first=True, norm_first=True, activation="gelu")
encoder_layer(4, 4, [3, 4], dim_feedforward=3, layer_norm_eps=0.25)
encoder_layer(4, 2, [3, 0, 4], dim_feedforward=6)

def decoder_layer(d, heads, tgt, memory, kinds="", **options):
    module = nn.TransformerDecoderLayer(d, heads, **options)
    first = options.get("batch_first")
    n, l, s = (tgt[0], tgt[1], memory[1]) if first else (tgt[1], tgt[0], memory[0])
    masks = {}
    if "t" in kinds: masks["tgtMask"] = mask("attn", [l, l])
    if "m" in kinds: masks["memoryMask"] = mask("memory", [l, s])
    if "p" in kinds: masks["tgtKeyPaddingMask"] = mask("padding", [n, l])
    if "q" in kinds: masks["memoryKeyPaddingMask"] = mask("far", [n, s])
    snake = dict(tgtMask="tgt_mask", memoryMask="memory_mask", tgtKeyPaddingMask="tgt_key_padding_mask", memoryKeyPaddingMask="memory_key_padding_mask")
    written = {key: t.int().tolist() for key, t in masks.items()}
    case([d, heads, camel(options)], module, {"x": tgt, "memory": memory},
         lambda m, xs: [m(xs["x"], xs["memory"], **{snake[k]: t for k, t in masks.items()})], call="decoderLayer", masks=written)

decoder_layer(4, 2, [3, 2, 4], [5, 2, 4], dim_feedforward=6)
decoder_layer(4, 1, [2, 3, 4], [2, 5, 4], "tmpq", dim_feedforward=5, batch_first=True, norm_first=True, activation="gelu")
decoder_layer(4, 2, [3, 1, 4], [1, 1, 4], "tq", dim_feedforward=3)

def transformer(shape, memory, **options):
    module = nn.Transformer(**options)
    case([camel(options)], module, {"src": memory, "tgt": shape}, lambda m, xs: [m(xs["src"], xs["tgt"])], call="transformer")

transformer([3, 2, 4], [5, 2, 4], d_model=4, nhead=2, num_encoder_layers=2, num_decoder_layers=1, dim_feedforward=3)
transformer([1, 3, 4], [1, 2, 4], d_model=4, nhead=1, num_encoder_layers=1, num_decoder_layers=2, dim_feedforward=3, batch_first=True, norm_first=True)
transformer([3, 4], [2, 4], d_model=4, nhead=1, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=3, activation="gelu")

class scaledDotProductAttention(nn.Module):
    """The documented formula: torch 1.13 has no such function. A row that sees nothing is 0, as in torch 2.5."""
    def forward(self, q, k, v, attn_mask, is_causal=False, scale=None, enable_gqa=False):
        if enable_gqa: k, v = (t.repeat_interleave(q.size(-3) // t.size(-3), -3) for t in (k, v))
        s = q @ k.transpose(-2, -1) * (q.size(-1) ** -0.5 if scale is None else scale)
        if is_causal: attn_mask = torch.ones(s.shape[-2:], dtype=torch.bool).tril()
        if attn_mask is not None and attn_mask.dtype == torch.bool: s = s.masked_fill(~attn_mask, -math.inf)
        elif attn_mask is not None: s = s + attn_mask
        return torch.nan_to_num(s.softmax(-1), 0) @ v

def attention(q, k, v, kind=None, mask_shape=None, seen=True, **options):
    m = None if kind is None else ~mask("attn", mask_shape, seen) if kind == "bool" else spread("attn", mask_shape)
    written = {} if m is None else {"attnMask": m.int().tolist() if kind == "bool" else "float"}
    shape = {} if m is None else {"maskShape": mask_shape}
    case([camel(options)], scaledDotProductAttention(), {"q": q, "k": k, "v": v},
         lambda f, xs: [f(xs["q"], xs["k"], xs["v"], m, **options)], call="attention", masks=written, **shape)

attention([2, 3, 5, 4], [2, 3, 7, 4], [2, 3, 7, 3])
attention([3, 5, 4], [3, 7, 4], [3, 7, 6], is_causal=True)
attention([9, 4], [5, 4], [5, 4], is_causal=True, scale=0.7)
attention([2, 3, 5, 3], [2, 3, 7, 3], [2, 3, 7, 5], "bool", [5, 7])
attention([2, 3, 5, 3], [2, 3, 7, 3], [2, 3, 7, 5], "bool", [2, 1, 5, 7], seen=False)
attention([2, 3, 5, 3], [2, 3, 7, 3], [2, 3, 7, 5], "bool", [2, 1, 1, 7])
attention([2, 3, 5, 3], [2, 3, 7, 3], [2, 3, 7, 5], "float", [3, 5, 7])
attention([2, 4, 5, 3], [2, 2, 7, 3], [2, 2, 7, 5], enable_gqa=True)
attention([1, 6, 5, 3], [1, 2, 5, 3], [1, 2, 5, 1], is_causal=True, enable_gqa=True)
attention([2, 1, 5, 3], [1, 3, 7, 3], [2, 1, 7, 2])
attention([0, 3, 5, 4], [0, 3, 7, 4], [0, 3, 7, 4])
attention([2, 0, 4], [2, 7, 4], [2, 7, 4], is_causal=True)
attention([2, 1, 1], [2, 1, 1], [2, 1, 1])


# -- two inputs, bags, positions -----------------------------------------------------------------------------------------

def bilinear(i, j, o, *batch, **options):
    case([i, j, o, camel(options)], nn.Bilinear(i, j, o, **options), {"x": [*batch, i], "z": [*batch, j]},
         lambda m, xs: [m(xs["x"], xs["z"])], call="two")

bilinear(3, 4, 2, 5)
bilinear(1, 3, 5, 2, 3, bias=False)
bilinear(3, 2, 2)

def bag(n, d, index, offsets=None, weighted=False, **options):
    i = torch.tensor(index)
    shapes = {"w": list(i.shape)} if weighted else {}
    case([n, d, camel(options)], nn.EmbeddingBag(n, d, **options), shapes,
         lambda m, xs: [m(i, None if offsets is None else torch.tensor(offsets), xs.get("w"))], call="bag", index=index, offsets=offsets)

for mode in "sum", "mean", "max":
    bag(7, 3, [[1, 2, 4], [4, 3, 6]], mode=mode)
    bag(7, 3, [1, 2, 4, 5, 4, 3], [0, 2, 2, 5], mode=mode)
    bag(7, 3, [1, 2, 4, 5, 4, 3], [0, 4, 6], mode=mode, include_last_offset=True, padding_idx=4)
bag(5, 2, [[1, 2, 4], [4, 3, 1]], mode="sum", weighted=True)

class AdditiveAttention(nn.Module):
    def __init__(self, q, k, h):
        super().__init__()
        self.query_proj = nn.Linear(q, h, bias=False)
        self.key_proj = nn.Linear(k, h)
        self.score = nn.Linear(h, 1, bias=False)
    def forward(self, q, k, v):
        w = self.score((self.query_proj(q)[..., :, None, :] + self.key_proj(k)[..., None, :, :]).tanh())[..., 0].softmax(-1)
        return [w @ v, w]

for batch in [], [2], [2, 3]:
    case([3, 2, 4], AdditiveAttention(3, 2, 4), {"q": [*batch, 3, 3], "k": [*batch, 5, 2], "v": [*batch, 5, 2]},
         lambda m, xs: m(xs["q"], xs["k"], xs["v"]), call="three")

class LocalAttention(nn.Module):
    def forward(self, q, k, v, window, causal):
        d = torch.arange(q.shape[-2])[:, None] - torch.arange(k.shape[-2])
        seen = (d.abs() <= window) & ((d >= 0) if causal else (d == d))
        s = (q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5).masked_fill(~seen, -math.inf)
        return torch.nan_to_num(s.softmax(-1), 0) @ v

for window, is_causal, l in (2, False, 7), (1, True, 7), (0, False, 3):
    case([window, {"causal": is_causal}], LocalAttention(), {"q": [2, l, 3], "k": [2, 7, 3], "v": [2, 7, 2]},
         lambda m, xs: [m(xs["q"], xs["k"], xs["v"], window, is_causal)], call="three")

class RotaryPositions(nn.Module):
    """Pairs as complex numbers, turned."""
    def forward(self, x, offset, interleaved, base):
        d = x.shape[-1]
        pairs = x.unflatten(-1, (d // 2, 2)) if interleaved else torch.stack(x.chunk(2, -1), -1)
        angle = (torch.arange(x.shape[-2]) + offset)[:, None] / base ** (torch.arange(0, d, 2, dtype=torch.float64) / d)
        z = torch.view_as_real(torch.view_as_complex(pairs.contiguous()) * torch.polar(torch.ones_like(angle), angle))
        return z.flatten(-2) if interleaved else torch.cat([z[..., 0], z[..., 1]], -1)

for shape, offset, interleaved, base in ([5, 4], 0, False, 10000), ([2, 3, 3, 6], 2, True, 10000), ([1, 2, 2], 7, False, 100):
    case([{"interleaved": interleaved, "base": base}], RotaryPositions(), {"x": shape},
         lambda m, xs: [m(xs["x"], offset, interleaved, base)], call="position", offset=offset)

class SinusoidalPositions(nn.Module):
    def forward(self, x, offset):
        d = x.shape[-1]
        angle = (torch.arange(x.shape[-2]) + offset)[:, None] / 10000 ** (torch.arange(0, d, 2, dtype=torch.float64) / d)
        return x + torch.stack([angle.sin(), angle.cos()], -1).flatten(-2)[:, :d]

for shape, offset in ([5, 4], 0), ([2, 3, 5], 4), ([1, 1, 2], 0):
    case([shape[-1]], SinusoidalPositions(), {"x": shape}, lambda m, xs: [m(xs["x"], offset)], call="position", offset=offset)

class LearnedPositions(nn.Module):
    def __init__(self, n, d):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n, d))
    def forward(self, x, offset): return x + self.weight[offset:offset + x.shape[-2]]

for shape, offset in ([5, 4], 0), ([2, 3, 5], 4), ([1, 1, 2], 1):
    case([9, shape[-1]], LearnedPositions(9, shape[-1]), {"x": shape}, lambda m, xs: [m(xs["x"], offset)], call="position", offset=offset)

write(pathlib.Path(__file__).with_name("sequence.json"))
