#!/usr/bin/env node
// node bench/lab/ulp64.mjs
// The largest error of each float64 function in units of the last place, over some thousand numbers, beside 60 digits by
// mpmath (PYTHON names a python3 that has it).
import { spawnSync } from "node:child_process";
import { load } from "../lib/wasmgrad.mjs";

const COUNT = 3000;
const even = (from, to) => Array.from({ length: COUNT }, (_, i) => from + ((to - from) * (i + 0.37)) / COUNT);
/** Evenly among the floats, of both signs if told. */
const floats = (from, to, signs = false) =>
  even(Math.log(from), Math.log(to)).map((x, i) => Math.exp(x) * (signs && i & 1 ? -1 : 1));

const positive = [...floats(5e-324, 1e308), ...even(0.5, 2)];
const around = (limit) => [...even(-limit, limit), ...even(-1, 1), ...floats(1e-20, 1, true)];
/** Near and far, and beside multiples of ½π, to which of all floats the last comes nearest. */
const quarters = even(1, 3000).map((n) => Math.round(n * n) * (Math.PI / 2));
const turns = [...around(100), ...floats(1e-300, 1.7e308, true), ...quarters, 5.319372648326541e255];
const one = {
  exp: around(745).filter((x) => x < 709.7),
  expm1: around(700),
  exp2: even(-1074, 1023.9),
  log: positive,
  log2: positive,
  log10: positive,
  log1p: [...floats(1e-20, 1e300), ...even(-0.9999, 2), ...floats(1e-20, 0.9, true)],
  tanh: around(20),
  sinh: around(710),
  cosh: even(-710, 710),
  asinh: [...floats(1e-20, 1e300, true), ...even(-3, 3)],
  acosh: [...even(1, 3), ...floats(1, 1e300), ...floats(1e-12, 1).map((x) => 1 + x)],
  atanh: around(1),
  atan: [...floats(1e-20, 1e20, true), ...even(-3, 3)],
  asin: around(1),
  acos: [...even(-1, 1), ...floats(1e-12, 1).map((x) => 1 - x)],
  sin: turns,
  cos: turns,
  tan: turns,
  sigmoid: even(-700, 40),
  erf: around(5),
  erfc: [...around(5), ...even(5, 26)],
};
const shuffled = (x) => x.map((_, i) => x[(i * 1237) % x.length]);
const steep = [...even(0.5, 0.999), ...even(1.001, 2), ...even(2, 20)];
/** Results near the largest and the smallest number. */
const ends = [[...steep, ...steep], steep.map((x) => 700 / Math.log(x)).concat(steep.map((x) => -700 / Math.log(x)))];
const two = {
  atan2: [floats(1e-10, 1e10, true), shuffled(floats(1e-10, 1e10, true))],
  "pow |p| < 50": [floats(1e-5, 1e5), shuffled(even(-50, 50))],
  "pow at the ends": ends,
};

const { tensor } = await load();
const float64 = (x) => tensor(Float64Array.from(x));
const hex = (x) => Buffer.from(Float64Array.of(x).buffer).toString("hex");
const lines = [
  ...Object.entries(one).map(([name, x]) => [name, [x], float64(x)[name]()]),
  ...Object.entries(two).map(([name, [x, p]]) => [name, [x, p], float64(x)[name.split(" ")[0]](float64(p))]),
].flatMap(([name, inputs, y]) =>
  [...y.data()].map((value, i) => [name, hex(value), ...inputs.map((x) => hex(x[i]))].join("\t")),
);

const judge = `
import math, struct, sys
from mpmath import mp, mpf
mp.dps = 60
special = dict(exp2=lambda x: mpf(2) ** x, log2=lambda x: mp.log(x, 2), sigmoid=lambda x: 1 / (1 + mp.exp(-x)), pow=lambda x, p: x ** p)
worst = {}
for line in sys.stdin:
    name, y, *x = line.rstrip("\\n").split("\\t")
    y, *x = (struct.unpack("<d", bytes.fromhex(h))[0] for h in (y, *x))
    f = name.split(" ")[0]
    exact = (special.get(f) or getattr(mp, f))(*map(mpf, x))
    rounded = float(exact)
    error = 0.0 if rounded == y else float(abs(mpf(y) - exact) / mpf(math.ulp(rounded))) if math.isfinite(rounded) else math.inf
    if not error <= worst.get(name, (-1,))[0]:
        worst[name] = (error, *x)
for name, (error, *x) in worst.items():
    print(f"{name:16s} {error:8.2f} ULP at {', '.join(map(repr, x))}")
`;
const { status } = spawnSync(process.env.PYTHON ?? "/usr/bin/python3", ["-c", judge], {
  input: lines.join("\n"),
  stdio: ["pipe", "inherit", "inherit"],
});
process.exit(status ?? 1);
