"""Writes cartpole.json: CartPole by the equations of Florian (2007) that Gymnasium's CartPole-v1 publishes, Euler's steps of 0.02 s.

    /usr/bin/python3 test/golden/cartpole.py        (numpy; the same bytes every time)
"""
import json, math, pathlib
import numpy as np

def step(s, action):
    x, x_dot, theta, theta_dot = s
    force = 10.0 if action == 1 else -10.0
    temp = (force + 0.05 * theta_dot**2 * math.sin(theta)) / 1.1
    theta_acc = (9.8 * math.sin(theta) - math.cos(theta) * temp) / (0.5 * (4.0 / 3.0 - 0.1 * math.cos(theta) ** 2 / 1.1))
    x_acc = temp - 0.05 * theta_acc * math.cos(theta) / 1.1
    return np.array([x + 0.02 * x_dot, x_dot + 0.02 * x_acc, theta + 0.02 * theta_dot, theta_dot + 0.02 * theta_acc])

records = []
rng = np.random.RandomState(0)
for start, policy in ((0.02, lambda t, s: 1), (-0.03, lambda t, s: 0), (0.0, lambda t, s: int(rng.randint(2))), (0.01, lambda t, s: int(s[2] + s[3] > 0))):
    s, actions, states, over = np.full(4, start), [], [], False
    while not over and len(actions) < 60:
        actions.append(policy(len(actions), s))
        s = step(s, actions[-1])
        states.append([float(f"{v:.12g}") for v in s])
        over = bool(abs(s[0]) > 2.4 or abs(s[2]) > 12 * 2 * math.pi / 360)
    records.append(dict(bounds=[start], actions=actions, states=states, terminated=over))
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n")
print([len(r["actions"]) for r in records], path.stat().st_size, "bytes")
