// Ops with a rule of one's own. https://pytorch.org/docs/stable/autograd.html#function
import { core } from "../engine/core.js";
import { GradError, ShapeError, ValueError } from "../engine/fault.js";
import { Why, at } from "../engine/handle.js";
import { type Rule, recordRule } from "./rules.js";
import { recording, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { make } from "../engine/values.js";

/** What forward() leaves for backward(). */
export class Context {
  /** Tensors given to save(). */
  saved: Tensor[] = [];
  /** Anything else. */
  [key: string]: unknown;

  /**
   * Keeps tensors for backward(), for as long as the graph. Of one that is neither an input nor a result nobody knows how it
   * depends on the inputs: backward() may read it, but a gradient of its gradient, which has to pass through, is an error.
   */
  save(...tensors: Tensor[]): void {
    this.saved = tensors;
  }
}

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
    let saved: { ptr: number; version: number; result: number }[] = [];
    const tensors = inputs.filter((x) => x instanceof Tensor);
    const sources = tensors.map(at);
    const results = recording(0, () =>
      scope(() => {
        const made = forward.call(this, ctx, ...(inputs as never[]));
        const ys = Array.isArray(made) ? made : [made];
        if (ys.length === 0 || !ys.every((y) => y instanceof Tensor)) {
          throw new ValueError(`${name}.forward: must return a tensor, or several in an array`);
        }
        saved = ctx.saved.map((t) => ({ ptr: at(t), version: core.versionOf(at(t)), result: ys.indexOf(t) }));
        for (const { ptr } of saved) core.retain(ptr);
        // a result that is an input, comes twice or belongs to a graph must become a tensor of its own
        const own = ys.map((y, k) => (inputs.includes(y) || ys.indexOf(y) < k || !y.isLeaf ? y.detach() : y));
        return Array.isArray(made) ? own : own[0];
      }),
    );
    ctx.saved = [];
    const ys = Array.isArray(results) ? results : [results];
    const kinds = inputs.map((x) => (x instanceof Tensor ? x.shape : null));
    const zeros = ys.map(
      ({ shape, dtype }) =>
        () =>
          new Tensor(make(new Uint8Array(sizeOf(shape)), shape, dtype)),
    );
    ys.forEach((y, k) => {
      // a saved result owns the rule, which must not hold it; another result is held without its graph
      const held = saved
        .filter(({ result }) => result !== k)
        .map(({ ptr, result }) => (result < 0 ? ptr : core.detach(ptr) >>> 0));
      for (const ptr of held) core.retain(ptr);
      let next = 0;
      const seen = saved.map(({ version, result }) => ({ version, index: result === k ? -1 : next++ }));
      saved.forEach(({ result }, i) => result >= 0 && result !== k && core.release(held[seen[i].index], Why.Scope));
      const call = (dy: Tensor, rule: Rule) => {
        const ptrOf = (index: number): number => (index < 0 ? rule.y : rule.held[index]);
        const stale = seen.findIndex(({ index, version }) => core.versionOf(ptrOf(index)) !== version);
        if (stale >= 0)
          throw new GradError(`${name}.backward: saved tensor ${stale} was overwritten in place; save a clone() of it`);
        const create = core.isRecording();
        ctx.saved = seen.map(({ index }, i) => {
          const t = new Tensor(ptrOf(index), true);
          const known = saved[i].result === k || sources.includes(saved[i].ptr) || !t.dtype.startsWith("float");
          if (!create || known) return t;
          const now = sources.map((_, n) => core.inputOf(rule.y, n) >>> 0);
          return endOfGraph(t, now, `${name}.backward: saved tensor ${i}`);
        });
        const given = backward.call(this, ctx, ...zeros.map((zero, i) => (i === k ? dy : zero())));
        ctx.saved = [];
        return gradientsOf(name, kinds, Array.isArray(given) ? given : [given]);
      };
      recordRule(y, tensors, { backward: call, held });
    });
    for (const { ptr } of saved) core.letGo(ptr);
    return results as T;
  }
}

/** t, through which no gradient can pass: an error says so, if one comes by on its way to the inputs. */
function endOfGraph(t: Tensor, sources: readonly number[], what: string): Tensor {
  const y = t.detach();
  const backward = (): never => {
    throw new GradError(
      `${what} is no input, nor the result that this gradient is of: how it depends on the inputs is not known; compute it in backward`,
    );
  };
  const inputs = sources.map((ptr) => new Tensor(ptr, true));
  recordRule(y, inputs, { backward, held: [] });
  return y;
}

const sizeOf = (shape: number[]): number => shape.reduce((n, d) => n * d, 1);

/** The gradients of those inputs that are tensors (those with a shape), checked. */
function gradientsOf(
  name: string,
  inputs: (number[] | null)[],
  given: (Tensor | null | undefined)[],
): (Tensor | null | undefined)[] {
  if (given.length > inputs.length) {
    throw new GradError(
      `${name}.backward: ${given.length} gradients for ${inputs.length} inputs; give one, or null, for each`,
    );
  }
  inputs.forEach((shape, i) => {
    const g = given[i];
    if (g && !(g instanceof Tensor))
      throw new ValueError(`${name}.backward: gradient ${i} is no tensor, but ${typeof g}`);
    if (!g || (shape && String(g.shape) === String(shape) && g.ndim === shape.length)) return;
    const what = shape ? `[${shape.join(", ")}]` : "no tensor";
    throw new ShapeError(`${name}.backward: gradient ${i} is [${g.shape.join(", ")}], its input is ${what}`);
  });
  return inputs.map((_, i) => given[i]).filter((_, i) => inputs[i]);
}
