// Losses of whole rows: labels that are several classes, and labels that are sequences.
import { clearBytes } from "./bytes";
import { argumentsOf } from "./job";
import * as double from "./double";
import * as math from "./math";
import * as v from "./simd";

function at(p: usize, i: i32): i32 {
  return load<i32>(p + ((<usize>i) << 2));
}

/** What multilabelMargin is told: x, y and slope in T, target int32, mark a byte for each class of each row. */
@unmanaged
export class LabelArguments {
  y: usize;
  x: usize;
  slope: usize;
  target: usize;
  mark: usize;
  classes: i32;
}

/** Rows: y = Σ max(0, 1 - x[j] + x[i]) / classes over labels j, which end at a negative one, and i that are none; and dy/dx */
export function multilabelMargin<T>(begin: i32, end: i32): void {
  const a = argumentsOf<LabelArguments>();
  const n = a.classes;
  const one: usize = sizeof<T>();
  const share = <T>1 / <T>n;
  for (let row = begin; row < end; row++) {
    const x = a.x + <usize>row * n * one;
    const slope = a.slope + <usize>row * n * one;
    const target = a.target + ((<usize>row * n) << 2);
    const mark = a.mark + <usize>row * n;
    clearBytes(slope, <usize>n * one);
    clearBytes(mark, n);
    let labels = 0;
    for (; labels < n && at(target, labels) >= 0; labels++) store<u8>(mark + at(target, labels), 1);
    let sum: T = 0;
    for (let k = 0; k < labels; k++) {
      const label = <usize>at(target, k) * one;
      let many: T = 0;
      for (let i = 0; i < n; i++) {
        if (load<u8>(mark + i)) continue;
        const other = <usize>i * one;
        const z = <T>1 - load<T>(x + label) + load<T>(x + other);
        if (z <= 0) continue;
        sum += z;
        many += share;
        store<T>(slope + other, load<T>(slope + other) + share);
      }
      store<T>(slope + label, load<T>(slope + label) - many);
    }
    store<T>(a.y + <usize>row * one, sum * share);
  }
}

/**
 * What the kernels of ctc are told. Labels stand between blanks: 2·length + 1 states. Rows of states are `width` long, the first
 * state at place 2, -∞ before and behind, so that neighbours are read without a question. All that is summed is float64.
 */
@unmanaged
export class CTCArguments {
  /** One loss for each of the batch, and its gradient. */
  y: usize;
  dy: usize;
  /** (steps, batch, classes) */
  x: usize;
  dx: usize;
  /** (batch, steps, width): ln of what leads to a state. */
  alpha: usize;
  /** (batch, width): 0 where a state is reached from the last label but one, else -∞. */
  skip: usize;
  /** (batch, 2, width): what follows a state, from it and with it. */
  rest: usize;
  /** (batch, width), int32: the class of each state. */
  states: usize;
  targets: usize;
  /** Of int32, one for each of the batch: where its targets begin, its steps, its labels. */
  starts: usize;
  steps: usize;
  lengths: usize;
  time: i32;
  batch: i32;
  classes: i32;
  width: i32;
  blank: i32;
  /** Is an infinite loss 0? */
  finite: i32;
}

/** ln(eᵃ + eᵇ + eᶜ), -∞ for three times -∞ */
function logSum(a: v128, b: v128, c: v128): v128 {
  const most = v.max<f64>(v.max<f64>(a, b), c);
  const none = v.eq<f64>(most, v.num<f64>(-Infinity));
  const m = v.except(most, none);
  const sum = v.add<f64>(
    v.add<f64>(double.exp(v.sub<f64>(a, m)), double.exp(v.sub<f64>(b, m))),
    double.exp(v.sub<f64>(c, m)),
  );
  return v.select(most, v.add<f64>(m, double.log(sum)), none);
}

/** The loss of one item: -ln of what leads to its last two states at its last step. */
function lossOf(a: CTCArguments, n: i32): f64 {
  const steps = at(a.steps, n);
  const labels = at(a.lengths, n);
  if (steps == 0) return labels ? Infinity : 0;
  const last = a.alpha + ((<usize>((<i64>n * a.time + steps - 1) * a.width + 2 * labels + 2)) << 3);
  const before = labels ? load<f64>(last - 8) : -Infinity;
  const both = logSum(v.splat<f64>(load<f64>(last)), v.splat<f64>(before), v.num<f64>(-Infinity));
  return -f64x2.extract_lane(both, 0);
}

/** x of the classes of states s and s + 1; -∞ beyond the last state */
function pair<T>(x: usize, states: usize, s: i32, count: i32): v128 {
  const first = <f64>load<T>(x + <usize>at(states, s) * sizeof<T>());
  const second = s + 1 < count ? <f64>load<T>(x + <usize>at(states, s + 1) * sizeof<T>()) : -Infinity;
  return f64x2.replace_lane(v.splat<f64>(first), 1, second);
}

function fill(p: usize, n: i32, x: f64): void {
  for (let i = 0; i < n; i++) store<f64>(p + ((<usize>i) << 3), x);
}

/** Items of the batch: alpha[t][s] = x[t][class of s] + ln Σ e^alpha[t - 1] of s, s - 1 and, between different labels, s - 2 */
export function ctc<T>(begin: i32, end: i32): void {
  const a = argumentsOf<CTCArguments>();
  const row = (<usize>a.width) << 3;
  for (let n = begin; n < end; n++) {
    const count = 2 * at(a.lengths, n) + 1;
    const steps = at(a.steps, n);
    const targets = a.targets + ((<usize>at(a.starts, n)) << 2);
    const states = a.states + ((<usize>n * a.width) << 2);
    const skip = a.skip + <usize>n * row;
    const alpha = a.alpha + <usize>n * a.time * row;
    for (let s = 0; s < a.width; s++) {
      const label = s & 1 && s < count ? at(targets, s >> 1) : a.blank;
      store<i32>(states + ((<usize>s) << 2), label);
      const free = s > 1 && s < count && label != at(states, s - 2);
      store<f64>(skip + ((<usize>s) << 3), free ? 0 : -Infinity);
    }
    for (let t = 0; t < steps; t++) {
      const x = a.x + <usize>(t * a.batch + n) * a.classes * sizeof<T>();
      const y = alpha + <usize>t * row + 16;
      fill(y - 16, a.width, -Infinity);
      if (t == 0) {
        store<f64>(y, <f64>load<T>(x + <usize>a.blank * sizeof<T>()));
        if (count > 1) store<f64>(y + 8, <f64>load<T>(x + <usize>at(states, 1) * sizeof<T>()));
        continue;
      }
      for (let s = 0; s < count; s += 2) {
        const here = y + ((<usize>s) << 3);
        const before = here - row;
        const leapt = v.add<f64>(v128.load(before - 16), v128.load(skip + ((<usize>s) << 3)));
        const sum = logSum(v128.load(before), v128.load(before - 8), leapt);
        v128.store(here, v.add<f64>(sum, pair<T>(x, states, s, count)));
      }
    }
    const loss = lossOf(a, n);
    store<T>(a.y + <usize>n * sizeof<T>(), <T>(a.finite && loss == Infinity ? 0 : loss));
  }
}

/**
 * Items: dx[t][c] = dy · (e^x[t][c] - Σ e^(alpha[t][s] + beta[t][s] + loss) over the states s of class c), with
 * beta[t][s] = ln Σ e^(x[t + 1] + beta[t + 1]) of s, s + 1 and, between different labels, s + 2
 */
export function ctcSlope<T>(begin: i32, end: i32): void {
  const a = argumentsOf<CTCArguments>();
  const row = (<usize>a.width) << 3;
  const line = <usize>a.classes * sizeof<T>();
  for (let n = begin; n < end; n++) {
    const count = 2 * at(a.lengths, n) + 1;
    const steps = at(a.steps, n);
    const states = a.states + ((<usize>n * a.width) << 2);
    const skip = a.skip + <usize>n * row;
    const alpha = a.alpha + <usize>n * a.time * row + 16;
    const beta = a.rest + 2 * <usize>n * row;
    const next = beta + row;
    const loss = lossOf(a, n);
    const gone = a.finite && loss == Infinity;
    // an infinite loss has no slope
    const scale = loss == Infinity ? NaN : <f64>load<T>(a.dy + <usize>n * sizeof<T>());
    fill(beta, 2 * a.width, -Infinity);
    store<f64>(beta + ((<usize>(count - 1)) << 3), 0);
    if (count > 1) store<f64>(beta + ((<usize>(count - 2)) << 3), 0);
    for (let t = a.time - 1; t >= 0; t--) {
      const x = a.x + <usize>(t * a.batch + n) * line;
      const dx = a.dx + <usize>(t * a.batch + n) * line;
      if (t >= steps || gone) {
        clearBytes(dx, line);
        continue;
      }
      scaledExp<T>(dx, x, a.classes, <T>scale);
      const here = alpha + <usize>t * row;
      for (let s = 0; s < count; s += 2) {
        const k = (<usize>s) << 3;
        const both = v.add<f64>(v128.load(here + k), v128.load(beta + k));
        const p = double.exp(v.add<f64>(both, v.splat<f64>(loss)));
        const first = dx + <usize>at(states, s) * sizeof<T>();
        store<T>(first, load<T>(first) - <T>(scale * f64x2.extract_lane(p, 0)));
        v128.store(next + k, v.add<f64>(v128.load(beta + k), pair<T>(x, states, s, count)));
        if (s + 1 == count) continue;
        const second = dx + <usize>at(states, s + 1) * sizeof<T>();
        store<T>(second, load<T>(second) - <T>(scale * f64x2.extract_lane(p, 1)));
      }
      for (let s = 0; s < count; s += 2) {
        const k = (<usize>s) << 3;
        const leapt = v.add<f64>(v128.load(next + k + 16), v128.load(skip + k + 16));
        v128.store(beta + k, logSum(v128.load(next + k), v128.load(next + k + 8), leapt));
      }
    }
  }
}

/** y = scale · eˣ */
function scaledExp<T>(y: usize, x: usize, n: i32, scale: T): void {
  const by = v.splat<T>(scale);
  for (; n > 0; n -= v.lanes<T>(), x += 16, y += 16) v.put<T>(y, v.mul<T>(by, math.exp<T>(v128.load(x))), n);
}
