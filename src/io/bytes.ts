// The bytes of a file, as they are given. Nothing is imported: wasmgrad/npy has a copy of this file.

/** A view of the bytes of a buffer or of any view of one; a copy where memory is shared, which decoders of text do not take. */
export function asBytes(given: unknown, refuse: (reason: string) => never): Uint8Array<ArrayBuffer> {
  const [buffer, at, length] = ArrayBuffer.isView(given)
    ? [given.buffer, given.byteOffset, given.byteLength]
    : [given, 0, undefined];
  const kind = Object.prototype.toString.call(buffer);
  if (kind === "[object ArrayBuffer]") return new Uint8Array(buffer as ArrayBuffer, at, length);
  if (kind === "[object SharedArrayBuffer]") return new Uint8Array(buffer as SharedArrayBuffer, at, length).slice();
  return refuse(`${given === null ? "null" : typeof given}: give the bytes of the file`);
}
