// Optimizer updates in one pass over memory. Everything is dense; numbers come in job and the list behind it.
import { job } from "./job";
import { lanes, num, sub, mul, div, max, madd, sqrt, put } from "./simd";

/** What an update is told beside job.f, g, h: numbers of the group. */
@unmanaged
export class Recipe {
  lr: f64;
  /** momentum, or β₁ and β₂ */
  beta1: f64;
  beta2: f64;
  eps: f64;
  weightDecay: f64;
  dampening: f64;
  /** 1/(1 - β₁ᵗ) and 1/√(1 - β₂ᵗ) */
  scale1: f64;
  scale2: f64;
  decoupled: i32;
  amsgrad: i32;
  nesterov: i32;
  maximize: i32;
  first: i32;
}
export const recipe = changetype<Recipe>(0x380);
if (offsetof<Recipe>() > 0x80) ERROR("Recipe outgrew its place");

/** p at job.y, its gradient at job.a, momentum at job.b or 0 */
export function sgd<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  const decay = num<T>(recipe.weightDecay);
  const lr = num<T>(recipe.lr);
  const momentum = num<T>(recipe.beta1);
  const fresh = num<T>(1 - recipe.dampening);
  const sign = num<T>(recipe.maximize ? -1 : 1);
  const decays = recipe.weightDecay != 0;
  const first = recipe.first;
  const nesterov = recipe.nesterov;
  const at = <usize>(begin * l) * sizeof<T>();
  let y = job.y + at;
  let a = job.a + at;
  let b = job.b ? job.b + at : 0;
  for (let n = min(end * l, job.n) - begin * l; n > 0; n -= l, y += 16, a += 16) {
    const p = v128.load(y);
    let g = mul<T>(v128.load(a), sign);
    if (decays) g = madd<T>(decay, p, g);
    if (b) {
      const m = first ? g : madd<T>(momentum, v128.load(b), mul<T>(fresh, g));
      put<T>(b, m, n);
      b += 16;
      g = nesterov ? madd<T>(momentum, m, g) : m;
    }
    put<T>(y, sub<T>(p, mul<T>(lr, g)), n);
  }
}

/** p at job.y, gradient at job.a, means at job.b and job.c, the greatest second mean at job.d or 0 */
export function adam<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  const decay = num<T>(recipe.weightDecay);
  const keep = num<T>(1 - recipe.lr * recipe.weightDecay);
  const beta1 = num<T>(recipe.beta1);
  const rest1 = num<T>(1 - recipe.beta1);
  const beta2 = num<T>(recipe.beta2);
  const rest2 = num<T>(1 - recipe.beta2);
  const step = num<T>(recipe.lr * recipe.scale1);
  const scale2 = num<T>(recipe.scale2);
  const eps = num<T>(recipe.eps);
  const sign = num<T>(recipe.maximize ? -1 : 1);
  const decoupled = recipe.decoupled;
  const decays = recipe.weightDecay != 0;
  const at = <usize>(begin * l) * sizeof<T>();
  let y = job.y + at;
  let a = job.a + at;
  let b = job.b + at;
  let c = job.c + at;
  let d = job.d ? job.d + at : 0;
  for (let n = min(end * l, job.n) - begin * l; n > 0; n -= l, y += 16, a += 16, b += 16, c += 16) {
    let p = v128.load(y);
    let g = mul<T>(v128.load(a), sign);
    if (decoupled) p = mul<T>(p, keep);
    else if (decays) g = madd<T>(decay, p, g);
    const m = madd<T>(beta1, v128.load(b), mul<T>(rest1, g));
    const s = madd<T>(beta2, v128.load(c), mul<T>(rest2, mul<T>(g, g)));
    put<T>(b, m, n);
    put<T>(c, s, n);
    let top = s;
    if (d) {
      top = max<T>(s, v128.load(d));
      put<T>(d, top, n);
      d += 16;
    }
    const root = madd<T>(sqrt<T>(top), scale2, eps);
    put<T>(y, sub<T>(p, div<T>(mul<T>(step, m), root)), n);
  }
}
