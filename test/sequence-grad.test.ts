// Recurrent layers and attention: slopes and slopes of slopes against differences, and the same bits with any number of threads.
import { afterAll, describe, expect, test } from "vitest";
import {
  getNumThreads,
  manualSeed,
  memory,
  nn,
  ones,
  randn,
  scope,
  setNumThreads,
  tensor,
  type Tensor,
} from "wasmgrad";
import { gradcheck, gradgradcheck } from "wasmgrad/gradcheck";
import { difference } from "./helpers.js";
import { spread } from "./spread.js";

const F = nn.functional;
const dtype = "float64";
const leaf = (name: string, ...shape: number[]): Tensor => spread(name, shape).requiresGrad_();

/** A module as a function of its input and all its parameters. */
function free(module: nn.Module & { forward(...xs: never[]): unknown }, call: (x: Tensor[]) => unknown, xs: Tensor[]) {
  const names = module.namedParameters().map(([name]) => name);
  const own = names.map((name) => {
    const p = module.namedParameters().find(([n]) => n === name)![1];
    return spread(name, p.shape).requiresGrad_();
  });
  const fn = (...all: Tensor[]): Tensor[] => {
    names.forEach((name, i) => put(module, name, all[xs.length + i]));
    return [call(all.slice(0, xs.length))].flat(2) as Tensor[];
  };
  return { fn, all: [...xs, ...own] };
}
function put(module: nn.Module, path: string, value: Tensor): void {
  const parts = path.split(".");
  let at = module as unknown as Record<string, unknown>;
  for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>;
  at[parts.at(-1)!] = value;
}

describe("gradients of gradients", () => {
  const layers = [
    new nn.RNN(2, 3, { dtype }),
    new nn.RNN(2, 3, { dtype, nonlinearity: "relu" }),
    new nn.LSTM(2, 3, { dtype }),
    new nn.LSTM(2, 3, { dtype, projSize: 2 }),
    new nn.GRU(2, 3, { dtype, bidirectional: true }),
  ];
  for (const layer of layers) {
    test(String(layer).split("\n")[0], () => {
      const h = layer.projSize || 3;
      const rows = layer.bidirectional ? 2 : 1;
      const state = layer instanceof nn.LSTM ? [leaf("h", 1, 2, h), leaf("c", 1, 2, 3)] : [leaf("h", rows, 2, 3)];
      const xs = [leaf("x", 3, 2, 2), ...state];
      const forward = layer.forward.bind(layer) as (x: Tensor, h: unknown) => unknown;
      const { fn, all } = free(layer, ([x, ...s]) => forward(x, s.length > 1 ? s : s[0]), xs);
      expect(gradcheck(fn, all)).toBe(true);
      expect(gradgradcheck(fn, all)).toBe(true);
    });
  }

  test("packed sequences", () => {
    const layer = new nn.LSTM(2, 2, { dtype, bidirectional: true });
    const { fn, all } = free(
      layer,
      ([x]) => {
        const packed = nn.utils.rnn.packPaddedSequence(x, [1, 3], { enforceSorted: false });
        const [y, last] = layer.forward(packed);
        return [nn.utils.rnn.padPackedSequence(y)[0], ...last];
      },
      [leaf("x", 3, 2, 2)],
    );
    expect(gradcheck(fn, all)).toBe(true);
    expect(gradgradcheck(fn, all)).toBe(true);
  });

  const some = tensor([1, 1, 0, 1, 0, 1, 1, 0, 1], { shape: [3, 3], dtype: "bool" });
  const none = tensor([1, 1, 0, 0, 0, 0, 1, 0, 1], { shape: [3, 3], dtype: "bool" });
  const cases: [string, object, number[]?][] = [
    ["plain", {}],
    ["causal", { isCausal: true }],
    ["scaled", { scale: 0.3 }],
    ["bool mask", { attnMask: some }],
    ["a row that sees nothing", { attnMask: none }],
    ["grouped", { enableGqa: true }, [2, 1]],
  ];
  for (const [name, options, [heads, groups] = [2, 2]] of cases) {
    test(`attention: ${name}`, () => {
      const fn = (q: Tensor, k: Tensor, v: Tensor) => F.scaledDotProductAttention(q, k, v, options);
      const xs = [leaf("q", heads, 3, 2), leaf("k", groups, 3, 2), leaf("v", groups, 3, 3)];
      expect(gradcheck(fn, xs)).toBe(true);
      expect(gradgradcheck(fn, xs)).toBe(true);
    });
  }
  test("attention: a float mask has a gradient, too", () => {
    const fn = (q: Tensor, k: Tensor, v: Tensor, attnMask: Tensor) =>
      F.scaledDotProductAttention(q, k, v, { attnMask });
    const xs = [leaf("q", 2, 3, 2), leaf("k", 2, 4, 2), leaf("v", 2, 4, 3), leaf("mask", 3, 4)];
    expect(gradcheck(fn, xs)).toBe(true);
    expect(gradgradcheck(fn, xs)).toBe(true);
  });
});

describe("attention of many blocks", () => {
  const seen = spread("mask", [3, 70, 150]).gt(-0.3);
  const cases: [string, nn.functional.AttentionOptions][] = [
    ["plain", {}],
    ["causal", { isCausal: true }],
    ["bool mask", { attnMask: seen }],
    ["float mask", { attnMask: spread("mask", [1, 150]) }],
    ["grouped", { enableGqa: true, isCausal: true, scale: 0.2 }],
  ];
  for (const [name, options] of cases) {
    test(`${name}: softmax of the whole`, () => {
      const groups = options.enableGqa ? 1 : 3;
      const xs = [leaf("q", 3, 70, 9), leaf("k", groups, 150, 9), leaf("v", groups, 150, 5)];
      const [q, k, v] = xs;
      const gradient = spread("dy", [3, 70, 5]);
      const y = F.scaledDotProductAttention(q, k, v, options);
      y.backward({ gradient });
      const got = [y, ...xs.map((x) => x.grad!)].map((t) => t.data());
      for (const x of xs) x.grad = null;
      let scores = q.matmul(k.transpose(1, 2)).mul(options.scale ?? 1 / 3);
      const mask = options.isCausal ? ones([70, 150], { dtype: "bool" }).tril() : options.attnMask;
      if (mask?.dtype === "bool") scores = scores.maskedFill(mask.logicalNot(), -Infinity);
      else if (mask) scores = scores.add(mask);
      const whole = scores.softmax(-1).matmul(v);
      whole.backward({ gradient });
      [whole, ...xs.map((x) => x.grad!)].forEach((t, i) => {
        expect(difference(got[i], t.data(), { tolerance: 1e-12 }), `${i}`).toBe("");
      });
    });
  }

  test("memory grows with the length, not with its square", () => {
    const peak = (length: number): number =>
      scope(() => {
        const x = randn([2, length, 32]).requiresGrad_();
        const before = memory().live;
        F.scaledDotProductAttention(x, x, x, { isCausal: true }).sum().backward();
        return memory().peak - before;
      });
    // the peak never falls: each length must go beyond what was there before
    const [one, two, four] = [1024, 2048, 4096].map(peak);
    expect(one).toBeGreaterThan(0);
    expect(two / one).toBeLessThan(2.1);
    expect(four / two).toBeLessThan(2.1);
  });
});

describe("threads", () => {
  const before = getNumThreads();
  afterAll(() => setNumThreads(before));
  const bytes = (t: Tensor | null): string => {
    const words = new Int32Array(t!.data().buffer);
    let hash = 0;
    for (const word of words) hash = (Math.imul(hash, 0x01000193) ^ word) >>> 0;
    return `[${t!.shape.join(", ")}] ${hash}`;
  };

  test("give the same bits: 1, 2, 3 and 8", { timeout: 60_000 }, async () => {
    setNumThreads(8);
    scope(() => randn([512, 512]).exp());
    await new Promise((done) => setTimeout(done, 100));
    const runs: [string, nn.Module, (x: Tensor) => Tensor][] = [];
    manualSeed(1);
    for (const layer of [new nn.LSTM(33, 70), new nn.GRU(33, 70, { bidirectional: true }), new nn.RNN(33, 70)])
      runs.push([layer.constructor.name, layer, (x) => layer.forward(x as never)[0]]);
    const mha = new nn.MultiheadAttention(33, 3);
    runs.push(["MultiheadAttention", mha, (x) => mha.forward(x, x, x, { needWeights: false })[0]]);
    const causal = (x: Tensor) => F.scaledDotProductAttention(x, x, x, { isCausal: true });
    runs.push(["scaledDotProductAttention", mha, causal]);
    const x = randn([37, 41, 33]).requiresGrad_().keep();
    for (const [name, module, call] of runs) {
      const digest = (): string[] =>
        scope(() => {
          for (const t of [x, ...module.parameters()]) t.grad = null;
          const y = call(x);
          y.square().sum().backward();
          return [y, x.grad, ...module.parameters().map((p) => p.grad)].filter((t) => t).map(bytes);
        });
      setNumThreads(1);
      const want = digest();
      for (const threads of [2, 3, 8]) {
        setNumThreads(threads);
        expect(digest(), `${name} with ${threads} threads`).toEqual(want);
      }
    }
  });
});
