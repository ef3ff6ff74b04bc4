// Convolution over one to three axes. Its three products are linear in both factors, and each is the slope of the others:
//
//      y  = x ∗ w      x (N, groups·C, …), w (groups·K, C, …) → (N, groups·K, …)
//      dx = dy ∗ᵀ w    the transposed convolution                 dw = dy ∗ʷ x
import * as kernel from "../kernels/convolution";
import { args, SIDE, PHASE, TAP } from "../kernels/convolution";
import { Geometry } from "../kernels/geometry";
import { JOB, TRAY, setTray } from "../root";
import { scratch } from "../memory";
import { Tensor, NONE, empty } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, record, keepParameters, parameters } from "../tape";
import { give, wants } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave } from "../lifetime";
import { launch } from "../pool";
import { dense } from "./elementwise";
import { fillWith } from "./create";
import { sumOver } from "./reduce";
import { byTiles, convolveByTiles, weightsByTiles } from "./winograd";

/** Where the host writes stride, padding, dilation and the size of a result, axis by axis. */
const ASKED: usize = TRAY + 0x300;
/** Padded copies of so many bytes are made at a time. */
const AT_A_TIME = 1 << 20;

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
  check(groups > 0, Kind.Value, op, "groups = {i} is not positive", x, NONE, groups);
  check(w.rank == x.rank, Kind.Shape, op, "x {a} and the weight {b} must have as many axes", x, w);
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
  const g = named;
  memory.fill(changetype<usize>(g), 0, offsetof<Geometry>());
  g.images = x.dim(0);
  g.groups = groups;
  g.channels = w.dim(1);
  g.filters = w.dim(0) / groups;
  const axes = x.rank - 2;
  for (let i = 0; i < 3 - axes; i++) {
    g.setAxis(i, 1, 1, 0, 1);
    g.setSizes(i, 1, 1);
  }
  for (let i = 0; i < axes; i++) {
    const stride = asked(i, 0);
    const padding = asked(i, 1);
    const dilation = asked(i, 2);
    numbers(op, x, stride, padding, dilation);
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

function numbers(op: string, x: Tensor, stride: i32, padding: i32, dilation: i32): void {
  check(stride > 0, Kind.Value, op, "stride {i} is not positive", x, NONE, stride);
  check(padding >= 0, Kind.Value, op, "padding {i} is negative", x, NONE, padding);
  check(dilation > 0, Kind.Value, op, "dilation {i} is not positive", x, NONE, dilation);
}

/**
 * x ∗ᵀ w + bias: what a convolution with these numbers makes from (size of the result) to x. The result has (n - 1)·stride - 2·padding
 * + dilation·(k - 1) + 1 places along an axis, and up to stride - 1 more.
 */
export function convolutionTransposed(x: Tensor, w: Tensor, bias: Tensor, groups: i32): Tensor {
  const op = transposedName(x.rank);
  check(groups > 0, Kind.Value, op, "groups = {i} is not positive", x, NONE, groups);
  check(w.rank == x.rank, Kind.Shape, op, "x {a} and the weight {b} must have as many axes", x, w);
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
  const g = named;
  memory.fill(changetype<usize>(g), 0, offsetof<Geometry>());
  g.images = x.dim(0);
  g.groups = groups;
  g.channels = w.dim(1);
  g.filters = w.dim(0) / groups;
  const axes = x.rank - 2;
  for (let i = 0; i < 3 - axes; i++) {
    g.setAxis(i, 1, 1, 0, 1);
    g.setSizes(i, 1, 1);
  }
  for (let i = 0; i < axes; i++) {
    const stride = asked(i, 0);
    const padding = asked(i, 1);
    const dilation = asked(i, 2);
    numbers(op, x, stride, padding, dilation);
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

/** Describes the padded copy for the walk or the sums; gives the bytes of an image, more than 2³¹ if they are too many. */
function describeCopy(back: bool, shift: i32): i64 {
  const a = args;
  a.back = back;
  a.sources = back ? a.filters : a.channels;
  a.targets = back ? a.channels : a.filters;
  a.sourceStep = back ? a.channels * a.taps : a.taps;
  a.targetStep = back ? a.taps : a.channels * a.taps;
  a.phases = back ? a.stride(0) * a.stride(1) * a.stride(2) : 1;
  a.apart = back || a.output(2) == 1 ? 1 : a.stride(2);
  for (let i = 0; i < 3; i++) {
    const far = (a.kernel(i) - 1) * a.dilation(i);
    if (back) {
      const low = floorDivide(a.padding(i) - far, a.stride(i));
      a.setPadded(i, floorDivide(a.input(i) - 1 + a.padding(i), a.stride(i)) - low + 1, low);
    } else a.setPadded(i, (a.output(i) - 1) * a.stride(i) + far + 1, -a.padding(i));
  }
  const line = (<i64>((a.size(2) + a.apart - 1) / a.apart)) << shift;
  const row = line * a.apart;
  const plane = row * a.size(1) * a.size(0);
  a.line = <i32>line;
  a.row = <i32>row;
  a.plane = <i32>plane;
  a.blocks = (a.targets + SIDE - 1) / SIDE;
  return min<i64>(plane, 1 << 40) * a.groups * a.sources;
}
function floorDivide(a: i32, b: i32): i32 {
  return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/** Is the source its own padded copy? */
function asItIs(): bool {
  const a = args;
  let same = a.apart == 1;
  for (let i = 0; i < 3; i++) same = same && a.begin(i) == 0 && a.size(i) == a.source(i);
  return same;
}

/** y = x ∗ w + bias, or with `back` y ∗ᵀ w + bias. */
function walk<T>(y: Tensor, x: Tensor, w: Tensor, bias: Tensor, g: Geometry, back: bool): void {
  if (y.size == 0) return;
  const source = dense(x).data;
  const weights = dense(w).data;
  const shift: usize = bias == NONE ? 0 : dense(bias).data;
  if (sizeof<T>() == 4 && byTiles(g, back) && convolveByTiles(y.data, source, weights, shift, g, back)) return;
  const a = args;
  memory.copy(JOB, changetype<usize>(g), offsetof<Geometry>());
  const image = describeCopy(back, y.shift);
  const direct = asItIs();
  const taps = a.sources * a.taps;
  const list = round(<u64>a.phases * PHASE + <u64>taps * TAP);
  const packed = round((<u64>a.groups * a.blocks * SIDE * taps) << y.shift);
  const together = direct ? a.images : <i32>min<i64>(a.images, max<i64>(1, AT_A_TIME / max<i64>(image, 1)));
  const copies = direct ? 0 : <u64>image * together;
  a.list = scratch(list + packed + copies + 128);
  enough(a.list != 0 && image <= i32.MAX_VALUE, x, w);
  a.y = y.data;
  a.x = source;
  a.w = weights;
  a.bias = shift;
  a.packed = a.list + <usize>list;
  launch((i, j) => kernel.plan<T>(i, j), 1, 1);
  launch((i, j) => kernel.pack<T>(i, j), a.groups * a.blocks, max(1, 4096 / max(1, taps)));
  // a piece is worth a thread by itself
  const rows = a.target(0) * a.target(1);
  const work = (<f64>rows * a.target(2) * taps * min(SIDE, a.targets)) / a.phases;
  a.chunks = max(1, min(rows, <i32>(work / 200_000)));
  const grain = <i32>max(1, min(1e6, 100_000 / max(work / a.chunks, 1)));
  for (let first = 0; first < a.images; first += together) {
    a.first = first;
    a.count = min(together, a.images - first);
    a.padded = direct ? source : a.packed + <usize>packed;
    if (!direct) padded<T>();
    launch((i, j) => kernel.correlate<T>(i, j), a.count * a.groups * a.chunks * a.blocks, grain);
  }
}

/** w = y ∗ʷ x */
function sums<T>(w: Tensor, y: Tensor, x: Tensor, g: Geometry): void {
  const source = dense(x).data;
  const slope = dense(y).data;
  if (sizeof<T>() == 4 && byTiles(g, false) && weightsByTiles(w.data, slope, source, g)) return;
  const a = args;
  memory.copy(JOB, changetype<usize>(g), offsetof<Geometry>());
  const image = describeCopy(false, w.shift);
  const direct = asItIs();
  const list = round(PHASE + <u64>(a.sources * a.taps) * TAP);
  const together = direct ? a.images : <i32>min<i64>(a.images, max<i64>(1, AT_A_TIME / max<i64>(image, 1)));
  const copies = direct ? 0 : <u64>image * together;
  a.list = scratch(list + copies + 128);
  enough(a.list != 0 && image <= i32.MAX_VALUE, x, w);
  a.y = w.data;
  a.x = source;
  a.bias = slope;
  launch((i, j) => kernel.plan<T>(i, j), 1, 1);
  const work = <f64>together * a.outputPlane * a.taps * SIDE;
  for (let first = 0; first < a.images; first += together) {
    a.first = first;
    a.count = min(together, a.images - first);
    a.padded = direct ? source : a.list + <usize>list;
    if (!direct) padded<T>();
    launch((i, j) => kernel.slope<T>(i, j), a.groups * a.blocks * a.sources, <i32>max(1, min(1e6, 100_000 / work)));
  }
}

function padded<T>(): void {
  const a = args;
  const rows = a.size(0) * a.size(1);
  launch((i, j) => kernel.pad<T>(i, j), a.count * a.groups * a.sources * rows, max(1, 16384 / max(1, a.row)));
}

function round(bytes: u64): u64 {
  return (bytes + 63) & ~63;
}

function enough(ok: bool, x: Tensor, w: Tensor): void {
  check(
    ok,
    Kind.Memory,
    "memory",
    "a padded copy of {a} for the kernel {b} does not fit; work in smaller pieces",
    x,
    w,
  );
}
