// Optimizer updates in one pass over memory: one rule for each optimizer, whose formula stands in src/optim/. All is dense.
import { argumentsOf } from "./job";
import {
  abs,
  add,
  copysign,
  div,
  except,
  gt,
  lanes,
  lt,
  madd,
  max,
  min,
  mul,
  num,
  put,
  select,
  sqrt,
  sub,
} from "./simd";

/** What every rule is told: a parameter, its gradient, up to three states (0 where there is none). A rule adds its numbers. */
@unmanaged
export class Update {
  p: usize;
  g: usize;
  a: usize;
  b: usize;
  c: usize;
  n: i32;
  flags: i32;
}
/** Bits of flags: go uphill; a gradient is pulled towards the parameter; what else a rule asks. */
const MAXIMIZE = 1;
const DECAYS = 2;
const FIRST = 4;
const OTHER = 8;
/** Where the numbers of a rule begin, in every element of a vector. */
export const NUMBERS_AT = 32;

/** The whole loop: F.f makes the new parameter of p and g, and writes the states of n elements at a, b, c. */
export function update<F, T>(begin: i32, end: i32): void {
  const args = argumentsOf<Update>();
  const l = lanes<T>();
  const at = <usize>(begin * l) * sizeof<T>();
  const sign = num<T>(args.flags & MAXIMIZE ? -1 : 1);
  const decays = args.flags & DECAYS;
  const decay = v128.load(changetype<usize>(args) + NUMBERS_AT);
  let y = args.p + at;
  let from = args.g + at;
  let a = args.a ? args.a + at : 0;
  let b = args.b ? args.b + at : 0;
  let c = args.c ? args.c + at : 0;
  for (let n = (end * l < args.n ? end * l : args.n) - begin * l; n > 0; n -= l, y += 16, from += 16) {
    const p = v128.load(y);
    let g = mul<T>(v128.load(from), sign);
    if (decays) g = madd<T>(decay, p, g);
    // @ts-ignore: asc reads f of the class itself
    put<T>(y, changetype<F>(0).f(p, g, a, b, c, n), n);
    if (a) a += 16;
    if (b) b += 16;
    if (c) c += 16;
  }
}

/** (1 - t)·a + t·b, with t and 1 - t given */
function mix<T>(keep: v128, a: v128, rest: v128, b: v128): v128 {
  return madd<T>(keep, a, mul<T>(rest, b));
}

@unmanaged
class SgdNumbers extends Update {
  decay: v128;
  lr: v128;
  momentum: v128;
  fresh: v128;
}
export class Sgd<T> {
  f(p: v128, grad: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<SgdNumbers>();
    let g = grad;
    if (a) {
      const m = it.flags & FIRST ? g : mix<T>(it.momentum, v128.load(a), it.fresh, g);
      put<T>(a, m, n);
      g = it.flags & OTHER ? madd<T>(it.momentum, m, g) : m;
    }
    return sub<T>(p, mul<T>(it.lr, g));
  }
}

@unmanaged
class AdamNumbers extends Update {
  decay: v128;
  keep: v128;
  beta1: v128;
  rest1: v128;
  beta2: v128;
  rest2: v128;
  step: v128;
  scale2: v128;
  eps: v128;
}
export class Adam<T> {
  f(q: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<AdamNumbers>();
    const p = mul<T>(q, it.keep);
    const m = mix<T>(it.beta1, v128.load(a), it.rest1, g);
    const s = mix<T>(it.beta2, v128.load(b), it.rest2, mul<T>(g, g));
    put<T>(a, m, n);
    put<T>(b, s, n);
    let top = s;
    if (c) {
      top = max<T>(s, v128.load(c));
      put<T>(c, top, n);
    }
    return sub<T>(p, div<T>(mul<T>(it.step, m), madd<T>(sqrt<T>(top), it.scale2, it.eps)));
  }
}

@unmanaged
class AdagradNumbers extends Update {
  decay: v128;
  lr: v128;
  eps: v128;
}
export class Adagrad<T> {
  f(p: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<AdagradNumbers>();
    const s = madd<T>(g, g, v128.load(a));
    put<T>(a, s, n);
    return sub<T>(p, div<T>(mul<T>(it.lr, g), add<T>(sqrt<T>(s), it.eps)));
  }
}

@unmanaged
class AdadeltaNumbers extends Update {
  decay: v128;
  lr: v128;
  rho: v128;
  rest: v128;
  eps: v128;
}
export class Adadelta<T> {
  f(p: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<AdadeltaNumbers>();
    const s = mix<T>(it.rho, v128.load(a), it.rest, mul<T>(g, g));
    const before = v128.load(b);
    const delta = mul<T>(div<T>(sqrt<T>(add<T>(before, it.eps)), sqrt<T>(add<T>(s, it.eps))), g);
    put<T>(a, s, n);
    put<T>(b, mix<T>(it.rho, before, it.rest, mul<T>(delta, delta)), n);
    return sub<T>(p, mul<T>(it.lr, delta));
  }
}

@unmanaged
class RMSpropNumbers extends Update {
  decay: v128;
  lr: v128;
  alpha: v128;
  rest: v128;
  eps: v128;
  momentum: v128;
}
export class RMSprop<T> {
  f(p: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<RMSpropNumbers>();
    const s = mix<T>(it.alpha, v128.load(a), it.rest, mul<T>(g, g));
    put<T>(a, s, n);
    let spread = s;
    if (c) {
      const mean = mix<T>(it.alpha, v128.load(c), it.rest, g);
      put<T>(c, mean, n);
      spread = sub<T>(s, mul<T>(mean, mean));
    }
    let d = div<T>(g, add<T>(sqrt<T>(spread), it.eps));
    if (b) {
      d = madd<T>(it.momentum, v128.load(b), d);
      put<T>(b, d, n);
    }
    return sub<T>(p, mul<T>(it.lr, d));
  }
}

@unmanaged
class AdamaxNumbers extends Update {
  decay: v128;
  step: v128;
  beta1: v128;
  rest1: v128;
  beta2: v128;
  eps: v128;
}
export class Adamax<T> {
  f(p: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<AdamaxNumbers>();
    const m = mix<T>(it.beta1, v128.load(a), it.rest1, g);
    const u = max<T>(mul<T>(it.beta2, v128.load(b)), add<T>(abs<T>(g), it.eps));
    put<T>(a, m, n);
    put<T>(b, u, n);
    return sub<T>(p, div<T>(mul<T>(it.step, m), u));
  }
}

@unmanaged
class NadamNumbers extends Update {
  decay: v128;
  keep: v128;
  beta1: v128;
  rest1: v128;
  beta2: v128;
  rest2: v128;
  scale2: v128;
  eps: v128;
  ofGrad: v128;
  ofMean: v128;
}
export class NAdam<T> {
  f(q: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<NadamNumbers>();
    const p = mul<T>(q, it.keep);
    const m = mix<T>(it.beta1, v128.load(a), it.rest1, g);
    const s = mix<T>(it.beta2, v128.load(b), it.rest2, mul<T>(g, g));
    put<T>(a, m, n);
    put<T>(b, s, n);
    const root = madd<T>(sqrt<T>(s), it.scale2, it.eps);
    return sub<T>(p, div<T>(mix<T>(it.ofGrad, g, it.ofMean, m), root));
  }
}

@unmanaged
class RadamNumbers extends Update {
  decay: v128;
  keep: v128;
  beta1: v128;
  rest1: v128;
  beta2: v128;
  rest2: v128;
  eps: v128;
  step: v128;
}
export class RAdam<T> {
  f(q: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<RadamNumbers>();
    const p = mul<T>(q, it.keep);
    const m = mix<T>(it.beta1, v128.load(a), it.rest1, g);
    const s = mix<T>(it.beta2, v128.load(b), it.rest2, mul<T>(g, g));
    put<T>(a, m, n);
    put<T>(b, s, n);
    const d = mul<T>(it.step, m);
    return sub<T>(p, it.flags & OTHER ? div<T>(d, add<T>(sqrt<T>(s), it.eps)) : d);
  }
}

@unmanaged
class RpropNumbers extends Update {
  decay: v128;
  shrink: v128;
  grow: v128;
  least: v128;
  most: v128;
}
export class Rprop<T> {
  f(p: v128, grad: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<RpropNumbers>();
    const agree = mul<T>(grad, v128.load(a));
    const turned = lt<T>(agree, num<T>(0));
    const factor = select(it.shrink, select(it.grow, num<T>(1), gt<T>(agree, num<T>(0))), turned);
    const size = min<T>(max<T>(mul<T>(v128.load(b), factor), it.least), it.most);
    const g = except(grad, turned);
    put<T>(a, g, n);
    put<T>(b, size, n);
    return sub<T>(p, signed<T>(size, g));
  }
}

@unmanaged
class AsgdNumbers extends Update {
  decay: v128;
  keep: v128;
  eta: v128;
  mu: v128;
}
export class Asgd<T> {
  f(p: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<AsgdNumbers>();
    const next = sub<T>(mul<T>(p, it.keep), mul<T>(it.eta, g));
    const mean = v128.load(a);
    put<T>(a, it.flags & OTHER ? madd<T>(sub<T>(next, mean), it.mu, mean) : next, n);
    return next;
  }
}

@unmanaged
class LionNumbers extends Update {
  decay: v128;
  keep: v128;
  beta1: v128;
  rest1: v128;
  beta2: v128;
  rest2: v128;
  lr: v128;
}
export class Lion<T> {
  f(p: v128, g: v128, a: usize, b: usize, c: usize, n: i32): v128 {
    const it = argumentsOf<LionNumbers>();
    const m = v128.load(a);
    put<T>(a, mix<T>(it.beta2, m, it.rest2, g), n);
    return sub<T>(mul<T>(p, it.keep), signed<T>(it.lr, mix<T>(it.beta1, m, it.rest1, g)));
  }
}

/** size · sign(x): 0 where x is 0, NaN where it is NaN */
function signed<T>(size: v128, x: v128): v128 {
  const some = v128.or(gt<T>(x, num<T>(0)), lt<T>(x, num<T>(0)));
  return select(copysign<T>(size, x), mul<T>(x, size), some);
}
