// Random sequences of ops on random shapes, views and dtypes, beside a slow library of plain arrays (property/reference.ts):
// the same numbers or the same error, call by call; and in the end nothing has leaked.
import { expect, test } from "vitest";
import { cat, noGrad, scope, tensor, where, WasmgradError, type DType, type Tensor } from "wasmgrad";
import { seeded } from "./helpers.js";
import { count } from "./leftovers.js";
import * as r from "./property/reference.js";
import type { Plain } from "./property/reference.js";

const CALLS = 100_000;
const random = seeded(20_26);
const below = (n: number): number => Math.floor(random() * n);
const one = <T>(list: readonly T[]): T => list[below(list.length)];
const between = (low: number, high: number): number => low + below(high - low + 1);

/** The same tensor on both sides. */
interface Pair {
  x: Tensor;
  p: Plain;
}
/** A call on both sides; `near` says that the order of additions is free. */
interface Call {
  name: string;
  fast: () => Tensor;
  slow: () => Plain;
  near?: boolean;
}

const dtypes: DType[] = ["float32", "float64", "int32", "bool"];
const isFloat = (dtype: DType) => dtype.startsWith("float");
const shape = (): number[] => Array.from({ length: below(4) }, () => one([0, 1, 1, 2, 3, 4, 5]));

function fresh(): Pair {
  const [dtype, sizes] = [one(dtypes), shape()];
  const values = Array.from({ length: r.sizeOf(sizes) }, () => r.fit(between(-40, 40) / 8, dtype));
  return { x: tensor(values, { shape: sizes, dtype }), p: { shape: sizes, dtype, values } };
}

/** An axis, now and then one that is not there. */
const someAxis = (rank: number): number => (below(20) ? between(-rank, Math.max(rank, 1) - 1) : between(-9, 9));

const imul = (dtype: DType) => (dtype === "int32" ? Math.imul : (x: number, y: number) => x * y);
const nan = (x: number, y: number, f: (x: number, y: number) => number) => (x !== x || y !== y ? NaN : f(x, y));

const arithmetic: ((a: Pair, b: Pair) => Call)[] = [
  (a, b) => ({
    name: "add",
    fast: () => a.x.add(b.x),
    slow: () => r.zip(a.p, b.p, r.common(a.p, b.p), (x, y) => x + y),
  }),
  (a, b) => ({
    name: "sub",
    fast: () => a.x.sub(b.x),
    slow: () => {
      if (a.p.dtype === "bool" || b.p.dtype === "bool") r.refuse("DTypeError");
      return r.zip(a.p, b.p, r.common(a.p, b.p), (x, y) => x - y);
    },
  }),
  (a, b) => ({
    name: "mul",
    fast: () => a.x.mul(b.x),
    slow: () => r.zip(a.p, b.p, r.common(a.p, b.p), imul(r.common(a.p, b.p))),
  }),
  (a, b) => ({
    name: "div",
    fast: () => a.x.div(b.x),
    slow: () => {
      const t = r.common(a.p, b.p);
      return r.zip(a.p, b.p, isFloat(t) ? t : "float32", (x, y) => x / y);
    },
  }),
  (a, b) => ({
    name: "maximum",
    fast: () => a.x.maximum(b.x),
    slow: () => r.zip(a.p, b.p, r.common(a.p, b.p), (x, y) => nan(x, y, Math.max)),
  }),
  (a, b) => ({
    name: "minimum",
    fast: () => a.x.minimum(b.x),
    slow: () => r.zip(a.p, b.p, r.common(a.p, b.p), (x, y) => nan(x, y, Math.min)),
  }),
  (a, b) => ({
    name: "lt",
    fast: () => a.x.lt(b.x),
    slow: () => r.zip(a.p, b.p, "bool", (x, y) => Number(x < y), r.common(a.p, b.p)),
  }),
  (a, b) => ({
    name: "eq",
    fast: () => a.x.eq(b.x),
    slow: () => r.zip(a.p, b.p, "bool", (x, y) => Number(x === y), r.common(a.p, b.p)),
  }),
  (a, b) => ({
    name: "where",
    fast: () => where(a.x.gt(0), a.x, b.x),
    slow: () =>
      r.where(
        r.map(a.p, "bool", (x) => Number(x > 0)),
        a.p,
        b.p,
      ),
  }),
  (a, b) => {
    const dim = someAxis(a.p.shape.length);
    // an empty vector fits everything, as in PyTorch
    const same = b.p.dtype === a.p.dtype && [a, b].every(({ p }) => String(p.shape) !== "0") ? b : a;
    return {
      name: `cat along ${dim}`,
      fast: () => cat([a.x, same.x], dim),
      slow: () => r.cat(a.p, same.p, dim),
    };
  },
  (a, b) => ({ name: "matmul", fast: () => a.x.matmul(b.x), slow: () => r.matmul(a.p, b.p), near: true }),
];

const alone: ((a: Pair) => Call)[] = [
  ({ x, p }) => ({
    name: "neg",
    fast: () => x.neg(),
    slow: () => (p.dtype === "bool" ? r.refuse("DTypeError") : r.map(p, p.dtype, (v) => -v)),
  }),
  ({ x, p }) => ({
    name: "abs",
    fast: () => x.abs(),
    slow: () => (p.dtype === "bool" ? r.refuse("DTypeError") : r.map(p, p.dtype, Math.abs)),
  }),
  ({ x, p }) => ({
    name: "logicalNot",
    fast: () => x.logicalNot(),
    slow: () => r.map(p, "bool", (v) => Number(v === 0)),
  }),
  ({ x, p }) => {
    const dtype = one(p.values.every((v) => Math.abs(v) < 2 ** 31) ? dtypes : (["float64", "bool"] as const));
    return { name: `to ${dtype}`, fast: () => x.to(dtype), slow: () => r.map(p, dtype, (v) => v) };
  },
  ({ x, p }) => {
    const [i, j] = [someAxis(p.shape.length), someAxis(p.shape.length)];
    const swapped = () => {
      const [a, b] = [r.axis(i, p.shape.length), r.axis(j, p.shape.length)];
      const dims = p.shape.map((_, k) => (k === a ? b : k === b ? a : k));
      return p.shape.length ? r.permute(p, dims) : p;
    };
    return { name: `transpose ${i} ${j}`, fast: () => x.transpose(i, j), slow: swapped };
  },
  ({ x, p }) => {
    const dims = p.shape.map((_, k) => k).sort(() => random() - 0.5);
    return { name: `permute ${dims.join()}`, fast: () => x.permute(dims), slow: () => r.permute(p, dims) };
  },
  ({ x, p }) => {
    const dim = p.shape.length ? below(p.shape.length) : 0;
    const [start, end, step] = [between(-6, 6), between(-6, 6), between(1, 3)];
    return {
      name: `slice ${[dim, start, end, step].join()}`,
      fast: () => (p.shape.length ? x.slice(dim, start, end, step) : x.view([])),
      slow: () => (p.shape.length ? r.slice(p, dim, start, end, step) : p),
    };
  },
  ({ x, p }) => {
    const [dim, index] = [p.shape.length ? below(p.shape.length) : 0, between(-6, 5)];
    return {
      name: `select ${dim} ${index}`,
      fast: () => (p.shape.length ? x.select(dim, index) : x.view([])),
      slow: () => (p.shape.length ? r.select(p, dim, index) : p),
    };
  },
  ({ x, p }) => {
    const dim = p.shape.length ? below(p.shape.length) : 0;
    const n = p.shape[dim];
    return {
      name: `flip ${dim}`,
      fast: () => (p.shape.length ? x.flip([dim]) : x.view([])),
      slow: () => (p.shape.length ? r.along(p, dim, n, (k) => n - 1 - k) : p),
    };
  },
  ({ x, p }) => {
    const n = p.values.length;
    const shapes = [[n], [1, n], [n, 1, 1], ...(n % 2 ? [] : [[2, n / 2]]), ...(n % 3 ? [] : [[n / 3, 3]]), [n + 1]];
    const to = one(shapes);
    return { name: `reshape ${to.join()}`, fast: () => x.reshape(to), slow: () => r.reshape(p, to) };
  },
  ({ x, p }) => {
    const to = [...(below(3) ? [] : [2]), ...p.shape.map((d) => (d === 1 || !below(20) ? between(1, 3) : d))];
    return { name: `expand ${to.join()}`, fast: () => x.expand(to), slow: () => r.expand(p, to) };
  },
  ({ x, p }) => {
    const [dim, keepdim] = [someAxis(p.shape.length), below(2) === 1];
    const dtype = isFloat(p.dtype) ? p.dtype : "int32";
    const add = (row: number[]) => row.reduce((sum, v) => (isFloat(dtype) ? sum + v : (sum + v) | 0), 0);
    return {
      name: `sum ${dim}`,
      fast: () => x.sum(dim, { keepdim }),
      slow: () => r.fold(p, r.axis(dim, p.shape.length), keepdim, dtype, add),
      near: true,
    };
  },
  ({ x, p }) => {
    const dim = someAxis(p.shape.length);
    const every = (row: number[]) => Number(row.every((v) => v !== 0));
    return {
      name: `all ${dim}`,
      fast: () => x.all(dim),
      slow: () => r.fold(p, r.axis(dim, p.shape.length), false, "bool", every),
    };
  },
  ({ x, p }) => {
    const dim = p.shape.length ? below(p.shape.length) : 0;
    const most = (row: number[]) => row.reduce((a, b) => nan(a, b, Math.max));
    return {
      name: `amax ${dim}`,
      fast: () => (p.values.length ? x.amax(dim) : x.view(p.shape)),
      slow: () => (p.values.length ? r.fold(p, dim, false, p.dtype, most) : p),
    };
  },
];

/** Does y hold what is expected? Sums may differ by rounding: then what came is what counts from here on. */
function agree(y: Tensor, want: Plain, near: boolean, what: string): void {
  expect([y.shape, y.dtype], what).toEqual([want.shape, want.dtype]);
  const got = y.data();
  const largest = want.values.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
  const tolerance = near && isFloat(want.dtype) ? largest * (want.dtype === "float32" ? 1e-3 : 1e-9) : 0;
  for (let i = 0; i < got.length; i++) {
    const [g, w] = [got[i], want.values[i]];
    const close = g === w || (g !== g && w !== w) || Math.abs(g - w) <= tolerance;
    // beyond the largest float32 the order of additions decides
    if (!close && !(near && !(Math.abs(w) < 1e37))) expect(`${what}: [${i}] ${g}`).toBe(`${what}: [${i}] ${w}`);
  }
  if (near) want.values = Array.from(got);
}

/** One call; returns its result, or null if both sides refuse it for the same reason. */
function compare({ name, fast, slow, near = false }: Call, on: Plain[]): Pair | null {
  const what = `${name} of ${on.map((p) => `${p.dtype} [${p.shape.join(", ")}]`).join(" and ")}`;
  let want: Plain | string;
  try {
    want = slow();
  } catch (error) {
    if (!(error instanceof r.Refused)) throw error;
    want = error.kind;
  }
  let got: Tensor | string;
  try {
    got = fast();
  } catch (error) {
    if (!(error instanceof WasmgradError)) throw error;
    got = error.name;
  }
  if (typeof want === "string" || typeof got === "string") {
    expect(typeof got === "string" ? got : "a result", what).toBe(typeof want === "string" ? want : "a result");
    return null;
  }
  agree(got, want, near, what);
  return { x: got, p: want };
}

test(`${CALLS} random calls`, { timeout: 120_000 }, () => {
  const before = count();
  let calls = 0;
  let refused = 0;
  while (calls < CALLS) {
    noGrad(() =>
      scope(() => {
        const pool = [fresh(), fresh(), fresh()];
        for (let i = 0; i < 25; i++, calls++) {
          const [a, b] = [one(pool), below(4) ? one(pool) : fresh()];
          const matrices = a.p.shape.length === 2 && b.p.shape.length === 2;
          const two = below(2) === 1;
          const op = one(arithmetic);
          const call = two ? (op === arithmetic.at(-1) && !matrices ? arithmetic[0] : op)(a, b) : one(alone)(a);
          const result = compare(call, two ? [a.p, b.p] : [a.p]);
          if (!result) refused++;
          else if (result.p.values.length <= 400) pool.push(result);
          // what was made before is still what it was
          const old = one(pool);
          if (!below(10)) agree(old.x, old.p, false, "an older tensor");
        }
      }),
    );
  }
  expect(refused).toBeGreaterThan(CALLS / 50);
  expect(refused).toBeLessThan(CALLS / 2);
  expect(count()).toEqual(before);
});
