"""Writes graph.json: what the documented formulas of PyTorch Geometric give, in torch. (PyTorch Geometric itself is not needed.)

    /usr/bin/python3 test/golden/graph.py        (torch 1.13; the same bytes every time)

Records are those of sequence.py. `edges` is (2, edges); `floats` names inputs of each edge or node that are made by spread.
"""
import math, pathlib
import torch
from torch import nn
from spread import camel, case, spread, write

EDGES = {
    # loops, an edge twice, a node without any edge (5), one that only sends (4)
    "mixed": ([0, 1, 1, 2, 3, 3, 2, 4, 0, 1], [1, 0, 2, 1, 2, 3, 3, 0, 1, 1], 6),
    "none": ([], [], 3),
    "one": ([0], [0], 1),
}

def sum_to(x, index, n): return torch.zeros(n, *x.shape[1:], dtype=x.dtype).index_add(0, index, x)
def reduce_to(x, index, n, how):
    if how in ("sum", "add"): return sum_to(x, index, n)
    if how == "mean":
        count = sum_to(torch.ones(len(index), dtype=x.dtype), index, n).clamp(min=1)
        return sum_to(x, index, n) / count.reshape(-1, *[1] * (x.dim() - 1))
    start = torch.ones if how == "mul" else torch.zeros
    index = index.reshape(-1, *[1] * (x.dim() - 1)).expand_as(x)
    name = {"max": "amax", "min": "amin", "mul": "prod"}[how]
    return start(n, *x.shape[1:], dtype=x.dtype).scatter_reduce(0, index, x, name, include_self=how == "mul")
def softmax(x, index, n):
    top = reduce_to(x.detach(), index, n, "max")[index]
    e = (x - top).exp()
    return e / (sum_to(e, index, n) + 1e-16)[index]

def remaining_loops(src, dst, w, n, fill):
    loop = src == dst
    own = torch.full((n,), float(fill), dtype=w.dtype)
    own = torch.stack([w[loop & (src == i)][-1] if (loop & (src == i)).any() else own[i] for i in range(n)])
    nodes = torch.arange(n)
    return torch.cat([src[~loop], nodes]), torch.cat([dst[~loop], nodes]), torch.cat([w[~loop], own])

def gcn_norm(src, dst, w, n, improved=False, loops=True):
    if loops: src, dst, w = remaining_loops(src, dst, w, n, 2 if improved else 1)
    d = sum_to(w, dst, n)
    r = torch.where(d == 0, torch.zeros_like(d), torch.where(d == 0, torch.ones_like(d), d) ** -0.5)
    return src, dst, r[src] * w * r[dst]

class GCNConv(nn.Module):
    def __init__(self, i, o, improved=False, add_self_loops=True, normalize=True, bias=True):
        super().__init__()
        self.lin = nn.Linear(i, o, bias=False)
        self.bias = nn.Parameter(torch.empty(o)) if bias else None
        self.options = improved, add_self_loops
        self.normalize = normalize
    def forward(self, x, src, dst, w=None):
        n = len(x)
        if w is None: w = torch.ones(len(src), dtype=x.dtype)
        if self.normalize: src, dst, w = gcn_norm(src, dst, w, n, *self.options)
        y = sum_to(self.lin(x)[src] * w[:, None], dst, n)
        return y if self.bias is None else y + self.bias

class SAGEConv(nn.Module):
    def __init__(self, i, o, aggr="mean", normalize=False, root_weight=True, project=False, bias=True):
        super().__init__()
        if project: self.lin = nn.Linear(i, i)
        self.lin_l = nn.Linear(i, o, bias=bias)
        if root_weight: self.lin_r = nn.Linear(i, o, bias=False)
        self.aggr, self.normalize = aggr, normalize
    def forward(self, x, src, dst):
        h = self.lin(x).relu() if hasattr(self, "lin") else x
        y = self.lin_l(reduce_to(h[src], dst, len(x), self.aggr))
        if hasattr(self, "lin_r"): y = y + self.lin_r(x)
        return nn.functional.normalize(y, dim=-1) if self.normalize else y

class GraphConv(nn.Module):
    def __init__(self, i, o, aggr="add", bias=True):
        super().__init__()
        self.lin_rel = nn.Linear(i, o, bias=bias)
        self.lin_root = nn.Linear(i, o, bias=False)
        self.aggr = aggr
    def forward(self, x, src, dst, w=None):
        m = x[src] if w is None else x[src] * w[:, None]
        return self.lin_rel(reduce_to(m, dst, len(x), self.aggr)) + self.lin_root(x)

class GINConv(nn.Module):
    def __init__(self, i, o, train_eps=False):
        super().__init__()
        self.nn = nn.Sequential(nn.Linear(i, o), nn.ReLU())
        if train_eps: self.eps = nn.Parameter(torch.empty(1))
        else: self.register_buffer("eps", torch.full((1,), 0.5))
    def forward(self, x, src, dst): return self.nn((1 + self.eps) * x + sum_to(x[src], dst, len(x)))

def gat_edges(src, dst, attr, n, fill, loops):
    if not loops: return src, dst, attr
    keep = src != dst
    src, dst = src[keep], dst[keep]
    nodes = torch.arange(n)
    if attr is not None:
        attr = attr[keep]
        own = torch.full((n, attr.shape[1]), fill, dtype=attr.dtype) if isinstance(fill, (int, float)) else reduce_to(attr, dst, n, fill)
        attr = torch.cat([attr, own])
    return torch.cat([src, nodes]), torch.cat([dst, nodes]), attr

class GATConv(nn.Module):
    def __init__(self, i, o, heads=1, concat=True, negative_slope=0.2, add_self_loops=True, edge_dim=None, fill_value="mean", bias=True, residual=False):
        super().__init__()
        self.o = o, heads, concat, negative_slope, add_self_loops, fill_value
        self.lin = nn.Linear(i, heads * o, bias=False)
        self.att_src = nn.Parameter(torch.empty(1, heads, o))
        self.att_dst = nn.Parameter(torch.empty(1, heads, o))
        if edge_dim:
            self.lin_edge = nn.Linear(edge_dim, heads * o, bias=False)
            self.att_edge = nn.Parameter(torch.empty(1, heads, o))
        if residual: self.res = nn.Linear(i, heads * o if concat else o, bias=False)
        self.bias = nn.Parameter(torch.empty(heads * o if concat else o)) if bias else None
    def forward(self, x, src, dst, attr=None):
        o, heads, concat, slope, loops, fill = self.o
        n = len(x)
        h = self.lin(x).reshape(n, heads, o)
        src, dst, attr = gat_edges(src, dst, attr, n, fill, loops)
        a = (h * self.att_src).sum(-1)[src] + (h * self.att_dst).sum(-1)[dst]
        if attr is not None: a = a + (self.lin_edge(attr).reshape(-1, heads, o) * self.att_edge).sum(-1)
        a = softmax(nn.functional.leaky_relu(a, slope), dst, n)
        y = sum_to(h[src] * a[:, :, None], dst, n)
        y = y.reshape(n, heads * o) if concat else y.mean(1)
        if hasattr(self, "res"): y = y + self.res(x)
        return y if self.bias is None else y + self.bias

class GATv2Conv(nn.Module):
    def __init__(self, i, o, heads=1, concat=True, negative_slope=0.2, add_self_loops=True, edge_dim=None, fill_value="mean", bias=True):
        super().__init__()
        self.o = o, heads, concat, negative_slope, add_self_loops, fill_value
        self.lin_l = nn.Linear(i, heads * o, bias=bias)
        self.lin_r = nn.Linear(i, heads * o, bias=bias)
        self.att = nn.Parameter(torch.empty(1, heads, o))
        if edge_dim: self.lin_edge = nn.Linear(edge_dim, heads * o, bias=False)
        self.bias = nn.Parameter(torch.empty(heads * o if concat else o)) if bias else None
    def forward(self, x, src, dst, attr=None):
        o, heads, concat, slope, loops, fill = self.o
        n = len(x)
        l, r = (f(x).reshape(n, heads, o) for f in (self.lin_l, self.lin_r))
        src, dst, attr = gat_edges(src, dst, attr, n, fill, loops)
        e = l[src] + r[dst]
        if attr is not None: e = e + self.lin_edge(attr).reshape(-1, heads, o)
        a = softmax((nn.functional.leaky_relu(e, slope) * self.att).sum(-1), dst, n)
        y = sum_to(l[src] * a[:, :, None], dst, n)
        y = y.reshape(n, heads * o) if concat else y.mean(1)
        return y if self.bias is None else y + self.bias

def conv(kind, i, o, edges="mixed", weight=None, positive=False, **options):
    """`weight`: None, or the features of each edge, 0 for one number."""
    src, dst, n = EDGES[edges]
    module = kind(i, o, **options)
    shapes = {"x": [n, i]}
    if weight is not None: shapes["w"] = [len(src)] if weight == 0 else [len(src), weight]
    s, d = (torch.tensor(t, dtype=torch.int64) for t in (src, dst))
    def call(m, xs):
        extra = [] if weight is None else [xs["w"].abs() + 0.25 if positive else xs["w"]]
        return [m(xs["x"], s, d, *extra)]
    case([i, o, camel(options)], module, shapes, call, call="conv", edges=[src, dst], positive=positive)

for edges in EDGES:
    conv(GCNConv, 3, 2, edges)
    conv(SAGEConv, 3, 2, edges)
    conv(GATConv, 3, 2, edges, heads=2)
    conv(GATv2Conv, 3, 2, edges, heads=2)
    conv(GraphConv, 3, 2, edges)
    conv(GINConv, 3, 2, edges)
conv(GCNConv, 3, 5, weight=0, positive=True)
conv(GCNConv, 3, 5, weight=0, positive=True, improved=True, bias=False)
conv(GCNConv, 2, 3, add_self_loops=False)
conv(GCNConv, 2, 3, weight=0, normalize=False)
conv(SAGEConv, 3, 5, aggr="sum", normalize=True)
conv(SAGEConv, 3, 5, aggr="max", root_weight=False, project=True)
conv(SAGEConv, 3, 5, aggr="min", bias=False)
conv(GraphConv, 3, 17, weight=0)
conv(GraphConv, 3, 2, weight=0, aggr="mean", bias=False)
conv(GraphConv, 3, 2, weight=0, aggr="max")
conv(GINConv, 3, 2, train_eps=True)
conv(GATConv, 3, 5, heads=3, concat=False, negative_slope=0.5, bias=False)
conv(GATConv, 3, 2, weight=2, heads=2, edge_dim=2, residual=True)
conv(GATConv, 3, 2, weight=2, edge_dim=2, fill_value=0.5)
conv(GATConv, 3, 2, add_self_loops=False)
conv(GATv2Conv, 3, 2, weight=2, heads=2, edge_dim=2, concat=False)
conv(GATv2Conv, 3, 2, weight=1, edge_dim=1, fill_value="max", bias=False)
conv(GATv2Conv, 3, 2, add_self_loops=False, negative_slope=0.1)


class TopKPooling(nn.Module):
    def __init__(self, i, ratio=0.5, min_score=None, multiplier=1):
        super().__init__()
        self.select = nn.Module()
        self.select.weight = nn.Parameter(torch.empty(1, i))
        self.options = ratio, min_score, multiplier
    def forward(self, x, batch):
        ratio, least, multiplier = self.options
        raw = (x * self.select.weight).sum(-1)
        n = int(batch.max()) + 1
        score = (raw / self.select.weight.norm(p=2, dim=-1)).tanh() if least is None else softmax(raw, batch, n)
        perm = []
        for g in range(n):
            nodes = (batch == g).nonzero().flatten()
            own = score[nodes]
            if least is not None: perm.append(nodes[own > min(float(own.max()) - 1e-7, least)])
            else:
                k = min(int(ratio), len(nodes)) if isinstance(ratio, int) else math.ceil(ratio * len(nodes))
                perm.append(nodes[own.argsort(descending=True, stable=True)[:k]])
        perm = torch.cat(perm)
        return [x[perm] * score[perm][:, None] * multiplier, score[perm]]

def top(i, n, batch, **options):
    b = torch.tensor(batch)
    case([i, camel(options)], TopKPooling(i, **options), {"x": [n, i]}, lambda m, xs: m(xs["x"], b), call="pooling", batch=batch)

top(3, 7, [0, 0, 0, 0, 1, 1, 1])
top(2, 5, [0] * 5, ratio=0.3, multiplier=2)
top(3, 6, [0, 0, 0, 1, 1, 2], ratio=2)
top(3, 6, [0, 0, 0, 1, 1, 1], min_score=0.25)


class Scatter(nn.Module):
    def forward(self, x, index, n, how): return softmax(x, index, n) if how == "softmax" else reduce_to(x, index, n, how)

def reduced(how, shape, index, n):
    i = torch.tensor(index, dtype=torch.int64)
    case([how], Scatter(), {"x": shape}, lambda m, xs: [m(xs["x"], i, n, how)], call="scatter", index=index, groups=n)

for how in "sum", "mean", "max", "min", "mul", "softmax":
    reduced(how, [6, 3], [0, 2, 2, 0, 4, 2], 5)
    reduced(how, [4], [1, 1, 0, 1], 2)
    reduced(how, [5, 2, 9], [2, 2, 2, 2, 2], 3)
    reduced(how, [0, 2], [], 3)

write(pathlib.Path(__file__).with_name("graph.json"))
