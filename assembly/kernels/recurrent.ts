// One step of a recurrent layer behind its products: rows of a batch, and their way back. σ is the logistic function.
import { moveBytes } from "./bytes";
import { argumentsOf } from "./job";
import * as math from "./math";
import { tanh } from "./hyperbolic";
import * as v from "./simd";

/** What the step of a sequence is told. Rows have `size` numbers, rows of gates as many for each gate. */
@unmanaged
export class StepArguments {
  /** Gates: before their functions on the way in, for GRU the part of x; after them on the way out. */
  gates: usize;
  /** GRU: the part of h, (r, z, n), and where r, z, n and the last of these are left. */
  own: usize;
  kept: usize;
  /** State before and after the step; that of the cell, too. */
  before: usize;
  after: usize;
  cellBefore: usize;
  cellAfter: usize;
  /** The gradient that the results of this step got, and the one that comes from the next step, which becomes that for the one before. */
  dh: usize;
  dc: usize;
  carry: usize;
  cellCarry: usize;
  /** The gradient of gates, and for GRU of the part of h. */
  dgates: usize;
  down: usize;
  /** How many steps each row has, or 0; a row that is at its end stays as it is. */
  lengths: usize;
  time: i32;
  size: i32;
}

/** Is row i at its end? */
@inline
function over(i: i32): bool {
  const a = argumentsOf<StepArguments>();
  return a.lengths != 0 && a.time >= load<i32>(a.lengths + ((<usize>i) << 2));
}

/** x·(1 - x) */
@inline
function slope<T>(x: v128): v128 {
  return v.sub<T>(x, v.mul<T>(x, x));
}
/** 1 - x² */
@inline
function bend<T>(x: v128): v128 {
  return v.nmadd<T>(x, x, v.num<T>(1));
}

/** h = tanh(gates), or with `cut` max(gates, 0); `after` holds the gates already */
export function rnnStep<T>(begin: i32, end: i32): void {
  rnnRows<T>(begin, end, false);
}
export function rnnReluStep<T>(begin: i32, end: i32): void {
  rnnRows<T>(begin, end, true);
}
function rnnRows<T>(begin: i32, end: i32, cut: bool): void {
  const a = argumentsOf<StepArguments>();
  const n = a.size;
  const row = <usize>n * sizeof<T>();
  for (let i = begin; i < end; i++) {
    let h = a.after + <usize>i * row;
    if (over(i)) {
      moveBytes(h, a.before + <usize>i * row, row);
      continue;
    }
    for (let k = n; k > 0; k -= v.lanes<T>(), h += 16) {
      const x = v128.load(h);
      v.put<T>(h, cut ? v.max<T>(x, v.num<T>(0)) : tanh<T>(x), k);
    }
  }
}

/** dgates = dh·(1 - h²), or dh where h > 0; nothing is carried past the gates, unless the row is at its end */
export function rnnBack<T>(begin: i32, end: i32): void {
  rnnRowsBack<T>(begin, end, false);
}
export function rnnReluBack<T>(begin: i32, end: i32): void {
  rnnRowsBack<T>(begin, end, true);
}
function rnnRowsBack<T>(begin: i32, end: i32, cut: bool): void {
  const a = argumentsOf<StepArguments>();
  const none = v.num<T>(0);
  for (let i = begin; i < end; i++) {
    let p = <usize>i * a.size * sizeof<T>();
    const done = over(i);
    for (let k = a.size; k > 0; k -= v.lanes<T>(), p += 16) {
      const dh = v.add<T>(v128.load(a.dh + p), v128.load(a.carry + p));
      const h = v128.load(a.after + p);
      const g = cut ? v.and(dh, v.gt<T>(h, none)) : v.mul<T>(dh, bend<T>(h));
      v.put<T>(a.dgates + p, done ? none : g, k);
      v.put<T>(a.carry + p, done ? dh : none, k);
    }
  }
}

/** i, f, o = σ(gates), g = tanh(gates) in the order i, f, g, o:  c = f·c + i·g  h = o·tanh c */
export function lstmStep<T>(begin: i32, end: i32): void {
  const a = argumentsOf<StepArguments>();
  const row = <usize>a.size * sizeof<T>();
  for (let b = begin; b < end; b++) {
    let p = <usize>b * row;
    if (over(b)) {
      moveBytes(a.after + p, a.before + p, row);
      moveBytes(a.cellAfter + p, a.cellBefore + p, row);
      continue;
    }
    let x = a.gates + 4 * p;
    for (let k = a.size; k > 0; k -= v.lanes<T>(), p += 16, x += 16) {
      const i = math.sigmoid<T>(v128.load(x));
      const f = math.sigmoid<T>(v128.load(x + row));
      const g = tanh<T>(v128.load(x + 2 * row));
      const o = math.sigmoid<T>(v128.load(x + 3 * row));
      const c = v.madd<T>(f, v128.load(a.cellBefore + p), v.mul<T>(i, g));
      v.put<T>(x, i, k);
      v.put<T>(x + row, f, k);
      v.put<T>(x + 2 * row, g, k);
      v.put<T>(x + 3 * row, o, k);
      v.put<T>(a.cellAfter + p, c, k);
      v.put<T>(a.after + p, v.mul<T>(o, tanh<T>(c)), k);
    }
  }
}

/** dc += dh·o·(1 - tanh² c);  di = dc·g  df = dc·c before  dg = dc·i  do = dh·tanh c, each through its function;  dc·f goes on */
export function lstmBack<T>(begin: i32, end: i32): void {
  const a = argumentsOf<StepArguments>();
  const row = <usize>a.size * sizeof<T>();
  const none = v.num<T>(0);
  for (let b = begin; b < end; b++) {
    let p = <usize>b * row;
    let x = a.gates + 4 * p;
    let d = a.dgates + 4 * p;
    const done = over(b);
    for (let k = a.size; k > 0; k -= v.lanes<T>(), p += 16, x += 16, d += 16) {
      const dh = v.add<T>(v128.load(a.dh + p), v128.load(a.carry + p));
      let dc = v.add<T>(v128.load(a.dc + p), v128.load(a.cellCarry + p));
      if (done) {
        v.put<T>(d, none, k);
        v.put<T>(d + row, none, k);
        v.put<T>(d + 2 * row, none, k);
        v.put<T>(d + 3 * row, none, k);
        v.put<T>(a.carry + p, dh, k);
        v.put<T>(a.cellCarry + p, dc, k);
        continue;
      }
      const i = v128.load(x);
      const f = v128.load(x + row);
      const g = v128.load(x + 2 * row);
      const o = v128.load(x + 3 * row);
      const t = tanh<T>(v128.load(a.cellAfter + p));
      dc = v.madd<T>(v.mul<T>(dh, o), bend<T>(t), dc);
      v.put<T>(d, v.mul<T>(v.mul<T>(dc, g), slope<T>(i)), k);
      v.put<T>(d + row, v.mul<T>(v.mul<T>(dc, v128.load(a.cellBefore + p)), slope<T>(f)), k);
      v.put<T>(d + 2 * row, v.mul<T>(v.mul<T>(dc, i), bend<T>(g)), k);
      v.put<T>(d + 3 * row, v.mul<T>(v.mul<T>(dh, t), slope<T>(o)), k);
      v.put<T>(a.carry + p, none, k);
      v.put<T>(a.cellCarry + p, v.mul<T>(dc, f), k);
    }
  }
}

/** x at `gates`, u at `own`:  r = σ(x + u)  z = σ(x + u)  n = tanh(x + r·u)  h = n + z·(h - n) */
export function gruStep<T>(begin: i32, end: i32): void {
  const a = argumentsOf<StepArguments>();
  const row = <usize>a.size * sizeof<T>();
  for (let b = begin; b < end; b++) {
    let p = <usize>b * row;
    if (over(b)) {
      moveBytes(a.after + p, a.before + p, row);
      continue;
    }
    let x = a.gates + 3 * p;
    let u = a.own + 3 * p;
    let kept = a.kept + 4 * p;
    for (let k = a.size; k > 0; k -= v.lanes<T>(), p += 16, x += 16, u += 16, kept += 16) {
      const r = math.sigmoid<T>(v.add<T>(v128.load(x), v128.load(u)));
      const z = math.sigmoid<T>(v.add<T>(v128.load(x + row), v128.load(u + row)));
      const own = v128.load(u + 2 * row);
      const n = tanh<T>(v.madd<T>(r, own, v128.load(x + 2 * row)));
      v.put<T>(kept, r, k);
      v.put<T>(kept + row, z, k);
      v.put<T>(kept + 2 * row, n, k);
      v.put<T>(kept + 3 * row, own, k);
      v.put<T>(a.after + p, v.madd<T>(z, v.sub<T>(v128.load(a.before + p), n), n), k);
    }
  }
}

/** dn = dh·(1 - z)  dz = dh·(h before - n)  dr = dn·u, each through its function; the part of h has dn·r; dh·z goes on */
export function gruBack<T>(begin: i32, end: i32): void {
  const a = argumentsOf<StepArguments>();
  const row = <usize>a.size * sizeof<T>();
  const none = v.num<T>(0);
  for (let b = begin; b < end; b++) {
    let p = <usize>b * row;
    let kept = a.kept + 4 * p;
    let d = a.dgates + 3 * p;
    let e = a.down + 3 * p;
    const done = over(b);
    for (let k = a.size; k > 0; k -= v.lanes<T>(), p += 16, kept += 16, d += 16, e += 16) {
      const dh = v.add<T>(v128.load(a.dh + p), v128.load(a.carry + p));
      const r = v128.load(kept);
      const z = v128.load(kept + row);
      const n = v128.load(kept + 2 * row);
      let dn = v.mul<T>(v.nmadd<T>(dh, z, dh), bend<T>(n));
      let dz = v.mul<T>(v.mul<T>(dh, v.sub<T>(v128.load(a.before + p), n)), slope<T>(z));
      let dr = v.mul<T>(v.mul<T>(dn, v128.load(kept + 3 * row)), slope<T>(r));
      let own = v.mul<T>(dn, r);
      let on = v.mul<T>(dh, z);
      if (done) {
        dn = none;
        dz = none;
        dr = none;
        own = none;
        on = dh;
      }
      v.put<T>(d, dr, k);
      v.put<T>(d + row, dz, k);
      v.put<T>(d + 2 * row, dn, k);
      v.put<T>(e, dr, k);
      v.put<T>(e + row, dz, k);
      v.put<T>(e + 2 * row, own, k);
      v.put<T>(a.carry + p, on, k);
    }
  }
}

/** What `sum` is told. */
@unmanaged
export class SumArguments {
  y: usize;
  x: usize;
}
/** y += x, dense */
export function sum<T>(begin: i32, end: i32): void {
  const a = argumentsOf<SumArguments>();
  let y = a.y + <usize>begin * sizeof<T>();
  let x = a.x + <usize>begin * sizeof<T>();
  for (let n = end - begin; n > 0; n -= v.lanes<T>(), y += 16, x += 16) v.put<T>(y, v.add<T>(v128.load(y), v128.load(x)), n);
}
