// The drawing of a graph, as text.
import { describe, expect, test } from "vitest";
import { memory, ones, stack, tensor, value } from "wasmgrad";

/** The labels of tensors, of ops, and the arrows. */
function read(dot: string) {
  const labels = (letter: string) =>
    [...dot.matchAll(new RegExp(`^  ${letter}\\d+ \\[.*label="([^"]*)"`, "gm"))].map((m) => m[1]);
  return { tensors: labels("t"), ops: labels("o"), arrows: dot.match(/\w+ -> \w+/g) ?? [] };
}

describe("toDot", () => {
  test("draws tensors and ops, every one with its gradient after backward()", () => {
    const a = value(2);
    const y = a.mul(value(-3)).add(10).relu();
    y.backward();
    expect(y.toDot()).toBe(`digraph {
  rankdir=LR;
  node [shape=record, fontname="Helvetica", fontsize=12];
  t0 [label="data 4.0000 | grad 1.0000"];
  o0 [shape=ellipse, width=0.5, label="relu"];
  o0 -> t0;
  t1 -> o0;
  t1 [label="data 4.0000 | grad 1.0000"];
  o1 [shape=ellipse, width=0.5, label="+"];
  o1 -> t1;
  t2 -> o1;
  t3 -> o1;
  t2 [label="data -6.0000 | grad 1.0000"];
  o2 [shape=ellipse, width=0.5, label="*"];
  o2 -> t2;
  t4 -> o2;
  t5 -> o2;
  t3 [label="data 10.0000", color="gray70", fontcolor="gray40"];
  t4 [label="data 2.0000 | grad -3.0000", style=filled, fillcolor="lightyellow"];
  t5 [label="data -3.0000 | grad 2.0000", style=filled, fillcolor="lightyellow"];
}
`);
  });

  test("says none where no gradient has come by", () => {
    const y = value(2).tanh();
    expect(read(y.toDot()).tensors).toEqual(["data 0.9640 | grad none", "data 2.0000 | grad none"]);
    y.backward();
    expect(read(y.toDot()).tensors).toEqual(["data 0.9640 | grad 1.0000", "data 2.0000 | grad 0.0707"]);
  });

  test("gives signs to the ops that have one", () => {
    const [a, b] = [value(5), value(3)];
    const y = a.add(b).sub(a).mul(b).div(a).pow(2).neg().exp();
    expect(read(y.toDot()).ops).toEqual(["exp", "-", "**", "/", "*", "-", "+"]);
  });

  test("draws a tensor once, however often it is used", () => {
    const x = value(3);
    const y = x.mul(x);
    y.backward();
    expect(read(y.toDot())).toEqual({
      tensors: ["data 9.0000 | grad 1.0000", "data 3.0000 | grad 6.0000"],
      ops: ["*"],
      arrows: ["o0 -> t0", "t1 -> o0", "t1 -> o0"],
    });
  });

  test("follows values into a stack", () => {
    const y = stack([value(2), value(3)]).sum();
    y.backward();
    const { tensors } = read(y.toDot());
    expect(tensors.slice(-2)).toEqual(["data 2.0000 | grad 1.0000", "data 3.0000 | grad 1.0000"]);
    expect(tensors.filter((label) => label.endsWith("none"))).toEqual([]);
  });

  test("keeps numbers readable", () => {
    const labels = [0, 1 / 3, -123456, 1e-7, -2.5e9, Infinity, NaN].map((x) => read(value(x).toDot()).tensors[0]);
    const shown = ["0.0000", "0.3333", "-123456.0000", "1.0000e-7", "-2.5000e+9", "Infinity", "NaN"];
    expect(labels).toEqual(shown.map((x) => `data ${x} | grad none`));
    expect(read(tensor(7, { dtype: "int32" }).toDot()).tensors).toEqual(["data 7"]);
  });

  test("shows dtype and shape of larger tensors", () => {
    const w = ones([3, 2], { requiresGrad: true });
    const y = ones([4, 3]).matmul(w).sum();
    expect(read(y.toDot())).toMatchObject({
      tensors: [
        "data 24.0000 | grad none",
        "data float32 [4, 2] | grad none",
        "data float32 [4, 3]",
        "data float32 [3, 2] | grad none",
      ],
      ops: ["sum", "@"],
    });
  });

  test("shows the result alone once its graph was consumed", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const y = w.sum();
    y.backward();
    expect(read(y.toDot()).arrows).toEqual([]);
  });

  test("leaves nothing behind", () => {
    const y = value(2).add(1);
    y.backward();
    const before = memory();
    y.toDot();
    expect(memory()).toEqual(before);
  });
});
