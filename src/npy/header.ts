// The header of a .npy file: a Python dictionary with three keys, read as if an enemy had written it.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { FormatError } from "../index.js";
import { type Format, formats, tooLarge } from "../io/formats.js";

/** What a header says, and where the data begins. */
export interface Header {
  format: Format;
  bigEndian: boolean;
  fortranOrder: boolean;
  shape: number[];
  start: number;
}

/** NumPy's names of element types, and what they are called in formats.ts. */
export const names = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  int64: "I64",
  uint64: "U64",
  int32: "I32",
  uint32: "U32",
  int16: "I16",
  uint16: "U16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
} as const;

/** f4 for float32, i8 for int64, b1 for bool. */
const short = (name: string, width: number): string => name[0] + width;

const types = /* @__PURE__ */ new Map(
  Object.entries(names).map(([name, key]) => [short(name, formats.get(key)!.width), formats.get(key)!]),
);

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
/** NumPy's own limit. */
const LARGEST = 10_000;

/** Reads and checks the header. `where` begins every complaint. */
export function parseHeader(file: Uint8Array, where: string): Header {
  const fault = (reason: string): FormatError => new FormatError(`${where}: ${reason}`);
  if (!MAGIC.every((byte, i) => file[i] === byte))
    throw fault("it does not begin with \\x93NUMPY: this is no .npy file");
  if (file.length < 12) throw fault(`${file.length} bytes: the file is cut off`);
  const [major, minor] = [file[6], file[7]];
  if (!(major >= 1 && major <= 3) || minor !== 0) throw fault(`version ${major}.${minor}: known are 1.0, 2.0 and 3.0`);
  const begin = major === 1 ? 10 : 12;
  const view = new DataView(file.buffer, file.byteOffset);
  const size = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = begin + size;
  if (start > file.length) throw fault(`the header has ${size} bytes, the file ${file.length - begin}: it is cut off`);
  if (size > LARGEST) throw fault(`a header of ${size} bytes: more than ${LARGEST}`);
  const text = new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(file.subarray(begin, start));
  const { descr, fortran_order: fortranOrder, shape, ...others } = parseDictionary(text, fault);

  const unknown = Object.keys(others);
  if (unknown.length > 0) throw fault(`the header has a key "${unknown[0]}"; there are descr, fortran_order and shape`);
  const [, order, type] = /^([<>|=]?)([a-z]\d+)$/.exec(typeof descr === "string" ? descr : "") ?? [];
  const format = types.get(type);
  if (!format) throw fault(`descr ${JSON.stringify(descr)} is unknown; known are ${[...types.keys()].join(", ")}`);
  if (typeof fortranOrder !== "boolean") throw fault("fortran_order is neither True nor False");
  if (!Array.isArray(shape)) throw fault("shape is not a tuple of sizes");
  const bytes = shape.reduce((n, d) => n * d, format.width);
  if (bytes !== file.length - start) {
    const wanted = `${descr as string} [${shape.join(", ")}] takes ${bytes} bytes`;
    throw fault(`${wanted}, but the file has ${file.length - start} after its header`);
  }
  const large = tooLarge(shape);
  if (large) throw fault(large);
  return { format, bigEndian: order === ">", fortranOrder, shape, start };
}

type Literal = string | boolean | number[];

/** Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`; Python 2 wrote sizes as 2L. */
function parseDictionary(text: string, fault: (reason: string) => FormatError): Record<string, Literal> {
  const token = /\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(True|False)|\(([\d,L\s]*)\)|([{}:,]))\s*/y;
  const wrong = (): FormatError =>
    fault(`the header is not a dictionary of descr, fortran_order and shape: ${text.trim()}`);
  /** A literal, or a mark of punctuation in an object. */
  const next = (): Literal | { mark: string } => {
    const found = token.exec(text);
    if (!found) throw wrong();
    const [, single, double, truth, tuple, mark] = found;
    if (mark) return { mark };
    if (truth) return truth === "True";
    if (tuple === undefined) return single ?? double;
    if (!/^\s*(?:\d+L?\s*(?:,\s*\d+L?\s*)*,?\s*)?$/.test(tuple) || /^\s*\d+L?\s*$/.test(tuple)) throw wrong();
    return (tuple.match(/\d+/g) ?? []).map(Number);
  };
  const isMark = (value: Literal | { mark: string }, mark: string): boolean =>
    typeof value === "object" && "mark" in value && value.mark === mark;

  const pairs: [string, Literal][] = [];
  if (!isMark(next(), "{")) throw wrong();
  for (let key = next(); !isMark(key, "}");) {
    if (typeof key !== "string" || !isMark(next(), ":")) throw wrong();
    if (pairs.some(([earlier]) => earlier === key)) throw fault(`the header has "${key}" twice`);
    const value = next();
    if (typeof value === "object" && "mark" in value) throw wrong();
    pairs.push([key, value]);
    const after = next();
    if (isMark(after, ",")) key = next();
    else if (isMark(after, "}")) break;
    else throw wrong();
  }
  if (token.lastIndex !== text.length) throw wrong();
  return Object.fromEntries(pairs);
}

/** NumPy leaves room for a first size of so many digits, which may grow. */
const DIGITS = 21;

/** The bytes before the data, as NumPy 1.23 and later write them. */
export function formatHeader(name: string, width: number, shape: readonly number[]): Uint8Array {
  const order = width === 1 ? "|" : "<";
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${order}${short(name, width)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const grown = shape.length ? text + " ".repeat(DIGITS - String(shape[0]).length) : text;
  const size = Math.ceil((10 + grown.length + 2) / 64) * 64;
  const bytes = new Uint8Array(size).fill(0x20);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, size - 10, true);
  bytes.set(new TextEncoder().encode(grown), 10);
  bytes[size - 1] = 0x0a;
  return bytes;
}
