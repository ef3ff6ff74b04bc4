// Sums over the neighbours of a node: rows of a sparse matrix in CSR form, and what leads to it and back.
import { clearBytes } from "./bytes";
import { argumentsOf } from "./job";
import * as v from "./simd";

/** What these kernels are told. Pointers of int32 but for y, x, z and w. */
@unmanaged
export class SparseArguments {
  y: usize;
  x: usize;
  z: usize;
  /** Values of the matrix, one for each of `heads`, or 0 for ones. */
  w: usize;
  /** Where each row begins, the column of each place, and which value it has, or 0 for its own. */
  start: usize;
  column: usize;
  edge: usize;
  /** Indices to be sorted, or the row of each edge. */
  index: usize;
  count: i32;
  rows: i32;
  /** A row of x and y has as many parts of `size` numbers. */
  heads: i32;
  size: i32;
}

function at(p: usize, i: i32): i32 {
  return load<i32>(p + ((<usize>i) << 2));
}
function put(p: usize, i: i32, x: i32): void {
  store<i32>(p + ((<usize>i) << 2), x);
}

/**
 * A stable counting sort of a.index, all in [0, a.rows), as one piece: a.start gets where each number begins, and a.column, behind
 * it, the places of all in order.
 */
export function sortByCount(begin: i32, end: i32): void {
  const a = argumentsOf<SparseArguments>();
  clearBytes(a.start, (<usize>(a.rows + 1)) << 2);
  for (let e = 0; e < a.count; e++) {
    const row = at(a.index, e) + 1;
    put(a.start, row, at(a.start, row) + 1);
  }
  for (let i = 0; i < a.rows; i++) put(a.start, i + 1, at(a.start, i + 1) + at(a.start, i));
  // each start walks through its row, and ends where the next one begins
  for (let e = 0; e < a.count; e++) {
    const row = at(a.index, e);
    const place = at(a.start, row);
    put(a.column, place, e);
    put(a.start, row, place + 1);
  }
  for (let i = a.rows; i > 0; i--) put(a.start, i, at(a.start, i - 1));
  put(a.start, 0, 0);
}

/** Rows: y[i] = Σ w[edge]·x[column] over the places of row i, in their order, head by head */
export function rowsOfSparse<T>(begin: i32, end: i32): void {
  const a = argumentsOf<SparseArguments>();
  const l = v.lanes<T>();
  const row = <usize>(a.heads * a.size) * sizeof<T>();
  for (let i = begin; i < end; i++) {
    const first = at(a.start, i);
    const last = at(a.start, i + 1);
    for (let h = 0; h < a.heads; h++) {
      let at0 = <usize>(h * a.size) * sizeof<T>();
      for (let k = a.size; k > 0; ) {
        const y = a.y + <usize>i * row + at0;
        if (k >= 4 * l) {
          let s0 = v.num<T>(0);
          let s1 = s0;
          let s2 = s0;
          let s3 = s0;
          for (let p = first; p < last; p++) {
            const x = a.x + <usize>at(a.column, p) * row + at0;
            const w = weight<T>(a, p, h);
            s0 = v.madd<T>(w, v128.load(x), s0);
            s1 = v.madd<T>(w, v128.load(x, 16), s1);
            s2 = v.madd<T>(w, v128.load(x, 32), s2);
            s3 = v.madd<T>(w, v128.load(x, 48), s3);
          }
          v128.store(y, s0);
          v128.store(y, s1, 16);
          v128.store(y, s2, 32);
          v128.store(y, s3, 48);
          k -= 4 * l;
          at0 += 64;
        } else {
          let s = v.num<T>(0);
          for (let p = first; p < last; p++)
            s = v.madd<T>(weight<T>(a, p, h), v128.load(a.x + <usize>at(a.column, p) * row + at0), s);
          v.put<T>(y, s, k);
          k -= l;
          at0 += 16;
        }
      }
    }
  }
}
@inline
function weight<T>(a: SparseArguments, p: i32, h: i32): v128 {
  if (!a.w) return v.num<T>(1);
  const e = a.edge ? at(a.edge, p) : p;
  return v128.load_splat<T>(a.w + <usize>(e * a.heads + h) * sizeof<T>());
}

/** Edges: y[e][h] = x[index[e]][h] · z[column[e]][h], the product of two rows, for each head */
export function productsOfRows<T>(begin: i32, end: i32): void {
  const a = argumentsOf<SparseArguments>();
  const l = v.lanes<T>();
  const row = <usize>(a.heads * a.size) * sizeof<T>();
  for (let e = begin; e < end; e++) {
    for (let h = 0; h < a.heads; h++) {
      const part = <usize>(h * a.size) * sizeof<T>();
      let x = a.x + <usize>at(a.index, e) * row + part;
      let z = a.z + <usize>at(a.column, e) * row + part;
      let s = v.num<T>(0);
      for (let k = a.size; k > 0; k -= l, x += 16, z += 16)
        s = v.add<T>(s, v.only<T>(v.mul<T>(v128.load(x), v128.load(z)), k, v.num<T>(0)));
      store<T>(a.y + <usize>(e * a.heads + h) * sizeof<T>(), v.sumLanes<T>(s));
    }
  }
}
