// What tests of models share with golden/models.py: numbers by a formula, and what is told of a state dict.
import { noGrad, tensor, type DType, type Tensor, type nn } from "wasmgrad";

/** n numbers in [-1, 1) that look random. */
export function noise(n: number, seed: number): Float64Array {
  const made = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = (Math.imul(i, 2654435761) + seed * 40503 + 12345) >>> 0;
    x = Math.imul(x ^ (x >>> 15), 2246822519) >>> 0;
    x = Math.imul(x ^ (x >>> 13), 3266489917) >>> 0;
    made[i] = ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
  }
  return made;
}

/** The same as a tensor. */
export function noisy(shape: readonly number[], seed: number, dtype: DType = "float64"): Tensor {
  const n = shape.reduce((a, b) => a * b, 1);
  return tensor(noise(n, seed), { shape: [...shape], dtype });
}

/** Gives every tensor of the state dict its numbers. */
export function fill<M extends nn.Module>(model: M): M {
  noGrad(() => {
    Object.entries(model.stateDict()).forEach(([key, t], seed) => {
      if (!t.dtype.startsWith("float")) return;
      const scale = t.ndim > 1 ? Math.sqrt(6 / (t.numel() / t.shape[0])) : key.endsWith("running_var") ? 0.5 : 0.1;
      const mean = key.endsWith("running_var") || (t.ndim === 1 && key.endsWith("weight")) ? 1 : 0;
      t.copy_(noisy(t.shape, seed, t.dtype).mul(scale).add(mean));
    });
  });
  return model;
}

/** "name[shape]" of a state dict, in its order. */
export function keysOf(model: nn.Module): string[] {
  return Object.entries(model.stateDict()).map(([key, t]) => `${key}[${t.shape.join(",")}]`);
}

/** The hash of these (FNV-1a). */
export function hashOf(model: nn.Module): string {
  let hash = 0x811c9dc5;
  for (const c of keysOf(model).join("\n")) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

export function countOf(model: nn.Module): number {
  return model.parameters().reduce((n, p) => n + p.numel(), 0);
}

/** The product of t with noise. */
export function product(t: Tensor, seed: number): Tensor {
  return t.mul(noisy(t.shape, seed, t.dtype)).sum();
}
