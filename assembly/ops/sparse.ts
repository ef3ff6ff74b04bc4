// Sparse matrices times dense ones, and sums over groups of rows, which are the same with ones for values.
import * as kernel from "../kernels/sparse";
import { SparseArguments } from "../kernels/sparse";
import { argumentsOf } from "../kernels/job";
import { Tensor, NONE, empty, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, recordWith, draft, input, parameters, mark } from "../tape";
import { give, wants } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave } from "../lifetime";
import { setTray, tray } from "../root";
import { launch } from "../pool";
import { contiguous } from "./copy";
import { allBelow } from "./gather";

/**
 * A stable counting sort of int32 numbers in [0, rows): where each number begins, rows + 1 places, and behind that the places of all
 * in order. Equal numbers keep their order, so sums over them have one order, too.
 */
export function sortByCount(index: Tensor, rows: i32): Tensor {
  const op = "sortByCount";
  check(index.rank == 1 && index.dtype == DType.I32, Kind.Shape, op, "the index {a} must be a vector of int32", index);
  allBelow(op, index, rows, i32.MIN_VALUE, "index {i} is out of range for {j} rows", index);
  enter();
  const dense = contiguous(index);
  const y = vector(DType.I32, rows + 1 + index.size);
  const a = argumentsOf<SparseArguments>();
  a.index = dense.data;
  a.start = y.data;
  a.column = y.data + ((<usize>(rows + 1)) << 2);
  a.count = index.size;
  a.rows = rows;
  launch((i, j) => kernel.sortByCount(i, j), 1, 1);
  mark(op, y, index);
  return leave(y);
}

/** A matrix in CSR form beside its transpose, as handles in the tray: see `sparseMatmul`. */
@unmanaged
class Sizes {
  rows: i32;
  columns: i32;
  heads: i32;
}

/** Inputs of a node, and the kept values behind them. */
const X = 0;
const W = 1;
const MATRIX = 2;
/** start, column, edge of the matrix, then of its transpose, then the row and column of each edge. */
const PARTS = 8;

/**
 * y[i] = Σ w[edge]·x[column] over the places of row i: x (columns, heads · size), w (edges, heads), or none for ones → (rows, …).
 * The tray has start (rows + 1), column and edge (places) of the matrix, and the same of its transpose, then row and column of each
 * edge, all int32 and dense: the host has made them with sortByCount.
 * dx = the transpose times dy      dw[e] = dy[row]·x[column]
 */
export function sparseMatmul(x: Tensor, w: Tensor, rows: i32, columns: i32, heads: i32): Tensor {
  checkDense("sparseMatmul", x, w, columns, heads, changetype<Tensor>(tray(1)).size);
  for (let i = PARTS - 1; i >= 0; i--) setTray(MATRIX + i, tray(i));
  return times(x, w, rows, columns, heads);
}
function checkDense(op: string, x: Tensor, w: Tensor, columns: i32, heads: i32, edges: i32): void {
  const fits = x.rank == 2 && x.dim(0) == columns && heads > 0 && x.dim(1) % heads == 0;
  check(fits, Kind.Shape, op, "{a} must have a row for each of the {i} columns of the sparse matrix", x, NONE, columns);
  check(isFloat(x.dtype), Kind.DType, op, 'x is {A}; convert it with to("float32")', x);
  if (w == NONE) return;
  const right = w.rank == 2 && w.dim(0) == edges && w.dim(1) == heads;
  check(right, Kind.Shape, op, "the values {a} must be (edges, heads), {i} edges", w, NONE, edges);
  check(w.dtype == x.dtype, Kind.DType, op, "x is {A} and the values {B}; convert one with to()", x, w);
}

/** The same with the matrix already at its place in the tray. */
function times(x: Tensor, w: Tensor, rows: i32, columns: i32, heads: i32): Tensor {
  const start = changetype<Tensor>(tray(MATRIX));
  const column = changetype<Tensor>(tray(MATRIX + 1));
  const edge = changetype<Tensor>(tray(MATRIX + 2));
  enter();
  const dense = contiguous(x);
  const values = w == NONE ? NONE : contiguous(w);
  const width = x.dim(1);
  const sizes = draft<Sizes>();
  sizes.rows = rows;
  sizes.columns = columns;
  sizes.heads = heads;
  setTray(0, rows);
  setTray(1, width);
  const y = empty(x.dtype, 2);
  const a = argumentsOf<SparseArguments>();
  a.y = y.data;
  a.x = dense.data;
  a.w = values == NONE ? 0 : values.data;
  a.start = start.data;
  a.column = column.data;
  a.edge = edge.data;
  a.heads = heads;
  a.size = width / heads;
  const work = max(1, (column.size / max(rows, 1) + 1) * width);
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.rowsOfSparse<f32>(i, j) : (i, j) => kernel.rowsOfSparse<f64>(i, j),
    width ? rows : 0,
    max(1, 8192 / work),
  );
  setTray(X, <i32>changetype<usize>(x));
  setTray(W, <i32>changetype<usize>(w));
  recordWith("sparseMatmul", y, 2, PARTS, sizes, backward);
  return leave(y);
}

function backward(n: Node, dy: Tensor): void {
  const s = parameters<Sizes>(n);
  const rows = s.rows;
  const columns = s.columns;
  const heads = s.heads;
  if (wants(input(n, X))) {
    matrixOf(n, true);
    give(input(n, X), times(dy, input(n, W), columns, rows, heads));
  }
  if (input(n, W) != NONE && wants(input(n, W))) {
    matrixOf(n, false);
    give(input(n, W), products(dy, input(n, X), rows, columns, heads));
  }
}
/** Puts the matrix of a node into the tray, or its transpose. */
function matrixOf(n: Node, turned: bool): void {
  for (let i = 0; i < 6; i++) part(i, input(n, MATRIX + (turned ? (i + 3) % 6 : i)));
  part(6, input(n, MATRIX + (turned ? 7 : 6)));
  part(7, input(n, MATRIX + (turned ? 6 : 7)));
}
function part(i: i32, x: Tensor): void {
  setTray(MATRIX + i, <i32>changetype<usize>(x));
}

/**
 * y[e] = x[row]·z[column] for every edge and head: x (rows, heads · size), z (columns, heads · size) → (edges, heads).
 * dx = the matrix with the values dy times z      dz = its transpose times x
 */
function products(x: Tensor, z: Tensor, rows: i32, columns: i32, heads: i32): Tensor {
  const row = changetype<Tensor>(tray(MATRIX + 6));
  const column = changetype<Tensor>(tray(MATRIX + 7));
  enter();
  const a0 = contiguous(x);
  const b0 = contiguous(z);
  const sizes = draft<Sizes>();
  sizes.rows = rows;
  sizes.columns = columns;
  sizes.heads = heads;
  setTray(0, row.size);
  setTray(1, heads);
  const y = empty(x.dtype, 2);
  const a = argumentsOf<SparseArguments>();
  a.y = y.data;
  a.x = a0.data;
  a.z = b0.data;
  a.index = row.data;
  a.column = column.data;
  a.heads = heads;
  a.size = x.dim(1) / heads;
  launch(
    x.dtype == DType.F32 ? (i, j) => kernel.productsOfRows<f32>(i, j) : (i, j) => kernel.productsOfRows<f64>(i, j),
    row.size,
    max(1, 8192 / max(x.dim(1), 1)),
  );
  setTray(0, <i32>changetype<usize>(x));
  setTray(1, <i32>changetype<usize>(z));
  recordWith("sparseProducts", y, 2, PARTS, sizes, (n, dy) => {
    const s = parameters<Sizes>(n);
    const rows = s.rows;
    const columns = s.columns;
    const heads = s.heads;
    if (wants(input(n, 0))) {
      matrixOf(n, false);
      give(input(n, 0), times(input(n, 1), dy, rows, columns, heads));
    }
    if (wants(input(n, 1))) {
      matrixOf(n, true);
      give(input(n, 1), times(input(n, 0), dy, columns, rows, heads));
    }
  });
  return leave(y);
}
