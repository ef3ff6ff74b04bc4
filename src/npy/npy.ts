// One array of NumPy: a header, then the bytes of the elements.
import { type DType, FormatError, type Tensor, ValueError, scope, tensor } from "../index.js";
import { asBytes } from "../io/bytes.js";
import { formats } from "../io/formats.js";
import { formatHeader, names, parseHeader } from "./header.js";

/** The element types of NumPy that are written. */
export type NumpyType = keyof typeof names;

/** How saveNpy() writes. */
export interface NpyOptions {
  /** Default: the tensor's own type. */
  dtype?: NumpyType | undefined;
}

/**
 * Reads a .npy file: `loadNpy(bytes)`. float32, float64, int32 and bool stay what they are, float16 becomes float32, other
 * integers int32; either order of bytes, and of axes (fortran_order). Versions 1.0, 2.0 and 3.0.
 * @throws FormatError for a malformed file, another element type (complex, text, objects, records), or an integer that
 *   int32 cannot hold
 */
export function loadNpy(bytes: Uint8Array | ArrayBufferLike): Tensor {
  return decode(bytesOf(bytes, "loadNpy"), "loadNpy");
}

/** `where` begins every complaint. */
export function decode(file: Uint8Array, where: string): Tensor {
  const { format, bigEndian, fortranOrder, shape, start } = parseHeader(file, where);
  const data = file.slice(start);
  if (bigEndian) swap(data, format.width);
  const values = format.decode(data.buffer, (i, x, type) => {
    throw new FormatError(`${where}: element ${i} is ${x}: ${type} cannot hold it`);
  });
  const { dtype } = format;
  if (!fortranOrder || shape.length < 2) return tensor(values, { dtype, shape });
  // the first axis runs fastest: as if the axes were written backwards
  return scope(() => {
    const turned = tensor(values, { dtype, shape: [...shape].reverse() });
    return turned.permute(...shape.map((_, i) => shape.length - 1 - i)).contiguous();
  });
}

/** Turns every `width` bytes around. */
function swap(data: Uint8Array, width: number): void {
  for (let i = 0; i < data.length; i += width) data.subarray(i, i + width).reverse();
}

/**
 * Writes a .npy file, to the byte as numpy.save does: float32, float64, int32 and bool as what they are, or as `dtype`.
 * Floats are rounded to the nearest, ties to even; what is too large for the type becomes infinite.
 * @throws ValueError for another dtype, or a value that an integer type or bool cannot hold exactly
 */
export function saveNpy(t: Tensor, options: NpyOptions = {}): Uint8Array {
  return encode(t, options, "saveNpy");
}

export function encode(t: Tensor, { dtype = t.dtype satisfies DType }: NpyOptions, where: string): Uint8Array {
  const format = Object.hasOwn(names, dtype) ? formats.get(names[dtype]) : undefined;
  if (!format?.encode)
    throw new ValueError(`${where}: dtype "${dtype}" is not written; there are ${Object.keys(names).join(", ")}`);
  const { buffer, byteOffset, byteLength } = format.encode(t.data(), (i, x, type) => {
    throw new ValueError(`${where}: element ${i} is ${x}: ${type} cannot hold it`);
  });
  const header = formatHeader(dtype, format.width, t.shape);
  const file = new Uint8Array(header.length + byteLength);
  file.set(header);
  file.set(new Uint8Array(buffer, byteOffset, byteLength), header.length);
  return file;
}

export function bytesOf(bytes: unknown, op: string): Uint8Array<ArrayBuffer> {
  return asBytes(bytes, (reason) => {
    throw new ValueError(`${op}: ${reason}`);
  });
}
