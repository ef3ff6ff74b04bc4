// y = A·x, where every element of A is used once: memory bounds it, so nothing is packed.
// A is job.a with job.i bytes between rows and job.j between columns; x is dense at job.b; n is job.n.
import { job } from "./job";
import { lanes, madd, add, only, sumLanes, num, put } from "./simd";

/** Rows of A are dense: a dot product for each. job.k: add to y. */
export function rowsTimes<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  for (let i = begin; i < end; i++) {
    let a = job.a + <usize>i * job.i;
    let x = job.b;
    let s = num<T>(0);
    let t = s;
    let u = s;
    let w = s;
    let n = job.n;
    for (; n >= 4 * l; n -= 4 * l, a += 64, x += 64) {
      s = madd<T>(v128.load(a), v128.load(x), s);
      t = madd<T>(v128.load(a, 16), v128.load(x, 16), t);
      u = madd<T>(v128.load(a, 32), v128.load(x, 32), u);
      w = madd<T>(v128.load(a, 48), v128.load(x, 48), w);
    }
    for (; n >= l; n -= l, a += 16, x += 16) s = madd<T>(v128.load(a), v128.load(x), s);
    if (n > 0) t = madd<T>(only<T>(v128.load(a), n, num<T>(0)), only<T>(v128.load(x), n, num<T>(0)), t);
    const y = job.y + <usize>i * sizeof<T>();
    const sum = sumLanes<T>(add<T>(add<T>(s, t), add<T>(u, w)));
    store<T>(y, job.k ? <T>(load<T>(y) + sum) : sum);
  }
}

/** Columns of A are dense: pieces of 4 vectors of y, each a sum of columns scaled by x. */
export function columnsTimes<T>(begin: i32, end: i32): void {
  const l = lanes<T>();
  for (let i = begin; i < end; i++) {
    const first = i * 4 * l;
    const y = job.y + <usize>first * sizeof<T>();
    let a = job.a + <usize>first * sizeof<T>();
    let s = num<T>(0);
    let t = s;
    let u = s;
    let w = s;
    if (job.k) {
      s = v128.load(y);
      t = v128.load(y, 16);
      u = v128.load(y, 32);
      w = v128.load(y, 48);
    }
    let x = job.b;
    for (let k = job.n; k > 0; k--, a += job.j, x += sizeof<T>()) {
      const z = v128.load_splat<T>(x);
      s = madd<T>(z, v128.load(a), s);
      t = madd<T>(z, v128.load(a, 16), t);
      u = madd<T>(z, v128.load(a, 32), u);
      w = madd<T>(z, v128.load(a, 48), w);
    }
    const rest = job.m - first;
    store4<T>(y, s, t, u, w, rest);
  }
}

function store4<T>(y: usize, s: v128, t: v128, u: v128, w: v128, n: i32): void {
  const l = lanes<T>();
  put<T>(y, s, n);
  if (n > l) put<T>(y + 16, t, n - l);
  if (n > 2 * l) put<T>(y + 32, u, n - 2 * l);
  if (n > 3 * l) put<T>(y + 48, w, n - 3 * l);
}
