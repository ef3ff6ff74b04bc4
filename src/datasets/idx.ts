// The format of MNIST and its like: 0, 0, kind, rank, then sizes and elements, big-endian.
import { gunzipSync } from "fflate";
import { type Tensor, tensor } from "../index.js";
import { FormatError } from "../engine/fault.js";

/** How each kind of element is read, and into which dtype. */
const kinds: Record<
  number,
  { size: number; dtype: "int32" | "float32" | "float64"; read: (v: DataView, at: number) => number }
> = {
  0x08: { size: 1, dtype: "int32", read: (v, at) => v.getUint8(at) },
  0x09: { size: 1, dtype: "int32", read: (v, at) => v.getInt8(at) },
  0x0b: { size: 2, dtype: "int32", read: (v, at) => v.getInt16(at) },
  0x0c: { size: 4, dtype: "int32", read: (v, at) => v.getInt32(at) },
  0x0d: { size: 4, dtype: "float32", read: (v, at) => v.getFloat32(at) },
  0x0e: { size: 8, dtype: "float64", read: (v, at) => v.getFloat64(at) },
};

/**
 * The tensor in an IDX file, as it is or gzipped; whole numbers become int32.
 * http://yann.lecun.com/exdb/mnist/ (the end of the page)
 * @param name what the file is called in errors
 * @throws FormatError for another format, and for a file that is shorter or longer than it says
 */
export function parseIdx(bytes: Uint8Array, name = "IDX file"): Tensor {
  const file = unzipped(bytes, name);
  const fail = (reason: string): FormatError => new FormatError(`parseIdx: ${name}: ${reason}`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const kind = file.length >= 4 && file[0] === 0 && file[1] === 0 ? kinds[file[2]] : undefined;
  if (!kind) throw fail("it does not begin as IDX files do; it is something else, or damaged");
  const rank = file[3];
  const start = 4 + 4 * rank;
  if (rank > 8 || file.length < start) throw fail(`its header is cut off: ${file.length} bytes`);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((a, b) => a * b, 1);
  const want = start + count * kind.size;
  if (file.length !== want)
    throw fail(`[${shape.join(", ")}] takes ${want} bytes, but there are ${file.length}; it is cut off or damaged`);
  const values = kind.dtype === "int32" ? new Int32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = kind.read(view, start + i * kind.size);
  return tensor(values, { shape, dtype: kind.dtype });
}

/** What is in a gzipped file; another as it is. */
export function unzipped(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new FormatError(`${name}: it cannot be unzipped (${(error as Error).message}); it is cut off or damaged`);
  }
}
