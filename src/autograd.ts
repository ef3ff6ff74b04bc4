// Gradients as a function, rules of one's own, and checks of both. `autograd` in the public API.
// https://pytorch.org/docs/stable/autograd.html
import { core, host, i32, refresh, tray } from "./core.js";
import { GradError, ShapeError } from "./fault.js";
import { at } from "./handle.js";
import { recording, scope } from "./scope.js";
import { Tensor } from "./tensor.js";

export { enableGrad, isGradEnabled, noGrad, scope } from "./scope.js";
export { type GradOptions, grad } from "./grad.js";
export { type CheckOptions, gradcheck, gradgradcheck } from "./gradcheck.js";

/** What forward() leaves for backward(). */
export class Context {
  /** Tensors given to save(). */
  saved: Tensor[] = [];
  /** Anything else. */
  [key: string]: unknown;

  /** Keeps tensors for backward(), for as long as the graph. */
  save(...tensors: Tensor[]): void {
    this.saved = tensors;
  }
}

/** A rule that is on the tape: how to call it, and what it holds. */
interface Rule {
  backward: (dy: Tensor) => (Tensor | null | undefined)[];
  saved: number[];
}
const rules = new Map<number, Rule>();
let count = 0;

host.custom = (id, gradient) => {
  refresh();
  const rule = rules.get(id) as Rule;
  const gradients = rule.backward(new Tensor(gradient));
  gradients.forEach((g, i) => (i32[tray + i] = g ? at(g) : 0));
};
host.forget = (id) => {
  const saved = rules.get(id)?.saved ?? [];
  rules.delete(id);
  for (const ptr of saved) core.letGo(ptr);
};

type Statics = {
  forward: (ctx: Context, ...inputs: never[]) => Tensor | Tensor[];
  backward: (ctx: Context, ...gradients: Tensor[]) => Tensor | null | undefined | (Tensor | null | undefined)[];
};

/**
 * An op with a gradient of one's own: a subclass says `static forward(ctx, ...inputs)` and
 * `static backward(ctx, ...gradients)`, which gives one gradient, or null, for each input.
 *
 *     class Cube extends autograd.Function {
 *       static forward(ctx, x) { ctx.save(x); return x.pow(3); }
 *       static backward(ctx, dy) { return dy.mul(ctx.saved[0].square().mul(3)); }
 *     }
 *     Cube.apply(x)
 *
 * forward() is not recorded; backward() is when createGraph asks for it. Of several results each has its own gradient,
 * and backward() is called for each with zeros for the others.
 * https://pytorch.org/docs/stable/autograd.html#function
 */
export abstract class Function {
  static apply<T extends Tensor | Tensor[] = Tensor>(...inputs: unknown[]): T {
    const { forward, backward, name } = this as unknown as Statics & { name: string };
    const ctx = new Context();
    const result = recording(0, () =>
      scope(() => {
        const made = forward.call(this, ctx, ...(inputs as never[]));
        for (const t of ctx.saved) core.retain(at(t));
        // a result that is an input must become a tensor of its own
        const own = (y: Tensor) => (inputs.includes(y) ? y.detach() : y);
        return Array.isArray(made) ? made.map(own) : own(made);
      }),
    );
    const ys = Array.isArray(result) ? result : [result];
    const tensors = inputs.filter((x) => x instanceof Tensor);
    ys.forEach((y, k) => {
      const id = ++count;
      const saved = ctx.saved.map((t) => t.ptr);
      if (k > 0) for (const ptr of saved) core.retain(ptr);
      const call = (dy: Tensor) => {
        const dys = ys.map((_, i) => (i === k ? dy : zeros(ys[i])));
        const given = backward.call(this, ctx, ...dys);
        return gradientsOf(name, inputs, Array.isArray(given) ? given : [given]);
      };
      tensors.forEach((x, i) => (i32[tray + i] = at(x)));
      rules.set(id, { backward: call, saved });
      if (!core.recordCustom(at(y), tensors.length, id)) host.forget(id);
    });
    return result as T;
  }
}

const zeros = (y: Tensor): Tensor => y.detach().mul(0);

/** The gradients of those inputs that are tensors, checked. */
function gradientsOf(name: string, inputs: unknown[], given: (Tensor | null | undefined)[]): (Tensor | null | undefined)[] {
  if (given.length > inputs.length) {
    throw new GradError(`${name}.backward: ${given.length} gradients for ${inputs.length} inputs; give one, or null, for each`);
  }
  inputs.forEach((x, i) => {
    const g = given[i];
    if (!g || (x instanceof Tensor && String(g.shape) === String(x.shape))) return;
    const what = x instanceof Tensor ? `[${x.shape.join(", ")}]` : "no tensor";
    throw new ShapeError(`${name}.backward: gradient ${i} is [${g.shape.join(", ")}], its input is ${what}`);
  });
  return inputs.map((_, i) => given[i]).filter((_, i) => inputs[i] instanceof Tensor);
}
