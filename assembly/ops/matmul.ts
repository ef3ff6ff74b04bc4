// Products of matrices, in any layout: what the kernels do not read in place is packed.
import {
  multiplySideBySide,
  multiplyApart,
  ROWS,
  PANEL,
  DEPTH,
  COLUMNS,
  BLOCK_ROWS,
  BLOCK_COLUMNS,
} from "../kernels/gemm";
import * as pack from "../kernels/pack";
import { rowsTimes, columnsTimes } from "../kernels/gemv";
import { job } from "../kernels/job";
import { scratch } from "../memory";
import { Tensor, NONE, empty } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Needs, record } from "../tape";
import { give, wants } from "../backward";
import { Kind, check } from "../fault";
import { both, sizeAt, strideAt } from "../shape";
import { enter, leave } from "../lifetime";
import { root, setTray } from "../root";
import { launch } from "../pool";
import { common } from "../number";
import { as } from "./elementwise";
import { isDense, copyInto } from "./copy";
import { reshape, reshapeLike, transpose } from "./view";
import { fillWith } from "./create";
import { sumOver } from "./reduce";

/**
 * y = or (`more`) += a·b for one matrix each (m, k)·(k, n) with any strides, y dense; strides are in bytes. `space` is
 * where packed panels go.
 */
function product<T>(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
  more: bool,
  space: usize,
): void {
  const one = <i32>sizeof<T>();
  if (n == 1 && bRow == one && (aColumn == one || aRow == one)) return times<T>(y, a, b, m, k, aRow, aColumn, more);
  // y = bᵀ·a seen from the other side
  if (m == 1 && aColumn == one && (bColumn == one || bRow == one)) return times<T>(y, b, a, n, k, bColumn, bRow, more);
  // yᵀ = bᵀ·aᵀ where that is a fifth less work at least: a tile has more columns than rows, and either may need no packing
  const straight = effort<T>(m, n, k, aRow, aColumn, bRow, bColumn);
  const turned = effort<T>(n, m, k, bColumn, bRow, aColumn, aRow);
  if (5 * turned < 4 * straight) {
    blocks<T>(y, b, a, n, m, k, bColumn, bRow, aColumn, aRow, one, n * one, more, space);
  } else blocks<T>(y, a, b, m, n, k, aRow, aColumn, bRow, bColumn, n * one, one, more, space);
}

function padded(n: i32, step: i32): i64 {
  return ((n + step - 1) / step) * step;
}

/**
 * May lines be read where they stand, `step` bytes apart? If all of them fit the first cache, of which steps of 512
 * bytes and their multiples would use a few sets only.
 */
function handy(lines: i32, length: i32, step: i32): bool {
  return step < 512 && <i64>lines * length <= 16384;
}

/** Must A be packed? Not if it is used for few columns, and stands in dense rows or in handy columns. */
function packsA<T>(m: i32, n: i32, k: i32, aRow: i32, aColumn: i32): bool {
  const one = <i32>sizeof<T>();
  return n > 256 || (aColumn != one && (aRow != one || !handy(k, m, aColumn)));
}
/** Must B be packed? Not if its rows are dense and handy. */
function packsB<T>(n: i32, k: i32, bRow: i32, bColumn: i32): bool {
  return bColumn != <i32>sizeof<T>() || !handy(k, n, bRow);
}

/**
 * Instructions per step of k, roughly: two for each vector of a tile, one for each number that is packed. A tile of 4 rows
 * and one vector takes as long as one of two vectors.
 */
function effort<T>(m: i32, n: i32, k: i32, aRow: i32, aColumn: i32, bRow: i32, bColumn: i32): i64 {
  const l = 16 / <i32>sizeof<T>();
  const packA = packsA<T>(m, n, k, aRow, aColumn);
  const low = packA || aRow == <i32>sizeof<T>();
  const vectors = low ? (padded(m, PANEL) * padded(n, 2 * l)) / l : (padded(m, ROWS) * padded(n, l)) / l;
  return 2 * vectors + (packA ? m : 0) + (packsB<T>(n, k, bRow, bColumn) ? n : 0);
}

/**
 * y by blocks of k, and of columns where B is packed block by block; A is packed once. yRow, yColumn: the steps of y, one
 * of which is that of neighbours.
 */
function blocks<T>(
  y: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
  yRow: i32,
  yColumn: i32,
  more: bool,
  space: usize,
): void {
  const one = <i32>sizeof<T>();
  const wide = 32 / one;
  const packA = packsA<T>(m, n, k, aRow, aColumn);
  const packB = packsB<T>(n, k, bRow, bColumn);
  const panels = (m + PANEL - 1) / PANEL;
  const apart = !packA && aRow != one;
  const packedB = space + (packA ? (<usize>panels * PANEL * k * one + 63) & ~63 : 0);
  const across = packB ? COLUMNS : n;
  for (let j = 0; j < n; j += across) {
    const columns = min(across, n - j);
    for (let d = 0; d < k; d += DEPTH) {
      const depth = min(DEPTH, k - d);
      const packedA = space + <usize>panels * PANEL * d * one;
      job.k = depth;
      if (packA && j == 0) {
        job.y = packedA;
        job.a = a + <usize>d * aColumn;
        job.n = m;
        job.i = aRow;
        job.j = aColumn;
        launch((i, j) => pack.packA<T>(i, j), panels, max(1, 8192 / depth));
      }
      if (packB) {
        job.y = packedB;
        job.a = b + <usize>d * bRow + <usize>j * bColumn;
        job.n = columns;
        job.i = bColumn;
        job.j = bRow;
        launch((i, j) => pack.packB<T>(i, j), <i32>padded(columns, wide) / wide, max(1, 8192 / depth));
      }
      job.y = y + <usize>j * yColumn;
      job.a = packA ? packedA : a + <usize>d * aColumn;
      job.c = packA ? one : aRow;
      job.d = packA ? PANEL * one : aColumn;
      job.p = packA ? PANEL * one * depth : (apart ? ROWS : PANEL) * aRow;
      job.b = packB ? packedB : b + <usize>d * bRow + <usize>j * bColumn;
      job.e = packB ? 32 : bRow;
      job.q = packB ? 32 * depth : 32;
      job.m = m;
      job.n = columns;
      job.i = <i32>(more || d > 0);
      job.j = yRow;
      job.l = yColumn;
      const pieces = ((columns + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS) * ((m + BLOCK_ROWS - 1) / BLOCK_ROWS);
      // a piece of full size is worth a thread by itself
      const grain = <i64>m * columns * depth < 500_000 ? pieces : 1;
      if (apart) launch((i, j) => multiplyApart<T>(i, j), pieces, grain);
      else launch((i, j) => multiplySideBySide<T>(i, j), pieces, grain);
    }
  }
}

/** y = A·x for A (m, k) whose rows or columns are dense. */
function times<T>(y: usize, a: usize, x: usize, m: i32, k: i32, row: i32, column: i32, more: bool): void {
  job.y = y;
  job.a = a;
  job.b = x;
  job.i = row;
  job.j = column;
  job.m = m;
  job.n = k;
  job.k = <i32>more;
  if (column == <i32>sizeof<T>()) launch((i, j) => rowsTimes<T>(i, j), m, max(1, 16384 / k));
  else launch((i, j) => columnsTimes<T>(i, j), (m * sizeof<T>() + 63) >> 6, max(1, 2048 / k));
}

/** Bytes that packed panels need at most, whichever of the two is packed whole. */
function spaceFor(m: i32, n: i32, k: i32, shift: i32): u64 {
  const whole = padded(max(m, n), PANEL) * k;
  const block = <i64>(COLUMNS + 8) * min(k, DEPTH);
  return ((whole + block) << shift) + 128;
}

/** y = a·b over the last two axes of a and b, both of rank 2 at least; batches broadcast. `more`: y += a·b. */
function fill(y: Tensor, a: Tensor, b: Tensor, more: bool): void {
  const rank = y.rank;
  const m = y.dim(rank - 2);
  const n = y.dim(rank - 1);
  const k = a.dim(a.rank - 1);
  if (y.size == 0) return;
  if (k == 0) {
    if (!more) fillWith(y, 0);
    return;
  }
  const shift = y.shift;
  const space = scratch(spaceFor(m, n, k, shift));
  check(space != 0, Kind.Memory, "memory", "packed copies of {a} and {b} do not fit; work in smaller pieces", a, b);
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
    if (y.dtype == DType.F32) product<f32>(py, pa, pb, m, n, k, ar, ac, br, bc, more, space);
    else if (y.dtype == DType.F64) product<f64>(py, pa, pb, m, n, k, ar, ac, br, bc, more, space);
    else product<i32>(py, pa, pb, m, n, k, ar, ac, br, bc, more, space);
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
  fill(y, a, b, false);
  return record(
    "matmul",
    y,
    a,
    b,
    NONE,
    (n, dy) => {
      if (wants(n.a)) give(n.a, matmul(dy, turned(n.b)));
      if (wants(n.b)) give(n.b, matmul(turned(n.a), dy));
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

/** y = x·wᵀ + bias, x (…, in), w (out, in)      dx = dy·w      dw = dyᵀ·x      dbias = dy summed over rows */
export function linear(x: Tensor, w: Tensor, bias: Tensor): Tensor {
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
  if (bias != NONE) copyInto(y, bias);
  fill(flat(y), flat(x), transpose(w, 0, 1), bias != NONE);
  root.recording = recording;
  record(
    "linear",
    y,
    x,
    w,
    bias,
    (n, dy) => {
      const g = flat(dy);
      if (wants(n.a)) {
        const dx = matrices(g, n.b);
        give(n.a, n.a.rank == 2 ? dx : reshapeLike(dx, n.a));
      }
      if (wants(n.b)) give(n.b, matrices(transpose(g, 0, 1), flat(n.a)));
      if (wants(n.c)) give(n.c, sumOver(g, 1, false));
    },
    Needs.AB,
  );
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
