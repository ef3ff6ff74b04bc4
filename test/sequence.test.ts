// Recurrent layers, attention and transformers against PyTorch (golden/sequence.json): values, gradients of every input and
// parameter, both float types, inputs in another layout, names in state dicts, and what is said of bad input.
import { describe, expect, test } from "vitest";
import { nn, tensor, type Tensor } from "wasmgrad";
import golden from "./golden/sequence.json" with { type: "json" };
import { difference, number, weights, type Num } from "./helpers.js";
import { spread } from "./spread.js";

type Float = "float32" | "float64";
type Named = Record<string, Tensor>;
interface Packed {
  lengths: number[];
  enforceSorted: boolean;
  paddingValue?: number;
}
interface Record_ {
  module: string;
  args: unknown[];
  inputs: Record<string, number[]>;
  call: string;
  packed?: Packed;
  masks?: Record<string, unknown>;
  maskShape?: number[];
  options?: object;
  outputs: { shape: number[]; values: Num[] }[];
  grads: Record<string, Num[]>;
}
const TOLERANCE = { float32: 2e-5, float64: 1e-10 };

/** The masks of a record: nested lists are bool, "float" is made by spread. */
function masksOf(record: Record_, dtype: Float): Named {
  const float = { attnMask: "attn", keyPaddingMask: "padding" };
  return Object.fromEntries(
    Object.entries(record.masks ?? {}).map(([key, m]) => {
      if (m === "float" && record.maskShape) return [key, spread("attn", record.maskShape, dtype)];
      if (m !== "float") return [key, tensor(m as number[], { dtype: "bool" })];
      const [l, n] = [record.inputs.q, record.inputs.k ?? record.inputs.q];
      const first = (record.args[2] as { batchFirst?: boolean }).batchFirst ?? false;
      const length = (shape: number[]) => shape[first ? 1 : 0];
      const shape = key === "attnMask" ? [length(l), length(n)] : [l[first ? 0 : 1], length(n)];
      return [key, spread(float[key as "attnMask"], shape, dtype)];
    }),
  );
}

/** What a record calls. */
const calls: Record<string, (module: never, xs: Named, record: Record_, dtype: Float) => (Tensor | null)[]> = {
  recurrent(module: nn.LSTM & nn.GRU, { x, h, c }, { packed }) {
    const { batchFirst } = module;
    const input = packed ? nn.utils.rnn.packPaddedSequence(x, packed.lengths, { batchFirst, ...packed }) : x;
    const state = h && c ? ([h, c] as const) : h;
    const [y, last] = module.forward(input as Tensor, state as never);
    const output = y as Tensor | nn.utils.rnn.PackedSequence;
    const options = { batchFirst, paddingValue: packed?.paddingValue ?? 0 };
    const [padded, lengths] =
      output instanceof nn.utils.rnn.PackedSequence ? nn.utils.rnn.padPackedSequence(output, options) : [output, null];
    if (packed) expect(lengths).toEqual(packed.lengths);
    return [padded, ...[last as Tensor | Tensor[]].flat()];
  },
  attention(_, { q, k, v }, record, dtype) {
    const options = record.args[0] as nn.functional.AttentionOptions;
    return [nn.functional.scaledDotProductAttention(q, k, v, { ...options, ...masksOf(record, dtype) })];
  },
  cell(module: nn.LSTMCell & nn.GRUCell, { x, h, c }) {
    return [module.forward(x, (c ? [h, c] : h) as never) as Tensor | Tensor[]].flat();
  },
  multihead(module: nn.MultiheadAttention, { q, k = q, v = q }, record, dtype) {
    return module.forward(q, k, v, { ...record.options, ...masksOf(record, dtype) }).filter((y) => y);
  },
  encoderLayer(module: nn.TransformerEncoderLayer, { x }, record, dtype) {
    return [module.forward(x, masksOf(record, dtype))];
  },
  decoderLayer(module: nn.TransformerDecoderLayer, { x, memory }, record, dtype) {
    return [module.forward(x, memory, masksOf(record, dtype))];
  },
  transformer(module: nn.Transformer, { src, tgt }) {
    return [module.forward(src, tgt)];
  },
};

/** The same numbers in another layout: the first axis is the last one in memory. */
const otherwise = (t: Tensor): Tensor =>
  t.ndim < 2 ? t : t.detach().transpose(0, -1).contiguous().transpose(0, -1).requiresGrad_();

describe("PyTorch's answers", () => {
  (golden as unknown as Record_[]).forEach((record, i) => {
    test(`${i} ${record.module}(${JSON.stringify(record.args).slice(1, -1)}) of ${JSON.stringify(record.inputs)}`, () => {
      const known = nn as unknown as Record<string, new (...args: unknown[]) => nn.Module>;
      const Made = known[record.module] ?? nn.Identity; // a function
      for (const [dtype, strided] of [
        ["float32", false],
        ["float64", false],
        ["float64", true],
      ] as const) {
        const module = new Made(...record.args).to(dtype).eval();
        const names = module.namedParameters().map(([name]) => name);
        const inputs = Object.keys(record.inputs);
        expect([...inputs, ...names].sort()).toEqual(Object.keys(record.grads).sort());
        module.loadStateDict(
          Object.fromEntries(module.namedParameters().map(([name, p]) => [name, spread(name, p.shape, dtype)])),
        );
        const xs = Object.fromEntries(
          Object.entries(record.inputs).map(([name, shape]) => {
            const x = spread(name, shape, dtype).requiresGrad_();
            return [name, strided ? otherwise(x) : x];
          }),
        );
        const ys = calls[record.call](module as never, xs, record, dtype) as Tensor[];
        const what = `${dtype}${strided ? " strided" : ""}`;
        expect(ys.map((y) => y.shape)).toEqual(record.outputs.map((y) => y.shape));
        ys.forEach((y, k) => {
          const want = record.outputs[k].values.map(number);
          expect(difference(y.data(), want, { tolerance: TOLERANCE[dtype] }), `${what} result ${k}`).toBe("");
        });
        const terms = ys.map((y) => y.mul(weights(y.shape, dtype)).sum());
        terms.reduce((a, b) => a.add(b)).backward();
        const all = { ...xs, ...Object.fromEntries(module.namedParameters()) };
        for (const [name, want] of Object.entries(record.grads)) {
          const got = all[name].grad?.data() ?? all[name].detach().mul(0).data();
          const problem = difference(got, want.map(number), { tolerance: TOLERANCE[dtype] });
          expect(problem, `${what} gradient of ${name}`).toBe("");
        }
      }
    });
  });
});
