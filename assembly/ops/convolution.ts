// Convolution over one to three axes. Its three products are linear in both factors, and each is the slope of the others:
//
//      y  = x ∗ w      x (N, groups·C, …), w (groups·K, C, …) → (N, groups·K, …)
//      dx = dy ∗ᵀ w    the transposed convolution                 dw = dy ∗ʷ x
import { Geometry } from "../kernels/geometry";
import { TRAY, setTray } from "../root";
import { Tensor, NONE, empty } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record, keepParameters, parameters } from "../tape";
import { give, wants } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave } from "../lifetime";
import { fillWith } from "./create";
import { sumOver } from "./reduce";
import { walk, sums } from "./correlation";

/** Where the host writes stride, padding, dilation and the size of a result, axis by axis. */
const ASKED: usize = TRAY + 0x300;

const named = changetype<Geometry>(TRAY + 0x200);

function nameOf(rank: i32): string {
  return rank == 3 ? "conv1d" : rank == 4 ? "conv2d" : "conv3d";
}
function transposedName(rank: i32): string {
  return rank == 3 ? "convTranspose1d" : rank == 4 ? "convTranspose2d" : "convTranspose3d";
}

/** Number j (stride, padding, dilation, size of the result) of axis i. */
function asked(i: i32, j: i32): i32 {
  return load<i32>(ASKED + ((<usize>(4 * i + j)) << 2));
}

function alike(op: string, x: Tensor, w: Tensor, groups: i32): void {
  check(groups > 0, Kind.Value, op, "groups = {i} is not positive", x, NONE, groups);
  check(w.rank == x.rank, Kind.Shape, op, "x {a} and the weight {b} must have as many axes", x, w);
}

function numbers(op: string, x: Tensor, i: i32): void {
  check(asked(i, 0) > 0, Kind.Value, op, "stride {i} is not positive", x, NONE, asked(i, 0));
  check(asked(i, 1) >= 0, Kind.Value, op, "padding {i} is negative", x, NONE, asked(i, 1));
  check(asked(i, 2) > 0, Kind.Value, op, "dilation {i} is not positive", x, NONE, asked(i, 2));
}

/** What the shapes tell, the axes of windows excepted. */
function sizesOf(x: Tensor, w: Tensor, groups: i32): Geometry {
  const g = named;
  memory.fill(changetype<usize>(g), 0, offsetof<Geometry>());
  g.images = x.dim(0);
  g.groups = groups;
  g.channels = w.dim(1);
  g.filters = w.dim(0) / groups;
  for (let i = 0; i < 5 - x.rank; i++) {
    g.setAxis(i, 1, 1, 0, 1);
    g.setSizes(i, 1, 1);
  }
  return g;
}

function fitting(op: string, x: Tensor, w: Tensor, bias: Tensor, outputs: i32, groups: i32): void {
  check(isFloat(x.dtype), Kind.DType, op, 'x is {A}; convert it with to("float32")', x);
  check(x.dtype == w.dtype, Kind.DType, op, "x is {A} and the weight {B}; convert one with to()", x, w);
  if (bias == NONE) return;
  check(bias.dtype == w.dtype, Kind.DType, op, "the weight is {A} and the bias {B}; convert one with to()", w, bias);
  check(
    bias.rank == 1 && bias.dim(0) == outputs,
    Kind.Shape,
    op,
    "the bias {a} is not one number for each of the {i} output channels",
    bias,
    NONE,
    outputs,
  );
}

/** y = x ∗ w + bias, with stride, padding and dilation of each axis in the tray. */
export function convolution(x: Tensor, w: Tensor, bias: Tensor, groups: i32): Tensor {
  const op = nameOf(x.rank);
  alike(op, x, w, groups);
  check(
    x.dim(1) == w.dim(1) * groups,
    Kind.Shape,
    op,
    "x {a} must have {i} channels for the weight {b}: its axis 1, times the groups",
    x,
    w,
    w.dim(1) * groups,
  );
  check(
    w.dim(0) % groups == 0,
    Kind.Shape,
    op,
    "the outputs of the weight {a} cannot be shared evenly among {i} groups",
    w,
    NONE,
    groups,
  );
  fitting(op, x, w, bias, w.dim(0), groups);
  const g = sizesOf(x, w, groups);
  const axes = x.rank - 2;
  for (let i = 0; i < axes; i++) {
    numbers(op, x, i);
    const stride = asked(i, 0);
    const padding = asked(i, 1);
    const dilation = asked(i, 2);
    const k = w.dim(2 + i);
    const room = <i64>x.dim(2 + i) + 2 * <i64>padding;
    const need = <i64>dilation * (k - 1) + 1;
    check(
      k > 0 && need <= room,
      Kind.Shape,
      op,
      "the kernel of {b} does not fit into axis {i} of {a} with its padding",
      x,
      w,
      2 + i,
    );
    g.setAxis(3 - axes + i, k, stride, padding, dilation);
    g.setSizes(3 - axes + i, x.dim(2 + i), <i32>((room - need) / stride) + 1);
  }
  return forward(x, w, bias, g);
}

/**
 * x ∗ᵀ w + bias: what a convolution with these numbers makes from (size of the result) to x. The result has (n - 1)·stride - 2·padding
 * + dilation·(k - 1) + 1 places along an axis, and up to stride - 1 more.
 */
export function convolutionTransposed(x: Tensor, w: Tensor, bias: Tensor, groups: i32): Tensor {
  const op = transposedName(x.rank);
  alike(op, x, w, groups);
  check(
    x.dim(1) == w.dim(0),
    Kind.Shape,
    op,
    "x {a} must have {i} channels, as axis 0 of the weight {b}",
    x,
    w,
    w.dim(0),
  );
  check(
    w.dim(0) % groups == 0,
    Kind.Shape,
    op,
    "the channels of {a} cannot be shared evenly among {i} groups",
    x,
    NONE,
    groups,
  );
  fitting(op, x, w, bias, w.dim(1) * groups, groups);
  const g = sizesOf(x, w, groups);
  const axes = x.rank - 2;
  for (let i = 0; i < axes; i++) {
    numbers(op, x, i);
    const stride = asked(i, 0);
    const padding = asked(i, 1);
    const dilation = asked(i, 2);
    const k = w.dim(2 + i);
    const n = x.dim(2 + i);
    const least = <i64>(n - 1) * stride - 2 * <i64>padding + <i64>dilation * (k - 1) + 1;
    const size = asked(i, 3);
    check(
      k > 0 && n > 0 && size > 0,
      Kind.Shape,
      op,
      "{a} with the weight {b} would have no places along axis {i}",
      x,
      w,
      2 + i,
    );
    check(
      size >= least && size < least + max(stride, dilation),
      Kind.Shape,
      op,
      "{a} cannot become {j} along axis {i}: the output padding is 0 or more, and less than the stride or the dilation",
      x,
      NONE,
      2 + i,
      size,
    );
    g.setAxis(3 - axes + i, k, stride, padding, dilation);
    g.setSizes(3 - axes + i, size, n);
  }
  return backTo(x, w, bias, g);
}

/** y = x ∗ w + bias */
function forward(x: Tensor, w: Tensor, bias: Tensor, g: Geometry): Tensor {
  enter();
  setTray(0, g.images);
  setTray(1, g.groups * g.filters);
  for (let i = 2; i < x.rank; i++) setTray(i, g.output(i + 3 - x.rank));
  const y = empty(x.dtype, x.rank);
  if (x.dtype == DType.F32) walk<f32>(y, x, w, bias, g, false);
  else walk<f64>(y, x, w, bias, g, false);
  record(
    nameOf(x.rank),
    y,
    x,
    w,
    bias,
    (n, dy) => {
      const g = parameters<Geometry>(n);
      if (wants(n.a)) give(n.a, backTo(dy, n.b, NONE, g));
      if (wants(n.b)) give(n.b, toWeights(dy, n.a, g));
      biasSlope(n, dy);
    },
    Needs.AB,
  );
  keepParameters<Geometry>(y, g);
  return leave(y);
}

/** x = y ∗ᵀ w + bias */
function backTo(y: Tensor, w: Tensor, bias: Tensor, g: Geometry): Tensor {
  enter();
  setTray(0, g.images);
  setTray(1, g.groups * g.channels);
  for (let i = 2; i < y.rank; i++) setTray(i, g.input(i + 3 - y.rank));
  const x = empty(y.dtype, y.rank);
  if (y.dtype == DType.F32) walk<f32>(x, y, w, bias, g, true);
  else walk<f64>(x, y, w, bias, g, true);
  record(
    transposedName(y.rank),
    x,
    y,
    w,
    bias,
    (n, dx) => {
      const g = parameters<Geometry>(n);
      if (wants(n.a)) give(n.a, forward(dx, n.b, NONE, g));
      if (wants(n.b)) give(n.b, toWeights(n.a, dx, g));
      biasSlope(n, dx);
    },
    Needs.AB,
  );
  keepParameters<Geometry>(x, g);
  return leave(x);
}

/** w = y ∗ʷ x */
function toWeights(y: Tensor, x: Tensor, g: Geometry): Tensor {
  enter();
  setTray(0, g.groups * g.filters);
  setTray(1, g.channels);
  for (let i = 2; i < y.rank; i++) setTray(i, g.kernel(i + 3 - y.rank));
  const w = empty(y.dtype, y.rank);
  if (x.size == 0 || y.size == 0) fillWith(w, 0);
  else if (y.dtype == DType.F32) sums<f32>(w, y, x, g);
  else sums<f64>(w, y, x, g);
  record(
    "convolutionWeights",
    w,
    y,
    x,
    NONE,
    (n, dw) => {
      const g = parameters<Geometry>(n);
      if (wants(n.a)) give(n.a, forward(n.b, dw, NONE, g));
      if (wants(n.b)) give(n.b, backTo(n.a, dw, NONE, g));
    },
    Needs.AB,
  );
  keepParameters<Geometry>(w, g);
  return leave(w);
}

/** Over all axes but the channels: planes first, which are dense. */
function biasSlope(n: Node, dy: Tensor): void {
  if (wants(n.c)) give(n.c, sumOver(sumOver(dy, ((1 << dy.rank) - 1) & ~3, false), 1, false));
}
