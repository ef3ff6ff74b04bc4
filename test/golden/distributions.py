"""Writes distributions.json: what torch.distributions says about values, parameters and their gradients.

    /usr/bin/python3 test/golden/distributions.py        (torch 1.13; the same bytes every time)

One record: kind, dtypes (both, unless it says), parameters {name: written}, and results {method: {value?, shape, values, grads}} where grads are of
<result, weights> in the parameters, in their order. kl has two of kind and parameters.
"""
import json, pathlib
import torch
import torch.distributions as D
from record import number, weights

F64 = torch.float64
INF = float("inf")

def t(v): return torch.tensor(v, dtype=F64)
def numbers(x): return [number(v, 15) for v in x.detach().reshape(-1).tolist()]
def written(x): return x if isinstance(x, (int, float)) else dict(shape=list(x.shape), values=numbers(x))

def make(kind, parameters):
    """The distribution, and its parameters as leaves."""
    leaves = {k: v.clone().requires_grad_() if isinstance(v, torch.Tensor) else v for k, v in parameters.items()}
    # a number takes the dtype of the tensors beside it; alone it would be float32
    leaves = {k: t(v) if not isinstance(v, torch.Tensor) and len(parameters) == 1 else v for k, v in leaves.items()}
    return getattr(D, kind)(**leaves), leaves

def result(y, leaves, value=None):
    wanted = [v for v in leaves.values() if isinstance(v, torch.Tensor) and v.requires_grad]
    grads = [None] * len(wanted)
    if y.requires_grad: grads = torch.autograd.grad(y, wanted, weights(y), allow_unused=True, retain_graph=True)
    grads = [torch.zeros_like(v) if g is None else g for g, v in zip(grads, wanted)]
    out = dict(shape=list(y.shape), values=numbers(y), grads=[numbers(g) for g in grads])
    return out if value is None else dict(value=written(value), **out)

one = []
def say(kind, parameters, value, cdf=True, p=None, moments=True, only=None):
    d, leaves = make(kind, parameters)
    results = {"logProb": result(d.log_prob(value if isinstance(value, torch.Tensor) else t(value)), leaves, value), "entropy": result(d.entropy(), leaves)}
    if moments: results.update(mean=result(d.mean, leaves), variance=result(d.variance, leaves), stddev=result(d.stddev, leaves))
    if cdf: results["cdf"] = result(d.cdf(value if isinstance(value, torch.Tensor) else t(value)), leaves, value)
    if p is not None: results["icdf"] = result(d.icdf(p), leaves, p)
    for name in "probs", "logits":
        if hasattr(d, name): results[name] = result(getattr(d, name), leaves)
    one.append(dict(kind=kind, parameters={k: written(v) for k, v in parameters.items()}, batchShape=list(d.batch_shape), results=results,
                    **(dict(dtypes=[only]) if only else {})))

two = []
def kl(p, a, q, b):
    (d, x), (e, y) = make(p, a), make(q, b)
    leaves = {**{"p." + k: v for k, v in x.items()}, **{"q." + k: v for k, v in y.items()}}
    two.append(dict(p=p, a={k: written(v) for k, v in a.items()}, q=q, b={k: written(v) for k, v in b.items()},
                    result=result(D.kl_divergence(d, e), leaves)))

loc, scale = t([0.5, -1.25, 2]), t([0.75, 2, 0.125])
values = t([[0, 1, 2], [-1.5, -1.25, 2.125]])
ps = t([[0.125, 0.5, 0.9], [0.001, 0.75, 0.999]])
column = t([[0.5], [1.5]])
for kind in "Normal", "Laplace":
    say(kind, dict(loc=loc, scale=scale), values, p=ps)
    say(kind, dict(loc=loc, scale=column), values, p=ps)
    say(kind, dict(loc=0, scale=scale), values)
    say(kind, dict(loc=t(0.25), scale=2), values)
    say(kind, dict(loc=loc, scale=scale), t([9, -9, 1]))
    say(kind, dict(loc=t([]), scale=t([])), t([]))
    say(kind, dict(loc=loc, scale=scale), 0.5)
    say(kind, dict(loc=loc, scale=scale), t([INF, -INF, 2]))
say("LogNormal", dict(loc=loc, scale=scale), values.abs() + 0.125, p=ps)
say("LogNormal", dict(loc=t(0.5), scale=column), t([0.5, 1, 4]))
say("LogNormal", dict(loc=1, scale=scale), 2)
say("Uniform", dict(low=t([0, -1, 2]), high=t([1, 3, 2.5])), t([[0.5, 0, 2], [0, 3, 2.25]]), p=ps)
say("Uniform", dict(low=t(-4), high=column), t([-1, 0, 0.5]), p=ps[0])
say("Uniform", dict(low=-4, high=t([4, 5])), 1)
say("Exponential", dict(rate=scale), t([[0, 1, 9], [0.5, 0.25, 3]]), p=ps)
say("Exponential", dict(rate=column), t([0, 1, 9]), p=ps[:, :1])
say("Exponential", dict(rate=t(3)), 0.5)
probabilities, logs = t([0.25, 0.5, 0.9]), t([-2, 0.5, 3])
for given in dict(probs=probabilities), dict(logits=logs), dict(logits=t(0.75)), dict(probs=t([[0.125], [0.75]])), dict(logits=t([-30, 6, 0])):
    shape = list(given.values())[0].shape
    only = "float64" if 30 in list(given.values())[0] else None  # 1 - p is 0 in float32
    say("Bernoulli", given, torch.ones(shape, dtype=F64), cdf=False, only=only)
    say("Bernoulli", given, torch.zeros((2, *shape), dtype=F64), cdf=False, only=only)
# how far p is kept from 0 and 1 depends on the dtype
say("Bernoulli", dict(probs=t([0, 1, 0.5])), t([0, 1, 1]), cdf=False, only="float64")
rows, heights = t([[1, 2, 5], [3, 3, 0.5]]), t([[0.5, -1, 2], [0, 0, 30]])
for given in dict(probs=rows), dict(logits=heights), dict(probs=rows[0]), dict(logits=t([[[0.5, 1]], [[2, -1]]])), dict(probs=t([1])):
    shape = list(given.values())[0].shape[:-1]
    n = list(given.values())[0].shape[-1]
    say("Categorical", given, torch.zeros(shape, dtype=F64), cdf=False, moments=False)
    say("Categorical", given, (torch.arange(4 * max(1, shape.numel())) % n).to(F64).reshape(4, *shape), cdf=False, moments=False)
say("Categorical", dict(probs=rows[0]), t([[0, 2], [1, 1]]), cdf=False, moments=False)
say("Categorical", dict(probs=t([[0, 1, 3], [1, 0, 0]])), t([1, 0]), cdf=False, moments=False, only="float64")

pairs = {
    "Normal": (dict(loc=loc, scale=scale), dict(loc=t(1), scale=column), dict(loc=loc, scale=scale)),
    "LogNormal": (dict(loc=loc, scale=scale), dict(loc=t(1), scale=column)),
    "Laplace": (dict(loc=loc, scale=scale), dict(loc=t(1), scale=column)),
    "Uniform": (dict(low=t([0, 0.25, 2]), high=t([1, 3, 2.5])), dict(low=t([-1, 0.5, 2]), high=t([2, 3, 3]))),
    "Exponential": (dict(rate=scale), dict(rate=column)),
}
for p in pairs:
    for q in pairs:
        if "LogNormal" in (p, q) and p != q: continue
        if (p, q) in (("Exponential", "Laplace"), ("Uniform", "Laplace")): continue  # torch has none
        # torch 1.13 forgets to broadcast this one
        narrow = (p, q) == ("Uniform", "Exponential")
        for a in pairs[p][:2]: kl(p, a, q, pairs[q][0 if narrow else 1])
kl("Uniform", dict(low=t([-1, 0.5]), high=t([2, 3])), "Exponential", dict(rate=t([2, 0.5])))
kl("Normal", pairs["Normal"][0], "Normal", pairs["Normal"][2])
for a in dict(probs=probabilities), dict(logits=logs), dict(probs=t([0, 1, 0.5])):
    for b in dict(probs=t([0.5, 0.125, 0.25])), dict(logits=t([0.5, -25, 1])): kl("Bernoulli", a, "Bernoulli", b)
kl("Bernoulli", dict(probs=probabilities), "Bernoulli", dict(probs=t([0, 1, 0.5])))
for a in dict(probs=rows), dict(logits=heights):
    for b in dict(probs=rows[1]), dict(logits=t([[1, 0, -1]])): kl("Categorical", a, "Categorical", b)
kl("Categorical", dict(probs=t([[0, 1, 3], [1, 0, 0]])), "Categorical", dict(probs=rows))
kl("Categorical", dict(probs=rows), "Categorical", dict(probs=t([[0, 1, 3], [1, 0, 0]])))

text = json.dumps(dict(one=one, two=two), separators=(",", ":")).replace('{"kind"', '\n{"kind"').replace('{"p":', '\n{"p":') + "\n"
(pathlib.Path(__file__).parent / "distributions.json").write_text(text)
print(f"distributions: {len(one)} of one, {len(two)} of two, {len(text) / 1024:.0f} KB")
