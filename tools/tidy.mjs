// Rewrites a binary so that there is less to download; what it does is the same.
//   code     functions that are alike come to stand side by side
//   exports  and the table follow their order, so that what they name counts up
//   data     asc writes every constant as a segment of its own: they become one, without what only a garbage collector reads
import { CALL, FUNCTION, Reader, i32, instruction, u32 } from "./wasm.mjs";

const IMPORTS = 2;
const FUNCTIONS = 3;
const EXPORTS = 7;
const START = 8;
const ELEMENTS = 9;
const CODE = 10;
const DATA = 11;
const DATA_COUNT = 12;

const I32_CONST = 0x41;
const END = 0x0b;

const vector = (items) => [...u32(items.length), ...items.flatMap((item) => [...item])];
const sized = (bytes) => [...u32(bytes.length), ...bytes];

/** @param {Uint8Array} binary */
export function tidy(binary) {
  const sections = sectionsOf(binary);
  const read = (id) => new Reader(sections.get(id) ?? [0]);

  const imported = countOf(read(IMPORTS));
  const code = read(CODE);
  const bodies = code.many(() => code.take(code.u32()));
  const order = alike(bodies);
  const places = new Map(order.map((was, is) => [was + imported, is + imported]));
  const moved = (f) => places.get(f) ?? f;

  const types = read(FUNCTIONS);
  const typeOf = types.many(() => types.u32());
  sections.set(FUNCTIONS, vector(order.map((f) => u32(typeOf[f]))));
  sections.set(EXPORTS, exportsOf(read(EXPORTS), moved));
  if (sections.has(START)) sections.set(START, u32(moved(read(START).u32())));
  const segments = segmentsOf(read(DATA));
  sections.set(ELEMENTS, elementsOf(read(ELEMENTS), moved, segments.map(({ bytes }) => bytes).filter(isFunction)));
  sections.set(CODE, vector(order.map((f) => sized(renamed(bodies[f], moved)))));
  sections.set(DATA, merged(segments));
  if (sections.has(DATA_COUNT)) sections.set(DATA_COUNT, u32(1));
  return written(binary, sections);
}

/** The binary with other names for its exports. @param {Uint8Array} binary @param {Record<string, string>} names */
export function renamedExports(binary, names) {
  const sections = sectionsOf(binary);
  sections.set(
    EXPORTS,
    exportsOf(new Reader(sections.get(EXPORTS)), (f) => f, names),
  );
  return written(binary, sections);
}

function written(binary, sections) {
  const all = [...sections].map(([id, bytes]) => Buffer.from([id, ...sized(bytes)]));
  return Buffer.concat([binary.subarray(0, 8), ...all]);
}

function sectionsOf(binary) {
  const sections = new Map();
  const r = new Reader(binary, 8);
  while (!r.done) {
    const id = r.byte();
    sections.set(id, r.take(r.u32()));
  }
  return sections;
}

/** @param {Uint8Array} binary @returns {string[]} the names of its exports */
export function exported(binary) {
  const r = new Reader(sectionsOf(binary).get(EXPORTS));
  return r.many(() => exportOf(r).name);
}
const exportOf = (r) => ({ name: Buffer.from(r.take(r.u32())).toString(), kind: r.byte(), index: r.u32() });

/** How many functions are imported: the first numbers are theirs. */
function countOf(r) {
  const limits = () => {
    const flags = r.byte();
    r.u32();
    if (flags & 1) r.u32();
  };
  const kinds = r.many(() => {
    r.take(r.u32());
    r.take(r.u32());
    const kind = r.byte();
    if (kind === 0) r.u32();
    else if (kind === 1) (r.byte(), limits());
    else if (kind === 2) limits();
    else r.take(2);
    return kind;
  });
  return kinds.filter((kind) => kind === 0).length;
}

function exportsOf(r, moved, names = {}) {
  const items = r.many(() => {
    const { name, kind, index } = exportOf(r);
    return { name: names[name] ?? name, kind, index: kind === 0 ? moved(index) : index };
  });
  items.sort((a, b) => a.index - b.index);
  return vector(items.map(({ name, kind, index }) => [...sized(Buffer.from(name)), kind, ...u32(index)]));
}

/** The table. If every place of it has one of `functions` that points there, its order becomes that of the code, and they point anew. */
function elementsOf(r, moved, functions) {
  const items = r.many(() => {
    if (r.u32() !== 0) throw new Error("only elements of the first table are known");
    const first = offset(r);
    const before = r.many(() => moved(r.u32()));
    const pointers = functions.map((object) => object.readUInt32LE(HEADER) - first);
    const order = [...before.keys()];
    if (pointers.toSorted((a, b) => a - b).join() === order.join()) {
      order.sort((a, b) => before[a] - before[b]);
      functions.forEach((object, i) => object.writeUInt32LE(first + order.indexOf(pointers[i]), HEADER));
    }
    return [0, I32_CONST, ...i32(first), END, ...vector(order.map((i) => u32(before[i])))];
  });
  return vector(items);
}

/** A constant expression that is a number. */
function offset(r) {
  if (r.byte() !== I32_CONST) throw new Error("an offset is no constant");
  const x = r.i32();
  if (r.byte() !== END) throw new Error("an offset is more than a constant");
  return x;
}

/** The body of a function that calls others by their new numbers. */
function renamed(body, moved) {
  const r = new Reader(body);
  r.many(() => (r.u32(), r.byte()));
  const out = [...body.subarray(0, r.at)];
  while (!r.done) {
    const from = r.at;
    const code = instruction(r);
    if (code !== CALL && code !== FUNCTION) out.push(...body.subarray(from, r.at));
    else out.push(code, ...u32(moved(new Reader(body, from + 1).u32())));
  }
  return out;
}

function segmentsOf(r) {
  return r.many(() => {
    if (r.u32() !== 0) throw new Error("only segments of the first memory, written at the start, are known");
    return { at: offset(r), bytes: Buffer.from(r.take(r.u32())) };
  });
}

// An object of asc has a header, its size for an allocator, two words for a collector, its class and its size; then its contents.
// The host reads the last word of the header of a text, and nobody that of a function, whose contents are a place in the table
// and an empty word.
const HEADER = 20;
const TEXT = 2;
const isObject = (bytes) =>
  bytes.length >= HEADER &&
  bytes.readUInt32LE(0) === bytes.length - 4 &&
  !bytes.readUInt32LE(4) &&
  !bytes.readUInt32LE(8);
const isText = (bytes) => isObject(bytes) && bytes.readUInt32LE(12) === TEXT;
const isFunction = (bytes) => isObject(bytes) && !isText(bytes) && bytes.length === 32 && bytes.readUInt32LE(16) === 8;

function merged(segments) {
  const first = Math.min(...segments.map(({ at }) => at));
  const all = new Uint8Array(Math.max(...segments.map(({ at, bytes }) => at + bytes.length)) - first);
  for (const { at, bytes } of segments) {
    if (isFunction(bytes)) bytes.fill(0, 0, HEADER);
    else if (isText(bytes)) bytes.fill(0, 0, 4);
    all.set(bytes, at - first);
  }
  return vector([[0, I32_CONST, ...i32(first), END, ...sized(all)]]);
}

// -- which functions are alike ----------------------------------------------------------------------------------------

/** So many bytes in a row, found in both, make two functions alike; not if they are found everywhere. */
const RUN = 4;
const COMMON = 800;
/** What counts of being like the last but one, and so on. */
const FADE = 0.6;

/** The order in which each function is the one that is most like those before it. */
function alike(bodies) {
  const runs = bodies.map(runsOf);
  const owners = new Map();
  runs.forEach((all, f) => all.forEach((run) => owners.set(run, [...(owners.get(run) ?? []), f])));
  const likeness = new Float64Array(bodies.length);
  const left = new Set(bodies.keys());
  const order = [];
  for (let f = 0; left.size; f = most(likeness, left)) {
    left.delete(f);
    order.push(f);
    for (let i = 0; i < likeness.length; i++) likeness[i] *= FADE;
    for (const run of runs[f]) {
      const all = owners.get(run);
      if (all.length <= COMMON) for (const other of all) likeness[other]++;
    }
  }
  return order;
}

function runsOf(body) {
  const runs = new Set();
  for (let i = 0; i + RUN <= body.length; i++) runs.add(body.subarray(i, i + RUN).join());
  return runs;
}

function most(likeness, left) {
  let best;
  for (const f of left) if (best === undefined || likeness[f] > likeness[best]) best = f;
  return best;
}
