// micrograd inside: its two tests against PyTorch in float64, and the numbers of its README.
import { describe, expect, test } from "vitest";
import { value, type Tensor } from "wasmgrad";
import golden from "./golden/micrograd.json" with { type: "json" };

function sanityCheck() {
  const x = value(-4);
  const z = x.mul(2).add(2).add(x);
  const q = z.relu().add(z.mul(x));
  const h = z.mul(z).relu();
  const y = h.add(q).add(q.mul(x));
  return { x, z, q, h, y };
}

function moreOps() {
  const a = value(-4);
  const b = value(2);
  let c = a.add(b);
  let d = a.mul(b).add(b.pow(3));
  c = c.add(c.add(1));
  c = c.add(value(1).add(c).add(a.neg()));
  d = d.add(d.mul(2).add(b.add(a).relu()));
  d = d.add(value(3).mul(d).add(b.sub(a).relu()));
  const e = c.sub(d);
  const f = e.pow(2);
  let g = f.div(2);
  g = g.add(value(10).div(f));
  return { a, b, g };
}

const grad = (t: Tensor): number => t.grad!.item();

describe("micrograd", () => {
  test("test_sanity_check gives PyTorch's numbers to the last bit", () => {
    const { x, z, q, h, y } = sanityCheck();
    for (const t of [z, q, h]) t.retainGrad();
    y.backward();
    expect({ y: y.item(), dx: grad(x), dz: grad(z), dq: grad(q), dh: grad(h) }).toEqual(golden.sanityCheck);
  });

  test("test_more_ops gives PyTorch's numbers", () => {
    const { a, b, g } = moreOps();
    g.backward();
    expect(g.item()).toBeCloseTo(golden.moreOps.g, 12);
    expect(grad(a)).toBeCloseTo(golden.moreOps.da, 11);
    expect(grad(b)).toBeCloseTo(golden.moreOps.db, 11);
  });

  test("the README's four decimals", () => {
    const { a, b, g } = moreOps();
    g.backward();
    expect([g, a.grad!, b.grad!].map((t) => t.item().toFixed(4))).toEqual(["24.7041", "138.8338", "645.5773"]);
  });

  test("a value is a float64 scalar leaf", () => {
    const x = value(2);
    expect([x.dtype, x.shape, x.requiresGrad, x.isLeaf]).toEqual(["float64", [], true, true]);
    expect(String(x)).toBe("tensor(2., dtype=float64, requiresGrad=true)");
  });
});
