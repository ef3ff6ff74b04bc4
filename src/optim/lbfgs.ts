import { signature } from "../arguments/signature.js";
import { ValueError } from "../engine/fault.js";
import { noGrad } from "../engine/scope.js";
import { cat, zeros } from "../functions/create.js";

import { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Optimizer, type ParamsInput } from "./optimizer.js";
import { type Point, strongWolfe } from "./wolfe.js";

/** Options of LBFGS. */
export interface LBFGSOptions {
  /** The first length of a step. Default 1. */
  lr: number;
  /** Iterations of one step(). Default 20. */
  maxIter: number;
  /** Evaluations of the closure in one step(). Default 1.25 · maxIter. */
  maxEval: number;
  /** Ends where no element of the gradient is larger. Default 1e-7. */
  toleranceGrad: number;
  /** Ends where value or parameters change by less. Default 1e-9. */
  toleranceChange: number;
  /** How many pairs of steps and changes of the gradient are kept. Default 100. */
  historySize: number;
  /** Search along the direction for a length that fulfils the strong Wolfe conditions; null takes lr. Default null. */
  lineSearchFn: "strong_wolfe" | null;
}

/** Of the first parameter, for all: `oldDirs` are changes of the gradient, `oldStps` the steps that made them. */
type LBFGSMemory = {
  funcEvals: number;
  nIter: number;
  d?: Tensor;
  t?: number;
  oldDirs: Tensor[];
  oldStps: Tensor[];
  ro: number[];
  HDiag: number;
  prevFlatGrad?: Tensor;
  prevLoss?: number;
};

const take = /* @__PURE__ */ signature(
  "LBFGS",
  'params: parameters, lr = 1, maxIter: integer = 20, maxEval?: integer | null, toleranceGrad = 1e-7, toleranceChange = 1e-9, historySize: integer = 100, lineSearchFn?: "strong_wolfe" | null',
);

/**
 * Limited-memory BFGS (Nocedal 1980): a quasi-Newton method for full batches. step() calls the closure many times.
 *
 *     sₖ, yₖ   the last steps and changes of the gradient        ρₖ = 1 / (yₖ·sₖ)
 *     d = -H·g, where H is (yₖ·sₖ / yₖ·yₖ)·I, corrected by all pairs (two-loop recursion)
 *     p += t·d
 *
 * https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
 * @throws ValueError for options out of range, or more than one group
 */
export class LBFGS extends Optimizer<LBFGSOptions, LBFGSMemory> {
  constructor(params: ParamsInput<LBFGSOptions>, options?: Partial<LBFGSOptions>);
  constructor(params: ParamsInput<LBFGSOptions>, lr: number, options?: Partial<LBFGSOptions>);
  constructor(
    params: ParamsInput<LBFGSOptions>,
    lr?: number,
    maxIter?: number,
    maxEval?: number | null,
    toleranceGrad?: number,
    toleranceChange?: number,
    historySize?: number,
    lineSearchFn?: "strong_wolfe" | null,
  );
  constructor(options: Partial<LBFGSOptions> & { params: ParamsInput<LBFGSOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<LBFGSOptions>, LBFGSOptions>(take, given);
    const maxEval = (options.maxEval as number | null | undefined) ?? Math.floor((options.maxIter * 5) / 4);
    super(params, { ...options, maxEval, lineSearchFn: options.lineSearchFn ?? null });
    if (this.paramGroups.length !== 1) throw this.error("groups are not possible: give all parameters as one list");
  }

  protected complaint(o: LBFGSOptions): string | undefined {
    return first(
      notNegative("lr", o.lr),
      notNegative("maxIter", o.maxIter),
      notNegative("maxEval", o.maxEval),
      notNegative("toleranceGrad", o.toleranceGrad),
      notNegative("toleranceChange", o.toleranceChange),
      !(o.historySize >= 1) && `historySize = ${o.historySize}: must be 1 or more`,
    );
  }
  protected override fits(): boolean {
    return true;
  }
  /** step() does it all, because it must evaluate the closure in between. */
  protected update(): void {
    throw this.error("step() needs a closure that computes the loss anew, calls backward() and returns the loss");
  }

  /** @param closure computes the loss anew, calls backward() and returns the loss; called up to maxEval times */
  override step<T>(closure: () => T): T;
  override step(): never;
  override step<T>(closure?: () => T): T {
    if (!closure) return this.update() as never;
    return noGrad(() => this.#step(closure));
  }

  #step<T>(closure: () => T): T {
    const [{ params, lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn }] =
      this.paramGroups;
    const state = this.#memory(params[0]);
    const value = (loss: unknown): number => {
      if (loss instanceof Tensor) return loss.item();
      if (typeof loss === "number") return loss;
      throw new ValueError("LBFGS.step: the closure must return the loss, a tensor of one element or a number");
    };
    const initial = this.evaluate(closure);
    let loss = value(initial);
    let evals = 1;
    state.funcEvals++;
    let grad = flatGradient(params);
    if (largest(grad) <= toleranceGrad) return initial;

    for (let n = 1; n <= maxIter; n++) {
      state.nIter++;
      remember(state, grad, historySize);
      const d = direction(state, grad).keep();
      state.d?.dispose();
      state.d = d;
      const t = state.nIter === 1 ? Math.min(1, 1 / grad.abs().sum().item()) * lr : lr;
      state.t = t;
      state.prevFlatGrad?.dispose();
      state.prevFlatGrad = grad.clone().keep();
      const before = (state.prevLoss = loss);
      const slope = grad.dot(d).item();
      if (slope > -toleranceChange) break;

      let count = 0;
      if (lineSearchFn === "strong_wolfe") {
        const origin = params.map((p) => p.detach().clone());
        const evaluate = (length: number): Point => {
          move(params, d, length);
          const f = value(this.evaluate(closure));
          const g = flatGradient(params);
          for (const [i, p] of params.entries()) p.copy_(origin[i]);
          return { t: length, f, g, slope: g.dot(d).item() };
        };
        const start = { t: 0, f: loss, g: grad, slope };
        const found = strongWolfe(evaluate, start, t, largest(d), toleranceChange);
        for (const p of origin) p.dispose();
        ({ count } = found);
        ({ t: state.t, f: loss, g: grad } = found.best);
        move(params, d, state.t);
      } else {
        move(params, d, t);
        // after the last step nobody asks for the value
        if (n !== maxIter) {
          loss = value(this.evaluate(closure));
          grad = flatGradient(params);
          count = 1;
        }
      }
      evals += count;
      state.funcEvals += count;
      if (n === maxIter || evals >= maxEval || largest(grad) <= toleranceGrad) break;
      if (largest(d) * Math.abs(state.t) <= toleranceChange || Math.abs(loss - before) < toleranceChange) break;
    }
    return initial;
  }

  #memory(p: Tensor): LBFGSMemory {
    let memory = this.state.get(p);
    if (!memory) this.state.set(p, (memory = { funcEvals: 0, nIter: 0, oldDirs: [], oldStps: [], ro: [], HDiag: 1 }));
    return memory;
  }
}

/** Keeps the last step and what it did to the gradient, if that curved upwards. */
function remember(state: LBFGSMemory, grad: Tensor, most: number): void {
  const { d, t, prevFlatGrad, oldDirs, oldStps, ro } = state;
  if (!d || !prevFlatGrad || t === undefined) return;
  const y = grad.sub(prevFlatGrad);
  const s = d.mul(t);
  const ys = y.dot(s).item();
  if (!(ys > 1e-10)) return;
  while (oldDirs.length >= most) {
    oldDirs.shift()?.dispose();
    oldStps.shift()?.dispose();
    ro.shift();
  }
  oldDirs.push(y.keep());
  oldStps.push(s.keep());
  ro.push(1 / ys);
  state.HDiag = ys / y.dot(y).item();
}

/** -H·g by the two-loop recursion. */
function direction({ oldDirs, oldStps, ro, HDiag }: LBFGSMemory, grad: Tensor): Tensor {
  const q = grad.neg();
  const al = new Array<number>(ro.length);
  for (let i = ro.length - 1; i >= 0; i--) {
    al[i] = oldStps[i].dot(q).item() * ro[i];
    q.sub_(oldDirs[i].mul(al[i]));
  }
  const d = q.mul_(HDiag);
  for (let i = 0; i < ro.length; i++) {
    const be = oldDirs[i].dot(d).item() * ro[i];
    d.add_(oldStps[i].mul(al[i] - be));
  }
  return d;
}

/** All gradients in one row; zeros where there is none. */
function flatGradient(params: readonly Tensor[]): Tensor {
  return cat(params.map((p) => p.grad?.reshape(-1) ?? zeros([p.numel()], { dtype: p.dtype })));
}
/** p += t·d, where d has all parameters in one row. */
function move(params: readonly Tensor[], d: Tensor, t: number): void {
  let at = 0;
  for (const p of params) {
    p.add_(d.narrow(0, at, p.numel()).view(p.shape).mul(t));
    at += p.numel();
  }
}
const largest = (x: Tensor): number => x.abs().max().item();
