"""Factorisations, equations, determinants. What is defined up to signs is compared by what the signs do not change."""
import math
import torch
from meaning import OPS
from record import E, I, INF, INT, NAN, P, S, T, X, add

L = torch.linalg

def packed(*parts): return torch.cat([t.flatten() for t in parts])
def definite(x): return x @ x.mT + x.shape[-1] * torch.eye(x.shape[-1], dtype=x.dtype)
def symmetric(x): return x + x.mT

def svd(x, fullMatrices=True):
    U, S, Vh = L.svd(x[0], full_matrices=fullMatrices)
    k = S.shape[-1]
    u, v = U[..., :k], Vh[..., :k, :]
    return [packed(S, u @ v, u * u, v * v), U.abs()[..., :k], S, Vh.abs()[..., :k, :]]

def eigh(x, UPLO="L"):
    l, v = L.eigh(symmetric(x[0]), UPLO=UPLO)
    return [packed(l, v * v, v @ (l.unsqueeze(-1) ** 3 * v.mT)), l]

def qr(x, mode="reduced"):
    Q, R = L.qr(x[0], mode=mode)
    return [packed(Q, R), Q, R]

def lu_solve(x):
    LU, pivots = L.lu_factor(x[0])
    return torch.lu_solve(x[1], LU, pivots)

def lstsq(r): return [r.solution, r.residuals, r.rank, r.singular_values]

def slogdet(x):
    sign, logabs = L.slogdet(x[0])
    return [logabs, sign]

def value(v): return float(v) if v in ("inf", "-inf") else v

def cond(x, p=None):
    if p in (None, -2) or L.det(x[0]).eq(0).any(): return L.cond(x[0], value(p))
    # the same; torch 1.13 cannot differentiate its own
    return L.matrix_norm(x[0], value(p)) * L.matrix_norm(L.inv(x[0]), value(p))

OPS.update({
    "cholesky": lambda x, upper=False: L.cholesky(definite(x[0]), upper=upper),
    "choleskySolve": lambda x, upper=False: torch.cholesky_solve(x[1], L.cholesky(definite(x[0]), upper=upper), upper),
    "qr": qr, "svd": svd, "svdvals": lambda x: L.svdvals(x[0]), "eigh": eigh,
    "eigvalsh": lambda x, UPLO="L": L.eigvalsh(symmetric(x[0]), UPLO=UPLO),
    "lu": lambda x: (lambda p, l, u: [packed(l, u), p, l, u])(*L.lu(x[0])),
    "luFactor": lambda x: list(L.lu_factor(x[0])), "luSolve": lu_solve,
    "solve": lambda x: L.solve(x[0], x[1]),
    "solveTriangular": lambda x, upper, left=True, unitriangular=False:
        L.solve_triangular(x[0], x[1], upper=upper, left=left, unitriangular=unitriangular),
    "inv": lambda x: L.inv(x[0]), "det": lambda x: L.det(x[0]),
    "slogdet": slogdet, "logdet": lambda x: torch.logdet(x[0]),
    "pinv": lambda x, **o: L.pinv(symmetric(x[0]) if o.get("hermitian") else x[0], **o),
    "matrixRank": lambda x, **o: L.matrix_rank(symmetric(x[0]) if o.get("hermitian") else x[0], **o),
    "lstsq": lambda x: lstsq(L.lstsq(x[0], x[1], driver="gelsd")),
    "matrixNorm": lambda x, ord="fro", dim=(-2, -1), keepdim=False:
        L.matrix_norm(x[0], value(ord), dim=tuple(dim), keepdim=keepdim),
    "cond": cond,
    "matrixPower": lambda x, n: L.matrix_power(x[0], n), "matrixExp": lambda x: torch.matrix_exp(x[0]),
    "multiDot": lambda x: L.multi_dot(x),
    "vander": lambda x, **o: L.vander(x[0], **o),
})

def squares(lo=-3, hi=3):
    def x(shape, *view): return X(shape, *view, lo=lo, hi=hi)
    return {
        "matrix": x((3, 3)), "transposed": x((3, 3), T()), "sliced": x((6, 7), S(0, 0, 6, 2), S(1, 1, 7, 2)),
        "batch": x((2, 3, 3)), "permuted batch": x((3, 2, 3), P(1, 0, 2)), "two axes of batches": x((2, 1, 2, 2)),
        "expanded batch": x((1, 3, 3), E(2, 3, 3)), "no batch": x((0, 3, 3)), "empty": x((0, 0)),
        "batch of empty": x((2, 0, 0)), "1 by 1": x((1, 1)), "larger": x((7, 7)),
    }

def oblongs():
    return {
        "tall": X((4, 3)), "wide": X((3, 4)), "square": X((3, 3)), "transposed": X((2, 4), T()),
        "sliced": X((8, 7), S(0, 0, 8, 2), S(1, 1, 7, 2)), "batch of tall": X((2, 4, 2)), "batch of wide": X((2, 2, 4)),
        "permuted": X((3, 2, 4), P(1, 2, 0)), "expanded batch": X((1, 4, 2), E(2, 4, 2)), "no rows": X((0, 3)),
        "no columns": X((3, 0)), "no batch": X((0, 3, 2)), "one row": X((1, 4)), "one column": X((4, 1)),
        "1 by 1": X((1, 1)), "larger": X((9, 6)),
    }

for name, x in squares(-1, 1).items():
    for upper in False, True: add("cholesky", name + (", upper" if upper else ""), [x], dict(upper=True) if upper else {})
    if "batch" not in name and name != "empty":
        n = 7 if name == "larger" else 1 if name == "1 by 1" else 3
        for upper in False, True: add("choleskySolve", f"{name}, {upper}", [x, X((n, 2))], dict(upper=upper))
add("choleskySolve", "batch", [X((2, 3, 3), lo=-1, hi=1), X((2, 3, 1))])
for name, x in oblongs().items():
    there = "no " not in name  # the gradient of joined nothing
    add("qr", name, [x], grad=there)
    if "no " not in name:
        add("qr", f"{name}, complete", [x], dict(mode="complete"), grad=name in ("wide", "square", "one row"))
    add("svd", name, [x], dict(fullMatrices=False), grad=there)
    if name in ("tall", "wide", "batch of tall", "batch of wide", "one row", "one column", "larger"):
        add("svd", f"{name}, full", [x])
    add("svdvals", name, [x])
    add("lu", name, [x], grad=there)
    add("luFactor", name, [x])
    if "no " not in name: add("pinv", name, [x])
    add("matrixRank", name, [x], {}, INT)
    for ord in "fro", "nuc", 2, -2, 1, -1, INF, "-inf":
        if "no " in name and name != "no batch" or name == "no batch" and ord != "fro": continue
        if name in ("permuted", "square", "tall", "wide", "sliced", "batch of wide", "1 by 1", "no batch"):
            add("matrixNorm", f"{name}, {ord}", [x], dict(ord=ord))
add("qr", "a zero column", [X((3, 2), values=[1, 0, 2, 0, 2, 0])], grad=False)
add("qr", "triangular already", [X((2, 2), values=[2, 1, 0, 3])])
add("qr", "r only", [X((4, 3))], dict(mode="r"), grad=False)
add("svdvals", "the same twice", [X((3, 3), values=[2, 0, 0, 0, 2, 0, 0, 0, 1])], grad=False)
add("svdvals", "rank 1", [X((2, 3), values=[1, 2, 3, 2, 4, 6])], grad=False)
add("svdvals", "zeros", [X((2, 2), values=[0.0] * 4)], grad=False)
add("svdvals", "far apart", [X((2, 2), values=[1e10, 0, 1, 1e-4])], {}, ["float64"])
add("svdvals", "tiny and huge", [X((2, 2, 2), values=[1e-200, 0, 0, 2e-200, 1e200, 0, 1e200, 2e200])], {}, ["float64"], grad=False)
add("lu", "singular", [X((3, 3), values=[1, 2, 3, 2, 4, 6, 1, 0, 1])], grad=False)
add("lu", "exchanges", [X((3, 3), values=[0, 1, 2, 3, 4, 5, 6, 1, 0.5])])
add("luFactor", "exchanges", [X((3, 3), values=[0, 1, 2, 3, 4, 5, 6, 1, 0.5])])
add("matrixNorm", "axes", [X((3, 2, 4))], dict(ord="nuc", dim=[0, 2]))
add("matrixNorm", "axes, kept", [X((3, 2, 4))], dict(ord=2, dim=[-1, 0], keepdim=True))
add("matrixNorm", "zeros, fro", [X((2, 2), values=[0.0] * 4)], dict(ord="fro"))
add("matrixRank", "rank 1", [X((2, 3), values=[1, 2, 3, 2, 4, 6])], {}, INT)
add("matrixRank", "zeros", [X((2, 2), values=[0.0] * 4)], {}, INT)
add("matrixRank", "symmetric", [X((3, 3), values=[1, 2, 3, 2, 4, 6, 3, 6, 9])], dict(hermitian=True), INT)
add("matrixRank", "atol", [X((2, 2), values=[1, 0, 0, 0.125])], dict(atol=0.25), INT)
add("matrixRank", "rtol", [X((2, 2), values=[1, 0, 0, 0.125])], dict(rtol=0.0625), INT)
add("pinv", "symmetric", [X((3, 3))], dict(hermitian=True))
add("pinv", "rtol", [X((2, 2), values=[1, 0, 0, 0.125])], dict(rtol=0.25), grad=False)
add("pinv", "atol", [X((2, 2), values=[1, 0, 0, 0.125])], dict(atol=0.0625))
add("pinv", "rank 1", [X((2, 3), values=[1, 2, 3, 2, 4, 6])])
add("pinv", "no rows", [X((0, 3))]); add("pinv", "no columns", [X((2, 3, 0))])

for name, x in squares().items():
    for UPLO in "LU":
        add("eigh", f"{name}, {UPLO}", [x], dict(UPLO=UPLO), grad="empty" not in name and name != "no batch")
        add("eigvalsh", f"{name}, {UPLO}", [x], dict(UPLO=UPLO))
    add("inv", name, [x]); add("det", name, [x])
    add("slogdet", name, [x])
    if name not in ("empty", "batch of empty", "no batch"):
        for n in 2, 3, 5, -2: add("matrixPower", f"{name} to {n}", [x], dict(n=n))
    add("matrixPower", f"{name} to 0", [x], dict(n=0), grad=False)
    if name != "larger": add("matrixExp", name, [x])
    if "empty" not in name:
        for p in (None, -2, 1, -1, INF, "-inf", "fro", "nuc"):
            if name in ("matrix", "transposed", "batch", "1 by 1"): add("cond", f"{name}, {p}", [x], dict(p=p) if p else {})
    if name != "no batch": add("logdet", name, [x], grad=False)
add("cond", "tall", [X((4, 2))]); add("cond", "wide, -2", [X((2, 4))], dict(p=-2))
add("cond", "singular", [X((2, 2), values=[1, 2, 2, 4])], dict(p=1), grad=False)
add("matrixExp", "small", [X((3, 3), lo=-0.25, hi=0.25)]); add("matrixExp", "zeros", [X((2, 2), values=[0.0] * 4)])
add("matrixExp", "large", [X((2, 2), values=[4, 8, -3, -9])])
add("matrixExp", "nilpotent", [X((2, 2), values=[0, 64, 0, 0])])
add("logdet", "positive", [X((2, 2), values=[2, 1, 1, 3])]); add("logdet", "singular", [X((2, 2), values=[1, 2, 2, 4])], grad=False)
add("slogdet", "singular", [X((2, 2), values=[1, 2, 2, 4])], grad=False)
add("slogdet", "negative", [X((2, 2), values=[1, 2, 3, 4])])
# torch 1.13 has 0 for a gradient here; linalg.test.ts has the cofactors
add("det", "rank 2", [X((3, 3), values=[1, 2, 3, 2, 4, 6, 1, 0, 1])], grad=False)
add("det", "a zero column", [X((3, 3), values=[1, 0, 3, 2, 0, 6.5, 1, 0, 1])], grad=False)
add("det", "one of two singular", [X((2, 2, 2), values=[1, 2, 3, 4, 0, 0, 1, 2])], grad=False)
add("det", "nan", [X((2, 2), values=[1, NAN, 3, 4])], grad=False)
add("eigvalsh", "the same twice", [X((3, 3), values=[1, 0, 0, 0, 1, 0, 0, 0, 2])], grad=False)
add("eigh", "diagonal", [X((3, 3), values=[3, 0, 0, 0, 1, 0, 0, 0, 2])])

for name, a, b in [
    ("one vector", X((3, 3)), X((3,))), ("one matrix", X((3, 3)), X((3, 2))),
    ("transposed", X((3, 3), T()), X((2, 3), T())), ("sliced", X((3, 6), S(1, 0, 6, 2)), X((6, 2), S(0, 1, 6, 2))),
    ("batch", X((2, 3, 3)), X((2, 3, 2))), ("one matrix for all", X((3, 3)), X((2, 3, 2))),
    ("one side for all", X((2, 3, 3)), X((3, 2))), ("vectors", X((2, 3, 3)), X((2, 3))),
    ("batches broadcast", X((2, 1, 2, 2)), X((3, 2, 1))), ("expanded", X((1, 3, 3), E(2, 3, 3)), X((2, 3, 1), E(2, 3, 2))),
    ("no columns", X((3, 3)), X((3, 0))), ("no batch", X((0, 3, 3)), X((0, 3, 2))), ("empty", X((0, 0)), X((0, 2))),
    ("1 by 1", X((1, 1), values=[2.5]), X((1, 1))), ("larger", X((7, 7)), X((7, 3))),
    ("exchanges", X((2, 2), values=[0, 1, 2, 0]), X((2, 2))),
]:
    add("solve", name, [a, b])
    if name in ("one matrix", "transposed", "sliced", "batch", "larger", "1 by 1", "exchanges", "no batch"):
        add("luSolve", name, [a, b])
    if "vector" in name: continue
    for upper in False, True:
        for unit in False, True:
            if name in ("exchanges",) or ("empty" in name and unit): continue
            add("solveTriangular", f"{name}, {upper}, {unit}", [a, b], dict(upper=upper, unitriangular=unit))
add("solveTriangular", "from the right", [X((3, 3)), X((2, 3))], dict(upper=True, left=False))
add("solveTriangular", "from the right, lower, ones", [X((2, 3, 3)), X((2, 3))], dict(upper=False, left=False, unitriangular=True))
for name, a, b in [
    ("tall", X((5, 3)), X((5, 2))), ("wide", X((2, 4)), X((2, 3))), ("square", X((3, 3)), X((3, 2))),
    ("transposed", X((2, 4), T()), X((3, 4), T())), ("sliced", X((5, 6), S(1, 0, 6, 2)), X((10, 2), S(0, 0, 10, 2))),
    ("batch", X((2, 4, 2)), X((2, 4, 3))), ("batch of wide", X((2, 2, 3)), X((2, 2, 1))), ("one column", X((4, 1)), X((4, 1))),
    ("expanded", X((1, 4, 2), E(2, 4, 2)), X((2, 4, 1))), ("larger", X((9, 4)), X((9, 2))),
]:
    add("lstsq", name, [a, b])

add("multiDot", "two", [X((2, 3)), X((3, 4))]); add("multiDot", "three", [X((2, 5)), X((5, 3)), X((3, 4))])
add("multiDot", "four", [X((3, 2)), X((2, 5)), X((5, 1)), X((1, 4))])
add("multiDot", "a vector first", [X((3,)), X((3, 4)), X((4, 2))])
add("multiDot", "a vector last", [X((2, 3)), X((3, 4)), X((4,))]); add("multiDot", "vectors at both ends", [X((3,)), X((3, 4)), X((4,))])
add("multiDot", "two vectors", [X((3,)), X((3,))]); add("multiDot", "views", [X((3, 2), T()), X((3, 8), S(1, 0, 8, 2)), X((1, 2), E(4, 2))])
add("multiDot", "nothing inside", [X((2, 0)), X((0, 3)), X((3, 2))])
for name, x in {"vector": X((3,)), "batch": X((2, 3)), "sliced": X((7,), S(0, 1, 7, 2)), "transposed": X((3, 2), T()),
                "expanded": X((1, 3), E(2, 3)), "one": X((1,)), "no rows": X((0, 3)), "three axes": X((2, 1, 3))}.items():
    add("vander", f"{name}, 5", [x], dict(N=5))
    if name != "one": add("vander", name, [x])
add("vander", "int32", [I((4,), lo=-3, hi=3)], {}, INT)
for name, x in {"sliced": X((6, 7), S(0, 0, 6, 2), S(1, 1, 7, 2)), "expanded batch": X((1, 3, 3), E(2, 3, 3))}.items():
    for p in (None, 1, "fro", "nuc"): add("cond", f"{name}, {p}", [x], dict(p=p) if p else {})
for name, x in {"no batch": X((0, 3, 3)), "batch of empty": X((2, 0, 0)), "no rows": X((0, 3))}.items(): add("cond", name, [x], grad=False)
add("luSolve", "expanded", [X((1, 3, 3), E(2, 3, 3)), X((2, 3, 1), E(2, 3, 2))])
add("choleskySolve", "expanded batch", [X((1, 3, 3), E(2, 3, 3), lo=-1, hi=1), X((2, 3, 2))], dict(upper=True))
add("choleskySolve", "no columns", [X((3, 3), lo=-1, hi=1), X((3, 0))], grad=False)
add("lstsq", "no batch", [X((0, 4, 2)), X((0, 4, 1))], grad=False)
for n in 0, 1, 3, 6: add("matrixPower", f"int32 to {n}", [I((2, 3, 3), lo=-3, hi=3)], dict(n=n), INT)
