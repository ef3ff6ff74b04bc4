"""Writes metrics.json: what scikit-learn says of predictions; perplexity and the Brier score of classes by their formulas.

    /usr/bin/python3 test/golden/metrics.py        (scikit-learn 1.2; the same bytes every time)

Each record is a function, its arguments in the order (preds, target), its options, and what it gives.
"""
import json, math, pathlib, warnings
import numpy as np
import torch
from sklearn import metrics as m
from record import number

warnings.filterwarnings("ignore")
rng = np.random.RandomState(0)
records = []

def plain(x):
    if isinstance(x, tuple): return [plain(v) for v in x]
    x = np.asarray(x)
    return [plain(v) for v in x] if x.ndim else number(x.item(), 12)
def add(name, preds, target, value, **options):
    records.append(dict(name=name, preds=plain(preds), target=plain(target), options=options, value=plain(value)))

def grid(*shape): return rng.randint(0, 65, shape) / 64       # ties, exact in float32
def softmax(x): return np.exp(x) / np.exp(x).sum(-1, keepdims=True)

BINARY = [(rng.randint(0, 2, n), rng.randint(0, 2, n)) for n in (1, 7, 40)] + [(np.zeros(5, int), np.ones(5, int))]
MANY = [(rng.randint(0, 5, 30), rng.randint(0, 5, 30)), (np.array([0, 1, 1, 4]), np.array([0, 2, 1, 1])), (np.full(6, 3), np.array([0, 1, 2, 3, 3, 3]))]

for preds, target in BINARY + MANY:
    k = int(max(preds.max(), target.max())) + 1
    add("accuracy", preds, target, m.accuracy_score(target, preds))
    add("accuracy", preds, target, m.accuracy_score(target, preds, normalize=False), normalize=False)
    add("balancedAccuracy", preds, target, m.balanced_accuracy_score(target, preds))
    add("matthewsCorrcoef", preds, target, m.matthews_corrcoef(target, preds))
    for normalize in (None, "true", "pred", "all"):
        add("confusionMatrix", preds, target, m.confusion_matrix(target, preds, labels=range(k), normalize=normalize), normalize=normalize)
    for average in (["binary"] if k <= 2 else []) + ["macro", "micro", "weighted", None]:
        for zero in (0, 1):
            labels = range(k) if average is None else None
            o = dict(average=average, zero_division=zero, labels=labels)
            e = dict(average=average, zeroDivision=zero)
            add("precision", preds, target, m.precision_score(target, preds, **o), **e)
            add("recall", preds, target, m.recall_score(target, preds, **o), **e)
            add("f1Score", preds, target, m.f1_score(target, preds, **o), **e)
            add("fbetaScore", preds, target, m.fbeta_score(target, preds, beta=2, **o), beta=2, **e)

for n in (2, 9, 60):
    target = rng.permutation(np.arange(n) % 2)
    for preds in (grid(n), np.full(n, 0.5), target * 1.0):
        for drop in (True, False):
            fpr, tpr, thresholds = m.roc_curve(target, preds, drop_intermediate=drop)
            thresholds[0] = math.inf                          # as scikit-learn has it since 1.3
            add("rocCurve", preds, target, (fpr, tpr, thresholds), dropIntermediate=drop)
        add("rocAuc", preds, target, m.roc_auc_score(target, preds))
        add("averagePrecision", preds, target, m.average_precision_score(target, preds))
        add("precisionRecallCurve", preds, target, m.precision_recall_curve(target, preds))
        add("logLoss", preds, target, m.log_loss(target, preds, labels=[0, 1]))
        add("logLoss", preds, target, m.log_loss(target, preds, labels=[0, 1], normalize=False), normalize=False)
        add("brierScore", preds, target, m.brier_score_loss(target, preds))

for n, k in ((12, 3), (50, 4)):
    target = rng.permutation(np.arange(n) % k)
    preds = softmax(grid(n, k) * 4)
    for average in ("macro", "weighted", None):
        add("rocAuc", preds, target, m.roc_auc_score(target, preds, average=average, multi_class="ovr") if average else
            [m.roc_auc_score(target == c, preds[:, c]) for c in range(k)], average=average)
        add("averagePrecision", preds, target, m.average_precision_score(np.eye(k)[target], preds, average=average), average=average)
    add("logLoss", preds, target, m.log_loss(target, preds))
    add("brierScore", preds, target, ((preds - np.eye(k)[target]) ** 2).sum(1).mean())
    add("accuracy", preds, target, m.accuracy_score(target, preds.argmax(1)))
    for top in (1, 2, k): add("topKAccuracy", preds, target, m.top_k_accuracy_score(target, preds, k=top, labels=range(k)), k=top)

for shape in ((6,), (40,), (9, 3)):
    preds, target = grid(*shape) * 8, grid(*shape) * 8
    for p, t in ((preds, target), (target, target), (preds, np.full(shape, 2.0)), (np.full(shape, 2.0), np.full(shape, 2.0))):
        add("meanSquaredError", p, t, m.mean_squared_error(t, p))
        add("rootMeanSquaredError", p, t, math.sqrt(m.mean_squared_error(t, p)))
        add("meanAbsoluteError", p, t, m.mean_absolute_error(t, p))
        add("r2Score", p, t, m.r2_score(t, p))

for shape in ((4,), (2, 5)):
    preds, target = grid(*shape, 7) * 6 - 3, rng.randint(0, 7, shape)
    target[..., 0] = 3
    for ignore in (-100, 3):
        loss = torch.nn.functional.cross_entropy(torch.tensor(preds).reshape(-1, 7), torch.tensor(target).reshape(-1), ignore_index=ignore)
        add("perplexity", preds, target, math.exp(loss), ignoreIndex=ignore)

for n, k in ((9, 3), (40, 4)):
    x, labels = grid(n, 2) * 4, rng.permutation(np.arange(n) % k)
    labels[labels == labels[0]] = 1
    labels[0] = 9                                             # alone in its group, and numbers are left out
    add("silhouetteSamples", x, labels, m.silhouette_samples(x, labels))
    add("silhouetteScore", x, labels, m.silhouette_score(x, labels))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n")
print(f"{len(records)} records, {path.stat().st_size} bytes")
