// The safetensors format: 8 bytes with the size of a JSON header, the header, the bytes of the tensors; all little
// endian, as WebAssembly is.
// https://huggingface.co/docs/safetensors
import { scope } from "../autograd.js";
import { tensor } from "../create.js";
import { ValueError } from "../fault.js";
import type { DType, Tensor } from "../tensor.js";
import { parseHeader } from "./header.js";

/** What a file holds: tensors, in the order of its header, and text about them. */
export interface SafetensorsFile {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
}

/** How our dtypes are written, and how many bytes an element takes. */
const written: Record<DType, { dtype: string; width: number }> = {
  float64: { dtype: "F64", width: 8 },
  float32: { dtype: "F32", width: 4 },
  int32: { dtype: "I32", width: 4 },
  bool: { dtype: "BOOL", width: 1 },
};

/**
 * Writes tensors as a file: `saveSafetensors(model.stateDict())`. float32, float64, int32 and bool are written as F32,
 * F64, I32 and BOOL, wider elements first so that all are aligned, then by name: the same tensors give the same bytes.
 * @param metadata text to keep with them
 * @throws ValueError for metadata that is not text, or a tensor called "__metadata__"
 */
export function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  checkNames(tensors, metadata);
  let size = 0;
  const parts = Object.entries(tensors)
    .map(([name, t]) => ({ name, t, ...written[t.dtype] }))
    .sort((a, b) => b.width - a.width || (a.name < b.name ? -1 : 1))
    .map((part) => ({ ...part, begin: size, end: (size += part.t.numel() * part.width) }));

  // fromEntries, for a tensor may be called "__proto__".
  const header = Object.fromEntries([
    ...(metadata ? [["__metadata__", metadata]] : []),
    ...parts.map(({ name, dtype, t, begin, end }) => [name, { dtype, shape: t.shape, data_offsets: [begin, end] }]),
  ]) as object;
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;

  const file = new Uint8Array(start + size);
  new DataView(file.buffer).setUint32(0, start - 8, true);
  file.fill(0x20, 8, start);
  file.set(text, 8);
  for (const { t, begin } of parts) {
    const data = t.data();
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + begin);
  }
  return file;
}

/**
 * Reads a file: `model.loadStateDict(loadSafetensors(bytes).tensors)`. F32, F64, I32 and BOOL become float32, float64,
 * int32 and bool. F16 and BF16 become float32, exactly. I64, I16, I8 and unsigned integers become int32.
 * Everything in the header is checked before any tensor is made.
 * @throws FormatError for a malformed file, an unknown dtype, or an integer that int32 cannot hold
 */
export function loadSafetensors(bytes: Uint8Array | ArrayBufferLike): SafetensorsFile {
  if (typeof bytes !== "object") throw new ValueError(`loadSafetensors: a ${typeof bytes}: give the bytes of the file`);
  const file = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const { entries, metadata } = parseHeader(file);
  // In a scope, so that one bad integer leaves nothing behind.
  const tensors = scope(() =>
    entries.map(({ name, format, shape, begin, end }): [string, Tensor] => {
      // A copy, for the bytes of a file may begin anywhere in a larger buffer.
      const values = format.decode(file.slice(begin, end).buffer, name);
      return [name, tensor(values, { dtype: format.dtype, shape })];
    }),
  );
  return { tensors: Object.fromEntries(tensors), metadata };
}

function checkNames(tensors: object, metadata: Readonly<Record<string, unknown>> = {}): void {
  if (Object.hasOwn(tensors, "__metadata__")) {
    throw new ValueError(`saveSafetensors: "__metadata__": no tensor may be called that: it names the metadata`);
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== "string")
      throw new ValueError(`saveSafetensors: metadata "${key}" is a ${typeof value}, not text`);
  }
}
