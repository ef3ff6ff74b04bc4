// Packs a binary for assembly/unpack.ts, which describes the format: node tools/pack.mjs FROM TO
// Copies are chosen by the shortest way through the file, where the price of a step is what its bits cost in the round before.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LITERAL = 0;
const EXPECTED = LITERAL + 0x1000;
const TOKEN = EXPECTED + 0x10000;
const AGAIN = TOKEN + 0x1000;
const WHICH = AGAIN + 16;
const NUMBER = WHICH + 16;
const LATE_LITERAL = NUMBER + 6 * 0x200;
const LATE_TOKEN = LATE_LITERAL + 0x10000;
const LATE_EXPECTED = LATE_TOKEN + 0x10000;
const PLACES = LATE_EXPECTED + 0x20000;

/** How far a probability moves when it is learnt the first time, the second … */
const RATES = Int32Array.from({ length: 127 }, (_, n) => 0x8000 / (2 * n + 3));

const ROUNDS = 10;
/** How many places with the same two bytes are looked at for a copy. */
const CANDIDATES = 4000;
const LONGEST = 500;

/** @param {Uint8Array} data */
export function pack(data) {
  const copies = copiesOf(data);
  let prices = new Counter().prices();
  let best = new Uint8Array();
  for (let round = 0; round < ROUNDS; round++) {
    const tokens = choose(data, copies, prices);
    const coder = new Coder();
    write(coder, data, tokens);
    const packed = coder.end();
    if (round === 0 || packed.length < best.length) best = packed;
    const counter = new Counter();
    write(counter, data, tokens);
    prices = counter.prices();
  }
  return best;
}

// -- bits -------------------------------------------------------------------------------------------------------------

/** Writes bits, as unlikely as they are long. */
class Coder {
  soon = { likely: new Uint16Array(PLACES).fill(0x8000), learnt: new Uint8Array(PLACES), most: 7 };
  late = { likely: new Uint16Array(PLACES).fill(0x8000), learnt: new Uint8Array(PLACES), most: 126 };
  bytes = [];
  low = 0;
  range = 0x3fffffff;

  bit(place, one, later = place) {
    const bound = (this.range >>> 12) * ((this.soon.likely[place] + this.late.likely[later]) >>> 5);
    if (one) {
      this.low += bound;
      this.range -= bound;
    } else this.range = bound;
    learn(this.soon, place, one);
    learn(this.late, later, one);
    while (this.range < 0x400000) {
      this.range *= 256;
      this.shift();
    }
  }
  shift() {
    if (this.low >= 2 ** 32) {
      this.low -= 2 ** 32;
      let i = this.bytes.length - 1;
      while (this.bytes[i] === 255) this.bytes[i--] = 0;
      this.bytes[i]++;
    }
    this.bytes.push(Math.floor(this.low / 2 ** 24));
    this.low = (this.low % 2 ** 24) * 256;
  }
  end() {
    for (let i = 0; i < 4; i++) this.shift();
    while (this.bytes.at(-1) === 0) this.bytes.pop();
    return Uint8Array.from(this.bytes);
  }
}

function learn({ likely, learnt, most }, place, one) {
  const n = learnt[place];
  likely[place] += (((one ? 32 : 65504) - likely[place]) * RATES[n]) >> 14;
  learnt[place] = Math.min(n + 1, most);
}

/** Counts bits, for what they will cost in the next round. */
class Counter {
  counts = new Float64Array(2 * PLACES).fill(0.4);

  bit(place, one) {
    this.counts[2 * place + one]++;
  }
  prices() {
    return this.counts.map((count, i) => Math.log2((count + this.counts[i ^ 1]) / count));
  }
}

/** Adds up what bits cost. */
class Price {
  sum = 0;
  constructor(prices) {
    this.prices = prices;
  }
  bit(place, one) {
    this.sum += this.prices[2 * place + one];
  }
  of(write) {
    this.sum = 0;
    write(this);
    return this.sum;
  }
}

// -- tokens -----------------------------------------------------------------------------------------------------------

/** A literal has the length 0. A copy is of one of the last distances, last[which], or has which = -1. */

function number(coder, kind, x) {
  const place = NUMBER + kind * 0x200;
  const bits = 31 - Math.clz32(x);
  for (let i = 4; i >= 0; i--) coder.bit(place + ((32 | bits) >> (i + 1)), (bits >> i) & 1);
  for (let i = bits - 1; i >= 0; i--) {
    const so = x >> (i + 1);
    coder.bit(place + (so < 16 ? 32 + bits * 16 + so : 480 + i), (x >> i) & 1);
  }
}

const byteAt = (data, i) => (i < 0 ? 0 : data[i]);

function literal(coder, data, i, tokens, last) {
  const other = tokens & 3 ? data[i - last[0]] : -1;
  const before = LITERAL + (byteAt(data, i - 1) >> 4) * 256;
  const late = LATE_LITERAL + ((byteAt(data, i - 2) >> 5) * 32 + (byteAt(data, i - 1) >> 3)) * 256;
  const lateExpected = LATE_EXPECTED + byteAt(data, i - 1) * 512;
  let same = other >= 0;
  let byte = 1;
  for (let k = 7; k >= 0; k--) {
    const expected = (other >> k) & 1;
    const written = (data[i] >> k) & 1;
    if (same) coder.bit(EXPECTED + other * 256 + byte, written, lateExpected + expected * 256 + byte);
    else coder.bit(before + byte, written, late + byte);
    same &&= written === expected;
    byte = byte * 2 + written;
  }
}

function source(coder, which, tokens) {
  coder.bit(AGAIN + tokens, which < 0 ? 0 : 1);
  for (let k = 0; k < 3 && k <= which; k++) coder.bit(WHICH + k, k < which ? 1 : 0);
}

const placeOf = (data, i, tokens) => TOKEN + tokens * 256 + byteAt(data, i - 1);
const latePlaceOf = (data, i) => LATE_TOKEN + byteAt(data, i - 1) * 256 + byteAt(data, i - 2);
const kindOf = ({ length, which }) => (length === 0 ? 0 : which < 0 ? 1 : 2);
const after = (tokens, token) => ((tokens << 2) & 15) | kindOf(token);
function distances(last, { length, which, distance }) {
  if (!length) return last;
  return which < 0 ? [distance, ...last.slice(0, 3)] : [last[which], ...last.filter((_, k) => k !== which)];
}

function write(coder, data, all) {
  let tokens = 0;
  let last = [1, 1, 1, 1];
  let i = 0;
  for (const token of all) {
    const { length, which, distance } = token;
    coder.bit(placeOf(data, i, tokens), length ? 1 : 0, latePlaceOf(data, i));
    if (!length) literal(coder, data, i, tokens, last);
    else {
      source(coder, which, tokens);
      number(coder, which < 0 ? 1 : 0, which < 0 ? length - 1 : length);
      if (which < 0) number(coder, Math.min(length, 5), distance);
    }
    tokens = after(tokens, token);
    last = distances(last, token);
    i += length || 1;
  }
}

// -- choice -----------------------------------------------------------------------------------------------------------

function common(data, i, j) {
  let n = 0;
  while (n < LONGEST && i + n < data.length && data[i + n] === data[j + n]) n++;
  return n;
}

/** Of every place the copies that could be made there: nearer ones first, farther ones if they are longer. */
function copiesOf(data) {
  const latest = new Int32Array(0x10000).fill(-1);
  const earlier = new Int32Array(data.length);
  return Array.from(data, (byte, i) => {
    const pair = byte * 256 + data[i + 1];
    const found = [];
    let longest = 1;
    for (let j = latest[pair], n = 0; j >= 0 && n < CANDIDATES; n++, j = earlier[j]) {
      if (data[j + longest] !== data[i + longest]) continue;
      const length = common(data, i, j);
      if (length > longest) found.push({ length: (longest = length), distance: i - j });
    }
    earlier[i] = latest[pair];
    latest[pair] = i;
    return found;
  });
}

/** Fewer and fewer of the lengths of long copies are tried. */
const shorter = (length, least) => (length > 64 ? Math.max(least, length - (length >> 3)) : length - 1);

/** The cheapest tokens for the data. What a token changes for later ones is known for the best way to each place only. */
function choose(data, copies, prices) {
  const n = data.length;
  const price = new Price(prices);
  const lengths = [0, 1].map((kind) =>
    Array.from({ length: LONGEST + 1 }, (_, x) => (x ? price.of((p) => number(p, kind, x)) : 0)),
  );
  const sources = Array.from({ length: 16 }, (_, tokens) =>
    [-1, 0, 1, 2, 3].map((which) => price.of((p) => source(p, which, tokens))),
  );
  const cost = new Float64Array(n + 1).fill(Infinity);
  const step = new Array(n + 1);
  const tokensAt = new Uint8Array(n + 1);
  const lastAt = new Array(n + 1);
  cost[0] = 0;
  lastAt[0] = [1, 1, 1, 1];
  const offer = (i, all, length, which, distance) => {
    const to = i + (length || 1);
    if (all >= cost[to]) return;
    cost[to] = all;
    step[to] = { length, which, distance };
  };
  for (let i = 0; i < n; i++) {
    if (i) {
      const from = i - (step[i].length || 1);
      tokensAt[i] = after(tokensAt[from], step[i]);
      lastAt[i] = distances(lastAt[from], step[i]);
    }
    const [tokens, last] = [tokensAt[i], lastAt[i]];
    const place = placeOf(data, i, tokens);
    offer(i, cost[i] + prices[2 * place] + price.of((p) => literal(p, data, i, tokens, last)), 0, -1, 0);
    const copy = cost[i] + prices[2 * place + 1];
    for (let which = 0; which < 4; which++) {
      if (last[which] > i) continue;
      const so = copy + sources[tokens][which + 1];
      for (let length = common(data, i, i - last[which]); length > 0; length = shorter(length, 1))
        offer(i, so + lengths[0][length], length, which, last[which]);
    }
    let least = 2;
    for (const { length: longest, distance } of copies[i]) {
      const far = [];
      for (let length = longest; length >= least; length = shorter(length, least)) {
        const kind = Math.min(length, 5);
        far[kind] ??= price.of((p) => number(p, kind, distance));
        offer(i, copy + sources[tokens][0] + lengths[1][length - 1] + far[kind], length, -1, distance);
        if (length === least) break;
      }
      least = longest + 1;
    }
  }
  const all = [];
  for (let i = n; i > 0; i -= step[i].length || 1) all.push(step[i]);
  return all.reverse();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2);
  writeFileSync(to, pack(readFileSync(from)));
}
