// Recurrent layers: what of a step cannot be done for all steps at once. The product of the inputs comes ready.
import * as kernel from "../kernels/recurrent";
import { StepArguments } from "../kernels/recurrent";
import { argumentsOf } from "../kernels/job";
import { Tensor, NONE, empty, emptyLike, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, taped, recordWith, draft, input, parameters } from "../tape";
import { give, wants, pass } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave } from "../lifetime";
import { root, setTray, TRAY } from "../root";
import { Kernel, launch } from "../pool";
import { number } from "../number";
import { contiguous, copyBytes } from "./copy";
import { packOnce, packedSize, timesPacked } from "./packed";
import { zerosLike } from "./gather";
import { matmul } from "./matmul";
import { sumOver } from "./reduce";
import { cat } from "./join";
import { reshape, select, sliced, transpose } from "./view";
import { add, mul, sub, gt } from "./binary";
import { sigmoid, tanh } from "./unary";
import { relu } from "./activation";
import { where } from "./select";

/** What becomes of the gates. */
export namespace Cell {
  export const Tanh = 0;
  export const Relu = 1;
  export const LSTM = 2;
  export const GRU = 3;
}

/** What backward has to know. */
@unmanaged
class Layer {
  cell: i32;
  /** From the last step to the first? */
  turned: i32;
}

/** Gates of a cell. */
function gatesOf(cell: i32): i32 {
  return cell == Cell.LSTM ? 4 : cell == Cell.GRU ? 3 : 1;
}

/** The inputs of a node, and its kept values. */
const X = 0;
const H = 1;
const U = 2;
/** The state of the cell for LSTM, the bias of the part of h for GRU. */
const EXTRA = 3;
const LENGTHS = 4;
/** Gates after their functions, as backward wants them. */
const GATES = 5;

/**
 * h of all steps from x (steps, batch, gates · size), the part of the inputs with its bias, h0 (batch, size), u (gates · size, size)
 * and c0 like h0 (LSTM) or the bias of the part of h (GRU). Row i lasts lengths[i] steps, of int32, and then stays as it is.
 * Gives (steps + 1, batch, size), h0 among them, first, or last if `turned`; LSTM gives h and c: (2, steps + 1, batch, size).
 *
 * Backward goes through the steps once; products of whole matrices follow.  dx = dgates  du = dgatesᵀ·h before
 */
export function recurrent(
  cell: i32,
  x: Tensor,
  h: Tensor,
  u: Tensor,
  extra: Tensor,
  lengths: Tensor,
  turned: bool,
): Tensor {
  checkAll(cell, x, h, u, extra, lengths);
  const steps = x.dim(0);
  const batch = x.dim(1);
  const size = h.dim(1);
  enter();
  const recording = root.recording;
  const keeps = recording && (taped(x) || taped(h) || taped(u) || taped(extra));
  root.recording = 0;
  const lstm = cell == Cell.LSTM;
  setTray(0, 2);
  setTray(lstm ? 1 : 0, steps + 1);
  setTray(lstm ? 2 : 1, batch);
  setTray(lstm ? 3 : 2, size);
  const y = empty(x.dtype, lstm ? 4 : 3);
  // GRU keeps the part of h in its gate n, too
  setTray(0, keeps ? steps : 1);
  setTray(1, batch);
  setTray(2, cell > Cell.Relu ? 4 * size : 0);
  const gates = empty(x.dtype, 3);
  const ends = lengths == NONE ? NONE : contiguous(lengths);
  if (x.dtype == DType.F32) forward<f32>(cell, contiguous(x), h, u, extra, ends, turned, y, gates);
  else forward<f64>(cell, contiguous(x), h, u, extra, ends, turned, y, gates);
  root.recording = recording;
  const l = draft<Layer>();
  l.cell = cell;
  l.turned = turned;
  put(X, x);
  put(H, h);
  put(U, u);
  put(EXTRA, extra);
  put(LENGTHS, ends);
  put(GATES, gates);
  recordWith("recurrent", y, 4, 2, l, backward, Needs.Y);
  return leave(y);
}
function put(i: i32, x: Tensor): void {
  setTray(i, <i32>changetype<usize>(x));
}

function checkAll(cell: i32, x: Tensor, h: Tensor, u: Tensor, extra: Tensor, lengths: Tensor): void {
  const op = "recurrent";
  check(x.rank == 3 && x.dim(0) > 0, Kind.Shape, op, "x {a} must be (steps, batch, gates) with a step at least", x);
  check(h.rank == 2 && h.dim(0) == x.dim(1), Kind.Shape, op, "h0 {b} must be (batch, size) for x {a}", x, h);
  const wide = gatesOf(cell) * h.dim(1);
  const fits = u.rank == 2 && u.dim(0) == wide && u.dim(1) == h.dim(1) && x.dim(2) == wide;
  check(
    fits,
    Kind.Shape,
    op,
    "the weight {b} and x {a} do not have {i} gates of size {j}",
    x,
    u,
    gatesOf(cell),
    h.dim(1),
  );
  const same = x.dtype == h.dtype && x.dtype == u.dtype && isFloat(x.dtype);
  check(
    same,
    Kind.DType,
    op,
    "x is {A}, the state or the weight {B}; convert one with to()",
    x,
    x.dtype == h.dtype ? u : h,
  );
  if (lengths != NONE) {
    const fine = lengths.rank == 1 && lengths.dim(0) == x.dim(1) && lengths.dtype == DType.I32;
    check(
      fine,
      Kind.Shape,
      op,
      "the lengths {a} must be int32, one for each row of the batch of {i}",
      lengths,
      NONE,
      x.dim(1),
    );
  }
  if (cell < Cell.LSTM) return;
  check(extra != NONE && extra.dtype == x.dtype, Kind.DType, op, "c0 or the bias must be {A}", x);
  const right =
    cell == Cell.LSTM
      ? extra.rank == 2 && extra.dim(0) == h.dim(0) && extra.dim(1) == h.dim(1)
      : extra.rank == 1 && extra.dim(0) == wide;
  check(right, Kind.Shape, op, "c0 or the bias {b} does not fit h0 {a}", h, extra);
}

/** Where the state after step t is, and the one before it. */
function slotAfter(t: i32, turned: bool): i32 {
  return turned ? t : t + 1;
}
function slotBefore(t: i32, turned: bool): i32 {
  return turned ? t + 1 : t;
}

/** Dense bytes of x to y. */
function place(y: usize, x: Tensor): void {
  const dense = contiguous(x);
  copyBytes(y, dense.data, (<usize>dense.size) << dense.shift);
}

/** The steps of one layer, and as much of u as fits its matrix: a vector of `bytes`. */
function room<T>(dtype: i32, bytes: usize): Tensor {
  return vector(dtype, <i32>(bytes / sizeof<T>()));
}

function kernelOf<T>(cell: i32): Kernel {
  if (cell == Cell.LSTM) return (i, j) => kernel.lstmStep<T>(i, j);
  if (cell == Cell.GRU) return (i, j) => kernel.gruStep<T>(i, j);
  if (cell == Cell.Relu) return (i, j) => kernel.rnnReluStep<T>(i, j);
  return (i, j) => kernel.rnnStep<T>(i, j);
}
function backOf<T>(cell: i32): Kernel {
  if (cell == Cell.LSTM) return (i, j) => kernel.lstmBack<T>(i, j);
  if (cell == Cell.GRU) return (i, j) => kernel.gruBack<T>(i, j);
  if (cell == Cell.Relu) return (i, j) => kernel.rnnReluBack<T>(i, j);
  return (i, j) => kernel.rnnBack<T>(i, j);
}

/** Rows that a thread should have at least. */
function grain(size: i32): i32 {
  return max(1, 2048 / max(size, 1));
}

function forward<T>(
  cell: i32,
  x: Tensor,
  h: Tensor,
  u: Tensor,
  extra: Tensor,
  lengths: Tensor,
  turned: bool,
  y: Tensor,
  gates: Tensor,
): void {
  const one: usize = sizeof<T>();
  const steps = x.dim(0);
  const batch = x.dim(1);
  const size = h.dim(1);
  const wide = x.dim(2);
  const state = <usize>(batch * size) * one;
  const xs = <usize>(batch * wide) * one;
  const kept = gates.dim(0) > 1 || steps == 1 ? <usize>(batch * gates.dim(2)) * one : 0;
  const cells = y.data + <usize>(steps + 1) * state;
  const first = turned ? <usize>steps * state : 0;
  const space = room<T>(x.dtype, packedSize<T>(wide, size));
  const own = cell == Cell.GRU ? room<T>(x.dtype, xs) : NONE;
  const bias = cell == Cell.GRU ? contiguous(extra).data : 0;
  place(y.data + first, h);
  if (cell == Cell.LSTM) place(cells + first, extra);
  packOnce<T>(space.data, u.data, wide, size, u.stride(1) * <i32>one, u.stride(0) * <i32>one);
  for (let s = 0; s < steps; s++) {
    const t = turned ? steps - 1 - s : s;
    const after = <usize>slotAfter(t, turned) * state;
    const before = <usize>slotBefore(t, turned) * state;
    const from = x.data + <usize>t * xs;
    const left = gates.data + <usize>t * kept;
    // gates of LSTM stand where they are kept, those of RNN where h will be
    const sums = cell == Cell.GRU ? own.data : cell == Cell.LSTM ? left : y.data + after;
    const begun = cell == Cell.GRU ? bias : from;
    const step = cell == Cell.GRU ? 0 : wide * <i32>one;
    timesPacked<T>(sums, y.data + before, space.data, batch, wide, size, begun, step);
    const a = argumentsOf<StepArguments>();
    a.gates = cell == Cell.GRU ? from : left;
    a.own = own != NONE ? own.data : 0;
    a.kept = left;
    a.before = y.data + before;
    a.after = y.data + after;
    a.cellBefore = cells + before;
    a.cellAfter = cells + after;
    a.lengths = lengths != NONE ? lengths.data : 0;
    a.time = t;
    a.size = size;
    launch(kernelOf<T>(cell), batch, grain(size));
  }
}

function backward(n: Node, dy: Tensor): void {
  if (root.creating) return pass(composed(n), dy);
  const l = parameters<Layer>(n);
  const y = n.y;
  const x = input(n, X);
  const dgates = emptyLike(x);
  const down = l.cell == Cell.GRU ? emptyLike(x) : dgates;
  const dh = zerosLike(input(n, H), x.dtype);
  const dc = l.cell == Cell.LSTM ? zerosLike(dh, x.dtype) : NONE;
  if (x.dtype == DType.F32) steps<f32>(n, contiguous(dy), dgates, down, dh, dc);
  else steps<f64>(n, contiguous(dy), dgates, down, dh, dc);
  give(x, dgates);
  give(input(n, H), dh);
  if (dc != NONE) give(input(n, EXTRA), dc);
  if (wants(input(n, U))) {
    const h = l.cell == Cell.LSTM ? select(y, 0, 0) : y;
    give(input(n, U), matmul(transpose(rows(down), 0, 1), rows(sliced(h, 0, l.turned, x.dim(0), 1))));
  }
  if (l.cell == Cell.GRU && wants(input(n, EXTRA))) give(input(n, EXTRA), sumOver(rows(down), 1, false));
}

/** x (steps, batch, n) as rows of n. */
function rows(x: Tensor): Tensor {
  setTray(0, x.dim(0) * x.dim(1));
  setTray(1, x.dim(2));
  return reshape(x, 2);
}

/** Fills dgates and down; dh and dc become the gradients of h0 and c0. */
function steps<T>(n: Node, dy: Tensor, dgates: Tensor, down: Tensor, dh: Tensor, dc: Tensor): void {
  const l = parameters<Layer>(n);
  const one: usize = sizeof<T>();
  const u = input(n, U);
  const y = n.y;
  const gates = input(n, GATES);
  const lengths = input(n, LENGTHS);
  const count = dgates.dim(0);
  const batch = dgates.dim(1);
  const wide = dgates.dim(2);
  const size = dh.dim(1);
  const state = <usize>(batch * size) * one;
  const xs = <usize>(batch * wide) * one;
  const kept = <usize>(batch * gates.dim(2)) * one;
  const cells = <usize>(count + 1) * state;
  const space = room<T>(u.dtype, packedSize<T>(size, wide));
  packOnce<T>(space.data, u.data, size, wide, u.stride(0) * <i32>one, u.stride(1) * <i32>one);
  for (let s = count - 1; s >= 0; s--) {
    const t = l.turned ? count - 1 - s : s;
    const after = <usize>slotAfter(t, <bool>l.turned) * state;
    const before = <usize>slotBefore(t, <bool>l.turned) * state;
    const a = argumentsOf<StepArguments>();
    a.gates = gates.data + <usize>t * kept;
    a.kept = a.gates;
    a.before = y.data + before;
    a.after = y.data + after;
    a.cellBefore = y.data + cells + before;
    a.cellAfter = y.data + cells + after;
    a.dh = dy.data + after;
    a.dc = dy.data + cells + after;
    a.carry = dh.data;
    a.cellCarry = dc != NONE ? dc.data : 0;
    a.dgates = dgates.data + <usize>t * xs;
    a.down = down.data + <usize>t * xs;
    a.lengths = lengths != NONE ? lengths.data : 0;
    a.time = t;
    a.size = size;
    launch(backOf<T>(l.cell), batch, grain(size));
    timesPacked<T>(dh.data, down.data + <usize>t * xs, space.data, batch, size, wide, dh.data, size * <i32>one);
  }
  // what the first slot itself was given
  const first = l.turned ? <usize>count * state : 0;
  addTo<T>(dh.data, dy.data + first, batch * size);
  if (dc != NONE) addTo<T>(dc.data, dy.data + cells + first, batch * size);
}

/** y += x, dense */
function addTo<T>(y: usize, x: usize, n: i32): void {
  const a = argumentsOf<kernel.SumArguments>();
  a.y = y;
  a.x = x;
  launch((i, j) => kernel.sum<T>(i, j), n, 16384);
}

/** The same result from ops, step by step: backward goes through them where it is to be differentiated itself. */
function composed(n: Node): Tensor {
  const l = parameters<Layer>(n);
  const x = input(n, X);
  const extra = input(n, EXTRA);
  const lengths = input(n, LENGTHS);
  const ut = transpose(input(n, U), 0, 1);
  const count = x.dim(0);
  let h = input(n, H);
  let c = l.cell == Cell.LSTM ? extra : NONE;
  const hs = vector(DType.I32, count + 1);
  const cs = vector(DType.I32, count + 1);
  keep(hs, l.turned ? count : 0, h);
  keep(cs, l.turned ? count : 0, c);
  for (let s = 0; s < count; s++) {
    const t = l.turned ? count - 1 - s : s;
    const xt = select(x, 0, t);
    const oldH = h;
    const oldC = c;
    const own = matmul(h, ut);
    if (l.cell == Cell.GRU) {
      const biased = add(own, extra);
      const r = sigmoid(add(gate(xt, 0, h), gate(biased, 0, h)));
      const z = sigmoid(add(gate(xt, 1, h), gate(biased, 1, h)));
      const next = tanh(add(gate(xt, 2, h), mul(r, gate(biased, 2, h))));
      h = add(next, mul(z, sub(h, next)));
    } else {
      const all = add(xt, own);
      if (l.cell == Cell.LSTM) {
        c = add(mul(sigmoid(gate(all, 1, h)), c), mul(sigmoid(gate(all, 0, h)), tanh(gate(all, 2, h))));
        h = mul(sigmoid(gate(all, 3, h)), tanh(c));
      } else h = l.cell == Cell.Relu ? relu(all) : tanh(all);
    }
    if (lengths != NONE) {
      setTray(0, lengths.size);
      setTray(1, 1);
      const going = gt(reshape(lengths, 2), number(t));
      h = where(going, h, oldH);
      if (c != NONE) c = where(going, c, oldC);
    }
    keep(hs, slotAfter(t, <bool>l.turned), h);
    keep(cs, slotAfter(t, <bool>l.turned), c);
  }
  const all = stacked(hs);
  if (c == NONE) return all;
  const h2 = leading(all);
  const c2 = leading(stacked(cs));
  put(0, h2);
  put(1, c2);
  return cat(2, 0);
}
function gate(x: Tensor, i: i32, h: Tensor): Tensor {
  return sliced(x, 1, i * h.dim(1), h.dim(1), 1);
}
function keep(list: Tensor, i: i32, x: Tensor): void {
  store<Tensor>(list.data + ((<usize>i) << 2), x);
}
/** x with an axis of one before the others. */
function leading(x: Tensor): Tensor {
  setTray(0, 1);
  for (let i = 0; i < x.rank; i++) setTray(i + 1, x.dim(i));
  return reshape(x, x.rank + 1);
}
/** The tensors of a list, on a new first axis; cat takes 128 at a time. */
function stacked(list: Tensor): Tensor {
  let n = list.size;
  for (let i = 0; i < n; i++) keep(list, i, leading(load<Tensor>(list.data + ((<usize>i) << 2))));
  while (n > 1) {
    let made = 0;
    for (let i = 0; i < n; i += 128) {
      const count = min(128, n - i);
      memory.copy(TRAY, list.data + ((<usize>i) << 2), (<usize>count) << 2);
      keep(list, made++, cat(count, 0));
    }
    n = made;
  }
  return load<Tensor>(list.data);
}
