// What the tests share: goldens read back into tensors, numbers compared, random inputs that repeat themselves.
import { tensor, type DType, type Tensor } from "wasmgrad";
import activation from "./golden/activation.json" with { type: "json" };
import composed from "./golden/composed.json" with { type: "json" };
import convolution from "./golden/convolution.json" with { type: "json" };
import resizing from "./golden/resizing.json" with { type: "json" };
import pooling from "./golden/pooling.json" with { type: "json" };
import create from "./golden/create.json" with { type: "json" };
import elementwise from "./golden/elementwise.json" with { type: "json" };
import indexing from "./golden/indexing.json" with { type: "json" };
import layers from "./golden/layers.json" with { type: "json" };
import movement from "./golden/movement.json" with { type: "json" };
import ordering from "./golden/ordering.json" with { type: "json" };
import rearrange from "./golden/rearrange.json" with { type: "json" };
import scatter from "./golden/scatter.json" with { type: "json" };
import linalg from "./golden/linalg.json" with { type: "json" };
import products from "./golden/products.json" with { type: "json" };
import pointwise from "./golden/pointwise.json" with { type: "json" };
import table from "./golden/promotion.json" with { type: "json" };
import reduce from "./golden/reduce.json" with { type: "json" };
import scan from "./golden/scan.json" with { type: "json" };
import statistics from "./golden/statistics.json" with { type: "json" };

/** A number of a golden: JSON has no word for nan and the infinities. */
export type Num = number | "nan" | "inf" | "-inf";
export type Nums = ArrayLike<number>;

/** An input of a golden: its values in row-major order, and how the view that the op sees is made from them. */
export interface Source {
  shape: number[];
  values: Num[];
  dtype?: DType;
  view?: [name: string, ...args: number[]][];
  fixed?: boolean;
}

/** One answer of PyTorch; golden/record.py describes the fields. */
export interface Golden {
  op: string;
  name: string;
  inputs: (Source | number | null)[];
  options?: Record<string, unknown>;
  dtypes?: DType[];
  outputs: { shape: number[]; values: Num[]; dtype?: DType }[];
  grads?: (Num[] | null)[];
}

/** All answers of PyTorch, a file for each family. */
export const records = [
  elementwise,
  pointwise,
  activation,
  reduce,
  statistics,
  scan,
  ordering,
  movement,
  rearrange,
  indexing,
  scatter,
  layers,
  products,
  linalg,
  create,
  composed,
  convolution,
  pooling,
  resizing,
].flat() as unknown as Golden[];

/** Which dtype comes out of which. */
export const promotion = table as unknown as {
  rows: string;
  columns: string;
  binary: Record<string, string[]>;
  unary: Record<string, string>;
  casts: [letter: string, can: boolean][][];
};

const named: Record<string, number> = { nan: NaN, inf: Infinity, "-inf": -Infinity };
export const number = (v: Num): number => (typeof v === "number" ? v : named[v]);

/** The base of an input, which is the leaf, and how to make the view of it that the op is given. */
export function build(source: Source, float: DType): { base: Tensor; view: () => Tensor } {
  const dtype = source.dtype ?? float;
  const requiresGrad = source.dtype === undefined && !source.fixed;
  const base = tensor(Float64Array.from(source.values, number), { shape: source.shape, dtype, requiresGrad });
  return { base, view: () => (source.view ?? []).reduce(step, base) };
}

/** One step of a view recipe. */
function step(x: Tensor, [name, ...args]: [string, ...number[]]): Tensor {
  const [a, b, c, d] = args as [number, number, number, number];
  switch (name) {
    case "transpose":
      return x.transpose(a, b);
    case "permute":
      return x.permute(...args);
    case "expand":
      return x.expand(...args);
    case "slice":
      return x.slice(a, b, c, d);
    case "select":
      return x.select(a, b);
  }
  throw new Error(`no such view: ${name}`);
}

/** The gradient that flows into an output: eighths that look random; golden/record.py has the same line. */
export function weights(shape: readonly number[], dtype: DType): Tensor {
  const n = shape.reduce((m, d) => m * d, 1);
  return tensor(
    Float64Array.from({ length: n }, (_, i) => (((i * 37 + 11) % 64) - 31.5) / 8),
    { shape: [...shape], dtype },
  );
}

/** How far a value may be from the truth. */
export interface Closeness {
  /** The largest error, in units of the truth ... */
  tolerance: number;
  /** ... of each element, or of the largest one (a sum of large terms may be a small number). */
  each?: boolean;
  /** 0 and -0 differ. */
  signed?: boolean;
}

/** Where `got` is not `want`, in words; "" if nowhere. */
export function difference(got: Nums, want: Nums, { tolerance, each = false, signed = false }: Closeness): string {
  if (got.length !== want.length) return `${got.length} elements, not ${want.length}`;
  let largest = 1 / 16;
  for (let i = 0; i < want.length; i++) if (Number.isFinite(want[i])) largest = Math.max(largest, Math.abs(want[i]));
  const wrong: string[] = [];
  for (let i = 0; i < want.length; i++) {
    const g = got[i];
    const w = want[i];
    // below the smallest normal number there is no relative error to speak of
    const allowed = each ? tolerance * Math.abs(w) + (tolerance > 1e-9 ? 1e-37 : 1e-307) : tolerance * largest;
    const close = Object.is(g, w) || (Number.isFinite(w) && Math.abs(g - w) <= allowed);
    if (!close || (signed && w === 0 && !Object.is(g, w)))
      wrong.push(`[${i}] is ${Object.is(g, -0) ? "-0" : g}, not ${Object.is(w, -0) ? "-0" : w}`);
  }
  return wrong.length > 4 ? `${wrong.slice(0, 4).join("; ")}; and ${wrong.length - 4} more` : wrong.join("; ");
}

/** Numbers in [0, 1) that are the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 0 .. n-1 in random order. */
export function shuffled(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
