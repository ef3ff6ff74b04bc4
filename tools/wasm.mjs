// As much of the binary format of WebAssembly as tidy.mjs needs. https://webassembly.github.io/spec/core/binary/

/** Reads bytes one after the other. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  get done() {
    return this.at >= this.bytes.length;
  }
  byte() {
    return this.bytes[this.at++];
  }
  take(n) {
    return this.bytes.subarray(this.at, (this.at += n));
  }
  /** An integer in LEB128, as unsigned. */
  u32() {
    let x = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      x |= (byte & 127) << shift;
      if (byte < 128) return x >>> 0;
    }
  }
  /** As signed. */
  i32() {
    const from = this.at;
    const x = this.u32();
    const bits = 7 * (this.at - from);
    return bits < 32 ? (x << (32 - bits)) >> (32 - bits) : x | 0;
  }
  many(item) {
    return Array.from({ length: this.u32() }, item);
  }
}

/** An unsigned integer in LEB128. */
export function u32(x) {
  const bytes = [];
  for (; x > 127; x >>>= 7) bytes.push((x & 127) | 128);
  return [...bytes, x];
}

export function i32(x) {
  const bytes = [];
  for (; x < -64 || x > 63; x >>= 7) bytes.push((x & 127) | 128);
  return [...bytes, x & 127];
}

const none = () => undefined;
const integer = (r) => void r.u32();
const two = (r) => (r.u32(), void r.u32());
const byte = (r) => void r.at++;
const bytes = (n) => (r) => void (r.at += n);
const memory = two;
const lane = (r) => (two(r), byte(r));

/** What follows an instruction of one byte. */
function plain(op) {
  if ((op >= 0x02 && op <= 0x04) || op === 0x0c || op === 0x0d || op === 0x10 || op === 0xd2) return integer;
  if (op === 0x0e) return (r) => (r.many(() => r.u32()), integer(r));
  if (op === 0x11) return two;
  if (op >= 0x20 && op <= 0x26) return integer;
  if (op >= 0x28 && op <= 0x3e) return memory;
  if (op === 0x3f || op === 0x40 || op === 0xd0) return byte;
  if (op === 0x41 || op === 0x42) return integer;
  if (op === 0x43) return bytes(4);
  if (op === 0x44) return bytes(8);
  if (op <= 0x01 || op === 0x05 || op === 0x0b || op === 0x0f || op === 0x1a || op === 0x1b) return none;
  if (op >= 0x45 && op <= 0xc4) return none;
  return null;
}

/** After 0xFC: conversions that saturate, bulk memory. */
function bulk(op) {
  if (op <= 7) return none;
  if (op === 8 || op === 10) return two;
  if (op === 9 || op === 11) return integer;
  return null;
}

/** After 0xFD: vectors. */
function vector(op) {
  if (op <= 11 || op === 92 || op === 93) return memory;
  if (op === 12 || op === 13) return bytes(16);
  if (op >= 21 && op <= 34) return byte;
  if (op >= 84 && op <= 91) return lane;
  return op < 0x120 ? none : null;
}

/** After 0xFE: atomics. */
const atomic = (op) => (op === 3 ? byte : op < 0x4f ? memory : null);

const families = { 0xfc: bulk, 0xfd: vector, 0xfe: atomic };

/** Reads one instruction; `code` is its first byte. */
export function instruction(r) {
  const code = r.byte();
  const family = families[code];
  const op = family ? r.u32() : code;
  const rest = (family ?? plain)(op);
  if (!rest) throw new Error(`instruction ${code.toString(16)} ${op.toString(16)} is not known`);
  rest(r);
  return code;
}

export const CALL = 0x10;
export const FUNCTION = 0xd2;
