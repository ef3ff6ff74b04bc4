// How the three products of a convolution are computed: by tiles, as products of matrices, channel by channel, or tap by tap over
// padded copies, of which as many are made at a time as the cache holds.
import * as kernel from "../kernels/convolution";
import { args, SIDE, PHASE, TAP } from "../kernels/convolution";
import { depthwise, depthwiseSlope } from "../kernels/depthwise";
import { Geometry } from "../kernels/geometry";
import { JOB } from "../root";
import { scratch } from "../memory";
import { Tensor, NONE } from "../tensor";
import { Kind, check } from "../fault";
import { launch } from "../pool";
import { dense } from "./elementwise";
import { byTiles, convolveByTiles, weightsByTiles } from "./winograd";
import { isPointwise, multiplyPlanes, multiplyWeights } from "./pointwise";

/** Padded copies of so many bytes are made at a time. */
const AT_A_TIME = 1 << 20;

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
export function walk<T>(y: Tensor, x: Tensor, w: Tensor, bias: Tensor, g: Geometry, back: bool): void {
  if (y.size == 0) return;
  const source = dense(x).data;
  const weights = dense(w).data;
  const shift: usize = bias == NONE ? 0 : dense(bias).data;
  if (!shift && isPointwise(g) && multiplyPlanes<T>(y.data, source, weights, g, back)) return;
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
    if (nineTaps<T>()) launch(depthwise, a.count * a.groups, max(1, 16384 / max(1, rows * a.target(2))));
    else launch((i, j) => kernel.correlate<T>(i, j), a.count * a.groups * a.chunks * a.blocks, grain);
  }
}

/** w = y ∗ʷ x */
export function sums<T>(w: Tensor, y: Tensor, x: Tensor, g: Geometry): void {
  const source = dense(x).data;
  const slope = dense(y).data;
  if (isPointwise(g) && multiplyWeights<T>(w.data, slope, source, g)) return;
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
    if (nineTaps<T>()) launch(depthwiseSlope, a.groups, <i32>max(1, min(1e6, 400_000 / work)));
    else
      launch((i, j) => kernel.slope<T>(i, j), a.groups * a.blocks * a.sources, <i32>max(1, min(1e6, 100_000 / work)));
  }
}

/** Is each channel by itself, under 3x3 taps in float32 that all see something? */
function nineTaps<T>(): bool {
  const a = args;
  const single = a.sources == 1 && a.targets == 1 && a.phases == 1;
  return sizeof<T>() == 4 && single && a.kernel(0) == 1 && a.kernel(1) == 3 && a.kernel(2) == 3 && a.output(0) == 1;
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
