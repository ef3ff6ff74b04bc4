// A binary of its own, of some hundred bytes, which unpacks the others. They are packed by tools/pack.mjs: literals and copies of
// what was there before, at any distance, in bits whose probabilities are learnt on the way, written by a range coder.
// The idea is LZMA's. Deflate, which every engine has, makes a fifth more of them: it looks back 32 KiB and learns little.

// Each bit is told by two places of probabilities, whose mean counts: one forgets soon, the other late. Of tokens and
// literals the late one knows more of the bytes before; of the rest both know the same. After each: how many there are, and why.
const LITERAL: u32 = 0; // 16 × 256: the upper half of the byte before, the bits so far
const EXPECTED: u32 = LITERAL + 0x1000; // 256 × 256: the byte that would have been copied, the bits so far
const TOKEN: u32 = EXPECTED + 0x10000; // 16 × 256: the last two tokens, the byte before
const AGAIN: u32 = TOKEN + 0x1000; // 16: the last two tokens
const WHICH: u32 = AGAIN + 16; // 3: the steps through the last four distances
const NUMBER: u32 = WHICH + 16; // 6 × 512: see number()
const LATE_LITERAL: u32 = NUMBER + 6 * 0x200; // 256 × 256: 3 bits of the last byte but one, 5 of the last; the bits so far
const LATE_TOKEN: u32 = LATE_LITERAL + 0x10000; // 65536: the two bytes before
const LATE_EXPECTED: u32 = LATE_TOKEN + 0x10000; // 256 × 2 × 256: the byte before, the next bit of what would be copied, the bits so far
const PLACES: u32 = LATE_EXPECTED + 0x20000;

// How likely a bit is 0, in 65536ths more or less than half: u16. How often it was learnt: u8. All start at 0.
const SOON: usize = 0x100;
const SOON_LEARNT: usize = SOON + 2 * LATE_LITERAL;
const LATE: usize = SOON_LEARNT + LATE_LITERAL;
const LATE_LEARNT: usize = LATE + 2 * PLACES;
/** The last four distances. */
const LAST: usize = 0;
/** Where the result starts; before it are zeros. */
const DATA: usize = 0x200000;

let range: u32 = 0x3fffffff;
let code: u32 = 0;
let next: usize = 0;

/** The probability there moves towards the bit, the less the more often it did. */
function learn(at: usize, learnt: usize, most: i32, one: bool): void {
  const p = (<i32>load<u16>(at)) ^ 0x8000;
  const n = <i32>load<u8>(learnt);
  store<u16>(at, (p + ((((one ? 32 : 65504) - p) * (0x8000 / (2 * n + 3))) >> 14)) ^ 0x8000);
  store<u8>(learnt, min(n + 1, most));
}

function bit(place: u32, later: u32): u32 {
  const soon = SOON + 2 * place;
  const late = LATE + 2 * later;
  const bound = (range >>> 12) * (((load<u16>(soon) ^ 0x8000) + (load<u16>(late) ^ 0x8000)) >>> 5);
  const one = code >= bound;
  code -= one ? bound : 0;
  range = one ? range - bound : bound;
  learn(soon, SOON_LEARNT + place, 7, one);
  learn(late, LATE_LEARNT + later, 126, one);
  while (range < 0x400000) {
    range <<= 8;
    code = (code << 8) | load<u8>(next++);
  }
  return u32(one);
}

function plain(place: u32): u32 {
  return bit(place, place);
}

/** From 1 up: first how many bits follow the leading one, then those. */
function number(kind: u32): u32 {
  const place = NUMBER + kind * 0x200;
  let bits: u32 = 1;
  while (bits < 32) bits = bits * 2 + plain(place + bits);
  bits -= 32;
  let x: u32 = 1;
  for (let i = bits; i > 0; i--) x = x * 2 + plain(place + (x < 16 ? 32 + bits * 16 + x : 479 + i));
  return x;
}

/** The places of the last distances move up to this one, which becomes the first. */
function renew(which: u32, distance: u32): void {
  for (let k = which; k > 0; k--) store<u32>(LAST + 4 * k, load<u32>(LAST + 4 * (k - 1)));
  store<u32>(LAST, distance);
}

/** What is packed from `from` on, behind the room for the result, of that size; memory is fresh. Gives where the result is. */
export function unpack(from: usize, size: usize): usize {
  for (let k: u32 = 0; k < 4; k++) renew(3, 1);
  next = from;
  for (let i = 0; i < 4; i++) code = (code << 8) | load<u8>(next++);
  /** The last two tokens, two bits each: 0 a literal, 1 a copy, 2 a copy from one of the last distances. */
  let tokens: u32 = 0;
  for (let at = DATA; at < DATA + size;) {
    const before = <u32>load<u8>(at - 1);
    if (bit(TOKEN + tokens * 256 + before, LATE_TOKEN + load<u16>(at - 2))) {
      const again = plain(AGAIN + tokens);
      let length: u32;
      if (again) {
        let which: u32 = 0;
        while (which < 3 && plain(WHICH + which)) which++;
        renew(which, load<u32>(LAST + 4 * which));
        length = number(0);
      } else {
        length = number(1) + 1;
        renew(3, number(min(length, 5)));
      }
      const distance = load<u32>(LAST);
      for (const end = at + length; at < end; at++) store<u8>(at, load<u8>(at - distance));
      tokens = ((tokens << 2) & 15) | (1 + again);
    } else {
      // after a copy the next byte is another one than the next that could have been copied
      const other = <u32>load<u8>(at - load<u32>(LAST));
      const late = LATE_LITERAL + ((((load<u8>(at - 2) >> 5) << 5) | (before >> 3)) << 8);
      let same = (tokens & 3) != 0;
      let byte: u32 = 1;
      for (let k = 7; k >= 0; k--) {
        const expected = (other >> k) & 1;
        const read = same
          ? bit(EXPECTED + other * 256 + byte, LATE_EXPECTED + before * 512 + expected * 256 + byte)
          : bit(LITERAL + (before >> 4) * 256 + byte, late + byte);
        same = same && read == expected;
        byte = byte * 2 + read;
      }
      store<u8>(at++, byte);
      tokens = (tokens << 2) & 15;
    }
  }
  return DATA;
}
