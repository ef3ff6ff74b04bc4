// Images read at places that a grid tells.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { linspace } from "../functions/create.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { filled, join } from "../tensor/building.js";

/** Options of gridSample(). */
export interface GridSampleOptions {
  /** Default "bilinear", which of volumes is trilinear. "bicubic" is for images only. */
  mode?: "bilinear" | "nearest" | "bicubic" | undefined;
  /** What lies outside. Default "zeros". */
  paddingMode?: "zeros" | "border" | "reflection" | undefined;
  /** Are -1 and 1 the centres of the first and last place, not their outer edges? Default false. */
  alignCorners?: boolean | undefined;
}

/** |x - low| folded into [low, high] as by two mirrors. */
function mirrored(x: Tensor, low: number, high: number): Tensor {
  const span = high - low;
  if (span <= 0) return x.mul(0);
  const far = x.sub(low).abs();
  const turns = far.detach().div(span).floor();
  const rest = far.sub(turns.mul(span));
  return rest.add(low).where(turns.remainder(2).eq(0), rest.neg().add(span + low));
}

/** Where a coordinate lies by the rule of the padding, n places along its axis. */
function placed(x: Tensor, n: number, padding: string, align: boolean): Tensor {
  if (padding === "zeros") return x;
  const turned = padding === "reflection" ? (align ? mirrored(x, 0, n - 1) : mirrored(x, -0.5, n - 0.5)) : x;
  // no slope at the edge, as in PyTorch
  const inside = turned.gt(0).mul(turned.lt(n - 1));
  return turned.where(inside, turned.detach().clamp(0, n - 1));
}

/** A place along an axis, and how much it counts; both (N, places). */
interface Tap {
  place: Tensor;
  weight: Tensor | null;
}

/** The coefficients of the cubic through four neighbours, t behind the second. */
function cubicOf(t: Tensor): Tensor[] {
  const a = -0.75;
  const near = (x: Tensor) => x.mul(a + 2).sub(a + 3).mul(x).mul(x).add(1); // prettier-ignore
  const far = (x: Tensor) => x.mul(a).sub(5 * a).mul(x).add(8 * a).mul(x).sub(4 * a); // prettier-ignore
  return [far(t.add(1)), near(t), near(t.neg().add(1)), far(t.neg().add(2))];
}

const GRID =
  'input: tensor, grid: tensor, mode: "bilinear" | "nearest" | "bicubic" = "bilinear", paddingMode: "zeros" | "border" | "reflection" = "zeros", alignCorners?: bool | null';
/**
 * x (N, C, H, W) at the places of grid (N, H', W', 2), which are pairs (x, y) from -1 to 1 → (N, C, H', W'); and x (N, C, D, H, W) at
 * those of (N, D', H', W', 3).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html
 */
export const gridSample = /* @__PURE__ */ fn("gridSample", GRID, (x, grid, mode, paddingMode, alignCorners) => {
  at(x);
  at(grid);
  const axes = x.ndim - 2;
  const shown = `[${x.shape.join(", ")}] at [${grid.shape.join(", ")}]`;
  if ((axes !== 2 && axes !== 3) || grid.ndim !== x.ndim || grid.shape[0] !== x.shape[0] || grid.shape.at(-1) !== axes)
    throw new ShapeError(`gridSample: ${shown}: x must be (N, C, H, W) and grid (N, H', W', 2), or with D and 3`);
  const input = x.shape.slice(2);
  if (input.includes(0)) throw new ShapeError(`gridSample: ${shown}: x has no places`);
  if (mode === "bicubic" && axes === 3) throw new ValueError('gridSample: mode "bicubic" is for images only');
  return called("gridSample", () =>
    scope(() => {
      const [images, channels] = x.shape;
      const output = grid.shape.slice(1, -1);
      const places = output.reduce((n, d) => n * d, 1);
      const flat = x.reshape([images, channels, input.reduce((n, d) => n * d, 1)]);
      const points = grid.reshape([images, places, axes]);
      const tapsOf = input.map((n, i) => {
        const g = points.select(-1, axes - 1 - i);
        const far = alignCorners ? g.add(1).mul((n - 1) / 2) : g.add(1).mul(n).sub(1).div(2);
        return taps(far, n, mode, paddingMode, alignCorners ?? false);
      });
      // every combination of a tap for each axis
      let corners: Tap[] = [{ place: filled([images, places], 0, "int32"), weight: null }];
      tapsOf.forEach((all, i) => {
        corners = corners.flatMap((corner) =>
          all.map(({ place, weight }) => ({
            place: corner.place.mul(input[i]).add(place),
            weight: corner.weight && weight ? corner.weight.mul(weight) : (corner.weight ?? weight),
          })),
        );
      });
      const parts = corners.map(({ place, weight }) => {
        const some = flat.gather(2, place.unsqueeze(1).expand(images, channels, places));
        return weight ? some.mul(weight.unsqueeze(1)) : some;
      });
      return parts.reduce((a, b) => a.add(b)).reshape([images, channels, ...output]);
    }),
  );
});

function taps(far: Tensor, n: number, mode: string, padding: string, align: boolean): Tap[] {
  const within = (place: Tensor, weight: Tensor | null): Tap => {
    const whole = place.detach();
    const inside = whole.ge(0).mul(whole.le(n - 1));
    const counted = padding === "zeros" ? inside.to(far.dtype) : null;
    return {
      place: whole.clamp(0, n - 1).to("int32"),
      weight: counted && weight ? weight.mul(counted) : (counted ?? weight),
    };
  };
  if (mode === "bicubic") {
    const first = far.detach().floor();
    return cubicOf(far.sub(first)).map((weight, k) => within(placed(first.add(k - 1), n, padding, align), weight));
  }
  const x = placed(far, n, padding, align);
  if (mode === "nearest") return [within(x.detach().round(), null)];
  const first = x.detach().floor();
  const part = x.sub(first);
  return [within(first, part.neg().add(1)), within(first.add(1), part)];
}

/**
 * A grid for gridSample() that moves an image as theta (N, 2, 3) says, or a volume as (N, 3, 4): size (N, C, H, W) → (N, H, W, 2).
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
 */
export const affineGrid = /* @__PURE__ */ fn(
  "affineGrid",
  "theta: tensor, size: shape, alignCorners?: bool | null",
  (theta, size, alignCorners) => {
    at(theta);
    const axes = size.length - 2;
    if ((axes !== 2 && axes !== 3) || String(theta.shape) !== String([size[0], axes, axes + 1]))
      throw new ShapeError(
        `affineGrid: theta [${theta.shape.join(", ")}] must be (N, 2, 3) or (N, 3, 4) for the size [${size.join(", ")}]`,
      );
    const sizes = size.slice(2);
    return called("affineGrid", () =>
      scope(() => {
        const line = (n: number): Tensor => {
          if (n === 1) return filled([1], 0, theta.dtype);
          const even = linspace(-1, 1, n, { dtype: theta.dtype as "float32" });
          return alignCorners ? even : even.mul((n - 1) / n);
        };
        // x first: the last axis
        const lines = sizes.map((n, i) => line(n).reshape(sizes.map((_, k) => (k === i ? n : 1))).expand(...sizes)); // prettier-ignore
        const ones = filled(sizes, 1, theta.dtype);
        const columns = [...lines.reverse(), ones].map((t) => t.reshape([-1, 1]));
        const base = join(columns, 1);
        return base.unsqueeze(0).matmul(theta.transpose(1, 2)).reshape([size[0], ...sizes, axes]); // prettier-ignore
      }),
    );
  },
);
