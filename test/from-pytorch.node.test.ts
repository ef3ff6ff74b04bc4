// docs/from-pytorch.md: its JavaScript runs as it stands there, and computes what its Python does (golden/from_pytorch.py).
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as wasmgrad from "wasmgrad";
import golden from "./golden/from_pytorch.json" with { type: "json" };
import { countOf, fill, hashOf, keysOf, noisy, product } from "./models.js";

const { tensor, noGrad, nn } = wasmgrad;
type Tensor = wasmgrad.Tensor;
type Net<Y> = wasmgrad.nn.Module & { forward(...inputs: unknown[]): Y };
type Model = Net<Tensor>;

const guide = readFileSync(new URL("../docs/from-pytorch.md", import.meta.url), "utf8");

/** What the JavaScript under a heading defines: imports become what they stand for. */
function program<T>(heading: string, ...names: string[]): T {
  const [, section] = guide.split(`\n## ${heading}\n`);
  const [, code] = /```js\n(.*?)```/s.exec(section.split("\n## ")[0]) as unknown as [string, string];
  const body = code.replace(/^import (\{.*\}) from "wasmgrad";$/gm, "const $1 = wasmgrad;");
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is our own
  const run = new Function("wasmgrad", `"use strict";\n${body}\nreturn { ${names.join(", ")} };`) as (all: object) => T;
  return run(wasmgrad);
}

function compare(
  model: wasmgrad.nn.Module,
  y: Tensor,
  want: { keys: string; params: number; output: number[]; product: number },
): void {
  expect([countOf(model), hashOf(model)], keysOf(model).join("\n")).toEqual([want.params, want.keys]);
  Array.from(y.detach().flatten().slice(0, 0, 8).data()).forEach((x, i) => expect(x).toBeCloseTo(want.output[i], 8));
  expect(Math.abs(product(y.detach(), 5000).item() - want.product)).toBeLessThan(1e-9 * y.detach().abs().sum().item());
}
const ints = (values: number[], ...shape: number[]): Tensor => tensor(values, { shape, dtype: "int32" });
const close = (got: number[], want: number[]): void =>
  got.forEach((x, i) => expect(Math.abs(x / want[i] - 1)).toBeLessThan(1e-8));

test("ResNet-18", () => {
  const { resnet18 } = program<{ resnet18: (classes: number) => Model }>("ResNet-18", "resnet18");
  const model = fill(resnet18(5).to("float64").eval());
  compare(
    model,
    noGrad(() => model.forward(noisy([2, 3, 64, 64], 1000))),
    golden.resnet,
  );
  expect(hashOf(wasmgrad.models.resnet18({ numClasses: 5 }))).toBe(golden.resnet.keys);
});

test("a GPT", () => {
  type GPT = Net<[logits: Tensor, loss: Tensor]> & {
    getNumParams(): number;
    generate(ids: Tensor, n: number, options: object): Tensor;
    configureOptimizers(decay: number, lr: number, betas: number[]): wasmgrad.optim.AdamW;
    cropBlockSize(n: number): void;
  };
  const { GPT, GPTConfig } = program<Record<string, new (options: object) => GPT>>("A GPT", "GPT", "GPTConfig");
  const config = new GPTConfig({ blockSize: 12, vocabSize: 40, nLayer: 2, nHead: 3, nEmbd: 24 });
  const model = fill(new GPT(config).to("float64"));
  const numbers = Array.from({ length: 20 }, (_, i) => (i * 7) % 39);
  const ids = ints(numbers, 2, 10);
  compare(
    model,
    noGrad(() => model.forward(ids)[0]),
    golden.gpt,
  );
  expect(model.getNumParams()).toBe(golden.gpt.number);
  expect(model.generate(ids, 5, { topK: 1 }).toArray()).toEqual(golden.gpt.written);

  const optimizer = model.configureOptimizers(0.1, 1e-2, [0.9, 0.95]);
  const targets = ids.roll(-1, 1);
  const losses = golden.gpt.losses.map(() => {
    const [, loss] = model.forward(ids, targets);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item();
  });
  close(losses, golden.gpt.losses);
  model.cropBlockSize(4);
  const [cropped] = noGrad(() => model.forward(ids.slice(1, 0, 4)));
  close([cropped.sum().item()], [golden.gpt.cropped]);
});

test("a graph convolutional network", () => {
  type Data = Record<string, Tensor>;
  const { GCN, train, accuracy } = program<{
    GCN: new (features: number, classes: number, p: number) => Model;
    train: (model: Model, data: Data, epochs: number) => number[];
    accuracy: (model: Model, data: Data) => number;
  }>("A graph convolutional network", "GCN", "train", "accuracy");
  const of = <T>(n: number, fn: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => fn(i));
  const data = {
    x: noisy([30, 8], 1000),
    edgeIndex: ints([...of(80, (i) => (i * 7) % 30), ...of(80, (i) => (i * 11) % 29)], 2, 80),
    y: ints(
      of(30, (i) => i % 3),
      30,
    ),
    trainMask: tensor(of(30, (i) => i % 4 === 0)),
    testMask: tensor(of(30, (i) => i % 4 === 1)),
  };
  const model = fill(new GCN(8, 3, 0).to("float64"));
  close(train(model, data, 20), golden.gcn.losses);
  compare(
    model,
    noGrad(() => model.forward(data)),
    golden.gcn,
  );
  expect(accuracy(model, data)).toBe(golden.gcn.accuracy);
});

test("what the table says of errors", () => {
  const a = tensor([1, 2]);
  expect(() => (nn.Linear as never as (n: number, m: number) => unknown)(1, 2)).toThrow(/new/);
  expect(a.eq(a).all().item()).toBe(1);
  expect(new nn.ModuleList([new nn.Linear(1, 2)]).parameters().length).toBe(2);
});
