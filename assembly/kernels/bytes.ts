// Bytes set and copied by vectors, for kernels. Not memory.fill and memory.copy: V8 checks these against the size that a worker knows
// the memory to have, which right after it has grown may be the old one; loads and stores are not checked so.

/** count bytes at y become 0. */
export function clearBytes(y: usize, count: usize): void {
  const end = y + count;
  const zero = i32x4.splat(0);
  for (; y + 64 <= end; y += 64) {
    v128.store(y, zero);
    v128.store(y, zero, 16);
    v128.store(y, zero, 32);
    v128.store(y, zero, 48);
  }
  for (; y + 16 <= end; y += 16) v128.store(y, zero);
  for (; y < end; y++) store<u8>(y, 0);
}

/** count bytes from a to y, which do not overlap. */
export function moveBytes(y: usize, a: usize, count: usize): void {
  const end = y + count;
  for (; y + 64 <= end; y += 64, a += 64) {
    v128.store(y, v128.load(a));
    v128.store(y, v128.load(a, 16), 16);
    v128.store(y, v128.load(a, 32), 32);
    v128.store(y, v128.load(a, 48), 48);
  }
  for (; y + 16 <= end; y += 16, a += 16) v128.store(y, v128.load(a));
  for (; y < end; y++, a++) store<u8>(y, load<u8>(a));
}
