"""Writes losses.json: what PyTorch says about every loss, with the gradients of all inputs that have one.

    /usr/bin/python3 test/golden/losses.py        (torch 1.13; the same bytes every time)

A record: name of the function here, module if there is one, inputs {shape, values, dtype?, grad?}, options, y, grads. What torch 1.13
lacks is written out in float64.
"""
import json, math, pathlib, random, zlib
import torch
import torch.nn.functional as F
from torchvision.ops import sigmoid_focal_loss
from record import number, weights

F64 = torch.float64
REDUCTIONS = "mean", "sum", "none"
records = []

def rounded(t): return torch.tensor([float(f"{v:.12g}") for v in t.reshape(-1).tolist()], dtype=F64).reshape(t.shape)
def numbers(t): return [number(v, 12) for v in t.detach().reshape(-1).tolist()]
def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)

def real(name, *shape, lo=-3, hi=3):
    """Sixteenths, exact in float32, by a generator of their own."""
    rng = random.Random(zlib.crc32(name.encode()))
    return torch.tensor([rng.randint(16 * lo, 16 * hi) / 16 for _ in range(math.prod(shape))], dtype=F64).reshape(shape)
def ints(name, *shape, lo=0, hi=2):
    rng = random.Random(zlib.crc32(name.encode()))
    return torch.tensor([rng.randint(lo, hi) for _ in range(math.prod(shape))], dtype=torch.int64).reshape(shape)
def signs(name, *shape): return 2 * ints(name, *shape, lo=0, hi=1).double() - 1
def chances(name, *shape): return rounded(real(name, *shape).sigmoid())
def logs(name, *shape, dim=1): return rounded(real(name, *shape).log_softmax(dim))

def told(v):
    if isinstance(v, torch.Tensor): return dict(shape=list(v.shape), values=numbers(v))
    return v

def case(name, module, fn, inputs, fixed=(), **options):
    """Float inputs get a gradient, but for those at the places `fixed`. Options that are tensors are weights."""
    xs = [x.clone().requires_grad_(x.is_floating_point() and i not in fixed) if isinstance(x, torch.Tensor) else x
          for i, x in enumerate(inputs)]
    y = fn(*xs, **options)
    leaves = [x for x in xs if isinstance(x, torch.Tensor) and x.requires_grad]
    found = iter(torch.autograd.grad(y, leaves, weights(y), allow_unused=True))
    grads = [numbers(next(found)) if isinstance(x, torch.Tensor) and x.requires_grad else None for x in xs]
    written = [x if not isinstance(x, torch.Tensor) else
               dict(shape=list(x.shape), values=numbers(x), **({} if x.is_floating_point() else {"dtype": "int32"})) for x in xs]
    records.append(dict(name=name, **({"module": module} if module else {}), inputs=written,
                        options={camel(k): told(v) for k, v in options.items()}, y=told(y), grads=grads))

def each(name, module, fn, inputs, fixed=(), **options):
    for reduction in REDUCTIONS: case(name, module, fn, inputs, fixed, reduction=reduction, **options)

def sizes(name, module, fn, make, fixed=(), **options):
    """Batches of none and of one."""
    for n in 0, 1:
        for reduction in ("sum", "none") if n == 0 else ("mean",):
            case(name, module, fn, make(n), fixed, reduction=reduction, **options)


# -- what torch 1.13 lacks ---------------------------------------------------------------------------------------------

def weighted(fn, shared):
    def loss(x, t, weight, reduction):
        all = fn(x, t, reduction="none") * weight
        if reduction == "mean": return all.sum() / weight.sum() if shared else all.mean()
        return all.sum() if reduction == "sum" else all
    return loss
def huber_weighted(x, t, weight, reduction, delta): return weighted(lambda x, t, reduction: F.huber_loss(x, t, reduction=reduction, delta=delta), False)(x, t, weight, reduction)
def hinge(x, t, margin=1, reduction="mean"):
    z = (margin - t * x).relu()
    return z.mean() if reduction == "mean" else z.sum() if reduction == "sum" else z
def linear_cross_entropy(x, w, t, linear_bias=None, **options):
    C, out, width = w.shape[0], w.shape[1:-1], w.shape[-1]
    y = F.linear(x, w.reshape(-1, width), linear_bias if linear_bias is None else linear_bias.reshape(-1))
    return F.cross_entropy(y.reshape(*x.shape[:-1], C, *out), t, **options)


# -- losses ------------------------------------------------------------------------------------------------------------

def of_numbers():
    pair = lambda name, *shape: [real(name, *shape), real(name + " goal", *shape)]
    for name, module, fn, configurations in (
        ("l1Loss", "L1Loss", F.l1_loss, [{}]), ("mseLoss", "MSELoss", F.mse_loss, [{}]),
        ("smoothL1Loss", "SmoothL1Loss", F.smooth_l1_loss, [{}, dict(beta=0.5), dict(beta=0.0)]),
        ("huberLoss", "HuberLoss", F.huber_loss, [{}, dict(delta=2.5)]),
        ("softMarginLoss", "SoftMarginLoss", lambda x, t, **o: F.soft_margin_loss(x, t, **o), [{}]),
    ):
        signed = name == "softMarginLoss"
        make = lambda *shape: [real(name, *shape), signs(name, *shape)] if signed else pair(name, *shape)
        fixed = (1,) if signed else ()
        for options in configurations: each(name, module, fn, make(3, 2), fixed, **options)
        sizes(name, module, fn, lambda n: make(n, 3), fixed)
        case(name, module, fn, make(), fixed)
        case(name, module, fn, [make(2, 3)[0], make(3)[1]], fixed, reduction="none")
    w = real("weight", 3, 2, lo=1)
    for reduction in REDUCTIONS:
        case("l1Loss", None, weighted(F.l1_loss, True), pair("l1", 3, 2), weight=w, reduction=reduction)
        case("mseLoss", None, weighted(F.mse_loss, True), pair("mse", 3, 2), weight=w, reduction=reduction)
        case("huberLoss", None, huber_weighted, pair("huber", 3, 2), weight=w, reduction=reduction, delta=0.75)
    counts = ints("counts", 3, 2, hi=5).double()
    for options in {}, dict(full=True), dict(log_input=False, eps=0.5):
        x = real("rates", 3, 2) if options.get("log_input", True) else real("means", 3, 2, lo=1)
        each("poissonNllLoss", "PoissonNLLLoss", F.poisson_nll_loss, [x, counts], (1,), **options)
    sizes("poissonNllLoss", "PoissonNLLLoss", F.poisson_nll_loss, lambda n: [real("rates", n, 2), real("some", n, 2, lo=0)])
    x, t = pair("gauss", 3, 2)
    for var in real("var", 3, 2, lo=0, hi=2), real("var", 3, lo=0, hi=2), real("var", 3, 1, lo=0, hi=2):
        each("gaussianNllLoss", "GaussianNLLLoss", F.gaussian_nll_loss, [x, t, var], eps=0.25)
    case("gaussianNllLoss", "GaussianNLLLoss", F.gaussian_nll_loss, [x, t, real("var", 3, 2, lo=1)], full=True)
    for reduction in ("mean", "sum", "none", "batchmean"):
        x = logs("kl", 3, 4)
        case("klDiv", "KLDivLoss", F.kl_div, [x, rounded(real("goal", 3, 4).softmax(1))], reduction=reduction)
        case("klDiv", "KLDivLoss", F.kl_div, [x, logs("goal", 3, 4)], reduction=reduction, log_target=True)
    case("klDiv", "KLDivLoss", F.kl_div, [logs("kl", 2, 3), torch.tensor([[0, 1, 0], [0.5, 0, 0.5]], dtype=F64)], (1,), reduction="none")
    sizes("klDiv", "KLDivLoss", F.kl_div, lambda n: [logs("kl", n, 3), chances("some", n, 3)])

def of_answers():
    x, p, t = real("logits", 3, 2), chances("p", 3, 2), chances("t", 3, 2)
    w = torch.tensor([0.5, 2], dtype=F64)
    bce = ("binaryCrossEntropy", "BCELoss", F.binary_cross_entropy)
    each(*bce, [p, t]); each(*bce, [p, t], weight=w); sizes(*bce, lambda n: [chances("p", n, 3), chances("t", n, 3)])
    case(*bce, [torch.tensor([0, 1, 0, 1, 0.5], dtype=F64), torch.tensor([0, 1, 1, 0, 0.25], dtype=F64)], (1,), reduction="none")
    logits = ("binaryCrossEntropyWithLogits", "BCEWithLogitsLoss", F.binary_cross_entropy_with_logits)
    each(*logits, [x, t], weight=w); each(*logits, [8 * x, t], pos_weight=1 + w, weight=w)
    sizes(*logits, lambda n: [real("x", n, 3), chances("t", n, 3)])
    hard = ints("hard", 3, 2, hi=1).double()
    focal = ("sigmoidFocalLoss", None, sigmoid_focal_loss)
    each(*focal, [x, hard], (1,)); each(*focal, [x, t], alpha=-1.0, gamma=3.0); each(*focal, [x, t], alpha=0.75, gamma=1.0)
    labels = ("multilabelSoftMarginLoss", "MultiLabelSoftMarginLoss", F.multilabel_soft_margin_loss)
    each(*labels, [x, t]); each(*labels, [x, hard], (1,), weight=w); case(*labels, [x[0], t[0]], reduction="none")
    case(*labels, [real("cube", 2, 3, 2), chances("cube", 2, 3, 2)], reduction="none")
    sizes(*labels, lambda n: [real("x", n, 3), chances("t", n, 3)])

def of_classes():
    w = torch.tensor([0.5, 2, 1.25], dtype=F64)
    t = torch.tensor([2, 0, 1, 2])
    nll, cross = ("nllLoss", "NLLLoss", F.nll_loss), ("crossEntropy", "CrossEntropyLoss", F.cross_entropy)
    for loss, make in (nll, logs), (cross, real):
        x = make("x", 4, 3)
        each(*loss, [x, t]); each(*loss, [x, t], weight=w, ignore_index=1)
        each(*loss, [make("image", 2, 3, 2, 1), ints("pixels", 2, 2, 1)], weight=w)
        case(*loss, [make("cube", 1, 3, 2, 1, 2), ints("voxels", 1, 2, 1, 2)])
        case(*loss, [make("one", 3, dim=0) if make is logs else make("one", 3), torch.tensor(1)], weight=w)
        case(*loss, [x, torch.tensor([1, 1, 1, 1])], ignore_index=1, reduction="sum")
        case(*loss, [x, torch.tensor([1, 1, 1, 1])], ignore_index=1)
        sizes(*loss, lambda n: [make("x", n, 3), ints("t", n)])
    each(*cross, [real("x", 4, 3), t], weight=w, ignore_index=1, label_smoothing=0.25)
    case(*cross, [real("image", 2, 3, 2), ints("pixels", 2, 2)], label_smoothing=0.5)
    soft = rounded(real("soft", 4, 3).softmax(1))
    each(*cross, [real("x", 4, 3), soft]); each(*cross, [real("x", 4, 3), soft], weight=w, label_smoothing=0.25)
    each(*cross, [real("image", 2, 3, 2), rounded(real("softs", 2, 3, 2).softmax(1))], weight=w)
    case(*cross, [real("one", 3), soft[0]])
    margin = ("multiMarginLoss", "MultiMarginLoss", F.multi_margin_loss)
    for options in {}, dict(p=2), dict(p=2, margin=0.3125, weight=w): each(*margin, [real("x", 4, 3), t], **options)
    case(*margin, [real("one", 3), torch.tensor(1)], weight=w); sizes(*margin, lambda n: [real("x", n, 3), ints("t", n)])
    labels = ("multilabelMarginLoss", "MultiLabelMarginLoss", F.multilabel_margin_loss)
    several = torch.tensor([[3, 0, -1, 1], [-1, 2, 2, 0], [0, 1, 2, 3], [2, -1, -1, -1]])
    each(*labels, [real("x", 4, 4), several]); case(*labels, [real("one", 4), several[0]])
    sizes(*labels, lambda n: [real("x", n, 4), several[:n]])

def of_likeness():
    a, b, c = real("a", 3, 4), real("b", 3, 4), real("c", 3, 4)
    ranking = ("marginRankingLoss", "MarginRankingLoss", F.margin_ranking_loss)
    for options in {}, dict(margin=0.8125): each(*ranking, [real("a", 5), real("b", 5), signs("y", 5)], (2,), **options)
    sizes(*ranking, lambda n: [real("a", n), real("b", n), signs("y", n)], (2,))
    for options in {}, dict(margin=2.5): each("hingeLoss", None, hinge, [real("x", 2, 3), signs("y", 2, 3)], (1,), **options)
    embedding = ("hingeEmbeddingLoss", "HingeEmbeddingLoss", F.hinge_embedding_loss)
    for options in {}, dict(margin=2.5): each(*embedding, [real("x", 2, 3), signs("y", 2, 3)], (1,), **options)
    sizes(*embedding, lambda n: [real("x", n, 2), signs("y", n, 2)], (1,))
    cosine = ("cosineEmbeddingLoss", "CosineEmbeddingLoss", F.cosine_embedding_loss)
    for options in {}, dict(margin=0.25): each(*cosine, [a, b, signs("yes", 3)], (2,), **options)
    case(*cosine, [a[0], b[0], torch.tensor(-1.0, dtype=F64)], (2,)); sizes(*cosine, lambda n: [real("a", n, 2), real("b", n, 2), signs("y", n)], (2,))
    triplet = ("tripletMarginLoss", "TripletMarginLoss", F.triplet_margin_loss)
    for options in {}, dict(margin=2.0, p=1.0, eps=0.125), dict(margin=3.0, p=3.0, swap=True): each(*triplet, [a, b, c], **options)
    case(*triplet, [a[0], b[0], c[0]], margin=4.0); sizes(*triplet, lambda n: [real("a", n, 3), real("b", n, 3), real("c", n, 3)], margin=5.0)
    distance = ("tripletMarginWithDistanceLoss", "TripletMarginWithDistanceLoss", F.triplet_margin_with_distance_loss)
    for options in {}, dict(margin=4.0, swap=True): each(*distance, [a, b, c], **options)

def of_sequences():
    ctc = ("ctcLoss", "CTCLoss", F.ctc_loss)
    x = logs("ctc", 6, 3, 4, dim=2)
    padded = torch.tensor([[1, 2, 2], [3, 3, 0], [1, 0, 0]])
    lengths = ([6, 5, 4], [3, 2, 1])
    each(*ctc, [x, padded, *lengths])
    each(*ctc, [x, torch.tensor([1, 2, 2, 3, 3, 1]), *lengths])
    each(*ctc, [x, torch.tensor([[0, 1, 1], [2, 2, 2], [1, 0, 0]]), [6, 6, 1], [3, 3, 0]], blank=3)
    # three equal labels need five steps
    each(*ctc, [x, torch.tensor([[2, 2, 2], [1, 1, 1], [1, 2, 3]]), [5, 4, 3], [3, 3, 3]], zero_infinity=True)
    case(*ctc, [x[:, 0], torch.tensor([1, 2]), [6], [2]]); case(*ctc, [x[:, :1], padded[:1], [6], [3]], reduction="none")

def of_many_classes():
    x, w, b = real("x", 5, 2), real("w", 3, 2), real("b", 3)
    name = ("linearCrossEntropy", None, linear_cross_entropy)
    t = ints("t", 5)
    each(*name, [x, w, t]); each(*name, [x, w, t, b], weight=torch.tensor([0.5, 2, 1.25], dtype=F64), ignore_index=1, label_smoothing=0.25)
    each(*name, [x, w, rounded(real("soft", 5, 3).softmax(1))])
    each(*name, [x, real("w3", 3, 2, 2), ints("t2", 5, 2)]); case(*name, [x[0], w, t[0]])

def adaptive():
    """Parameters, then output, loss and all gradients; log_prob and predict."""
    module = torch.nn.AdaptiveLogSoftmaxWithLoss(6, 9, [2, 5], div_value=2.0, head_bias=True).double()
    with torch.no_grad():
        for key, p in module.named_parameters(): p.copy_(real(f"adaptive.{key}", *p.shape, lo=-1, hi=1))
    x, t = real("adaptive", 5, 6).requires_grad_(), torch.tensor([0, 3, 8, 5, 1])
    output, loss = module(x, t)
    (loss + (output * weights(output)).sum()).backward()
    return dict(state={k: told(v) for k, v in module.state_dict().items()}, x=told(x), target=t.tolist(), output=told(output), loss=loss.item(),
                grads={"x": numbers(x.grad), **{k: numbers(p.grad) for k, p in module.named_parameters()}},
                logProb=told(module.log_prob(x)), predict=module.predict(x).tolist())


if __name__ == "__main__":
    for part in of_numbers, of_answers, of_classes, of_likeness, of_sequences, of_many_classes: part()
    line = lambda x: json.dumps(x, separators=(",", ":"))
    text = '{"records":[\n' + ",\n".join(map(line, records)) + '\n],\n"adaptive":' + line(adaptive()) + "\n}\n"
    pathlib.Path(__file__).with_suffix(".json").write_text(text)
    print(f"{len(records)} records, {len(text) / 1024:.0f} KB")
