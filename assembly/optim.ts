// Updates of parameters, in place and never taped.
import { RECIPE, root, tray } from "./root";
import * as rule from "./kernels/optim";
import { argumentsOf } from "./kernels/job";
import { Tensor, NONE } from "./tensor";
import { DType, isFloat } from "./dtype";
import { Kind, check } from "./fault";
import { sameShape } from "./shape";
import { enter, leave } from "./scope";
import { Kernel, launch } from "./pool";
import { pow1 } from "./kernels/power";
import { isDense, copy, write, touched } from "./ops/copy";

const GRAIN = 8192;
const MOST_NUMBERS = 11;

/** Number i of the next updates, in the order of the rule's struct. */
export function setNumber(i: i32, x: f64): void {
  store<f64>(RECIPE + ((<usize>i) << 3), x);
}

function alike(op: string, p: Tensor, x: Tensor): void {
  if (x == NONE) return;
  check(
    isFloat(p.dtype) && x.dtype == p.dtype,
    Kind.DType,
    op,
    "the parameter is {A}, its gradient or state {B}",
    p,
    x,
  );
  check(sameShape(p, x), Kind.Shape, op, "the parameter is {a}, its gradient or state {b}", p, x);
}

/** x belongs to what is trained. */
function use(x: Tensor): void {
  if (x != NONE) x.used = root.made;
}

function run(p: Tensor, a: Tensor, b: Tensor, c: Tensor, flags: i32, single: Kernel, double: Kernel): void {
  use(p);
  use(a);
  use(b);
  use(c);
  enter();
  const dp = dense(p);
  const da = dense(a);
  const db = dense(b);
  const dc = dense(c);
  const dg = dense(p.grad);
  const args = argumentsOf<rule.Update>();
  args.p = dp.data;
  args.g = dg.data;
  args.a = a != NONE ? da.data : 0;
  args.b = b != NONE ? db.data : 0;
  args.c = c != NONE ? dc.data : 0;
  args.n = p.size;
  args.flags = flags;
  spread(changetype<usize>(args) + rule.NUMBERS_AT, p.dtype);
  launch(p.dtype == DType.F32 ? single : double, p.size == 0 ? 0 : 1 + (((p.size - 1) << p.shift) >> 4), GRAIN >> 2);
  back(p, dp);
  back(a, da);
  back(b, db);
  back(c, dc);
  leave();
  touched(p);
}
/** The numbers, each in all elements of a vector. */
function spread(to: usize, dtype: i32): void {
  for (let i: usize = 0; i < <usize>MOST_NUMBERS; i++) {
    const x = load<f64>(RECIPE + (i << 3));
    v128.store(to + (i << 4), dtype == DType.F32 ? f32x4.splat(<f32>x) : f64x2.splat(x));
  }
}
/** A dense twin of what is strided. */
function dense(x: Tensor): Tensor {
  return x == NONE || isDense(x) ? x : copy(x);
}
function back(x: Tensor, twin: Tensor): void {
  if (twin != x) write(x, twin);
}

/** One update of `count` parameters, each in the tray with its three states (or null), after all have been checked. */
function each(op: string, count: i32, flags: i32, single: Kernel, double: Kernel): void {
  for (let i = 0; i < count; i++) {
    const p = changetype<Tensor>(tray(4 * i));
    alike(op, p, p.grad);
    for (let k = 1; k < 4; k++) alike(op, p, changetype<Tensor>(tray(4 * i + k)));
  }
  for (let i = 0; i < count; i++) {
    const at = 4 * i;
    run(
      changetype<Tensor>(tray(at)),
      changetype<Tensor>(tray(at + 1)),
      changetype<Tensor>(tray(at + 2)),
      changetype<Tensor>(tray(at + 3)),
      flags,
      single,
      double,
    );
  }
}

// The formulas stand with the optimizers, in src/optim/.
export function sgdStep(count: i32, flags: i32): void {
  each(
    "SGD",
    count,
    flags,
    (i, j) => rule.update<rule.Sgd<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Sgd<f64>, f64>(i, j),
  );
}
export function adamStep(count: i32, flags: i32): void {
  each(
    "Adam",
    count,
    flags,
    (i, j) => rule.update<rule.Adam<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Adam<f64>, f64>(i, j),
  );
}
export function adagradStep(count: i32, flags: i32): void {
  each(
    "Adagrad",
    count,
    flags,
    (i, j) => rule.update<rule.Adagrad<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Adagrad<f64>, f64>(i, j),
  );
}
export function adadeltaStep(count: i32, flags: i32): void {
  each(
    "Adadelta",
    count,
    flags,
    (i, j) => rule.update<rule.Adadelta<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Adadelta<f64>, f64>(i, j),
  );
}
export function rmspropStep(count: i32, flags: i32): void {
  each(
    "RMSprop",
    count,
    flags,
    (i, j) => rule.update<rule.RMSprop<f32>, f32>(i, j),
    (i, j) => rule.update<rule.RMSprop<f64>, f64>(i, j),
  );
}
export function adamaxStep(count: i32, flags: i32): void {
  each(
    "Adamax",
    count,
    flags,
    (i, j) => rule.update<rule.Adamax<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Adamax<f64>, f64>(i, j),
  );
}
export function nadamStep(count: i32, flags: i32): void {
  each(
    "NAdam",
    count,
    flags,
    (i, j) => rule.update<rule.NAdam<f32>, f32>(i, j),
    (i, j) => rule.update<rule.NAdam<f64>, f64>(i, j),
  );
}
export function radamStep(count: i32, flags: i32): void {
  each(
    "RAdam",
    count,
    flags,
    (i, j) => rule.update<rule.RAdam<f32>, f32>(i, j),
    (i, j) => rule.update<rule.RAdam<f64>, f64>(i, j),
  );
}
export function rpropStep(count: i32, flags: i32): void {
  each(
    "Rprop",
    count,
    flags,
    (i, j) => rule.update<rule.Rprop<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Rprop<f64>, f64>(i, j),
  );
}
export function asgdStep(count: i32, flags: i32): void {
  each(
    "ASGD",
    count,
    flags,
    (i, j) => rule.update<rule.Asgd<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Asgd<f64>, f64>(i, j),
  );
}
export function lionStep(count: i32, flags: i32): void {
  each(
    "Lion",
    count,
    flags,
    (i, j) => rule.update<rule.Lion<f32>, f32>(i, j),
    (i, j) => rule.update<rule.Lion<f64>, f64>(i, j),
  );
}
/** xʸ, with the same bits in every host. */
export function power(x: f64, y: f64): f64 {
  return pow1(x, y);
}
