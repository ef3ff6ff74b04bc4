// sin, cos and tan in float64, two numbers at once: x = n·½π + hi + lo, |hi| ≤ ¼π, then polynomials. Errors are measured by
// bench/lab/ulp64.mjs.
import { k, lost, WHOLE } from "./double";

// prettier-ignore
const WAVE = memory.data<f64>([
  0.6366197723675814, WHOLE, 1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21,
  8.4784276603689e-32, -1.6666666666666632e-1, 8.333333333322489e-3, -1.9841269829857949e-4, 2.7557313707070068e-6,
  -2.5050760253406863e-8, 1.5896909952115501e-10, 4.1666666666666602e-2, -1.3888888888874110e-3, 2.4801587289476729e-5,
  -2.7557314351390663e-7, 2.0875723212981748e-9, -1.1359647557788195e-11, 0.5, 1, 1.5707963267948966,
  6.123233995736766e-17,
]);
// places of what is used by itself: ½π is its nearest float and what that lacks
const HALF = 18;
const ONE = 19;
const QUARTER = 20;
const LACK = 21;
/** Up to here n·½π is exact in the first three of its four parts, 33 bits each. */
const NEAR: f64 = 1048576;

const enum Wave {
  Sine,
  Cosine,
  Ratio,
}

/** sin x. Error 1 ULP. */
export function sin(x: v128): v128 {
  return wave(x, Wave.Sine);
}
/** cos x. Error 1 ULP. */
export function cos(x: v128): v128 {
  return wave(x, Wave.Cosine);
}
/** sin x / cos x. Error 2 ULP. */
export function tan(x: v128): v128 {
  return wave(x, Wave.Ratio);
}
export function sin1(x: f64): f64 {
  return f64x2.extract_lane(sin(f64x2.splat(x)), 0);
}
export function cos1(x: f64): f64 {
  return f64x2.extract_lane(cos(f64x2.splat(x)), 0);
}

function wave(x: v128, kind: i32): v128 {
  if (v128.any_true(f64x2.gt(f64x2.abs(x), f64x2.splat(NEAR)))) {
    const first = single(f64x2.extract_lane(x, 0), kind);
    return i64x2.shuffle(first, single(f64x2.extract_lane(x, 1), kind), 0, 2);
  }
  const t = f64x2.add(f64x2.mul(x, k(WAVE, 0)), k(WAVE, 1)); // its lowest bits are n
  const n = f64x2.sub(t, k(WAVE, 1));
  const a = f64x2.sub(x, f64x2.mul(n, k(WAVE, 2)));
  const second = f64x2.mul(n, k(WAVE, 3));
  const b = f64x2.sub(a, second);
  const third = f64x2.mul(n, k(WAVE, 4));
  const c = f64x2.sub(b, third);
  const rest = f64x2.add(f64x2.sub(f64x2.sub(a, b), second), f64x2.sub(f64x2.sub(b, c), third));
  const low = f64x2.sub(rest, f64x2.mul(n, k(WAVE, 5)));
  const hi = f64x2.add(c, low);
  const y = turned(hi, f64x2.sub(low, f64x2.sub(hi, c)), t, kind);
  return kind == Wave.Cosine ? y : v128.bitselect(x, y, f64x2.eq(x, f64x2.splat(0))); // -0 stays
}

/** The same for one number, in both lanes. */
function single(x: f64, kind: i32): v128 {
  return Math.abs(x) > NEAR ? far(x, kind) : wave(f64x2.splat(x), kind);
}

/** What hi + lo + q·½π has: polynomials of degree 13 for the sine, 14 for the cosine. */
function turned(hi: v128, lo: v128, q: v128, kind: i32): v128 {
  const z = f64x2.mul(hi, hi);
  const half = k(WAVE, HALF);
  const one = k(WAVE, ONE);
  let p = f64x2.add(f64x2.mul(k(WAVE, 11), z), k(WAVE, 10));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 9));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 8));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 7));
  const cube = f64x2.mul(z, hi);
  const bend = f64x2.sub(f64x2.mul(z, f64x2.sub(f64x2.mul(half, lo), f64x2.mul(cube, p))), lo);
  const s = f64x2.sub(hi, f64x2.sub(bend, f64x2.mul(cube, k(WAVE, 6))));
  p = f64x2.add(f64x2.mul(k(WAVE, 17), z), k(WAVE, 16));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 15));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 14));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 13));
  p = f64x2.add(f64x2.mul(p, z), k(WAVE, 12));
  const h = f64x2.mul(half, z);
  const w = f64x2.sub(one, h);
  const tail = f64x2.sub(f64x2.mul(z, f64x2.mul(z, p)), f64x2.mul(hi, lo));
  const c = f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(one, w), h), tail));
  if (kind == Wave.Cosine) q = i64x2.add(q, i64x2.splat(1));
  const odd = i64x2.ne(v128.and(q, i64x2.splat(1)), i64x2.splat(0));
  const y = v128.bitselect(c, s, odd);
  if (kind == Wave.Ratio) return f64x2.div(v128.xor(y, i64x2.shl(q, 63)), v128.bitselect(s, c, odd));
  return v128.xor(y, i64x2.shl(v128.and(q, i64x2.splat(2)), 62));
}

/** 2/π in binary, 1176 digits and 40 zeros before them, the last 64 first. */
// prettier-ignore
const DIGITS = memory.data<u64>([
  0xb11f8d5d08560330, 0xf78a5292ea6bfb5f, 0xc7ebe5f17b3d0739, 0x669e5fea2d7527ba, 0xcf27cb09b74f463f,
  0x8b5a0a6d1f6d367e, 0xffde05980fef2f11, 0x8bbdf9283b1ff897, 0x39835339f49c845f, 0x26b45f7e413991d6,
  0xf52ebb4484e99c70, 0x1cb129a73ee88235, 0xea09d1921cfe1deb, 0x3a424dd2e006492e, 0xabdebbc561b7246e,
  0x993c439041fe5163, 0xd1f534ddc0db6295, 0x6e4e441529fc2757, 0xa2f983,
]);
/** The end of the digits, where the first are, less the zeros and three words: there the last of three words begins. */
const WINDOW: usize = DIGITS + 152 - 5 - 24;

/**
 * The same where x is large. x = m·2ᵉ: of the digits of 2/π those count that do not make a multiple of 4 with it, and
 * 192 of them are enough. (Payne and Hanek, 1983)
 */
function far(x: f64, kind: i32): v128 {
  if (!(Math.abs(x) < Infinity)) return f64x2.splat(NaN);
  const bits = reinterpret<u64>(x);
  const e = ((<i32>(bits >> 52)) & 0x7ff) - 1077;
  const m = ((bits & 0xfffffffffffff) | 0x10000000000000) << ((<u64>e) & 7);
  const digits = WINDOW - (e >> 3);
  // h + l·2⁻⁶⁴, of quarters of a turn 2⁻⁶²
  const middle = m * load<u64>(digits, 8);
  let l = middle + high(m, load<u64>(digits));
  let h = m * load<u64>(digits, 16) + high(m, load<u64>(digits, 8)) + u64(l < middle);
  const q = <i64>((h + (1 << 61)) >> 62);
  h -= (<u64>q) << 62;
  const below = <i64>h < 0;
  if (below) {
    l = -l;
    h = ~h + u64(l == 0);
  }
  const a = <f64>(h >> 11) * 4.440892098500626e-16; // 2⁻⁵¹
  const b = <f64>((h << 53) | (l >> 11)) * 2.407412430484045e-35; // 2⁻¹¹⁵
  const y = f64x2.splat(a + b);
  const z = f64x2.mul(y, k(WAVE, QUARTER));
  const rest = f64x2.add(f64x2.mul(y, k(WAVE, LACK)), f64x2.mul(f64x2.splat(b - (a + b - a)), k(WAVE, QUARTER)));
  const lo = f64x2.add(lost(y, k(WAVE, QUARTER), z), rest);
  const minus = v128.and(f64x2.splat(-0.0), i64x2.splat(below == x < 0 ? 0 : -1));
  return turned(v128.xor(z, minus), v128.xor(lo, minus), i64x2.splat(x < 0 ? -q : q), kind);
}

/** The upper half of a·b */
function high(a: u64, b: u64): u64 {
  const low = <u64>u32(a);
  const first = (a >> 32) * <u64>u32(b) + ((low * <u64>u32(b)) >> 32);
  const second = low * (b >> 32) + <u64>u32(first);
  return (a >> 32) * (b >> 32) + (first >> 32) + (second >> 32);
}
