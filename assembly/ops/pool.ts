// Pools over the last one to three axes; all axes before are planes.
import * as kernel from "../kernels/pool";
import { args, PoolArgs, Windows } from "../kernels/pool";
import { JOB, TRAY, setTray } from "../root";
import { Tensor, NONE, empty } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Needs, record, keepParameters, parameters } from "../tape";
import { give } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave, escape } from "../lifetime";
import { launch } from "../pool";
import { dense } from "./elementwise";

/** Where the host writes kernel, stride, padding, dilation and output size, axis by axis. */
const ASKED: usize = TRAY + 0x300;
const named = changetype<PoolArgs>(TRAY + 0x200);

function asked(i: i32, j: i32): i32 {
  return load<i32>(ASKED + ((<usize>(5 * i + j)) << 2));
}

/** Reads what was asked for. The host has checked it. */
function sizes(op: string, x: Tensor, axes: i32, windows: i32): PoolArgs {
  check(isFloat(x.dtype), Kind.DType, op, 'x is {A}; convert it with to("float32")', x);
  const p = named;
  memory.fill(changetype<usize>(p), 0, offsetof<PoolArgs>());
  p.windows = windows;
  p.axes = axes;
  for (let i = 0; i < 3 - axes; i++) {
    p.setAxis(i, 1, 1, 0, 1);
    p.setSizes(i, 1, 1);
  }
  p.images = 1;
  for (let i = 0; i < x.rank - axes; i++) p.images *= x.dim(i);
  for (let i = 0; i < axes; i++) {
    const axis = 3 - axes + i;
    p.setAxis(axis, asked(i, 0), asked(i, 1), asked(i, 2), asked(i, 3));
    p.setSizes(axis, x.dim(x.rank - axes + i), asked(i, 4));
  }
  return p;
}

/** A result whose last axes are those of the windows, or with `back` those of what they slide over. */
function made(x: Tensor, p: PoolArgs, dtype: i32, back: bool): Tensor {
  for (let i = 0; i < x.rank; i++) {
    const axis = i - x.rank + 3;
    setTray(i, axis < 3 - p.axes ? x.dim(i) : back ? p.input(axis) : p.output(axis));
  }
  return empty(dtype, x.rank);
}

/** A thread is worth 16,384 places of a plane. */
function grain(p: PoolArgs): i32 {
  return max(1, 16384 / max(1, p.outputPlane * p.taps));
}
function told(p: PoolArgs, y: Tensor, x: Tensor): PoolArgs {
  memory.copy(JOB, changetype<usize>(p), offsetof<PoolArgs>());
  args.y = y.data;
  args.x = x.data;
  return args;
}
/** y = the greatest of each window; the tray gets its place in the plane, int32. */
export function maxPool(x: Tensor, axes: i32, windows: i32, samples: Tensor): Tensor {
  const p = sizes("maxPool", x, axes, windows);
  enter();
  const input = dense(x);
  const random: usize = samples == NONE ? 0 : dense(samples).data;
  const y = made(x, p, x.dtype, false);
  const index = made(x, p, DType.I32, false);
  const a = told(p, y, input);
  a.index = index.data;
  a.samples = random;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.greatest<f32>(i, j) : (i, j) => kernel.greatest<f64>(i, j),
    y.size ? p.images : 0,
    grain(p),
  );
  index.name = "maxPool";
  recorded("maxPool", y, x, index, p, true);
  escape(index);
  setTray(0, <i32>changetype<usize>(index));
  return leave(y);
}

/** y[i] = x[index[i]] in each plane (`down`), or y = 0 and y[index[i]] += x[i]: each is the slope of the other. */
function recorded(op: string, y: Tensor, x: Tensor, index: Tensor, p: PoolArgs, down: bool): void {
  if (down) record(op, y, x, index, NONE, (n, dy) => give(n.a, placed(dy, n.b, parameters<PoolArgs>(n))), Needs.B);
  else record(op, y, x, index, NONE, (n, dy) => give(n.a, picked(dy, n.b, parameters<PoolArgs>(n))), Needs.B);
  keepParameters<PoolArgs>(y, p);
}

function picked(x: Tensor, index: Tensor, p: PoolArgs): Tensor {
  enter();
  const input = dense(x);
  const places = dense(index);
  const y = made(x, p, x.dtype, false);
  const a = told(p, y, input);
  a.index = places.data;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.pick<f32>(i, j) : (i, j) => kernel.pick<f64>(i, j),
    p.images,
    grain(p),
  );
  recorded("pick", y, x, index, p, true);
  return leave(y);
}

function placed(x: Tensor, index: Tensor, p: PoolArgs): Tensor {
  enter();
  const input = dense(x);
  const places = dense(index);
  const y = made(x, p, x.dtype, true);
  const a = told(p, y, input);
  a.index = places.data;
  launch(x.dtype == DType.F32 ? (i, j) => kernel.put<f32>(i, j) : (i, j) => kernel.put<f64>(i, j), p.images, grain(p));
  recorded("place", y, x, index, p, false);
  return leave(y);
}

/** y = the mean of each window. `divisor` 0: the number of its places, those in the padding among them if `countPad`. */
export function averagePool(x: Tensor, axes: i32, windows: i32, countPad: bool, divisor: i32): Tensor {
  const p = sizes("avgPool", x, axes, windows);
  p.countPad = countPad;
  p.divisor = divisor;
  return averaged(x, p);
}

function averaged(x: Tensor, p: PoolArgs): Tensor {
  enter();
  const input = dense(x);
  const y = made(x, p, x.dtype, false);
  told(p, y, input);
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.average<f32>(i, j) : (i, j) => kernel.average<f64>(i, j),
    p.images,
    grain(p),
  );
  record("avgPool", y, x, NONE, NONE, (n, dy) => give(n.a, shared(dy, parameters<PoolArgs>(n))));
  keepParameters<PoolArgs>(y, p);
  return leave(y);
}

/** What each mean gives to the places of its window. */
function shared(x: Tensor, p: PoolArgs): Tensor {
  enter();
  const input = dense(x);
  const y = made(x, p, x.dtype, true);
  told(p, y, input);
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.averageSlope<f32>(i, j) : (i, j) => kernel.averageSlope<f64>(i, j),
    p.images,
    grain(p),
  );
  record("avgPoolSlope", y, x, NONE, NONE, (n, dy) => give(n.a, averaged(dy, parameters<PoolArgs>(n))));
  keepParameters<PoolArgs>(y, p);
  return leave(y);
}
