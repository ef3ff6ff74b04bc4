"""PyTorch, eager, in a process of its own: /usr/bin/python3 torch.py <threads>.

Speaks the line protocol of serve.mjs. The environment must limit OpenBLAS and OpenMP to the same number of threads
(lib/peer.mjs does); torch.set_num_threads alone leaves OpenBLAS with all of them.
"""

import gc
import json
import os
import sys
import time

# This file is called torch.py: its folder must not be where `import torch` looks first.
HERE = sys.path.pop(0)

import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

sys.path.append(HERE)
from convnets import CONVNETS, starts  # noqa: E402
import sequences  # noqa: E402

THREADS = int(sys.argv[1])
torch.set_num_threads(THREADS)
PROBLEMS = json.load(open(os.path.join(HERE, "..", "problems.json")))


def blas():
    """Which library multiplies matrices: Debian's torch takes whatever libblas.so.3 is found first."""
    names = {os.path.basename(line.split()[-1]) for line in open("/proc/self/maps") if "blas" in line or "mkl" in line}
    fast = sorted(name for name in names if any(word in name for word in ("openblas", "blis", "mkl")))
    return fast[0] if fast else "reference"


BLAS = blas() if os.path.exists("/proc/self/maps") else "unknown"
SLOW = "PyTorch has only the reference BLAS here, 15 to 40 times slower than OpenBLAS: answers taken, times not"


# --- the numbers: lib/problems.mjs in numpy --------------------------------------------------------------------------


def mix(x):
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0xD35A2D97)
    return x ^ (x >> np.uint32(15))


def uniform(seed, n, low=0.0, high=1.0):
    start = np.uint32((seed * 0x9E3779B9) & 0xFFFFFFFF)
    unit = (mix(np.arange(n, dtype=np.uint32) + start) >> np.uint32(8)).astype(np.float64) / 2.0**24
    return (low + (high - low) * unit).astype(np.float32)


def integers(seed, n, high):
    return np.floor(uniform(seed, n, 0, high)).astype(np.int64)


def moons(n):
    angle = uniform(1, n, 0, np.pi).astype(np.float64)
    noise = uniform(2, 2 * n, -0.1, 0.1).astype(np.float64).reshape(n, 2)
    lower = np.arange(n) % 2 == 1
    x = np.where(lower, 1 - np.cos(angle), np.cos(angle))
    y = np.where(lower, 0.5 - np.sin(angle), np.sin(angle))
    return (np.stack([x, y], 1) + noise).astype(np.float32), np.where(lower, 1, -1).astype(np.float32)


def tensor(seed, *shape, low=-1.0, high=1.0):
    return torch.from_numpy(uniform(seed, int(np.prod(shape)), low, high)).reshape(shape)


# --- the tasks -------------------------------------------------------------------------------------------------------


def probe(y):
    """Three elements of a result, to be compared between peers."""
    y = y.detach().reshape(-1)
    return [float(y[0]), float(y[len(y) // 2]), float(y[-1])]


def overhead(kind):
    x = torch.ones(10, requires_grad=kind != "plain")
    if kind != "backward":
        return {"call": lambda: x + 1, "value": lambda: probe(x + 1)}

    def call():
        (x + 1).sum().backward()
        x.grad = None

    return {"call": call}


def matmul(m, k, n, form):
    a = tensor(1, k, m).T if form[0] == "T" else tensor(1, m, k)
    b = tensor(2, n, k).T if form[1] == "T" else tensor(2, k, n)
    return {"call": lambda: a @ b, "value": lambda: probe(a @ b), "off": True}


def kernel(name):
    x, y = tensor(1, 1000, 1000, low=-3, high=3), tensor(2, 1000, 1000)
    w, b = tensor(3, 1000), tensor(4, 1000)
    classes = torch.from_numpy(integers(5, 1000, 1000))
    if name == "adam":
        p = torch.nn.Parameter(y.reshape(-1).clone())
        p.grad = x.reshape(-1)
        optimizer = torch.optim.Adam([p], lr=1e-3)

        def value():
            optimizer.step()
            return probe(p)

        return {"call": optimizer.step, "value": value}
    call = {
        "add": lambda: x + y,
        "gelu": lambda: F.gelu(x),
        "softmax": lambda: F.softmax(x, 1),
        "layerNorm": lambda: F.layer_norm(x, (1000,), w, b),
        "crossEntropy": lambda: F.cross_entropy(x, classes),
    }[name]
    return {"call": call, "value": lambda: probe(call()), "off": True}


def update(problem, parameters):
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    more = {ours: problem[name] for name, ours in [("momentum",) * 2, ("weightDecay", "weight_decay")] if name in problem}
    return kinds[problem["optimizer"]](parameters, lr=problem["lr"], **more)


def step(name):
    problem = PROBLEMS[name]
    if name in CONVNETS:
        model = CONVNETS[name]()
        x = tensor(1, problem["batch"], *problem["image"])
        y = torch.from_numpy(integers(2, problem["batch"], problem["classes"]))
        return trained(problem, model, list(starts(model, uniform)), x, y)
    if problem.get("model") == "sequences":
        return sequence(name, problem)
    sizes, batch = problem["sizes"], problem["batch"]
    weights = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        bound, seed = 1 / np.sqrt(inputs), 100 + 2 * i
        weights.append(torch.from_numpy(uniform(seed, inputs * outputs, -bound, bound)).reshape(outputs, inputs))
        weights.append(torch.from_numpy(uniform(seed + 1, outputs, -bound, bound)))
    if name == "moons":
        x, y = (torch.from_numpy(data) for data in moons(batch))
        y = y.reshape(batch, 1)
    else:
        x, y = tensor(1, batch, sizes[0]), torch.from_numpy(integers(2, batch, sizes[-1]))

    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return trained(problem, torch.nn.Sequential(*layers[:-1]), weights, x, y)


def trained(problem, model, weights, x, y):
    """A step of a model that begins with these weights."""
    criterion = torch.nn.MSELoss() if problem["loss"] == "mse" else torch.nn.CrossEntropyLoss()
    optimizer = None

    def reset():
        nonlocal optimizer
        with torch.no_grad():
            for parameter, weight in zip(model.parameters(), weights):
                parameter.copy_(weight)
        optimizer = update(problem, model.parameters())

    def call():
        loss = criterion(model(x), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss

    reset()
    return {"call": call, "reset": reset, "losses": lambda steps: [call().item() for _ in range(steps + 1)]}


def sequence(name, problem):
    model = sequences.MODELS[name]()
    inputs = sequences.data(name, uniform, integers)
    optimizer = None

    def reset():
        nonlocal optimizer
        with torch.no_grad():
            for parameter, weight in sequences.weights(model, uniform):
                parameter.copy_(weight)
        optimizer = update(problem, model.parameters())

    def call():
        loss = model.loss(*inputs)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss

    reset()
    return {"call": call, "reset": reset, "losses": lambda steps: [call().item() for _ in range(steps + 1)]}


TASKS = {"overhead": overhead, "matmul": matmul, "kernel": kernel, "step": step}


# --- the protocol ----------------------------------------------------------------------------------------------------


def timed(calls):
    call = task["call"]
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - start) * 1e3 / calls


def warm_up(warm):
    end, calls, done, pace = time.perf_counter() + warm / 1e3, 1, 1, timed(1)
    while time.perf_counter() < end or (done < 8 and pace < warm):
        calls = max(1, min(2 * calls, round(warm / 10 / pace)))
        pace, done = timed(calls), done + calls
    return pace


def prepare(question):
    global task
    if question["task"] not in TASKS:
        return {"skip": "torch has no task " + question["task"]}
    task = TASKS[question["task"]](**question["args"])
    torch.set_grad_enabled(not task.get("off"))
    value = task["value"]() if "value" in task else None
    if BLAS == "reference" and question["task"] in ("matmul", "step"):
        return {"value": value, "untimed": SLOW}
    return {"value": value, "estimate": warm_up(question["warm"])}


def run(question):
    task.get("reset", lambda: None)()
    gc.collect()
    timed(min(question["calls"], 3))
    return {"times": [timed(question["calls"]) for _ in range(question["repeats"])]}


def losses(question):
    task["reset"]()
    return {"losses": task["losses"](question["steps"])}


def drop(_):
    global task
    task = None
    return {}


task = None
QUESTIONS = {"prepare": prepare, "run": run, "losses": losses, "drop": drop}


def answer(reply):
    print("@" + json.dumps(reply), flush=True)


answer({"about": {"name": "PyTorch", "version": torch.__version__, "python": sys.version.split()[0], "blas": BLAS}})
for line in sys.stdin:
    question = json.loads(line)
    try:
        answer(QUESTIONS[question["do"]](question))
    except Exception as error:
        answer({"error": repr(error)})
