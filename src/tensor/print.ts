// How a tensor looks: the rules of PyTorch 1.13's torch/_tensor_str.py, with our names in the suffixes.
//
//   edges      what is shown of a large tensor
//   column     one look for all its numbers: 1. or 1.5000 or 1.5000e-05, and the width of the widest
//   layOut     brackets, commas, line breaks
//   suffixes   shape, dtype, gradFn

import { signature } from "../arguments/signature.js";
import { ValueError } from "../engine/fault.js";
import type { Tensor } from "../tensor.js";

/** How tensors are printed; see `setPrintOptions`. */
export interface PrintOptions {
  /** Digits after the point, 0 to 75 (default 4). */
  precision: number;
  /** A tensor with more elements than this is summarised (default 1000; Infinity shows everything). */
  threshold: number;
  /** How many items a summary keeps at either end of a dimension (default 3). */
  edgeitems: number;
  /** Characters in a line (default 80). */
  linewidth: number;
  /** Scientific notation always (true), never (false), or where the numbers ask for it (null, the default). */
  sciMode: boolean | null;
}

const options: PrintOptions = { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80, sciMode: null };

/** PyTorch's sets of options; a profile leaves sciMode as it is. */
const profiles = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Infinity, edgeitems: 3, linewidth: 80 },
};

type Profile = keyof typeof profiles;
const takeOptions = /* @__PURE__ */ signature(
  "setPrintOptions",
  'precision?: number | null, threshold?: number | null, edgeitems?: number | null, linewidth?: number | null, profile?: "default" | "short" | "full" | null, sciMode?: bool | null',
);

/**
 * Changes how tensors are printed from now on; options not named stay as they are. `profile` sets several, and those named
 * beside it have the last word.
 * Throws ValueError for a number out of its range.
 * Source: torch.set_printoptions.
 */
export function setPrintOptions(given: Partial<PrintOptions> & { profile?: Profile | null }): void;
export function setPrintOptions(
  precision?: number | null,
  threshold?: number | null,
  edgeitems?: number | null,
  linewidth?: number | null,
  profile?: Profile | null,
  sciMode?: boolean | null,
): void;
export function setPrintOptions(...given: unknown[]): void {
  const [precision, threshold, edgeitems, linewidth, profile, sciMode] = takeOptions.read(given);
  const named = { precision, threshold, edgeitems, linewidth };
  const changes = Object.fromEntries(Object.entries(named).filter(([, x]) => x != null));
  if (sciMode !== undefined) Object.assign(changes, { sciMode });
  const next = { ...options, ...(profile && profiles[profile]), ...changes };
  const check = (name: "precision" | "edgeitems" | "linewidth", low: number, high: number): void => {
    if (!Number.isInteger(next[name]) || next[name] < low || next[name] > high)
      throw new ValueError(`setPrintOptions: ${name} ${next[name]}: want a whole number from ${low} to ${high}`);
  };
  check("precision", 0, 75);
  check("edgeitems", 1, 1e6);
  check("linewidth", 1, 1e6);
  if (!(next.threshold >= 0))
    throw new ValueError(`setPrintOptions: threshold ${next.threshold}: want a number from 0 to Infinity`);
  Object.assign(options, next);
}

/** A tensor as PyTorch prints it, e.g. `tensor([[1., 2.], [3., 4.]], requiresGrad=true)`. */
export function formatTensor(t: Tensor): string {
  const prefix = "tensor(";
  const text = prefix + (t.numel() === 0 ? "[]" : formatValues(t, prefix.length));
  return text + formatSuffixes(t, text, prefix.length) + ")";
}

function formatValues(t: Tensor, indent: number): string {
  const shown = t.numel() > options.threshold ? using(t.detach(), edges) : (t.toArray() as Shown);
  const values = ([shown] as unknown[]).flat(Infinity).filter((x) => x !== GAP) as Value[];
  return layOut(
    shown,
    t.ndim,
    indent,
    t.dtype.startsWith("float") ? floatColumn(values as number[]) : exactColumn(values),
  );
}

/** What the values do not tell, each after a comma, on a line of its own where it would pass the end of the line. */
function formatSuffixes(t: Tensor, text: string, indent: number): string {
  const suffixes: string[] = [];
  const empty = t.numel() === 0;
  if (empty && t.ndim !== 1) suffixes.push(`shape=[${t.shape.join(", ")}]`);
  if (t.dtype === "float64" || (empty && t.dtype !== "float32")) suffixes.push(`dtype=${t.dtype}`);
  if (t.gradFn !== null) suffixes.push(`gradFn=<${t.gradFn}>`);
  else if (t.requiresGrad) suffixes.push("requiresGrad=true");

  let line = text.length - text.lastIndexOf("\n") + 1;
  let out = "";
  for (const suffix of suffixes) {
    const breaks = line + suffix.length + 2 > options.linewidth;
    out += breaks ? `,\n${" ".repeat(indent)}${suffix}` : `, ${suffix}`;
    line = (breaks ? indent : line + 2) + suffix.length;
  }
  return out;
}

type Value = number | boolean;

/** Stands for the items a summary leaves out. */
const GAP = "...";

type Shown = Value | typeof GAP | Shown[];

/** The first and last items of every dimension, read through views: a large tensor is not copied to print its corners. */
function edges(t: Tensor): Shown {
  const n = t.shape[0];
  const e = options.edgeitems;
  const long = n > 2 * e;
  if (t.ndim === 1) return long ? [...read(t, 0, e), GAP, ...read(t, n - e, e)] : read(t, 0, n);
  const row = (i: number): Shown => using(t.select(0, i), edges);
  const rows = (from: number, to: number): Shown[] => Array.from({ length: to - from }, (_, i) => row(from + i));
  return long ? [...rows(0, e), GAP, ...rows(n - e, n)] : rows(0, n);
}

const read = (t: Tensor, start: number, length: number): Shown[] =>
  using(t.narrow(0, start, length), (part) => part.toArray() as Shown[]);

function using<R>(t: Tensor, f: (t: Tensor) => R): R {
  const result = f(t);
  t.dispose();
  return result;
}

/** One look for all numbers of a tensor. */
interface Column {
  width: number;
  text(x: Value): string;
}

/** Integers and booleans have one text each. */
function exactColumn(values: Value[]): Column {
  return { width: widest(values.map(String)), text: String };
}

/**
 * `1.` where all are whole, `1.5000` otherwise, `1.5000e+00` where one look cannot show both the largest and the smallest.
 * NaN, the infinities and zero have no say in it, nor in the width.
 */
function floatColumn(values: number[]): Column {
  const counted = values.filter((x) => Number.isFinite(x) && x !== 0);
  const sizes = counted.map(Math.abs);
  const low = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  const high = sizes.reduce((a, b) => Math.max(a, b), 0);
  const whole = counted.every(Number.isInteger);
  const apart = high / low > 1000 || high > 1e8 || (!whole && low < 1e-4);

  const look = (sci: boolean) => (x: number) =>
    !Number.isFinite(x) ? special(x) : sci ? scientific(x) : whole ? fixed(x, 0) + "." : fixed(x, options.precision);
  // As in PyTorch, sciMode has no say in the width, nor where there is no number that counts.
  const sci = counted.length > 0 ? (options.sciMode ?? apart) : false;
  return { width: widest(counted.map(look(apart))), text: look(sci) };
}

const widest = (texts: string[]): number => texts.reduce((w, s) => Math.max(w, s.length), 1);

const special = (x: number): string => (Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf");

/** x with that many decimals. Half goes to even, as in C and Python; toFixed alone takes it up (0.03125 to 0.0313). */
function fixed(x: number, decimals: number): string {
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const size = Math.abs(x);
  if (size >= 1e21) return sign + BigInt(size) + (decimals > 0 ? "." + "0".repeat(decimals) : "");
  return sign + halfToEven(size.toFixed(decimals), size.toFixed(decimals + TAIL));
}

/** x as 1.2346e-05. */
function scientific(x: number): string {
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const size = Math.abs(x);
  const [digits, exponent] = size.toExponential(options.precision).split("e") as [string, string];
  const [exact] = size.toExponential(options.precision + TAIL).split("e") as [string];
  return `${sign}${halfToEven(digits, exact)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

/** Digits that show whether a double lies exactly between two roundings: it cannot be this close to the middle and not on it. */
const TAIL = 25;
const HALF = "5".padEnd(TAIL, "0");

/** The rounding of `exact` to TAIL digits fewer: the one given, unless exact ends in a half and an even digit is below. */
function halfToEven(up: string, exact: string): string {
  const below = exact.slice(0, -TAIL).replace(/\.$/, "");
  return exact.endsWith(HALF) && /[02468]$/.test(below) ? below : up;
}

/** Brackets and commas around the values; `depth` dimensions are left, `indent` characters stand before the bracket. */
function layOut(shown: Shown, depth: number, indent: number, column: Column): string {
  if (!Array.isArray(shown)) return cell(shown as Value, column);
  const margin = " ".repeat(indent + 1);
  if (depth > 1) {
    const parts = shown.map((x) => (x === GAP ? GAP : layOut(x, depth - 1, indent + 1, column)));
    return `[${parts.join("," + "\n".repeat(depth - 1) + margin)}]`;
  }
  const cells = shown.map((x) => (x === GAP ? " ..." : cell(x as Value, column)));
  const perLine = Math.max(1, Math.floor((options.linewidth - indent) / (column.width + 2)));
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
  return `[${lines.join(",\n" + margin)}]`;
}

const cell = (x: Value, column: Column): string => column.text(x).padStart(column.width);
