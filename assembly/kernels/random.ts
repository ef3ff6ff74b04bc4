// Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): block i of a stream is a hash
// of (seed, i), so element i of a tensor is the same however many threads fill it.

const A: u64 = 0xd2511f53;
const B: u64 = 0xcd9e8d57;

/** Four random words: block `at` of the stream with that seed. */
export function philox(low: u32, high: u32, at: u64): v128 {
  let w = <u32>at;
  let x = <u32>(at >> 32);
  let y: u32 = 0;
  let z: u32 = 0;
  for (let round = 0; round < 10; round++) {
    const p = A * w;
    const q = B * y;
    w = <u32>(q >> 32) ^ x ^ low;
    x = <u32>q;
    y = <u32>(p >> 32) ^ z ^ high;
    z = <u32>p;
    low += 0x9e3779b9;
    high += 0xbb67ae85;
  }
  let v = i32x4.splat(w);
  v = i32x4.replace_lane(v, 1, x);
  v = i32x4.replace_lane(v, 2, y);
  return i32x4.replace_lane(v, 3, z);
}

/** [0, 1) in steps of 2⁻²⁴ */
export function uniform32(bits: u32): f64 {
  return <f64>(bits >> 8) * (1.0 / 16777216.0);
}

/** [0, 1) in steps of 2⁻⁵³ */
export function uniform64(low: u32, high: u32): f64 {
  return (<f64>(high >> 5) * 67108864.0 + <f64>(low >> 6)) * (1.0 / 9007199254740992.0);
}
