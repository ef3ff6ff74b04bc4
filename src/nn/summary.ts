// What a model is made of, layer by layer.
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ValueError } from "../engine/fault.js";
import { noGrad } from "../engine/scope.js";
import { zeros } from "../functions/create.js";
import { Tensor } from "../tensor.js";
import type { DType } from "../engine/values.js";
import { MultiheadAttention } from "./attention.js";
import { Bilinear } from "./bilinear.js";
import { RNNCellBase } from "./cell.js";
import { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./convolution.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { RNNBase } from "./recurrent.js";

/** A layer in a summary. Numbers are its own, without those of the layers inside. */
export interface SummaryRow {
  /** Its dotted name, "" for the model. */
  name: string;
  type: string;
  /** Of its first tensor; null if it was not called. */
  outputShape: readonly number[] | null;
  parameters: number;
  /** Multiplications that are added up: of products and convolutions; what works element by element counts nothing. */
  multiplyAdds: number;
  /** Of its parameters and buffers. */
  bytes: number;
  /** Of its results. */
  outputBytes: number;
}
/** What summary() returns; as a string it is the table. */
export interface Summary {
  rows: SummaryRow[];
  parameters: number;
  /** Those that want a gradient. */
  trainable: number;
  multiplyAdds: number;
  bytes: number;
  outputBytes: number;
  toString(): string;
}

const OPTIONS = 'dtype: dtype = "float32", print = true';
/**
 * Runs a model once, in eval() and off the tape, on zeros of a shape (or of several, one for each input), and tells of each layer the
 * shape of its result, its parameters, multiply-adds and bytes. Prints the table unless `print` is false.
 */
export function summary(
  model: Module,
  inputShape: readonly number[] | readonly (readonly number[])[],
  ...given: Given<typeof OPTIONS, [dtype: DType, print: boolean]>
): Summary {
  const [dtype, print] = signature("summary", OPTIONS).read(given);
  if (!(model instanceof Module)) throw new ValueError("summary: a Module is needed");
  if (!Array.isArray(inputShape)) throw new ValueError("summary: inputShape must be a shape, or an array of shapes");
  const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as number[][];
  const calls = new Map<Module, { shape: readonly number[] | null; adds: number; bytes: number }>();
  const modules = model.namedModules();
  const training = modules.map(([, m]) => m.training);
  const hooks = modules.map(([, m]) =>
    m.registerForwardHook((_, inputs, output) => {
      const results = tensorsIn(output);
      const before = calls.get(m);
      calls.set(m, {
        shape: results[0]?.shape ?? null,
        adds: (before?.adds ?? 0) + multiplyAdds(m, tensorsIn(inputs), results),
        bytes: (before?.bytes ?? 0) + results.reduce((n, t) => n + bytesOf(t), 0),
      });
    }),
  );
  try {
    model.eval();
    const run = model as unknown as { forward(...inputs: Tensor[]): unknown };
    noGrad(() => void run.forward(...shapes.map((shape) => zeros(shape, { dtype }))));
  } finally {
    for (const hook of hooks) hook.remove();
    modules.forEach(([, m], i) => (m.training = training[i]));
  }
  const rows = modules.map(([name, m]): SummaryRow => {
    const call = calls.get(m);
    const own = m.parameters(false);
    return {
      name,
      type: m.constructor.name,
      outputShape: call?.shape ?? null,
      parameters: own.reduce((n, p) => n + p.numel(), 0),
      multiplyAdds: call?.adds ?? 0,
      bytes: [...own, ...m.buffers(false)].reduce((n, t) => n + bytesOf(t), 0),
      outputBytes: m.children().length ? 0 : (call?.bytes ?? 0),
    };
  });
  const all = model.parameters();
  const sum = (key: "multiplyAdds" | "outputBytes"): number => rows.reduce((n, row) => n + row[key], 0);
  const made: Summary = {
    rows,
    parameters: all.reduce((n, p) => n + p.numel(), 0),
    trainable: all.reduce((n, p) => n + (p.requiresGrad ? p.numel() : 0), 0),
    multiplyAdds: sum("multiplyAdds"),
    bytes: [...all, ...model.buffers()].reduce((n, t) => n + bytesOf(t), 0),
    outputBytes: sum("outputBytes"),
    toString: () => table(made),
  };
  if (print) console.log(table(made));
  return made;
}

const product = (sizes: readonly number[]): number => sizes.reduce((n, d) => n * d, 1);
const bytesOf = (t: Tensor): number => t.numel() * { float32: 4, float64: 8, int32: 4, bool: 1 }[t.dtype];
const tensorsIn = (x: unknown): Tensor[] =>
  x instanceof Tensor ? [x] : Array.isArray(x) ? x.flatMap((item: unknown) => tensorsIn(item)) : [];

/** By the sizes of weights, inputs and results. */
function multiplyAdds(m: Module, inputs: Tensor[], results: Tensor[]): number {
  const y = product(results[0]?.shape ?? []);
  const x = product(inputs[0]?.shape ?? []);
  const weights = (): number =>
    m.namedParameters({ recurse: false }).reduce((n, [name, p]) => n + (name.includes("weight") ? p.numel() : 0), 0);
  if (m instanceof Linear) return y * m.inFeatures;
  if (m instanceof Bilinear) return y * m.in1Features * m.in2Features;
  for (const c of [Conv1d, Conv2d, Conv3d]) if (m instanceof c) return (y * m.weight.numel()) / m.outChannels;
  for (const c of [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d])
    if (m instanceof c) return (x * m.weight.numel()) / m.inChannels;
  if (m instanceof RNNBase || m instanceof RNNCellBase) return (x / Math.max(m.inputSize, 1)) * weights();
  if (m instanceof MultiheadAttention) {
    const [q, k, v] = inputs;
    const e = m.embedDim;
    const length = (t: Tensor): number => (t.ndim === 2 ? t.size(0) : t.size(m.batchFirst ? 1 : 0));
    return e * (q.numel() + k.numel() + v.numel()) + 2 * q.numel() * length(k);
  }
  return 0;
}

const group = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
function table({ rows, parameters, trainable, multiplyAdds: adds, bytes, outputBytes }: Summary): string {
  const head = ["layer", "output shape", "parameters", "multiply-adds", "bytes"];
  const lines = rows.map(({ name, type, outputShape, ...row }) => {
    const depth = name === "" ? 0 : name.split(".").length;
    const label = name === "" ? type : `${"  ".repeat(depth)}${name.slice(name.lastIndexOf(".") + 1)} (${type})`;
    const shape = outputShape ? `[${outputShape.join(", ")}]` : "–";
    const numbers = [row.parameters, row.multiplyAdds, row.bytes].map((n) => (n ? group(n) : "–"));
    return [label, shape, ...numbers];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i].length)));
  const line = (cells: string[]): string =>
    cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ").trimEnd(); // prettier-ignore
  const rule = "-".repeat(widths.reduce((n, w) => n + w, 2 * (widths.length - 1)));
  return [
    line(head),
    rule,
    ...lines.map(line),
    rule,
    `${group(parameters)} parameters, ${group(trainable)} of them trained; ${group(adds)} multiply-adds`,
    `${group(bytes)} bytes of parameters and buffers, ${group(outputBytes)} of results`,
  ].join("\n");
}
