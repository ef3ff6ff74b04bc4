// A line search: how far to go along a direction, so that the value falls enough and the slope flattens (strong Wolfe conditions).
import type { Tensor } from "../tensor.js";

/** Value, gradient and slope along the direction, `t` away from where the search began. */
export interface Point {
  t: number;
  f: number;
  g: Tensor;
  slope: number;
}

/** The value must fall by C1 of what the first slope promises; the slope must flatten to C2 of what it was. */
const C1 = 1e-4;
const C2 = 0.9;
const MOST = 25;

/**
 * A point where f(t) ≤ f(0) + C1·t·f′(0) and |f′(t)| ≤ C2·|f′(0)|, or the best found in 25 tries; and how many there were.
 * Nocedal & Wright, Numerical Optimization, algorithms 3.5 and 3.6.
 * @param length the largest element of the direction: brackets smaller than `tolerance` are not searched
 */
export function strongWolfe(
  evaluate: (t: number) => Point,
  start: Point,
  first: number,
  length: number,
  tolerance: number,
): { best: Point; count: number } {
  const falls = (p: Point): boolean => p.f <= start.f + C1 * p.t * start.slope;
  const flat = (p: Point): boolean => Math.abs(p.slope) <= -C2 * start.slope;

  // Steps grow until two points enclose one that will do.
  let before = start;
  let point = evaluate(first);
  let count = 1;
  let tries = 0;
  for (; tries < MOST; tries++) {
    if (!falls(point) || (tries > 1 && point.f >= before.f)) break;
    if (flat(point)) return { best: point, count };
    if (point.slope >= 0) break;
    const next = interpolated(before, point, point.t + 0.01 * (point.t - before.t), point.t * 10);
    before = point;
    point = evaluate(next);
    count++;
  }
  let [low, high] = tries === MOST ? [start, point] : [before, point];
  if (low.f > high.f) [low, high] = [high, low];

  // The interval shrinks around it. `low` is the best point so far.
  let slow = false;
  for (; tries < MOST; tries++) {
    if (Math.abs(high.t - low.t) * length < tolerance) break;
    const [left, right] = low.t < high.t ? [low.t, high.t] : [high.t, low.t];
    let t = interpolated(low, high, left, right);
    // Twice too near to an end: a tenth of the interval away from it.
    const margin = 0.1 * (right - left);
    if (Math.min(right - t, t - left) < margin) {
      if (slow || t >= right || t <= left) {
        t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
        slow = false;
      } else slow = true;
    } else slow = false;
    const p = evaluate(t);
    count++;
    if (!falls(p) || p.f >= low.f) {
      high = p;
      if (low.f > high.f) [low, high] = [high, low];
    } else {
      if (flat(p)) return { best: p, count };
      if (p.slope * (high.t - low.t) >= 0) high = low;
      low = p;
    }
  }
  return { best: low, count };
}

/** The minimum of the cubic through two values and slopes, kept between two bounds; their middle if it has none. */
function interpolated(a: Point, b: Point, least: number, most: number): number {
  const d1 = a.slope + b.slope - (3 * (a.f - b.f)) / (a.t - b.t);
  const square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return (least + most) / 2;
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const d2 = Math.sqrt(square);
  const t = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
  return Number.isNaN(t) ? (least + most) / 2 : Math.min(Math.max(t, least), most);
}
