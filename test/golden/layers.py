"""Products, layers and losses."""
from record import E, I, INF, INT, NAN, P, S, T, X, add


for name, a, b in [
    ("dot", X((5,)), X((5,))), ("matrix · vector", X((3, 4)), X((4,))),
    ("vector · matrix", X((4,)), X((4, 3))), ("matrix · matrix", X((3, 4)), X((4, 5))),
    ("transposed left", X((4, 3), T()), X((4, 5))), ("transposed right", X((3, 4)), X((5, 4), T())),
    ("transposed both", X((4, 3), T()), X((5, 4), T())),
    ("sliced", X((6, 8), S(0, 0, 6, 2), S(1, 1, 8, 2)), X((4, 10), S(1, 0, 10, 2))),
    ("expanded left", X((1, 4), E(3, 4)), X((4, 2))), ("expanded right", X((3, 4)), X((4, 1), E(4, 3))),
    ("batch · batch", X((2, 3, 4)), X((2, 4, 2))), ("batch · matrix", X((2, 3, 4)), X((4, 2))),
    ("matrix · batch", X((3, 4)), X((2, 4, 2))), ("batch · vector", X((2, 3, 4)), X((4,))),
    ("vector · batch", X((3,)), X((2, 3, 4))), ("one batch for all", X((1, 3, 4)), X((2, 4, 2))),
    ("batches broadcast", X((2, 1, 2, 3)), X((3, 3, 2))), ("four axes", X((2, 2, 2, 3)), X((2, 2, 3, 2))),
    ("permuted batch", X((3, 2, 4), P(1, 0, 2)), X((4, 2, 2), P(1, 0, 2))),
    ("transposed in batches", X((2, 4, 3), T(1, 2)), X((2, 2, 4), T(1, 2))),
    ("expanded batch", X((1, 3, 4), E(2, 3, 4)), X((2, 4, 2))),
    ("nothing to add up", X((3, 0)), X((0, 2))), ("no rows", X((0, 4)), X((4, 2))),
    ("no columns", X((3, 4)), X((4, 0))), ("no batches", X((0, 2, 3)), X((3, 2))),
    ("empty dot", X((0,)), X((0,))), ("1 by 1", X((1, 1)), X((1, 1))),
    ("one row", X((1, 7)), X((7, 9))), ("one column", X((9, 7)), X((7, 1))),
    ("outer product", X((6, 1)), X((1, 5))), ("past the tiles", X((9, 17)), X((17, 13))),
    ("past the tiles, transposed", X((17, 9), T()), X((13, 17), T())),
    ("itself by its transpose", X((3, 4)), X((3, 4), T())),
    ("nan and infinity", X((2, 2), values=[NAN, 1, INF, 0]), X((2, 2), values=[1, 2, 0, 3])),
]:
    add("matmul", name, [a, b])
for name, inputs in {
    "rows": [X((3, 4)), X((2, 4)), X((2,))], "without bias": [X((3, 4)), X((2, 4))],
    "one row": [X((4,)), X((2, 4)), X((2,))], "three axes": [X((2, 3, 4)), X((5, 4)), X((5,))],
    "transposed input": [X((4, 3), T()), X((2, 4)), X((2,))],
    "transposed weight": [X((3, 4)), X((4, 2), T()), X((2,))],
    "sliced": [X((3, 8), S(1, 0, 8, 2)), X((4, 4), S(0, 0, 4, 2)), X((4,), S(0, 1, 4, 2))],
    "expanded": [X((1, 4), E(3, 4)), X((2, 4)), X((1,), E(2))],
    "no rows": [X((0, 4)), X((2, 4)), X((2,))],
    "permuted": [X((3, 2, 4), P(1, 0, 2)), X((2, 4)), X((2,))],
    "no inputs": [X((3, 0)), X((2, 0)), X((2,))], "past the tiles": [X((9, 17)), X((7, 17)), X((7,))],
}.items():
    add("linear", name, inputs)


REDUCTIONS = ["mean", "sum", "none"]
LABELS = I((4,), values=[2, 0, 4, 2])
IGNORED = I((4,), values=[2, -100, 4, 2])
def positive(shape): return X(shape, lo=0.25, hi=2, fixed=True)
def chances(*shape):
    """Rows of eighths that sum to 1, of 5 classes."""
    rows, n = [[1, 2, 3, 2, 0], [0, 8, 0, 0, 0], [4, 1, 1, 1, 1], [0, 0, 5, 3, 0]], shape[0]
    return X(shape, values=[v / 8 for i in range(n) for v in rows[i % 4]])

for r in REDUCTIONS:
    o = dict(reduction=r)
    for op in "crossEntropy", "nllLoss":
        add(op, f"labels, {r}", [X((4, 5)), LABELS], o)
        add(op, f"weights, {r}", [X((4, 5)), LABELS, positive((5,))], o)
        add(op, f"ignored, {r}", [X((4, 5)), IGNORED], o)
        add(
            op, f"weights and another ignored, {r}", [X((4, 5)), LABELS, positive((5,))],
            dict(reduction=r, ignoreIndex=2),
        )
        add(op, f"one dimension more, {r}", [X((2, 5, 3)), I((2, 3), lo=0, hi=4), positive((5,))], o)
        add(op, f"two dimensions more, {r}", [X((2, 5, 2, 2)), I((2, 2, 2), values=[0, 1, 4, -100, 2, 2, 3, 0])], o)
        add(op, f"no batch, {r}", [X((5,)), I((), values=[3])], o)
        add(op, f"transposed, {r}", [X((5, 4), T()), I((8,), S(0, 0, 8, 2), lo=0, hi=4)], o)
    add("crossEntropy", f"smoothed, {r}", [X((4, 5)), LABELS], dict(reduction=r, labelSmoothing=0.125))
    add(
        "crossEntropy", f"smoothed, weights, ignored, {r}", [X((4, 5)), IGNORED, positive((5,))],
        dict(reduction=r, labelSmoothing=0.25),
    )
    add(
        "crossEntropy", f"smoothed, one dimension more, {r}", [X((2, 5, 3)), I((2, 3), values=[0, 1, 4, -100, 2, 2])],
        dict(reduction=r, labelSmoothing=0.25),
    )
    add("crossEntropy", f"probabilities, {r}", [X((4, 5)), chances(4, 5)], o)
    add("crossEntropy", f"probabilities, weights, {r}", [X((4, 5)), chances(4, 5), positive((5,))], o)
    add(
        "crossEntropy", f"probabilities, smoothed, {r}", [X((4, 5)), chances(4, 5)],
        dict(reduction=r, labelSmoothing=0.25),
    )
    add(
        "crossEntropy", f"probabilities, one dimension more, {r}",
        [X((2, 5, 3)), X((2, 3, 5), P(0, 2, 1), values=chances(6, 5)["values"])], o,
    )
    for name, a, b in [
        ("same shape", X((3, 4)), X((3, 4))), ("transposed", X((4, 3), T()), X((3, 4))),
        ("sliced", X((3, 8), S(1, 0, 8, 2)), X((3, 4))), ("expanded", X((3, 1), E(3, 4)), X((3, 4))),
        ("0-d", X(()), X(())), ("no elements", X((0, 3)), X((0, 3))),
    ]:
        add("mseLoss", f"{name}, {r}", [a, b], o)
        add("binaryCrossEntropyWithLogits", f"{name}, {r}", [a, {**b, "lo": 0, "hi": 1}], o)
    add("binaryCrossEntropyWithLogits", f"weight, {r}", [X((3, 4)), X((3, 4), lo=0, hi=1), positive((4,))], o)
    add(
        "binaryCrossEntropyWithLogits", f"posWeight, {r}", [X((3, 4)), X((3, 4), lo=0, hi=1), None, positive((4,))],
        o,
    )
    add(
        "binaryCrossEntropyWithLogits", f"both weights, {r}",
        [X((3, 4)), X((3, 4), lo=0, hi=1), positive((3, 1)), positive((4,))], o,
    )
    add(
        "binaryCrossEntropyWithLogits", f"sure, {r}",
        [X((6,), values=[100, -100, 1000, -1000, 0, 40]), X((6,), values=[1, 0, 0, 1, 0.5, 0], fixed=True)], o,
    )
for op in "crossEntropy", "nllLoss":
    add(op, "everything ignored, mean", [X((2, 5)), I((2,), values=[-100, -100])], {}, grad=False)
    add(op, "everything ignored, sum", [X((2, 5)), I((2,), values=[-100, -100])], dict(reduction="sum"))
    add(op, "no rows, sum", [X((0, 5)), I((0,))], dict(reduction="sum"))
add("crossEntropy", "sure", [X((2, 3), values=[1000, 0, -1000, -50, 80, 0]), I((2,), values=[2, 1])])
add("mseLoss", "a column for all columns", [X((3, 4)), X((3, 1))])

for name, index, weight, o in [
    ("line", I((6,), values=[0, 3, 3, 1, 4, 0]), X((5, 3)), {}),
    ("table", I((2, 3), lo=0, hi=4), X((5, 3)), {}),
    ("padding", I((6,), values=[0, 3, 3, 1, 4, 0]), X((5, 3)), dict(paddingIdx=3)),
    ("padding from the end", I((2, 3), values=[4, 0, 1, 4, 4, 2]), X((5, 3)), dict(paddingIdx=-1)),
    ("0-d", I((), values=[2]), X((5, 3)), {}), ("no words", I((0,)), X((5, 3)), {}),
    ("transposed words", I((3, 2), T(), lo=0, hi=4), X((5, 3)), {}),
    ("transposed weight", I((4,), lo=0, hi=4), X((3, 5), T()), {}),
    ("sliced words", I((8,), S(0, 1, 8, 2), lo=0, hi=4), X((5, 6), S(1, 0, 6, 2)), {}),
    ("expanded weight", I((4,), lo=0, hi=2), X((1, 3), E(3, 3)), {}),
]:
    add("embedding", name, [index, weight], o)

def layer(shape, normal, *view, affine=2, **o):
    return [X(shape, *view), *[X(normal) for _ in range(affine)]], dict(normalizedShape=list(normal), **o)
for name, (inputs, o) in {
    "rows": layer((3, 5), (5,)), "no affine": layer((3, 5), (5,), affine=0),
    "no bias": layer((3, 5), (5,), affine=1), "three axes": layer((2, 3, 4), (4,)),
    "two axes normal": layer((2, 3, 4), (3, 4)), "all axes": layer((3, 4), (3, 4)),
    "line": layer((6,), (6,)), "transposed": layer((5, 3), (5,), T()),
    "sliced": layer((3, 8), (4,), S(1, 0, 8, 2)), "expanded": layer((1, 4), (4,), E(3, 4)),
    "no rows": layer((0, 4), (4,)), "one element": layer((3, 1), (1,)),
    "long rows": layer((2, 37), (37,)), "large eps": layer((3, 5), (5,), eps=0.5),
}.items():
    add("layerNorm", name, inputs, o)
add(
    "layerNorm", "far from zero", [X((2, 16), values=[1024 + i * 7 % 16 / 4 for i in range(32)]), X((16,)), X((16,))],
    dict(normalizedShape=[16]),
)
add(
    "layerNorm", "all the same", [X((1, 4), values=[2.0] * 4), X((4,)), X((4,))], dict(normalizedShape=[4]),
    grad=False,
)
for op in "crossEntropy", "nllLoss":
    add(op, "the same rows", [X((1, 5), E(4, 5)), LABELS])
    add(op, "the same classes, 0-d target", [X((5,)), I((), values=[3])])
add("linear", "int32", [I((3, 4)), I((2, 4)), I((2,))], {}, INT); add("linear", "int32, no bias", [I((4,)), I((4, 2), T())], {}, INT)
