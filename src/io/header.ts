// The header of a safetensors file, read as if an enemy had written it: nothing in it is used before it is checked.
import { FormatError } from "../engine/fault.js";
import { type Format, formats, tooLarge } from "./formats.js";

/** One tensor in a file: its bytes are [begin, end) of the whole file. */
export interface Entry {
  name: string;
  format: Format;
  shape: number[];
  begin: number;
  end: number;
}

/** What a header says. */
export interface Header {
  entries: Entry[];
  metadata: Record<string, string>;
}

/** The reference implementation's limit. */
const LARGEST = 100_000_000;

/**
 * Reads and checks the header.
 * @throws FormatError that names the tensor and what is wrong with it
 */
export function parseHeader(file: Uint8Array): Header {
  const begin = 8 + headerSize(file);
  const json = parseJson(file.slice(8, begin));
  const entries: Entry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(json)) {
    if (name === "__metadata__") metadata = parseMetadata(value);
    else entries.push(parseEntry(name, value, begin));
  }
  checkCover(entries, begin, file.length);
  return { entries, metadata };
}

function headerSize(file: Uint8Array): number {
  if (file.length < 8) throw fault(`${file.length} bytes: the file is cut off: it starts with an 8-byte header size`);
  const size = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (size > LARGEST) throw fault(`a header of ${size} bytes: more than ${LARGEST}: is this a safetensors file?`);
  if (size > file.length - 8)
    throw fault(`the header has ${size} bytes, the file ${file.length - 8} after its size: it is cut off`);
  return size;
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let json: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    throw fault(`the header is not JSON in UTF-8: ${(error as Error).message}`);
  }
  if (!text.startsWith("{") || !isRecord(json))
    throw fault("the header does not begin with {: it must be a JSON object");
  checkDuplicates(text);
  return json;
}

/** JSON.parse keeps the last of two equal keys, other readers the first: such a file has two meanings. */
function checkDuplicates(text: string): void {
  const open: Set<string>[] = [];
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*:?|[{}]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token.endsWith(":")) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      const keys = open[open.length - 1];
      if (keys.has(key)) throw fault(`the key "${key}" appears twice`);
      keys.add(key);
    }
  }
}

/** null is what the reference implementation reads as none. */
function parseMetadata(value: unknown): Record<string, string> {
  if (value === null) return {};
  if (isRecord(value) && Object.values(value).every((text) => typeof text === "string")) {
    return value as Record<string, string>;
  }
  throw fault("__metadata__ must map text to text");
}

function parseEntry(name: string, value: unknown, base: number): Entry {
  if (!isRecord(value)) throw fault(`"${name}": its entry is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  const format = typeof dtype === "string" ? formats.get(dtype) : undefined;
  if (!format)
    throw fault(`"${name}": dtype ${shown(dtype)} ${whyNot(dtype)}; read are ${[...formats.keys()].join(", ")}`);
  if (!isSizes(shape)) throw fault(`"${name}": shape ${shown(shape)} is not a list of sizes`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw fault(`"${name}": data_offsets ${shown(offsets)} are not [begin, end]`);
  }
  const [begin, end] = offsets;
  const bytes = shape.reduce((n, size) => n * size, format.width);
  if (bytes !== end - begin) {
    const wanted = `${String(dtype)} [${shape.join(", ")}] takes ${bytes} bytes`;
    throw fault(`"${name}": data_offsets [${begin}, ${end}] have ${end - begin} bytes, but ${wanted}`);
  }
  const large = tooLarge(shape);
  if (large) throw fault(`"${name}": ${large}`);
  return { name, format, shape, begin: base + begin, end: base + end };
}

/** A value in a message, none of which is longer than a line. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  if (!Array.isArray(value)) return value === null || typeof value !== "object" ? String(value) : "{…}";
  return `[${value
    .slice(0, 9)
    .map((item) => (Array.isArray(item) ? "[…]" : shown(item)))
    .join(", ")}]`;
}

/** Types of the format that no tensor here holds. */
function whyNot(dtype: unknown): string {
  if (dtype === "C64") return "is complex";
  if (typeof dtype === "string" && /^F[468](_|$)/.test(dtype)) return `has ${dtype[1]} bits in a way that is not read`;
  return "is unknown";
}

/** One after the other the tensors must cover all bytes after the header, without gaps and without overlaps. */
function checkCover(entries: Entry[], begin: number, length: number): void {
  let covered = begin;
  for (const { name, begin: from, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const offsets = `data_offsets [${from - begin}, ${end - begin}]`;
    if (end > length)
      throw fault(`"${name}": ${offsets}: the file has only ${length - begin} bytes of data: it is cut off`);
    if (from < covered)
      throw fault(`"${name}": ${offsets}: overlaps the tensor before it, which ends at ${covered - begin}`);
    if (from > covered) throw fault(`"${name}": ${offsets}: a gap: the tensor before it ends at ${covered - begin}`);
    covered = end;
  }
  if (covered < length) throw fault(`${length - covered} bytes after the last tensor belong to none`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function fault(reason: string): FormatError {
  return new FormatError(`loadSafetensors: ${reason}`);
}
