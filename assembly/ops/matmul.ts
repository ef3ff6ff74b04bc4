// Products of matrices and batches of them, and the linear layer.
import { scratch } from "../memory";
import { productInto, integersInto, spaceFor } from "./product";
import { Tensor, NONE, empty } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Needs, record, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { both, sizeAt, strideAt } from "../shape";
import { enter, leave } from "../scope";
import { root, setTray } from "../root";
import { common } from "../number";
import { mulInto } from "./binary";
import { as, dense } from "./elementwise";
import { relu, reluSlope } from "./activation";
import { isDense, copyInto } from "./copy";
import { reshape, reshapeLike, transpose } from "./view";
import { fillWith } from "./create";
import { sumOver } from "./reduce";

/**
 * y = a·b over the last two axes of a and b, both of rank 2 at least; batches broadcast. A bias is added to every row;
 * `cut`: max(y, 0).
 */
function fill(y: Tensor, a: Tensor, b: Tensor, bias: Tensor = NONE, cut: bool = false): void {
  const rank = y.rank;
  const m = y.dim(rank - 2);
  const n = y.dim(rank - 1);
  const k = a.dim(a.rank - 1);
  if (y.size == 0) return;
  if (k == 0) {
    if (bias == NONE) fillWith(y, 0);
    else copyInto(y, cut ? relu(bias) : bias);
    return;
  }
  // one number from each: nothing to add up
  if (k == 1 && bias == NONE && !cut && (n == 1 || n > 64)) return mulInto(y, a, b);
  const shift = y.shift;
  const space = scratch(spaceFor(m, n, k, shift));
  check(space != 0, Kind.Memory, "memory", "packed copies of {a} and {b} do not fit; work in smaller pieces", a, b);
  const start: usize = bias == NONE ? 0 : bias.data;
  const batches = y.size / (m * n);
  for (let i = 0; i < batches; i++) {
    let rest = i;
    let atA = 0;
    let atB = 0;
    for (let d = rank - 3; d >= 0; d--) {
      const q = rest / y.dim(d);
      const x = rest - q * y.dim(d);
      atA += x * strideAt(a, rank, d);
      atB += x * strideAt(b, rank, d);
      rest = q;
    }
    const py = y.data + ((<usize>(i * m * n)) << shift);
    const pa = a.data + ((<usize>atA) << shift);
    const pb = b.data + ((<usize>atB) << shift);
    const ar = a.stride(a.rank - 2) << shift;
    const ac = a.stride(a.rank - 1) << shift;
    const br = b.stride(b.rank - 2) << shift;
    const bc = b.stride(b.rank - 1) << shift;
    if (y.dtype == DType.F32) productInto<f32>(py, pa, pb, m, n, k, ar, ac, br, bc, start, cut, space);
    else if (y.dtype == DType.F64) productInto<f64>(py, pa, pb, m, n, k, ar, ac, br, bc, start, cut, space);
    else integersInto(py, pa, pb, m, n, k, ar, ac, br, bc);
  }
}

/** xᵀ of the last two axes */
function turned(x: Tensor): Tensor {
  return transpose(x, -2, -1);
}

/** y = a·b for rank 2 and more      da = dy·bᵀ      db = aᵀ·dy */
function matrices(a: Tensor, b: Tensor): Tensor {
  const rank = max(a.rank, b.rank);
  for (let i = 0; i < rank - 2; i++) setTray(i, both(sizeAt(a, rank, i), sizeAt(b, rank, i)));
  setTray(rank - 2, a.dim(a.rank - 2));
  setTray(rank - 1, b.dim(b.rank - 1));
  const y = empty(a.dtype, rank);
  fill(y, a, b);
  return record(
    "matmul",
    y,
    a,
    b,
    NONE,
    (n, dy) => {
      if (needsGrad(n.a)) accumulateGrad(n.a, matmul(dy, turned(n.b)));
      if (needsGrad(n.b)) accumulateGrad(n.b, matmul(turned(n.a), dy));
    },
    Needs.AB,
  );
}

/**
 * The product over the last axis of a and the last but one of b. Vectors become matrices for the time of the product;
 * axes before the last two are batches and broadcast. https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  check(a.rank > 0 && b.rank > 0, Kind.Shape, "matmul", "{a} · {b}: a 0-d tensor is no matrix; use mul()", a, b);
  const k = a.dim(a.rank - 1);
  const l = b.dim(max(b.rank - 2, 0));
  check(k == l, Kind.Shape, "matmul", "{a} · {b}: the inner sizes {i} and {j} differ", a, b, k, l);
  const rank = max(a.rank, b.rank);
  for (let i = 0; i < rank - 2; i++)
    check(
      both(batch(a, rank, i), batch(b, rank, i)) >= 0,
      Kind.Shape,
      "matmul",
      "{a} · {b}: the batches do not broadcast",
      a,
      b,
    );
  const t = common(a, b);
  check(t != DType.Bool, Kind.DType, "matmul", 'bool has no product of matrices; convert with to("float32")', a, b);
  const tall = a.rank > 2 && b.rank <= 2 && isDense(a) && a.size > 0;
  if (a.rank >= 2 && b.rank >= 2 && a.dtype == b.dtype && !tall) return matrices(a, b);

  enter();
  let x = as(a, t);
  let z = as(b, t);
  if (a.rank == 1) {
    setTray(0, 1);
    setTray(1, k);
    x = reshape(x, 2);
  }
  if (b.rank == 1) {
    setTray(0, k);
    setTray(1, 1);
    z = reshape(z, 2);
  }
  // many matrices times one are one tall matrix times it
  const product = matrices(tall ? flat(x) : x, z);
  const y = reshape(product, sizesOfProduct(a, b));
  y.name = "matmul";
  return leave(y);
}

/** Size of batch axis i, without the matrix. */
function batch(x: Tensor, rank: i32, i: i32): i32 {
  const k = i - (rank - max(x.rank, 2));
  return k < 0 || k >= x.rank - 2 ? 1 : x.dim(k);
}

/** Puts the sizes of a·b into the tray; returns how many there are. */
function sizesOfProduct(a: Tensor, b: Tensor): i32 {
  const rank = max(a.rank, b.rank);
  let n = 0;
  for (let i = 0; i < rank - 2; i++) setTray(n++, both(batch(a, rank, i), batch(b, rank, i)));
  if (a.rank > 1) setTray(n++, a.dim(a.rank - 2));
  if (b.rank > 1) setTray(n++, b.dim(b.rank - 1));
  return n;
}

/**
 * y = x·wᵀ + bias, x (…, in), w (out, in)      dx = dy·w      dw = dyᵀ·x      dbias = dy summed over rows
 * `cut`: y = max(that, 0), where dy counts where y > 0.
 */
export function linear(x: Tensor, w: Tensor, bias: Tensor, cut: bool): Tensor {
  check(w.rank == 2, Kind.Shape, "linear", "the weight {a} must be (out, in)", w);
  check(
    x.rank > 0 && x.dim(x.rank - 1) == w.dim(1),
    Kind.Shape,
    "linear",
    "the last axis of x {a} is not the {i} inputs of the weight {b}",
    x,
    w,
    w.dim(1),
  );
  check(
    x.dtype == w.dtype && isFloat(w.dtype),
    Kind.DType,
    "linear",
    "x is {A} and the weight {B}; convert one with to()",
    x,
    w,
  );
  if (bias != NONE) {
    check(
      bias.rank == 1 && bias.dim(0) == w.dim(0),
      Kind.Shape,
      "linear",
      "the bias {b} does not have the {i} outputs of the weight {a}",
      w,
      bias,
      w.dim(0),
    );
    check(
      bias.dtype == w.dtype,
      Kind.DType,
      "linear",
      "the bias is {B} and the weight {A}; convert one with to()",
      w,
      bias,
    );
  }
  enter();
  const recording = root.recording;
  root.recording = 0;
  for (let i = 0; i < x.rank - 1; i++) setTray(i, x.dim(i));
  setTray(x.rank - 1, w.dim(0));
  const y = empty(x.dtype, x.rank);
  fill(flat(y), flat(x), transpose(w, 0, 1), bias == NONE ? bias : dense(bias), cut);
  root.recording = recording;
  record(
    "linear",
    y,
    x,
    w,
    bias,
    (n, dy) => {
      const g = flat(n.i ? reluSlope(n.y, dy) : dy);
      if (needsGrad(n.a)) {
        const dx = matrices(g, n.b);
        accumulateGrad(n.a, n.a.rank == 2 ? dx : reshapeLike(dx, n.a));
      }
      if (needsGrad(n.b)) accumulateGrad(n.b, matrices(transpose(g, 0, 1), flat(n.a)));
      if (needsGrad(n.c)) accumulateGrad(n.c, sumOver(g, 1, false));
    },
    cut ? Needs.AB | Needs.Y : Needs.AB,
  );
  if (changetype<usize>(y.node)) y.node.i = cut;
  return leave(y);
}

/** x as rows of its last axis. */
function flat(x: Tensor): Tensor {
  if (x.rank == 2) return x;
  const n = x.dim(x.rank - 1);
  let m = 1;
  for (let i = 0; i < x.rank - 1; i++) m *= x.dim(i);
  setTray(0, m);
  setTray(1, n);
  return reshape(x, 2);
}
