// Convolutions with kernels of one tap are products of matrices, image by image, over planes as they stand:
//
//      y = w·x      dx = wᵀ·dy      dw = Σ over images of dy·xᵀ          w (K, C), x (C, places), y (K, places)
import { accumulate } from "../kernels/gemv";
import { Geometry } from "../kernels/geometry";
import { job } from "../kernels/job";
import { scratch } from "../memory";
import { launch } from "../pool";
import { productInto, spaceFor } from "./product";

/** One tap, steps of 1, no zeros around, no groups; enough of everything that a product of matrices is worth it. */
export function isPointwise(g: Geometry): bool {
  for (let i = 0; i < 3; i++) if (g.kernel(i) != 1 || g.stride(i) != 1 || g.padding(i) != 0) return false;
  return g.groups == 1 && min(g.channels, g.filters) >= 8 && g.outputPlane >= 16;
}

/** y = w·x, or with `back` wᵀ·x. False if there is no room for packed copies. */
export function multiplyPlanes<T>(y: usize, x: usize, w: usize, g: Geometry, back: bool): bool {
  const one = <i32>sizeof<T>();
  const places = g.outputPlane;
  const c = g.channels;
  const m = back ? c : g.filters;
  const k = back ? g.filters : c;
  const images = g.images;
  const space = scratch(spaceFor(m, places, k, alignof<T>()));
  if (!space) return false;
  for (let i = 0; i < images; i++) {
    const to = y + <usize>(i * m) * places * one;
    const from = x + <usize>(i * k) * places * one;
    const row = back ? one : c * one;
    productInto<T>(to, w, from, m, places, k, row, back ? c * one : one, places * one, one, 0, false, space);
  }
  return true;
}

/** w = Σ over images of y·xᵀ */
export function multiplyWeights<T>(w: usize, y: usize, x: usize, g: Geometry): bool {
  const one = <i32>sizeof<T>();
  const places = g.outputPlane;
  const m = g.filters;
  const n = g.channels;
  const images = g.images;
  const bytes = (<u64>m * n * one + 63) & ~63;
  const part = scratch(bytes + spaceFor(m, n, places, alignof<T>()));
  if (!part) return false;
  const row = places * one;
  for (let i = 0; i < images; i++) {
    const a = y + <usize>(i * m) * row;
    const b = x + <usize>(i * n) * row;
    productInto<T>(i ? part : w, a, b, m, n, places, row, one, one, row, 0, false, part + <usize>bytes);
    if (!i) continue;
    job.y = w;
    job.a = part;
    job.k = 0;
    launch((i, j) => accumulate<T>(i, j), m * n, 16384);
  }
  return true;
}
