// Rewrites a binary so that there is less to download; what it does is the same.
//   data   asc writes every constant as a segment of its own: they become one
//   code   functions that are alike come to stand side by side, for deflate does not look back further than 32 KiB
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

/** @param {Uint8Array} binary @param {Record<string, string>} [names] new ones for exports */
export function tidy(binary, names = {}) {
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
  sections.set(EXPORTS, exportsOf(read(EXPORTS), moved, names));
  if (sections.has(START)) sections.set(START, u32(moved(read(START).u32())));
  sections.set(ELEMENTS, elementsOf(read(ELEMENTS), moved));
  sections.set(CODE, vector(order.map((f) => sized(renamed(bodies[f], moved)))));
  sections.set(DATA, merged(read(DATA)));
  if (sections.has(DATA_COUNT)) sections.set(DATA_COUNT, u32(1));
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

function exportsOf(r, moved, names) {
  const items = r.many(() => {
    const { name, kind, index } = exportOf(r);
    return [...sized(Buffer.from(names[name] ?? name)), kind, ...u32(kind === 0 ? moved(index) : index)];
  });
  return vector(items);
}

function elementsOf(r, moved) {
  const items = r.many(() => {
    if (r.u32() !== 0) throw new Error("only elements of the first table are known");
    return [0, I32_CONST, ...i32(offset(r)), END, ...vector(r.many(() => u32(moved(r.u32()))))];
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

function merged(r) {
  const segments = r.many(() => {
    if (r.u32() !== 0) throw new Error("only segments of the first memory, written at the start, are known");
    return { at: offset(r), bytes: r.take(r.u32()) };
  });
  const first = Math.min(...segments.map(({ at }) => at));
  const all = new Uint8Array(Math.max(...segments.map(({ at, bytes }) => at + bytes.length)) - first);
  for (const { at, bytes } of segments) all.set(bytes, at - first);
  return vector([[0, I32_CONST, ...i32(first), END, ...sized(all)]]);
}

// -- which functions are alike ----------------------------------------------------------------------------------------

/** So many bytes in a row, found in both, make two functions alike; not if they are found everywhere. */
const RUN = 6;
const COMMON = 150;
/** What counts of being like the last but one, and so on. */
const FADE = 0.3;

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
