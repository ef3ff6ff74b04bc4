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
        "two at once": rates(halving, lambda opt: lr.CosineAnnealingLR(opt, 20, eta_min=0.125), epochs=16),
    }


if __name__ == "__main__":
    all_runs()
    line = lambda x: json.dumps(x, separators=(",", ":"))
    start = {"p": numbers(P), "q": numbers(Q), "goal": numbers(GOAL)}
    text = (f'{{"start":{line(start)},\n"runs":[\n' + ",\n".join(map(line, runs)) + '\n],\n"rates":{\n'
            + ",\n".join(f"{line(k)}:{line(v)}" for k, v in all_rates().items()) + "\n}}\n")
    pathlib.Path(__file__).with_suffix(".json").write_text(text)
    print(f"{len(runs)} runs, {len(text) / 1024:.0f} KB")
