// What can go wrong, as types; and how the engine's complaints become sentences.

/** The base of every error of this library. */
export class WasmgradError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}
/** Shapes do not fit. */
export class ShapeError extends WasmgradError {}
/** An element type that the op does not take. */
export class DTypeError extends WasmgradError {}
/** An index outside its axis. */
export class IndexError extends WasmgradError {}
/** A value that makes no sense there. */
export class ValueError extends WasmgradError {}
/** A gradient that cannot be computed. */
export class GradError extends WasmgradError {}
/** The memory of the engine, 4 GiB, is full. */
export class OutOfMemoryError extends WasmgradError {}
/** A tensor that was read after its memory was given back. */
export class ReleasedError extends WasmgradError {}
/** A file that is not what it should be. */
export class FormatError extends WasmgradError {}

/** In the order of Kind in assembly/fault.ts. */
const kinds = [ShapeError, DTypeError, IndexError, ValueError, GradError, OutOfMemoryError, WasmgradError];

/** `{a}` … in a sentence of the engine, and what they stand for. */
export interface Parts {
  a: () => string;
  b: () => string;
  A: () => string;
  B: () => string;
  o: () => string;
  i: () => string;
  j: () => string;
  m: () => string;
}

/** The error for a complaint of the engine: `matmul: [2, 3] · [4, 5]: the inner sizes 3 and 4 differ`. */
export function complaint(kind: number, op: string, sentence: string, parts: Parts): WasmgradError {
  const text = sentence.replace(/\{(\w)\}/g, (_, name: keyof Parts) => parts[name]());
  return new kinds[kind](kinds[kind] === WasmgradError ? `internal: ${op}: ${text}` : `${op}: ${text}`);
}

/** Runs fn for an op that is made of others: what goes wrong inside is said of the op that was called. */
export function called<R>(op: string, fn: () => R): R {
  try {
    return fn();
  } catch (error) {
    if (error instanceof WasmgradError && !(error instanceof ReleasedError))
      error.message = error.message.replace(/^\w+:/, `${op}:`);
    throw error;
  }
}
