// Updates of parameters, in place and never taped.
import { root, tray } from "./root";
import { recipe, sgd, adam } from "./kernels/optim";
import { job } from "./kernels/job";
import { Tensor, NONE } from "./tensor";
import { DType, isFloat } from "./dtype";
import { Kind, check } from "./fault";
import { sameShape } from "./shape";
import { enter, leave } from "./scope";
import { Kernel, launch } from "./pool";
import { isDense, copy, write, touched } from "./ops/copy";
import { pow1 } from "./kernels/double";

const GRAIN = 8192;

/** What the next updates are told: the numbers of a group of parameters. */
export function setRecipe(
  lr: f64,
  beta1: f64,
  beta2: f64,
  eps: f64,
  weightDecay: f64,
  dampening: f64,
  decoupled: bool,
  nesterov: bool,
  maximize: bool,
): void {
  recipe.lr = lr;
  recipe.beta1 = beta1;
  recipe.beta2 = beta2;
  recipe.eps = eps;
  recipe.weightDecay = weightDecay;
  recipe.dampening = dampening;
  recipe.decoupled = decoupled;
  recipe.nesterov = nesterov;
  recipe.maximize = maximize;
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

function run(p: Tensor, g: Tensor, a: Tensor, b: Tensor, c: Tensor, single: Kernel, double: Kernel): void {
  use(p);
  use(a);
  use(b);
  use(c);
  enter();
  const dp = dense(p);
  const da = dense(a);
  const db = dense(b);
  const dc = dense(c);
  const dg = dense(g);
  job.y = dp.data;
  job.a = dg.data;
  job.b = a != NONE ? da.data : 0;
  job.c = b != NONE ? db.data : 0;
  job.d = c != NONE ? dc.data : 0;
  job.n = p.size;
  launch(p.dtype == DType.F32 ? single : double, p.size == 0 ? 0 : 1 + (((p.size - 1) << p.shift) >> 4), GRAIN >> 2);
  back(p, dp);
  back(a, da);
  back(b, db);
  back(c, dc);
  leave();
  touched(p);
}
/** A dense twin of what is strided. */
function dense(x: Tensor): Tensor {
  return x == NONE || isDense(x) ? x : copy(x);
}
function back(x: Tensor, twin: Tensor): void {
  if (twin != x) write(x, twin);
}

/**
 * For `count` parameters, whose handles are in the tray with the momentum m (or null) of each:
 * g += weightDecay·p;  m = momentum·m + (1 - dampening)·g (m = g the first time);  p -= lr·(m, or nesterov g + momentum·m)
 */
export function sgdStep(count: i32, first: bool): void {
  for (let i = 0; i < count; i++) {
    const p = changetype<Tensor>(tray(2 * i));
    alike("SGD", p, p.grad);
    alike("SGD", p, changetype<Tensor>(tray(2 * i + 1)));
  }
  recipe.first = first;
  for (let i = 0; i < count; i++) {
    const p = changetype<Tensor>(tray(2 * i));
    const m = changetype<Tensor>(tray(2 * i + 1));
    run(
      p,
      p.grad,
      m,
      NONE,
      NONE,
      (i, j) => sgd<f32>(i, j),
      (i, j) => sgd<f64>(i, j),
    );
  }
}

/**
 * For `count` parameters, each in the tray with its means m and v and the greatest v (or null), in step t:
 * m = β₁m + (1 - β₁)g;  v = β₂v + (1 - β₂)g²;  p -= lr·m/(1 - β₁ᵗ) / (√(v/(1 - β₂ᵗ)) + eps)
 */
export function adamStep(count: i32, t: f64): void {
  for (let i = 0; i < count; i++) {
    const p = changetype<Tensor>(tray(4 * i));
    alike("Adam", p, p.grad);
    for (let k = 1; k < 4; k++) alike("Adam", p, changetype<Tensor>(tray(4 * i + k)));
  }
  recipe.scale1 = 1 / (1 - pow1(recipe.beta1, t));
  recipe.scale2 = 1 / Math.sqrt(1 - pow1(recipe.beta2, t));
  for (let i = 0; i < count; i++) {
    const p = changetype<Tensor>(tray(4 * i));
    run(
      p,
      p.grad,
      changetype<Tensor>(tray(4 * i + 1)),
      changetype<Tensor>(tray(4 * i + 2)),
      changetype<Tensor>(tray(4 * i + 3)),
      (i, j) => adam<f32>(i, j),
      (i, j) => adam<f64>(i, j),
    );
  }
}
