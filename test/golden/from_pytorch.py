"""Writes from_pytorch.json: what the Python of docs/from-pytorch.md computes, in float64.

    /usr/bin/python3 test/golden/from_pytorch.py        (torch 1.13; the same bytes every time)

PyTorch 1.13 has no scaled_dot_product_attention, and PyTorch Geometric is not installed: both are here by their formulas.
"""
import json, math, pathlib, re, sys, types
import torch
import torch.nn.functional as F
from torch import nn
from models import about, digits, fill, noise, output

here = pathlib.Path(__file__).parent

def sdpa(q, k, v, dropout_p=0.0, is_causal=False):
    assert is_causal and dropout_p == 0
    hidden = torch.ones(q.size(-2), k.size(-2), dtype=torch.bool).triu(1)
    return (q @ k.transpose(-1, -2) / math.sqrt(q.size(-1))).masked_fill(hidden, -math.inf).softmax(-1) @ v

class GCNConv(nn.Module):
    """D^-1/2 A D^-1/2 x Wᵀ + b, with one loop at each node; an edge from j to i brings x[j] to i."""
    def __init__(self, inside, out):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(out))
        self.lin = nn.Linear(inside, out, bias=False)
    def forward(self, x, edge_index):
        n = x.size(0)
        a = torch.zeros(n, n, dtype=x.dtype).index_put((edge_index[1], edge_index[0]), torch.ones((), dtype=x.dtype), accumulate=True)
        a = a.fill_diagonal_(1)
        d = a.sum(1).rsqrt()
        return d[:, None] * a * d @ self.lin(x) + self.bias

F.scaled_dot_product_attention = sdpa
geometric = types.ModuleType("torch_geometric.nn")
geometric.GCNConv = GCNConv
sys.modules |= {"torch_geometric": types.ModuleType("torch_geometric"), "torch_geometric.nn": geometric}

def program(heading):
    """The names that the Python under a heading defines."""
    text = (here / "../../docs/from-pytorch.md").read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    names = {"__name__": heading}
    exec(re.search(r"```python\n(.*?)```", text, re.S)[1], names)
    return types.SimpleNamespace(**names)

def resnet():
    model = fill(program("ResNet-18").resnet18(5).double())
    y = model.eval()(noise(2 * 3 * 64 * 64, 1000).view(2, 3, 64, 64))
    return {**about(model), **output(y)}

def gpt():
    p = program("A GPT")
    model = p.GPT(p.GPTConfig(block_size=12, vocab_size=40, n_layer=2, n_head=3, n_embd=24)).double()
    fill(model)
    ids = (torch.arange(20) * 7 % 39).view(2, 10)
    told = {**about(model), "number": model.get_num_params(), **output(model(ids)[0])}
    written = model.generate(ids, 5, top_k=1).tolist()
    optimizer = model.configure_optimizers(0.1, 1e-2, (0.9, 0.95))
    losses = []
    for _ in range(5):
        loss = model(ids, ids.roll(-1, 1))[1]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(digits(loss)[0])
    model.crop_block_size(4)
    return {**told, "written": written, "losses": losses, "cropped": digits(model(ids[:, :4])[0].sum())[0]}

def gcn():
    p = program("A graph convolutional network")
    n, classes = 30, 3
    i = torch.arange(n)
    data = types.SimpleNamespace(
        x=noise(n * 8, 1000).view(n, 8), edge_index=torch.stack([torch.arange(80) * 7 % n, torch.arange(80) * 11 % 29]), y=i % classes,
        train_mask=i % 4 == 0, test_mask=i % 4 == 1)
    model = p.GCN(8, classes, 0.0).double()
    fill(model)
    losses = p.train(model, data, 20)
    return {**about(model), "losses": digits(torch.tensor(losses, dtype=torch.float64)), **output(model(data)), "accuracy": p.accuracy(model, data)}

told = {"resnet": resnet(), "gpt": gpt(), "gcn": gcn()}
(here / "from_pytorch.json").write_text(json.dumps(told, separators=(",", ":")) + "\n")
