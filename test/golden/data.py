"""Writes data.json: scikit-learn's scalers, encoders and folds.

    /usr/bin/python3 test/golden/data.py        (scikit-learn 1.2; the same bytes every time)
"""
import json, pathlib
import numpy as np
from sklearn import preprocessing, model_selection
from record import number

rng = np.random.RandomState(0)
def plain(x):
    x = np.asarray(x)
    return [plain(v) for v in x] if x.ndim else number(x.item(), 12)

x = np.round(rng.randn(9, 4) * [1, 10, 0.1, 0] + [0, 5, -3, 0.1], 3)
y = np.round(rng.randn(5, 4) * 3, 3)
records = []
for name, options, scaler in (
    ("StandardScaler", {}, preprocessing.StandardScaler()),
    ("StandardScaler", dict(withMean=False), preprocessing.StandardScaler(with_mean=False)),
    ("StandardScaler", dict(withStd=False), preprocessing.StandardScaler(with_std=False)),
    ("MinMaxScaler", {}, preprocessing.MinMaxScaler()),
    ("MinMaxScaler", dict(featureRange=[-1, 3]), preprocessing.MinMaxScaler((-1, 3))),
):
    scaler.fit(x)
    records.append(dict(name=name, options=options, x=plain(x), y=plain(y), value=plain(scaler.transform(y)), back=plain(scaler.inverse_transform(y))))

folds = []
for n, k in ((7, 3), (10, 5), (5, 2)):
    folds.append(dict(name="KFold", samples=n, nSplits=k, tests=[plain(test) for _, test in model_selection.KFold(k).split(np.zeros(n))]))
for n, k, classes in ((12, 3, 2), (23, 4, 3), (9, 2, 4)):
    labels = rng.randint(0, classes, n)
    labels[:classes * k] = np.arange(classes * k) % classes if classes * k <= n else labels[:classes * k]
    tests = [plain(test) for _, test in model_selection.StratifiedKFold(k).split(np.zeros(n), labels)]
    folds.append(dict(name="StratifiedKFold", samples=plain(labels), nSplits=k, tests=tests))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(dict(scalers=records, folds=folds), separators=(",", ":")) + "\n")
print(path.stat().st_size, "bytes")
