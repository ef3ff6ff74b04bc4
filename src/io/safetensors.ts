// The safetensors format: 8 bytes with the size of a JSON header, the header, the bytes of the tensors; all little
// endian, as WebAssembly is.
// https://huggingface.co/docs/safetensors
import { scope } from "../autograd/index.js";
import { tensor } from "../functions/create.js";
import { FormatError, ValueError } from "../engine/fault.js";
import { type DType, Tensor } from "../tensor.js";
import { asBytes } from "./bytes.js";
import { type Format, formats } from "./formats.js";
import { parseHeader } from "./header.js";
import { named } from "./named.js";

/** What a file holds: tensors, in the order of its header, and text about them. */
export interface SafetensorsFile {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
}

/** The element types that are written. */
export type SafetensorsType =
  "F64" | "F32" | "F16" | "BF16" | "I64" | "U64" | "I32" | "U32" | "I16" | "U16" | "I8" | "U8" | "BOOL";

/** How saveSafetensors() writes. */
export interface SafetensorsOptions {
  /** The type of all tensors of its kind (float, integer, bool), or types by name; others are written as they are. */
  dtype?: SafetensorsType | Readonly<Record<string, SafetensorsType>> | undefined;
}

/** How our dtypes are written if nothing else is said. */
const written: Record<DType, SafetensorsType> = { float64: "F64", float32: "F32", int32: "I32", bool: "BOOL" };

const refuse = (reason: string): never => {
  throw new ValueError(`saveSafetensors: ${reason}`);
};

/**
 * Writes tensors, a record or a Map, as a file: `saveSafetensors(model.stateDict())`. float32, float64, int32 and bool are written as F32,
 * F64, I32 and BOOL, wider elements first so that all are aligned, then by name: the same tensors give the same bytes.
 * `{ dtype: "F16" }` halves the size of a model. Floats are rounded to the nearest, ties to even; what is too large for the
 * type becomes infinite. What an integer type or BOOL cannot hold exactly is an error.
 * @param metadata text to keep with them
 * @throws ValueError for metadata that is not text, a tensor called "__metadata__", a type that is not written, or a value
 *   that its type cannot hold
 */
export function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>,
  metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
  { dtype }: SafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const pairs = named(tensors, (x) => x instanceof Tensor, refuse);
  checkNames(pairs, dtype);
  let size = 0;
  const parts = pairs
    .map(([name, t]) => ({ name, t, ...typeFor(name, t.dtype, dtype) }))
    .sort((a, b) => b.width - a.width || (a.name < b.name ? -1 : 1))
    .map((part) => ({ ...part, begin: size, end: (size += part.t.numel() * part.width) }));

  // fromEntries, for a tensor may be called "__proto__".
  const header = Object.fromEntries([
    ...(metadata ? [["__metadata__", texts(metadata)]] : []),
    ...parts.map(({ name, dtype, t, begin, end }) => [name, { dtype, shape: t.shape, data_offsets: [begin, end] }]),
  ]) as object;
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;

  const file = new Uint8Array(start + size);
  new DataView(file.buffer).setUint32(0, start - 8, true);
  file.fill(0x20, 8, start);
  file.set(text, 8);
  for (const { name, t, encode, begin } of parts) {
    const data = encode(t.data(), (i, x, type) => refuse(`"${name}": element ${i} is ${x}: ${type} cannot hold it`));
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + begin);
  }
  return file;
}

/** The type to write a tensor as. One type for all holds for floats, for integers or for booleans, whichever it is. */
function typeFor(
  name: string,
  own: DType,
  asked: SafetensorsOptions["dtype"],
): { dtype: string; width: number; encode: NonNullable<Format["encode"]> } {
  const listed = typeof asked === "object" ? (Object.hasOwn(asked, name) ? asked[name] : undefined) : asked;
  const kind = (type: string): string => type.replace(/^B?F.*/, "float").replace(/^[IU].*/, "integer");
  const fits = listed !== undefined && (typeof asked === "object" || kind(listed) === kind(written[own]));
  const dtype = fits ? listed : written[own];
  if (listed !== undefined) writable(listed);
  const { width, encode } = writable(dtype);
  return { dtype, width, encode };
}

function writable(type: string): Required<Format> {
  const format = formats.get(type);
  if (format?.encode) return format as Required<Format>;
  const known = [...formats].flatMap(([name, { encode }]) => (encode ? [name] : []));
  return refuse(`dtype "${String(type)}" is not written; there are ${known.join(", ")}`);
}

/**
 * Reads a file: `model.loadStateDict(loadSafetensors(bytes).tensors)`. F32, F64, I32 and BOOL become float32, float64,
 * int32 and bool. F16, BF16, F8_E5M2 and F8_E4M3 become float32, exactly. I64, I16, I8 and unsigned integers become int32.
 * Everything in the header is checked before any tensor is made.
 * @throws FormatError for a malformed file, an unknown dtype, or an integer that int32 cannot hold
 */
export function loadSafetensors(bytes: Uint8Array | ArrayBufferLike): SafetensorsFile {
  const file = asBytes(bytes, (reason) => {
    throw new ValueError(`loadSafetensors: ${reason}`);
  });
  const { entries, metadata } = parseHeader(file);
  // In a scope, so that one bad integer leaves nothing behind.
  const tensors = scope(() =>
    entries.map(({ name, format, shape, begin, end }): [string, Tensor] => {
      // A copy, for the bytes of a file may begin anywhere in a larger buffer.
      const values = format.decode(file.slice(begin, end).buffer, (i, x, type) => {
        throw new FormatError(`loadSafetensors: "${name}": element ${i} is ${x}: ${type} cannot hold it`);
      });
      return [name, tensor(values, { dtype: format.dtype, shape })];
    }),
  );
  return { tensors: Object.fromEntries(tensors), metadata };
}

function checkNames(pairs: [string, Tensor][], types: SafetensorsOptions["dtype"]): void {
  const names = new Set(pairs.map(([name]) => name));
  if (names.has("__metadata__")) refuse(`"__metadata__": no tensor may be called that: it names the metadata`);
  if (typeof types !== "object") return;
  for (const name of Object.keys(types)) if (!names.has(name)) refuse(`dtype of "${name}": no tensor is called that`);
}

/** Metadata as a record, after a look at each text. */
function texts(metadata: object): Record<string, string> {
  const pairs = Object.entries(
    metadata instanceof Map ? Object.fromEntries(metadata as Map<string, unknown>) : metadata,
  );
  for (const [key, text] of pairs)
    if (typeof text !== "string")
      refuse(`metadata "${key}" is ${text === null ? "null" : `a ${typeof text}`}, not text`);
  return Object.fromEntries(pairs);
}
