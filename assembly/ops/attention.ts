// Attention: softmax(q·kᵀ·scale + mask)·v for many heads, whose weights are never all there at once.
import * as kernel from "../kernels/attention";
import { AttentionArguments } from "../kernels/attention";
import { argumentsOf } from "../kernels/job";
import { Tensor, NONE, empty, vector } from "../tensor";
import { DType, isFloat } from "../dtype";
import { Node, Needs, recordWith, draft, input, parameters } from "../tape";
import { give, pass } from "../backward";
import { Kind, check } from "../fault";
import { enter, leave } from "../lifetime";
import { root, setTray } from "../root";
import { launch } from "../pool";
import { number } from "../number";
import { contiguous } from "./copy";
import { ramp } from "./create";
import { zerosLike } from "./gather";
import { matmul } from "./matmul";
import { reshape, transpose } from "./view";
import { add, mul, eq, ge } from "./binary";
import { softmax } from "./softmax";
import { where } from "./select";

/** What backward has to know. */
@unmanaged
class Attention {
  causal: i32;
  group: i32;
  scale: f64;
}
const Q = 0;
const K = 1;
const V = 2;
const MASK = 3;
const SUMS = 4;

/** Pieces of memory of their own: more than there will be threads. */
const SLOTS = 32;

/**
 * q (heads, L, E), k (heads / group, S, E), v (heads / group, S, W) → (heads, L, W). The mask (heads or 1, L or 1, S or 1) is bool,
 * true for keys that are seen, or float and added; `causal`: query i sees keys 0 … i. A query that sees none gets zeros.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, causal: bool, group: i32, scale: f64): Tensor {
  const op = "attention";
  const fits = q.rank == 3 && k.rank == 3 && v.rank == 3 && q.dim(2) == k.dim(2) && k.dim(1) == v.dim(1);
  check(fits, Kind.Shape, op, "queries {a}, keys {b} or values do not fit", q, k);
  check(
    q.dim(0) == group * k.dim(0) && k.dim(0) == v.dim(0),
    Kind.Shape,
    op,
    "{a} heads are no {i} for each of {b}",
    q,
    k,
    group,
  );
  check(
    isFloat(q.dtype) && q.dtype == k.dtype && q.dtype == v.dtype,
    Kind.DType,
    op,
    "{A} and {B} must be one float",
    q,
    k,
  );
  if (mask != NONE) {
    let right = mask.rank == 3 && (mask.dtype == DType.Bool || mask.dtype == q.dtype);
    for (let i = 0; right && i < 3; i++) {
      const n = i < 2 ? q.dim(i) : k.dim(1);
      right = mask.dim(i) == 1 || mask.dim(i) == n;
    }
    check(right, Kind.Shape, op, "the mask {b} does not fit queries {a}", q, mask);
  }
  enter();
  const recording = root.recording;
  root.recording = 0;
  const heads = q.dim(0);
  const l = q.dim(1);
  setTray(0, heads);
  setTray(1, l);
  setTray(2, v.dim(2));
  const y = empty(q.dtype, 3);
  setTray(0, heads);
  setTray(1, l);
  setTray(2, 1);
  const sums = empty(q.dtype, 3);
  const own = draft<Attention>();
  own.causal = causal;
  own.group = group;
  own.scale = scale;
  const covered = mask == NONE ? NONE : contiguous(mask);
  const a = describeAll(contiguous(q), contiguous(k), contiguous(v), covered, sums, own, y, 0);
  const blocks = heads * ((l + kernel.QUERIES - 1) / kernel.QUERIES);
  a.slots = min(SLOTS, blocks);
  const worth = <i64>l * k.dim(1) * heads * (q.dim(2) + v.dim(2)) > 200_000;
  if (y.size || l)
    launch(
      q.dtype == DType.F32 ? (i, j) => kernel.attend<f32>(i, j) : (i, j) => kernel.attend<f64>(i, j),
      a.slots,
      worth ? 1 : SLOTS,
    );
  root.recording = recording;
  put(Q, q);
  put(K, k);
  put(V, v);
  put(MASK, covered);
  put(SUMS, sums);
  const parameters = draft<Attention>();
  recordWith("attention", y, 3, 2, parameters, backward, Needs.Y);
  return leave(y);
}
function put(i: i32, x: Tensor): void {
  setTray(i, <i32>changetype<usize>(x));
}

/** All that both kernels are told; memory of pieces for `rows` numbers each. */
function describeAll(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Tensor,
  sums: Tensor,
  own: Attention,
  y: Tensor,
  rows: i32,
): AttentionArguments {
  const e = q.dim(2);
  const w = v.dim(2);
  const space = vector(q.dtype, SLOTS * kernel.spaceOf(e, w, rows));
  const a = argumentsOf<AttentionArguments>();
  a.y = y.data;
  a.q = q.data;
  a.k = k.data;
  a.v = v.data;
  a.sums = sums.data;
  a.space = space.data;
  a.mask = 0;
  if (mask != NONE) {
    a.mask = mask.data;
    a.maskKind = mask.dtype == DType.Bool ? 1 : 2;
    a.maskHead = mask.dim(0) == 1 ? 0 : mask.stride(0) << mask.shift;
    a.maskRow = mask.dim(1) == 1 ? 0 : mask.stride(1) << mask.shift;
    a.maskColumn = mask.dim(2) == 1 ? 0 : 1 << mask.shift;
  }
  a.heads = q.dim(0);
  a.group = own.group;
  a.l = q.dim(1);
  a.s = k.dim(1);
  a.e = e;
  a.w = w;
  a.causal = own.causal;
  a.scale = own.scale;
  return a;
}

function backward(n: Node, dy: Tensor): void {
  if (root.creating) return pass(composed(n), dy);
  const own = parameters<Attention>(n);
  const q = contiguous(input(n, Q));
  const k = contiguous(input(n, K));
  const v = contiguous(input(n, V));
  const g = contiguous(dy);
  const dq = zerosLike(q, q.dtype);
  const dk = zerosLike(k, k.dtype);
  const dv = zerosLike(v, v.dtype);
  const a = describeAll(q, k, v, input(n, MASK), input(n, SUMS), own, n.y, q.dim(1));
  a.dy = g.data;
  a.dq = dq.data;
  a.dk = dk.data;
  a.dv = dv.data;
  a.slots = min(SLOTS, k.dim(0));
  const worth = <i64>a.l * a.s * a.heads * (a.e + a.w) > 100_000;
  launch(
    q.dtype == DType.F32 ? (i, j) => kernel.attendBack<f32>(i, j) : (i, j) => kernel.attendBack<f64>(i, j),
    a.slots,
    worth ? 1 : SLOTS,
  );
  give(input(n, Q), dq);
  give(input(n, K), dk);
  give(input(n, V), dv);
}

/** The same result from ops, with all weights at once: for gradients of gradients. */
function composed(n: Node): Tensor {
  const own = parameters<Attention>(n);
  const q = input(n, Q);
  const k = input(n, K);
  const v = input(n, V);
  const mask = input(n, MASK);
  const heads = q.dim(0);
  const l = q.dim(1);
  const s = k.dim(1);
  const rows = own.group * l;
  const causal = own.causal != 0;
  const tall = shaped(mul(q, number(own.scale)), k.dim(0), rows, q.dim(2));
  let scores = shaped(matmul(tall, transpose(k, 1, 2)), heads, l, s);
  const low = number(-Infinity);
  if (mask != NONE && mask.dtype == DType.Bool) scores = where(mask, scores, low);
  else if (mask != NONE) scores = add(scores, mask);
  if (causal) {
    const row = shaped(ramp(DType.I32, l, 0, 1), 1, l, 1);
    scores = where(ge(row, ramp(DType.I32, s, 0, 1)), scores, number(-Infinity));
  }
  const dead = eq(input(n, SUMS), number(Infinity));
  const weights = where(dead, number(0), softmax(where(dead, number(0), scores), -1));
  return shaped(matmul(shaped(weights, k.dim(0), rows, s), v), heads, l, v.dim(2));
}
function shaped(x: Tensor, i: i32, j: i32, k: i32): Tensor {
  setTray(0, i);
  setTray(1, j);
  setTray(2, k);
  return reshape(x, 3);
}
