// Losses that are more than a few ops: of probabilities, of several labels, of sequences.
import * as kernel from "../kernels/loss";
import { CTCArguments, LabelArguments } from "../kernels/loss";
import { Binary } from "../kernels/map";
import { argumentsOf } from "../kernels/job";
import { Tensor, NONE, empty, emptyLike, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, draft, input, parameters, record, recordWith } from "../tape";
import { give, pass, wants } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave } from "../lifetime";
import { root, setTray } from "../root";
import { launch } from "../pool";
import { number } from "../number";
import { floats, neg, add, sub, mul, div, maximum, ne, lt, gt, ge, logicalAnd } from "./binary";
import { clamp, exp, log } from "./unary";
import { log1p } from "./elementary";
import { allBelow, gather } from "./gather";
import { contiguous } from "./copy";
import { cat } from "./join";
import { where } from "./select";
import { full, ramp } from "./create";
import { detach, reshape, select, sliced, transpose } from "./view";
import * as v from "../kernels/simd";
import * as math from "../kernels/math";

/** What x(1 - x) is at least: PyTorch's 1e-12, which it writes in float32. */
const LEAST: f64 = 9.999999960041972e-13;

/** -t·ln x - (1 - t)·ln(1 - x), logarithms -100 at least      dx = dy · (x - t) / x(1 - x)      dt = dy · (ln(1 - x) - ln x) */
class CrossEntropy<T> extends Binary<T> {
  f(x: v128, t: v128): v128 {
    const least = v.num<T>(-100);
    const yes = v.max<T>(math.log<T>(x), least);
    const no = v.max<T>(math.log1p<T>(v.neg<T>(x)), least);
    return v.sub<T>(v.mul<T>(v.sub<T>(t, v.num<T>(1)), no), v.mul<T>(t, yes));
  }
}
export function binaryCrossEntropy(x: Tensor, target: Tensor): Tensor {
  return floats<CrossEntropy<f32>, CrossEntropy<f64>>("binaryCrossEntropy", x, target, Needs.AB, (n, dy) => {
    if (wants(n.a)) {
      const spread = clamp(mul(n.a, sub(number(1), n.a)), LEAST, Infinity);
      give(n.a, mul(dy, div(sub(n.a, n.b), spread)));
    }
    if (wants(n.b)) {
      const no = clamp(log1p(neg(n.a)), -100, Infinity);
      give(n.b, mul(dy, sub(no, clamp(log(n.a), -100, Infinity))));
    }
  });
}

/**
 * Σ max(0, 1 - x[j] + x[i]) / classes over labels j and classes i that are no label, for rows x (n, classes) and int32 labels, which
 * end at -1, in the same shape → (n)      dx = dy · how often each class was too high or too low
 */
export function multilabelMargin(x: Tensor, target: Tensor): Tensor {
  const op = "multilabelMargin";
  check(isFloat(x.dtype), Kind.DType, op, "x is {A}; it must be float32 or float64", x);
  check(target.dtype == DType.I32, Kind.DType, op, "the target is {A}; class numbers are int32", target);
  const classes = x.dim(1);
  allBelow(op, target, classes, -1, "target {i} is none of the {j} classes", x);
  enter();
  const y = vector(x.dtype, x.dim(0));
  const slope = emptyLike(x);
  const rows = contiguous(x);
  const labels = contiguous(target);
  const mark = vector(DType.Bool, x.size);
  const a = argumentsOf<LabelArguments>();
  a.y = y.data;
  a.x = rows.data;
  a.slope = slope.data;
  a.target = labels.data;
  a.mark = mark.data;
  a.classes = classes;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.multilabelMargin<f32>(i, j) : (i, j) => kernel.multilabelMargin<f64>(i, j),
    x.dim(0),
    max(1, 4096 / max(classes, 1)),
  );
  record(op, y, x, NONE, NONE, (n, dy) => give(n.a, mul(column(dy), n.s)), Needs.S, slope);
  return leave(y);
}
/** A vector as a matrix of one column. */
function column(x: Tensor): Tensor {
  setTray(0, x.size);
  setTray(1, 1);
  return reshape(x, 2);
}

/** What backward has to know. */
@unmanaged
class Sequences {
  width: i32;
  /** States of the longest target. */
  states: i32;
  blank: i32;
  finite: i32;
}

/** The input of a node, and its kept values: steps and lengths of the items, then what the kernel has made. */
const X = 0;
const TABLE = 1;
const ALPHA = 2;
const SKIP = 3;
const STATES = 4;

/**
 * -ln of the probability of a sequence of labels under x (steps, batch, classes), log probabilities, summed over every way to stretch
 * it with repetitions and blanks → (batch). The table (3, batch) of int32 says where the labels of each item begin in `targets`, how
 * many steps it has, and how many labels, `longest` at most; the host has looked at it. `finite`: an infinite loss is 0.
 *
 * The gradient is that of what x is the logSoftmax of, as PyTorch has it: dx = dy · (eˣ - how likely each class is at each step)
 */
export function ctc(x: Tensor, targets: Tensor, table: Tensor, longest: i32, blank: i32, finite: bool): Tensor {
  const op = "ctcLoss";
  check(isFloat(x.dtype), Kind.DType, op, "logProbs is {A}; it must be float32 or float64", x);
  allBelow(op, targets, x.dim(2), i32.MIN_VALUE, "target {i} is none of the {j} classes", x);
  const width = (2 * longest + 9) & ~1;
  const cells = <i64>x.dim(0) * x.dim(1) * width;
  check(cells < 1 << 28, Kind.Shape, op, "{a} with {i} labels is too large", x, NONE, longest);
  const batch = x.dim(1);
  enter();
  const y = vector(x.dtype, batch);
  const alpha = vector(DType.F64, <i32>cells);
  const skip = vector(DType.F64, batch * width);
  setTray(0, batch);
  setTray(1, width);
  const states = empty(DType.I32, 2);
  const dense = contiguous(x);
  const rows = contiguous(table);
  const labels = contiguous(targets);
  const a = describe(dense, rows, alpha, skip, states);
  a.y = y.data;
  a.targets = labels.data;
  a.width = width;
  a.blank = blank;
  a.finite = finite;
  launch(x.dtype == DType.F32 ? (i, j) => kernel.ctc<f32>(i, j) : (i, j) => kernel.ctc<f64>(i, j), batch, 1);
  const p = draft<Sequences>();
  p.width = width;
  p.states = 2 * longest + 1;
  p.blank = blank;
  p.finite = finite;
  setTray(X, <i32>changetype<usize>(x));
  setTray(TABLE, <i32>changetype<usize>(table));
  setTray(ALPHA, <i32>changetype<usize>(alpha));
  setTray(SKIP, <i32>changetype<usize>(skip));
  setTray(STATES, <i32>changetype<usize>(states));
  recordWith(op, y, 1, 4, p, ctcBackward);
  return leave(y);
}

/** Arguments of both kernels but their results, for a dense x and table. */
function describe(x: Tensor, table: Tensor, alpha: Tensor, skip: Tensor, states: Tensor): CTCArguments {
  const a = argumentsOf<CTCArguments>();
  a.x = x.data;
  a.alpha = alpha.data;
  a.skip = skip.data;
  a.states = states.data;
  a.time = x.dim(0);
  a.batch = x.dim(1);
  a.classes = x.dim(2);
  const row = (<usize>a.batch) << 2;
  a.starts = table.data;
  a.steps = table.data + row;
  a.lengths = table.data + 2 * row;
  return a;
}

function ctcBackward(n: Node, dy: Tensor): void {
  if (root.creating) return ctcComposed(n, dy);
  const p = parameters<Sequences>(n);
  const x = contiguous(input(n, X));
  const table = contiguous(input(n, TABLE));
  const dx = emptyLike(x);
  const g = contiguous(dy);
  const rest = vector(DType.F64, 2 * x.dim(1) * p.width);
  const a = describe(x, table, input(n, ALPHA), input(n, SKIP), input(n, STATES));
  a.dx = dx.data;
  a.dy = g.data;
  a.rest = rest.data;
  a.width = p.width;
  a.blank = p.blank;
  a.finite = p.finite;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.ctcSlope<f32>(i, j) : (i, j) => kernel.ctcSlope<f64>(i, j),
    a.batch,
    1,
  );
  give(input(n, X), dx);
}

/** In place of -∞, whose differences are NaN. */
const NEVER: f64 = -1e30;

/** The loss again from ops, one step after the other, for gradients of gradients. */
function ctcComposed(n: Node, dy: Tensor): void {
  const p = parameters<Sequences>(n);
  const x = input(n, X);
  const time = x.dim(0);
  const steps = column(select(input(n, TABLE), 0, 1));
  const counts = add(mul(column(select(input(n, TABLE), 0, 2)), number(2)), number(1));
  const states = contiguous(sliced(input(n, STATES), 1, 0, p.states, 1));
  const place = ramp(DType.I32, p.states, 0, 1);
  const alive = lt(place, counts);
  const apart = logicalAnd(ne(states, shifted(states, 2, 0)), ge(place, number(2)));
  const skip = where(apart, number(0), constant(x, NEVER));
  let alpha = constant(x, NEVER);
  for (let t = 0; t < time; t++) {
    const here = gather(select(x, 0, t), 1, states);
    if (t == 0) {
      alpha = where(logicalAnd(alive, lt(place, number(2))), here, alpha);
      continue;
    }
    const sum = logSumOf(alpha, shifted(alpha, 1, NEVER), add(shifted(alpha, 2, NEVER), skip));
    const next = where(alive, add(sum, here), constant(x, NEVER));
    alpha = where(gt(steps, number(t)), next, alpha);
  }
  const last = sub(counts, number(1));
  const end = gather(alpha, 1, last);
  const before = gather(alpha, 1, maximum(sub(last, number(1)), number(0)));
  const none = constant(x, NEVER);
  const loss = neg(logSumOf(end, where(gt(last, number(0)), before, none), none));
  // what cannot be has no slope, or none that counts
  const possible = logicalAnd(lt(loss, number(-NEVER / 10)), gt(steps, number(0)));
  const impossible = logicalAnd(ge(loss, number(-NEVER / 10)), gt(steps, number(0)));
  const g = where(possible, column(dy), where(impossible, number(p.finite ? 0 : NaN), constant(x, 0)));
  pass(loss, g);
  const still = lt(ramp(DType.I32, time, 0, 1), steps);
  const shares = transpose(where(still, g, constant(x, 0)), 0, 1);
  setTray(0, time);
  setTray(1, x.dim(1));
  setTray(2, 1);
  give(x, mul(exp(x), reshape(shares, 3)));
}
/** One number in the dtype of x. */
function constant(x: Tensor, value: f64): Tensor {
  return full(x.dtype, 0, value);
}
/** ln(eᵃ + eᵇ + eᶜ) */
function logSumOf(a: Tensor, b: Tensor, c: Tensor): Tensor {
  const m = detach(maximum(maximum(a, b), c));
  return add(m, log(add(add(exp(sub(a, m)), exp(sub(b, m))), exp(sub(c, m)))));
}
/** Columns moved to the right, with a number before them. */
function shifted(x: Tensor, by: i32, value: f64): Tensor {
  const n = x.dim(1);
  const k = min(by, n);
  setTray(0, x.dim(0));
  setTray(1, k);
  const first = full(x.dtype, 2, value);
  const others = sliced(x, 1, 0, n - k, 1);
  setTray(0, <i32>changetype<usize>(first));
  setTray(1, <i32>changetype<usize>(others));
  return cat(2, 1);
}
