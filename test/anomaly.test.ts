// The search for NaN: which op gave it, where it was called; nothing of it when it is off.
import { afterEach, describe, expect, test } from "vitest";
import { autograd, GradError, tensor, type Tensor } from "wasmgrad";
import { leavesNothing } from "./leftovers.js";

const { detectAnomaly, setDetectAnomaly, isAnomalyEnabled } = autograd;
const leaf = (...x: number[]): Tensor => tensor(x, { requiresGrad: true });

function rootOfZero(x: Tensor): Tensor {
  return x.sqrt();
}
const sick = () => {
  const x = leaf(0, 1);
  rootOfZero(x).mul(0).sum().backward();
  return x;
};
function messageOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    expect(error).toBeInstanceOf(GradError);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

afterEach(() => setDetectAnomaly(false));

describe("detectAnomaly()", () => {
  test("names the op whose gradient is NaN, and where it was called", () => {
    const message = messageOf(() => detectAnomaly(sick));
    expect(message).toMatch(
      /^backward: the gradient that sqrt gives to its input \[2\] has NaN; it was called here:\n/,
    );
    expect(message).toMatch(/rootOfZero/);
    leavesNothing(() => detectAnomaly(sick));
  });

  test("names a rule of one's own, and the one at fault among many", () => {
    class Bad extends autograd.Function {
      static forward(_: unknown, x: Tensor) {
        return x.mul(2);
      }
      static backward(_: unknown, dy: Tensor) {
        return dy.mul(NaN);
      }
    }
    const graph = (x: Tensor) => Bad.apply(x.exp().mul(3)).sin().sum();
    expect(messageOf(() => detectAnomaly(() => graph(leaf(1, 2)).backward()))).toMatch(/that function gives to/);
    const wide = (x: Tensor) => x.exp().add(x.sub(1).pow(0.5)).div(x).sum();
    expect(messageOf(() => detectAnomaly(() => wide(leaf(0.5, 2)).backward()))).toMatch(/that (div|pow) gives to/);
  });

  test("looks at float64, at strided gradients and at autograd.grad()", () => {
    const x = tensor([[0, 1], [2, 3]], { dtype: "float64", requiresGrad: true }); // prettier-ignore
    const y = () => x.T.slice(0, 0, 1).sqrt().mul(0).sum();
    expect(messageOf(() => detectAnomaly(() => autograd.grad(y(), x)))).toMatch(
      /that sqrt gives to its input \[1, 2\]/,
    );
    const z = () => x.sqrt().mul(0).sum();
    expect(messageOf(() => detectAnomaly(() => autograd.grad(z(), x, { createGraph: true })))).toMatch(
      /that sqrt gives/,
    );
  });

  test("tells where the value was computed that was overwritten", () => {
    const message = messageOf(() =>
      detectAnomaly(() => {
        const y = rootOfZero(leaf(4, 9));
        y.detach().zero_();
        y.sum().backward();
      }),
    );
    expect(message).toMatch(/^backward: a value that sqrt needs for its gradient was overwritten in place/);
    expect(message).toMatch(/it was called here:\n[^]*rootOfZero/);
  });

  test("minds neither infinities nor a NaN that backward begins with", () => {
    detectAnomaly(() => {
      const x = leaf(0, 1);
      x.sqrt().sum().backward();
      expect(x.grad!.toArray()).toEqual([Infinity, 0.5]);
      const y = leaf(1);
      y.backward({ gradient: tensor([NaN]) });
      expect(y.grad!.toArray()).toEqual([NaN]);
    });
  });

  test("is off by default, ends with its function, and may be nested", () => {
    expect(isAnomalyEnabled()).toBe(false);
    expect(sick().grad!.toArray()).toEqual([NaN, 0]);
    detectAnomaly(() => {
      detectAnomaly(() => expect(isAnomalyEnabled()).toBe(true));
      expect(isAnomalyEnabled()).toBe(true);
    });
    expect(isAnomalyEnabled()).toBe(false);
    messageOf(() => detectAnomaly(sick));
    expect(sick().grad!.toArray()).toEqual([NaN, 0]);
  });

  test("may be on until it is turned off; what was made before has no place", () => {
    const x = leaf(0);
    const y = x.sqrt().mul(0);
    setDetectAnomaly(true);
    expect(isAnomalyEnabled()).toBe(true);
    expect(messageOf(() => y.backward({ retainGraph: true }))).toMatch(/that sqrt gives to its input \[1\] has NaN$/);
    setDetectAnomaly(false);
    y.backward();
    expect(x.grad!.item()).toBe(NaN);
  });
});
