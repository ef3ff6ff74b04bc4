"""Writes optim.json: twelve steps of PyTorch's optimizers with every option, and what its schedules make of a rate.

    /usr/bin/python3 test/golden/optim.py        (torch 1.13; the same bytes every time)
"""
import json, math, pathlib
import torch
from nn import camel, sixteenths
from record import number

STEPS = 12
SGD, Adam, AdamW = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW

P, Q, GOAL = sixteenths("p", 2, 3, lo=-1, hi=1), sixteenths("q", 3, 2, lo=-1, hi=1), sixteenths("goal", 2, 2)

def numbers(t): return [number(v, 15) for v in t.detach().reshape(-1).tolist()]

def spelled(options): return {camel(k): list(v) if isinstance(v, tuple) else v for k, v in options.items()}


# -- trajectories: two matrices whose product is to become a third; optim.test.ts does the same -------------------------

runs = []

def run(optimizer, groups=None, **options):
    p, q = P.clone().requires_grad_(), Q.clone().requires_grad_()
    params = [p, q] if groups is None else [{"params": [x], **group} for x, group in zip((p, q), groups)]
    opt = optimizer(params, **options)
    losses = []
    for _ in range(STEPS):
        loss = (p @ q - GOAL).square().mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(number(loss.item(), 15))
    record = {"optimizer": optimizer.__name__, "options": spelled(options), "losses": losses, "p": numbers(p), "q": numbers(q)}
    runs.append(record if groups is None else {**record, "groups": [spelled(group) for group in groups]})

def all_runs():
    run(SGD, lr=0.125)
    run(SGD, lr=0.125, weight_decay=0.25)
    run(SGD, lr=0.125, momentum=0.75)
    run(SGD, lr=0.125, momentum=0.75, dampening=0.5)
    run(SGD, lr=0.125, momentum=0.75, nesterov=True)
    run(SGD, lr=2**-7, maximize=True)
    run(SGD, lr=2**-8, momentum=0.5, nesterov=True, weight_decay=0.25, maximize=True)
    run(SGD, [{"lr": 0.25, "momentum": 0.5}, {"weight_decay": 0.125}], lr=0.125)
    run(Adam)
    run(AdamW)
    for adam in Adam, AdamW:
        run(adam, lr=0.25)
        run(adam, lr=0.25, betas=(0.5, 0.75))
        run(adam, lr=0.25, eps=0.5)
        run(adam, lr=0.25, weight_decay=0.25)
        # short memory, so that the largest second mean is not the present one
        run(adam, lr=0.25, betas=(0.5, 0.5), amsgrad=True)
        run(adam, lr=0.0625, maximize=True)
        run(adam, lr=0.125, betas=(0.5, 0.5), eps=0.125, weight_decay=0.25, amsgrad=True, maximize=True)
        run(adam, [{"lr": 0.25, "betas": (0.5, 0.75)}, {"amsgrad": True, "eps": 0.25}], lr=0.125, weight_decay=0.5)


def more_runs():
    o = torch.optim
    for lr in (0.5, 0.125):
        run(o.Adagrad, lr=lr)
    run(o.Adagrad, lr=0.25, lr_decay=0.125, weight_decay=0.125, initial_accumulator_value=0.5, eps=0.25)
    run(o.Adagrad, [{"lr": 0.5}, {"eps": 0.5}], lr=0.0625, maximize=True)
    run(o.Adadelta)
    run(o.Adadelta, lr=0.5, rho=0.5, eps=0.125, weight_decay=0.25)
    run(o.Adadelta, [{"rho": 0.25}, {"lr": 0.5}], eps=0.0625, maximize=True)
    run(o.RMSprop)
    run(o.RMSprop, lr=0.125, alpha=0.5, eps=0.25)
    run(o.RMSprop, lr=0.125, alpha=0.75, weight_decay=0.25, momentum=0.5)
    run(o.RMSprop, lr=0.0625, alpha=0.75, momentum=0.5, centered=True)
    run(o.RMSprop, [{"centered": True}, {"momentum": 0.25}], lr=0.03125, maximize=True)
    run(o.Adamax)
    run(o.Adamax, lr=0.25, betas=(0.5, 0.75), eps=0.125, weight_decay=0.25)
    run(o.Adamax, [{"lr": 0.125}, {"betas": (0.25, 0.5)}], maximize=True)
    run(NAdam)
    run(NAdam, lr=0.25, betas=(0.5, 0.75), eps=0.125, weight_decay=0.25, momentum_decay=0.5)
    run(NAdam, [{"lr": 0.125}, {"betas": (0.25, 0.5)}])
    run(o.RAdam, lr=0.125)
    run(o.RAdam, lr=0.25, betas=(0.5, 0.875), eps=0.125, weight_decay=0.25)
    run(o.RAdam, [{"lr": 0.125}, {"betas": (0.25, 0.9375)}])
    run(o.Rprop)
    run(o.Rprop, lr=0.25, etas=(0.25, 1.5), step_sizes=(2**-4, 0.5))
    run(o.Rprop, [{"lr": 0.125}, {"etas": (0.75, 1.25)}], maximize=True)
    torch.set_default_dtype(torch.float64)  # its rates are tensors of the default dtype
    run(o.ASGD, lr=0.25)
    run(o.ASGD, lr=0.25, lambd=0.125, alpha=0.5, t0=2, weight_decay=0.125)
    run(o.ASGD, [{"lr": 0.125}, {"lambd": 0.5}], t0=1, maximize=True)
    run(Lion, lr=0.0625)
    run(Lion, lr=0.0625, betas=(0.5, 0.75), weight_decay=0.25)
    run(Lion, [{"lr": 0.125}, {"betas": (0.25, 0.5)}], lr=0.03125, maximize=True)
    run(Adafactor, lr=0.25)
    run(Adafactor, lr=0.25, beta2_decay=-0.5, eps=(0.25, 0.5), d=1.5, weight_decay=0.25)
    run(Adafactor, [{"lr": 0.5}, {"d": 2.0}], lr=0.125, maximize=True)
    run(Muon, lr=0.125)
    run(Muon, lr=0.125, weight_decay=0.25, momentum=0.5, nesterov=False, ns_coefficients=(2.0, -1.5, 0.5), eps=0.125, ns_steps=3)
    run(Muon, [{"lr": 0.25}, {"momentum": 0.25}], lr=0.0625, adjust_lr_fn="match_rms_adamw")

def closures():
    """LBFGS evaluates by itself: three steps of it, on the product and on Rosenbrock's valley."""
    told = []
    for options in ({}, {"lr": 0.25, "max_iter": 5, "history_size": 2}, {"line_search_fn": "strong_wolfe"},
                    {"line_search_fn": "strong_wolfe", "max_iter": 7, "max_eval": 6, "tolerance_grad": 1e-3, "tolerance_change": 1e-4}):
        for problem in ("product", "valley"):
            p, q = P.clone().requires_grad_(), Q.clone().requires_grad_()
            if problem == "valley" and "line_search_fn" not in options: continue
            opt = torch.optim.LBFGS([p, q], **options)
            count = 0
            def closure():
                nonlocal count
                count += 1
                x = torch.cat([p.reshape(-1), q.reshape(-1)])
                loss = ((p @ q - GOAL).square().mean() if problem == "product"
                        else (100 * (x[1:] - x[:-1].square()).square() + (1 - x[:-1]).square()).sum())
                opt.zero_grad()
                loss.backward()
                return loss
            losses = [number(opt.step(closure).item(), 15) for _ in range(3)]
            told.append({"problem": problem, "options": spelled(options), "losses": losses, "count": count, "p": numbers(p), "q": numbers(q)})
    return told


# -- optimizers that torch 1.13 has not: their formulas, in float64 ----------------------------------------------------

class Formula(torch.optim.Optimizer):
    def __init__(self, params, **options): super().__init__(params, {**self.DEFAULTS, **options})
    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                state["t"] = state.get("t", 0) + 1
                self.change(p, -p.grad if group.get("maximize") else p.grad, state, group)

class NAdam(Formula):  # torch.optim.NAdam's page; torch 1.13 multiplies by one momentum too many
    DEFAULTS = dict(lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3)
    def change(self, p, g, state, o):
        t, (b1, b2) = state["t"], o["betas"]
        g = g + o["weight_decay"] * p
        mu = lambda t: b1 * (1 - 0.5 * 0.96 ** (t * o["momentum_decay"]))
        product = state["product"] = state.get("product", 1) * mu(t)
        m = state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", 0) + (1 - b2) * g * g
        ahead = mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product)
        p.copy_(p - o["lr"] * ahead / ((v / (1 - b2**t)).sqrt() + o["eps"]))

class Lion(Formula):  # arXiv 2302.06675, algorithm 2
    DEFAULTS = dict(lr=1e-4, betas=(0.9, 0.99), weight_decay=0, maximize=False)
    def change(self, p, g, state, o):
        m = state.get("m", torch.zeros_like(p))
        b1, b2 = o["betas"]
        c = b1 * m + (1 - b1) * g
        p.copy_(p - o["lr"] * (c.sign() + o["weight_decay"] * p))
        state["m"] = b2 * m + (1 - b2) * g

class Adafactor(Formula):  # torch.optim.Adafactor's page
    DEFAULTS = dict(lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0, maximize=False)
    def change(self, p, g, state, o):
        t = state["t"]
        beta, rho = 1 - t ** o["beta2_decay"], min(o["lr"], 1 / math.sqrt(t))
        e1, e2 = torch.finfo(p.dtype).eps if o["eps"][0] is None else o["eps"][0], o["eps"][1]
        alpha = max(e2, p.square().mean().sqrt().item()) * rho
        theta = p * (1 - o["lr"] * o["weight_decay"])
        r = state["r"] = beta * state.get("r", 0) + (1 - beta) * g.square().mean(1, keepdim=True)
        c = state["c"] = beta * state.get("c", 0) + (1 - beta) * g.square().mean(0, keepdim=True)
        v = r @ c / r.mean(0, keepdim=True).clamp(min=e1)
        u = g / v.clamp(min=e1 * e1).sqrt()
        p.copy_(theta - alpha * u / max(1, u.square().mean().sqrt().item() / o["d"]))

class Muon(Formula):  # torch.optim.Muon's page, without its bfloat16
    DEFAULTS = dict(lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, ns_coefficients=(3.4445, -4.775, 2.0315), eps=1e-7,
                    ns_steps=5, adjust_lr_fn=None)
    def change(self, p, g, state, o):
        mu, (a, b, c) = o["momentum"], o["ns_coefficients"]
        m = state["m"] = mu * state.get("m", torch.zeros_like(p)) + (1 - mu) * g
        x = (1 - mu) * g + mu * m if o["nesterov"] else m
        tall = x.shape[0] > x.shape[1]
        if tall: x = x.T
        x = x / max(x.norm().item(), o["eps"])
        for _ in range(o["ns_steps"]):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        if tall: x = x.T
        rows, cols = p.shape
        scale = 0.2 * math.sqrt(max(rows, cols)) if o["adjust_lr_fn"] == "match_rms_adamw" else math.sqrt(max(1, rows / cols))
        p.copy_(p * (1 - o["lr"] * o["weight_decay"]) - o["lr"] * scale * x)


# -- schedules: the rates of two groups, epoch by epoch -----------------------------------------------------------------

def rates(*schedules, epochs=30):
    opt = SGD([{"params": [P.clone()], "lr": 0.5}, {"params": [Q.clone()]}], lr=2)
    made = [schedule(opt) for schedule in schedules]
    told = [[number(g["lr"], 15) for g in opt.param_groups]]
    for _ in range(epochs):
        opt.step()
        for schedule in made: schedule.step()
        told.append([number(g["lr"], 15) for g in opt.param_groups])
    return told

def all_rates():
    lr = torch.optim.lr_scheduler
    two = [lambda epoch: 1 / (1 + epoch), lambda epoch: 0.75**epoch]
    halving = lambda opt: lr.StepLR(opt, 4, gamma=0.5)
    wave = lambda opt: lr.CosineAnnealingLR(opt, 7)
    return {
        "LambdaLR": rates(lambda opt: lr.LambdaLR(opt, two[0]), epochs=5),
        "LambdaLR, one for each group": rates(lambda opt: lr.LambdaLR(opt, two), epochs=5),
        "StepLR": rates(lambda opt: lr.StepLR(opt, 3), epochs=10),
        "StepLR by half": rates(halving, epochs=10),
        "CosineAnnealingLR": rates(wave),
        "CosineAnnealingLR, not down to zero": rates(lambda opt: lr.CosineAnnealingLR(opt, 7, eta_min=0.125)),
        "a wave over another schedule": rates(lambda opt: lr.LambdaLR(opt, lambda epoch: 1 / (2 + epoch)), wave, epochs=5),
        **more_rates(lr),
        "two at once": rates(halving, lambda opt: lr.CosineAnnealingLR(opt, 20, eta_min=0.125), epochs=16),
    }


def more_rates(lr):
    half = lambda epoch: 0.5
    chain = lambda opt: lr.ChainedScheduler([lr.ConstantLR(opt, 0.1, 2), lr.ExponentialLR(opt, 0.9)])
    def sequence(opt): return lr.SequentialLR(opt, [lr.ConstantLR(opt, 0.1, 2), lr.ExponentialLR(opt, 0.9), lr.StepLR(opt, 2)], [3, 7])
    def warm(opt): return lr.SequentialLR(opt, [lr.LinearLR(opt, 0.1, total_iters=3), lr.CosineAnnealingLR(opt, 8)], [3])
    return {
        "MultiplicativeLR": rates(lambda opt: lr.MultiplicativeLR(opt, half), epochs=5),
        "MultiplicativeLR, one for each group": rates(lambda opt: lr.MultiplicativeLR(opt, [half, lambda epoch: 1 / epoch]), epochs=5),
        "ConstantLR": rates(lambda opt: lr.ConstantLR(opt), epochs=8),
        "ConstantLR 0.5 3": rates(lambda opt: lr.ConstantLR(opt, 0.5, 3), epochs=6),
        "LinearLR": rates(lambda opt: lr.LinearLR(opt), epochs=8),
        "LinearLR 0.125 0.5 4": rates(lambda opt: lr.LinearLR(opt, 0.125, 0.5, 4), epochs=7),
        "ExponentialLR 0.75": rates(lambda opt: lr.ExponentialLR(opt, 0.75), epochs=6),
        "MultiStepLR": rates(lambda opt: lr.MultiStepLR(opt, [2, 5, 5, 7], 0.5), epochs=9),
        "PolynomialLR": rates(lambda opt: lr.PolynomialLR(opt), epochs=8),
        "PolynomialLR 4 2": rates(lambda opt: lr.PolynomialLR(opt, 4, 2.0), epochs=7),
        "CosineAnnealingWarmRestarts 3": rates(lambda opt: lr.CosineAnnealingWarmRestarts(opt, 3), epochs=10),
        "CosineAnnealingWarmRestarts 2 3 0.125": rates(lambda opt: lr.CosineAnnealingWarmRestarts(opt, 2, 3, 0.125), epochs=30),
        "CyclicLR": cycles(lambda opt: lr.CyclicLR(opt, 0.125, [1, 2], 3), SGD, momentum=0.5),
        "CyclicLR triangular2": cycles(lambda opt: lr.CyclicLR(opt, 0.125, 1, 2, 5, "triangular2", base_momentum=[0.5, 0.6], max_momentum=0.95), SGD, momentum=0.5),
        "CyclicLR exp_range": cycles(lambda opt: lr.CyclicLR(opt, 0.125, 1, 4, None, "exp_range", 0.75, cycle_momentum=False), SGD),
        "OneCycleLR": cycles(lambda opt: lr.OneCycleLR(opt, 1, 20), SGD, momentum=0.5),
        "OneCycleLR Adam": cycles(lambda opt: lr.OneCycleLR(opt, [1, 2], epochs=4, steps_per_epoch=5, pct_start=0.25, anneal_strategy="linear", div_factor=10, final_div_factor=100), Adam),
        "OneCycleLR three": cycles(lambda opt: lr.OneCycleLR(opt, 1, 20, pct_start=0.4, cycle_momentum=False, three_phase=True), SGD),
        "SequentialLR": rates(sequence, epochs=12),
        "SequentialLR warm-up": rates(warm, epochs=11),
        "ChainedScheduler": rates(chain, epochs=6),
        "ReduceLROnPlateau": plateau(lr, factor=0.5, patience=1),
        "ReduceLROnPlateau max": plateau(lr, mode="max", factor=0.5, patience=0, threshold=0.25, threshold_mode="abs", cooldown=2, min_lr=[0.1, 0.3]),
        "ReduceLROnPlateau rel": plateau(lr, mode="min", factor=0.5, patience=0, threshold=0.5, eps=0.2),
    }

def cycles(schedule, optimizer, epochs=24, **options):
    """Rates and momentum of two groups."""
    opt = optimizer([{"params": [P.clone()], "lr": 0.5}, {"params": [Q.clone()]}], lr=2, **options)
    made = schedule(opt)
    told = []
    for epoch in range(epochs):
        told.append([number(x, 15) for g in opt.param_groups for x in (g["lr"], g["betas"][0] if "betas" in g else g["momentum"])])
        opt.step()
        if epoch < 19 or "OneCycle" not in type(made).__name__: made.step()
    return told

def swa():
    from torch.optim.swa_utils import SWALR
    rate = [0.0625, 0.125]
    return {
        "SWALR": rates(lambda opt: SWALR(opt, rate, anneal_epochs=4), epochs=7),
        "SWALR linear": rates(lambda opt: SWALR(opt, rate, anneal_epochs=3, anneal_strategy="linear"), epochs=5),
        "SWALR at once": rates(lambda opt: SWALR(opt, rate, anneal_epochs=0), epochs=3),
    }

METRICS = [5, 4, 4.5, 4.4, 4.3, 3, 3.5, 2, 2.1, 2.2, 2.3, 2.4, 1, 0.9, 0.8, 5]
def plateau(lr, **options):
    opt = SGD([{"params": [P.clone()], "lr": 0.5}, {"params": [Q.clone()]}], lr=2)
    made = lr.ReduceLROnPlateau(opt, **options)
    told = []
    for x in METRICS:
        opt.step()
        made.step(x)
        told.append([number(g["lr"], 15) for g in opt.param_groups])
    return told


if __name__ == "__main__":
    all_runs()
    more_runs()
    line = lambda x: json.dumps(x, separators=(",", ":"))
    start = {"p": numbers(P), "q": numbers(Q), "goal": numbers(GOAL)}
    text = (f'{{"start":{line(start)},\n"runs":[\n' + ",\n".join(map(line, runs)) + '\n],\n"closures":[\n' + ",\n".join(map(line, closures())) + '\n],\n"rates":{\n'
            + ",\n".join(f"{line(k)}:{line(v)}" for k, v in all_rates().items()) + f'\n}},\n"swa":{line(swa())}}}\n')
    pathlib.Path(__file__).with_suffix(".json").write_text(text)
    print(f"{len(runs)} runs, {len(text) / 1024:.0f} KB")
