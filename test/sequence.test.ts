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
  index?: unknown;
  offsets?: number[];
  offset?: number;
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
    const input = packed
      ? nn.utils.rnn.packPaddedSequence(x, packed.lengths, { batchFirst, enforceSorted: packed.enforceSorted })
      : x;
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
  two(module: nn.Bilinear, { x, z }) {
    return [module.forward(x, z)];
  },
  three(module: nn.AdditiveAttention & nn.LocalAttention, { q, k, v }) {
    return [module.forward(q, k, v) as Tensor | Tensor[]].flat();
  },
  bag(module: nn.EmbeddingBag, { w }, { index, offsets }) {
    const ints = (t: unknown) => tensor(t as number[], { dtype: "int32" });
    return [module.forward(ints(index), offsets ? ints(offsets) : null, w)];
  },
  position(module: nn.LearnedPositions, { x }, { offset }) {
    return [module.forward(x, offset)];
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

describe("generation", () => {
  test("a cache of keys and values gives what the whole gives", () => {
    const [q, k, v] = ["q", "k", "v"].map((name) => spread(name, [2, 6, 4]));
    const { scaledDotProductAttention: attend, rotary } = nn.functional;
    const whole = attend(rotary(q), rotary(k), v, { isCausal: true });
    const cache = new nn.KeyValueCache();
    for (let i = 0; i < 6; i++) {
      const one = (t: Tensor) => t.slice(1, i, i + 1);
      const offset = cache.length;
      expect(offset).toBe(i);
      const [keys, values] = cache.update(rotary(one(k), { offset }), one(v));
      const y = attend(rotary(one(q), { offset }), keys, values);
      expect(difference(y.data(), one(whole).data(), { tolerance: 1e-12 })).toBe("");
    }
    cache.reset();
    expect(cache.length).toBe(0);
  });

  test("ALiBi's scores", () => {
    const { alibi } = nn.functional;
    expect(alibi(2, 2).toArray()).toEqual([
      [
        [-0, -(2 ** -4)],
        [-(2 ** -4), -0],
      ],
      [
        [-0, -(2 ** -8)],
        [-(2 ** -8), -0],
      ],
    ]);
    expect(alibi(3, 1, 3, { dtype: "float64" }).toArray()).toEqual(
      [2 ** -4, 2 ** -8, 2 ** -2].map((slope) => [[-2 * slope, -slope, -0]]),
    );
  });
});

test("what does not fit is said", () => {
  const x = spread("x", [4, 2, 3], "float32");
  expect(() => new nn.LSTM(4, 5).forward(x)).toThrow("LSTM: x [4, 2, 3] must have 4 features in its last axis");
  expect(() => new nn.GRU(3, 5).forward(x, spread("h", [1, 3, 5], "float32"))).toThrow("must be [1, 2, 5]");
  expect(() => new nn.RNN(3, 5).forward(x.double())).toThrow("x is float64 and the weights float32");
  expect(() => new nn.LSTM(3, 5, { projSize: 5 })).toThrow("projSize 5 must be less than hiddenSize 5");
  expect(() => new nn.LSTM(3, 5).forward(x.slice(0, 0, 0))).toThrow("has no steps");
  expect(() => new nn.MultiheadAttention(5, 2)).toThrow("cannot be divided by 2 heads");
  expect(() => nn.functional.scaledDotProductAttention(x, x, x.slice(1, 0, 1))).toThrow("keys, but");
  expect(() => nn.utils.rnn.packPaddedSequence(x, [1, 2])).toThrow("enforceSorted: false");
  expect(() => nn.utils.rnn.packPaddedSequence(x, [5, 2])).toThrow("must be between 1 and 4");
});
