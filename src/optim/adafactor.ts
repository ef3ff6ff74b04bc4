import { signature } from "../arguments/signature.js";
import { noGrad, scope } from "../engine/scope.js";
import { tensor, zeros, zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { Optimizer, type ParamsInput } from "./optimizer.js";

/** Options of Adafactor. */
export interface AdafactorOptions {
  /** The largest learning rate. Default 1e-2. */
  lr: number;
  /** How fast the running means learn to forget: they keep 1 - t^beta2Decay. Default -0.8. */
  beta2Decay: number;
  /** The smallest squared gradient (null: that of the dtype), and the smallest scale of a parameter. Default [null, 1e-3]. */
  eps: readonly [number | null, number];
  /** Updates are scaled down to this root mean square. Default 1. */
  d: number;
  /** Pulls the parameters towards 0, directly. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

type AdafactorMemory = { step: number; rowVar?: Tensor; colVar?: Tensor; variance?: Tensor };

const take = /* @__PURE__ */ signature(
  "Adafactor",
  "params: parameters, lr = 0.01, beta2Decay = -0.8, eps?: any, d = 1, weightDecay = 0, maximize = false",
);

/**
 * Adafactor (Shazeer & Stern 2018): the second mean of a matrix is remembered as a row and a column.
 *
 *     g = ±grad        β = t^beta2Decay        ρ = min(lr, 1/√t)        α = max(ε₂, rms(p)) · ρ
 *     p = p·(1 - lr·weightDecay)
 *     r = (1 - β)·r + β·mean(g², columns)        c = (1 - β)·c + β·mean(g², rows)        v = r·c / max(mean(r), ε₁)
 *     u = g / √max(v, ε₁²)
 *     p -= α · u / max(1, rms(u) / d)
 *
 * What has fewer than two axes has a v of its own: v = (1 - β)·v + β·g².
 * https://pytorch.org/docs/stable/generated/torch.optim.Adafactor.html
 * @throws ValueError for options out of range, no parameters, or a parameter given twice
 */
export class Adafactor extends Optimizer<AdafactorOptions, AdafactorMemory> {
  constructor(params: ParamsInput<AdafactorOptions>, options?: Partial<AdafactorOptions>);
  constructor(params: ParamsInput<AdafactorOptions>, lr: number, options?: Partial<AdafactorOptions>);
  constructor(
    params: ParamsInput<AdafactorOptions>,
    lr?: number,
    beta2Decay?: number,
    eps?: readonly [number | null, number],
    d?: number,
    weightDecay?: number,
    options?: { maximize?: boolean },
  );
  constructor(options: Partial<AdafactorOptions> & { params: ParamsInput<AdafactorOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<AdafactorOptions>, AdafactorOptions>(take, given);
    super(params, { ...options, eps: options.eps ?? [null, 1e-3] });
  }

  protected complaint({ lr, beta2Decay, eps, d, weightDecay }: AdafactorOptions): string | undefined {
    const good = Array.isArray(eps) && eps.length === 2 && (eps[0] === null || eps[0] >= 0) && (eps[1] ?? -1) >= 0;
    return first(
      notNegative("lr", lr),
      !(beta2Decay <= 0) && `beta2Decay = ${beta2Decay}: must be 0 or less`,
      !good && `eps = ${JSON.stringify(eps)}: must be [null or a number, a number], 0 or more`,
      !(d >= 1) && `d = ${d}: must be 1 or more`,
      notNegative("weightDecay", weightDecay),
    );
  }
  protected override fits(): boolean {
    return true;
  }

  protected update(params: Tensor[], group: AdafactorOptions): void {
    for (const p of params) {
      let memory = this.state.get(p);
      if (!memory) this.state.set(p, (memory = begin(p)));
      noGrad(() => scope(() => step(p, memory, group)));
    }
  }
}

function begin(p: Tensor): AdafactorMemory {
  if (p.ndim < 2) return { step: 0, variance: zerosLike(p).keep() };
  const [rows, cols] = [
    [...p.shape.slice(0, -1), 1],
    [...p.shape.slice(0, -2), 1, ...p.shape.slice(-1)],
  ];
  const { dtype } = p;
  return { step: 0, rowVar: zeros(rows, { dtype }).keep(), colVar: zeros(cols, { dtype }).keep() };
}

function step(p: Tensor, memory: AdafactorMemory, group: AdafactorOptions): void {
  const { lr, beta2Decay, eps, d, weightDecay, maximize } = group;
  const t = ++memory.step;
  const beta = tensor(t, { dtype: "float64" }).pow(beta2Decay).item();
  const least = eps[0] ?? (p.dtype === "float32" ? 2 ** -23 : 2 ** -52);
  const grad = maximize ? (p.grad as Tensor).neg() : (p.grad as Tensor);
  const alpha = rms(p)
    .clampMin(eps[1])
    .mul(Math.min(lr, 1 / Math.sqrt(t)));
  if (weightDecay !== 0) p.mul_(1 - lr * weightDecay);
  const v = variance(grad.square(), memory, beta, least);
  const u = v.clampMin(least * least).rsqrt().mul(grad); // prettier-ignore
  p.sub_(u.mul(alpha.div(rms(u).div(d).clampMin(1))));
}

function variance(squares: Tensor, memory: AdafactorMemory, beta: number, least: number): Tensor {
  const { rowVar, colVar, variance: v } = memory;
  if (v) return v.lerp_(squares, beta);
  if (!rowVar || !colVar) throw new Error("Adafactor: internal: a matrix has rows and columns");
  rowVar.lerp_(squares.mean(-1, true), beta);
  colVar.lerp_(squares.mean(-2, true), beta);
  return rowVar.matmul(colVar).div(rowVar.mean(-2, true).clampMin(least));
}

/** The root of the mean of the squares. */
const rms = (x: Tensor): Tensor => x.square().mean().sqrt();
