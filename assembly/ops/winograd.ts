// Which convolutions go by tiles of 4x4 results (kernels/winograd.ts), block of tiles by block, so that scratch stays in the cache.
import * as kernel from "../kernels/winograd";
import { args, WinogradArgs, POSITIONS, SHARES, LEAST_STRIP } from "../kernels/winograd";
import { products } from "../kernels/positions";
import { Geometry } from "../kernels/geometry";
import { root } from "../root";
import { scratch } from "../memory";
import { launch } from "../pool";

/** Bytes of transformed source and result of a block of tiles: less than the second cache has, but no fewer than a row of tiles. */
const BLOCK: i64 = 1 << 19;
/** The most that scratch may take; convolutions that want more go another way. */
const MOST: i64 = 1 << 26;

/**
 * float32, 3x3 kernels, steps of 1, no groups, eight channels or more on both sides, and tiles that are full enough. While anomalies are
 * looked for, no: a NaN would spread over its tile.
 */
export function byTiles(g: Geometry, back: bool): bool {
  if (g.kernel(0) != 1 || g.kernel(1) != 3 || g.kernel(2) != 3 || g.groups != 1 || g.input(0) != 1) return false;
  if (g.stride(0) != 1 || g.stride(1) != 1 || g.stride(2) != 1 || g.padding(0) != 0) return false;
  if (g.dilation(1) != 1 || g.dilation(2) != 1 || g.padding(1) != g.padding(2) || g.padding(1) > 2) return false;
  if (min(g.channels, g.filters) < 8 || root.anomaly) return false;
  const rows = back ? g.input(1) : g.output(1);
  const columns = back ? g.input(2) : g.output(2);
  const tiles = <i64>fours(rows) * fours(columns);
  if (tiles * g.images < 8 || <i64>rows * columns * 10 < tiles * 16 * 6) return false;
  const channels = <i64>g.channels * g.filters + <i64>fours(columns) * (g.channels + g.filters + 16);
  return channels * POSITIONS * 4 < MOST;
}

function fours(n: i32): i32 {
  return (n + 3) >> 2;
}
/** Bytes between positions: whole lines of the cache, and not a power of two, which would use few of its sets. */
function apart(rows: i32, columns: i32): usize {
  return (((<usize>rows * columns) << 2) + 127) & ~63;
}

/** Sizes, and scratch for blocks of tiles; gives how many rows of tiles a block has, 0 if there is no room. */
function prepare(g: Geometry, back: bool): i32 {
  const a = args;
  a.sources = back ? g.filters : g.channels;
  a.targets = back ? g.channels : g.filters;
  a.depth = (a.sources + 3) & ~3;
  a.across = (a.targets + 7) & ~7;
  a.sourceStep = back ? g.channels * 9 : 9;
  a.targetStep = back ? 9 : g.channels * 9;
  a.turned = back;
  a.height = back ? g.output(1) : g.input(1);
  a.width = back ? g.output(2) : g.input(2);
  a.rows = back ? g.input(1) : g.output(1);
  a.columns = back ? g.input(2) : g.output(2);
  a.padding = back ? 2 - g.padding(1) : g.padding(1);
  a.down = fours(a.rows);
  a.along = fours(a.columns);
  const row = <i64>(a.along * (a.depth + a.across) * 4) * POSITIONS;
  const rows = <i32>max<i64>(1, min<i64>(<i64>g.images * a.down, BLOCK / row));
  a.stepU = apart(a.sources, a.across);
  a.stepV = apart(rows * a.along, a.depth);
  a.stepM = apart(rows * a.along, a.across);
  a.strip = max<usize>(LEAST_STRIP, (<usize>(4 * a.along + 6) * 6) << 4);
  a.u = scratch((a.stepU + a.stepV + a.stepM) * POSITIONS + a.strip * SHARES + 64);
  a.v = a.u + a.stepU * POSITIONS;
  a.m = a.v + a.stepV * POSITIONS;
  a.strips = a.m + a.stepM * POSITIONS;
  return a.u ? rows : 0;
}

/** y = x ∗ w + bias, or with `back` x ∗ᵀ w + bias. False if there is no room for it. */
export function convolveByTiles(y: usize, x: usize, w: usize, bias: usize, g: Geometry, back: bool): bool {
  const a = args;
  memory.fill(changetype<usize>(a), 0, offsetof<WinogradArgs>());
  const rows = prepare(g, back);
  if (!rows) return false;
  a.y = y;
  a.x = x;
  a.w = w;
  a.bias = bias;
  launch((i, j) => kernel.weights(i, j), a.sources, max(1, 4096 / a.across));
  const all = g.images * a.down;
  for (let first = 0; first < all; first += rows) {
    begin(first, min(rows, all - first));
    launch((i, j) => kernel.source(i, j), SHARES, worth(a.tiles * a.depth));
    launch((i, j) => products(i, j), POSITIONS, worthProduct());
    launch((i, j) => kernel.result(i, j), SHARES, worth(a.tiles * a.across));
  }
  return true;
}

/** w = y ∗ʷ x */
export function weightsByTiles(w: usize, y: usize, x: usize, g: Geometry): bool {
  const a = args;
  memory.fill(changetype<usize>(a), 0, offsetof<WinogradArgs>());
  const rows = prepare(g, false);
  if (!rows) return false;
  a.y = y;
  a.x = x;
  a.w = w;
  a.summing = 1;
  const all = g.images * a.down;
  for (let first = 0; first < all; first += rows) {
    begin(first, min(rows, all - first));
    launch((i, j) => kernel.source(i, j), SHARES, worth(a.tiles * a.depth));
    launch((i, j) => kernel.slope(i, j), SHARES, worth(a.tiles * a.across));
    launch((i, j) => products(i, j), POSITIONS, worthProduct());
  }
  launch((i, j) => kernel.weightSlope(i, j), a.sources, max(1, 4096 / a.across));
  return true;
}

function begin(first: i32, rows: i32): void {
  args.first = first;
  args.tiles = rows * args.along;
}

/** A thread is worth a share if all of them transform so many channels of tiles. */
function worth(channels: i32): i32 {
  return channels < 512 ? SHARES : 1;
}
function worthProduct(): i32 {
  return <i64>args.tiles * args.sources * args.across < 16384 ? POSITIONS : 2;
}
