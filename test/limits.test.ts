// Sizes that are too large: an answer at once, or an error; nothing hangs, wraps around, or ends the process.
import { expect, test } from "vitest";
import {
  Generator,
  WasmgradError,
  arange,
  cat,
  combinations,
  linspace,
  memory,
  nn,
  normal,
  ones,
  randint,
  randperm,
  scope,
  tensor,
  trilIndices,
  triuIndices,
  zeros,
} from "wasmgrad";
import { vander } from "wasmgrad/linalg";

const MAX = 2 ** 31 - 1;

test("too large a size is an error at once, which leaves nothing behind", () => {
  const inside: unknown[] = [];
  inside.push(inside);
  const beside: unknown[] = [1];
  beside.push(beside);
  const x = tensor([1, 2, 3]);
  const pad = (mode: "constant" | "replicate") => () => nn.functional.pad(x, [MAX, 0], { mode });
  const calls: (() => unknown)[] = [
    () => tensor(inside as never),
    () => tensor(beside as never),
    () => x.polygamma(1e9),
    () => combinations(arange(33), 30).shape[0] > 6000 || combinations(arange(40), 20),
    () => combinations(arange(1), 1e6, { withReplacement: true }),
    () => linspace(4, 2, MAX),
    pad("constant"),
    pad("replicate"),
    () => vander(x, { N: 1e8 }),
    () => trilIndices(2e8, 1),
    () => triuIndices(MAX, MAX),
    () => zeros(0, 3).chunk(MAX),
    () => zeros(3).tensorSplit(MAX),
    () => zeros(MAX, 0).unbind(0),
    () => zeros(MAX, 0).split(1),
    () => zeros(MAX, 0).toArray(),
    () => zeros(65536, 4096, 0).toArray(),
    () => cat([zeros(0, MAX), zeros(0, MAX)], 1),
    () => zeros(0, MAX, MAX),
    () => zeros(0).reshape(0, MAX, MAX),
    () => zeros(0, 1, 1).expand(0, MAX, MAX),
    () => zeros(1, 1, 1, 1).expand(MAX, MAX, MAX, MAX),
    () => zeros(0, MAX).unsqueeze(0).repeat(2, 1, 2),
  ];
  for (const call of calls) {
    const [before, start] = [memory().tensors, performance.now()];
    expect(() => scope(() => void call()), String(call)).toThrow(WasmgradError);
    expect(memory().tensors, String(call)).toBe(before);
    expect(performance.now() - start, String(call)).toBeLessThan(5_000);
  }
});

test("what is large but has an answer is answered", () => {
  const x = tensor([1, 2, 4]);
  expect(x.diff(2).toArray()).toEqual([1]);
  expect(x.diff(MAX).shape).toEqual([0]);
  expect(combinations(arange(33), 40).shape).toEqual([0, 40]);
  expect(combinations(arange(33), 30).shape).toEqual([5456, 30]);
  expect(x.chunk(1e9).length).toBe(3);
  expect(x.slice(0, 0, 3, MAX).toArray()).toEqual([1]);
  expect(zeros(0, MAX).toArray()).toEqual([]);
  expect(zeros(2, 0, 2 ** 29).toArray()).toEqual([[], []]);
  expect(zeros(0, MAX).sum(1).shape).toEqual([0]);
});

test("an error of a random function has drawn nothing", () => {
  const generator = new Generator(1);
  const before = generator.getState();
  const wide = ones(2, 1).expand(2, 3);
  const options = { generator };
  const calls: (() => unknown)[] = [
    () => tensor([-1, 1]).multinomial(1, options),
    () => tensor([0, 0]).multinomial(1, options),
    () => ones(2).multinomial(3, options),
    () => randint(5, [2], { generator, requiresGrad: true }),
    () => randperm(5, { generator, requiresGrad: true }),
    () => randint(5, [2], { generator, dtype: "float16" as never }),
    ...[wide, ones(2).requiresGrad_()]
      .flatMap((t) => [
        () => t.normal_(0, 1, options),
        () => t.uniform_(0, 1, options),
        () => t.exponential_(1, options),
        () => t.logNormal_(0, 1, options),
        () => t.cauchy_(0, 1, options),
        () => t.geometric_(0.5, options),
        () => t.random_(5, options),
        () => t.bernoulli_(0.5, options),
        () => t.bernoulli_(ones(1), options),
      ])
      .filter((_, i) => i < 9), // a leaf may be drawn off the tape
    () => nn.init.xavierNormal_(wide, options),
    () => nn.init.uniform_(wide, 0, 1, options),
    () => nn.init.truncNormal_(wide, 0, 1, -2, 2, options),
    () => tensor([1, 0], { dtype: "int32" }).bernoulli(options),
    () => normal(0, -1, [2], options),
    () => normal(ones(2), ones(3), undefined, options),
    () => normal(0, 1, [2], { generator, dtype: "int32", requiresGrad: true }),
  ];
  for (const call of calls) {
    const alive = memory().tensors;
    expect(() => scope(() => void call()), String(call)).toThrow(WasmgradError);
    expect(generator.getState(), String(call)).toEqual(before);
    expect(memory().tensors, String(call)).toBe(alive);
  }
});

test("an error leaves no tensor behind", () => {
  const [x, y, bool] = [ones(2, 3), ones(3), tensor([true])];
  const mine = () => {
    throw new Error("mine");
  };
  const calls: (() => unknown)[] = [
    () => x.map_(y, mine),
    () => x.map2_(y, y, mine),
    () => x.apply_(mine),
    () => new nn.Sequential([1] as never),
    () => new nn.Parameter(bool),
    () => x.logcumsumexp(99),
    () => x.hsplit(2),
    () => tensor([1], { dtype: "int32" }).bernoulli(),
  ];
  for (const call of calls) {
    const alive = memory().tensors;
    expect(call, String(call)).toThrow();
    expect(memory().tensors - alive, String(call)).toBeLessThanOrEqual(String(call).includes("bernoulli") ? 1 : 0);
  }
});
