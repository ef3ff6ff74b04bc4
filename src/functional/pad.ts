// Elements around a tensor: constant, mirrored, repeated from the edge, or from the other side.
import { fn } from "../arguments/named.js";
import { cat } from "../functions/create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { make, whole } from "../engine/values.js";

/** Where the elements around a tensor come from. */
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/** Options of pad(). */
export interface PadOptions {
  /** Default "constant". */
  mode?: PadMode | undefined;
  /** For "constant". Default 0. */
  value?: number | undefined;
}

/** Which element stands at place i, before (negative) or behind the n of an axis. */
const sources: Record<Exclude<PadMode, "constant">, (i: number, n: number) => number> = {
  reflect: (i, n) => n - 1 - Math.abs(n - 1 - Math.abs(i)),
  replicate: (i, n) => Math.min(Math.max(i, 0), n - 1),
  circular: (i, n) => (i + n) % n,
};

/**
 * x with elements around it: `amounts` are before and behind the last axis, then the one before it, and so on. Negative
 * ones, for "constant" only, cut off. https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 * @throws ShapeError if an axis is too short: reflect needs more elements than it adds on a side, circular as many
 */
export const pad = /* @__PURE__ */ fn(
  "pad",
  'input: tensor, pad: shape, mode: "constant" | "reflect" | "replicate" | "circular" = "constant", value?: number | null',
  (x, amounts, mode, given) => {
    const value = given ?? 0;
    const { shape } = x;
    const shown = `[${shape.join(", ")}] by [${amounts.join(", ")}]`;
    if (amounts.length % 2 || amounts.length > 2 * shape.length) {
      throw new ShapeError(`pad: ${shown}: two numbers are needed for each of the last axes`);
    }
    const sides: [axis: number, before: number, behind: number][] = [];
    for (let i = 0; i < amounts.length; i += 2) {
      const axis = shape.length - 1 - i / 2;
      const [before, behind] = [whole("pad", amounts[i]), whole("pad", amounts[i + 1])];
      const n = shape[axis];
      if (mode !== "constant" && Math.min(before, behind) < 0) {
        throw new ValueError(`pad: ${shown}: only "constant" takes away; "${mode}" needs 0 or more`);
      }
      if (n + Math.min(before, 0) + Math.min(behind, 0) < 0) {
        throw new ShapeError(
          `pad: ${shown}: axis ${axis} has no ${-Math.min(before, 0) - Math.min(behind, 0)} to take away`,
        );
      }
      const most =
        mode === "reflect" ? n - 1 : mode === "circular" ? n : mode === "replicate" && n === 0 ? 0 : Infinity;
      if (Math.max(before, behind) > Math.max(most, 0)) {
        throw new ShapeError(`pad: ${shown}: "${mode}" can add ${Math.max(most, 0)} on a side of axis ${axis} at most`);
      }
      if (before || behind) sides.push([axis, before, behind]);
    }
    const sizes = [...shape];
    for (const [axis, before, behind] of sides) sizes[axis] += before + behind;
    if (sizes.reduce((n, d) => n * Math.max(d, 1), 1) >= 2 ** 31)
      throw new ShapeError(`pad: ${shown}: [${sizes.join(", ")}] is more than a tensor holds`);
    if (sides.length === 0) return called("pad", () => x.clone());
    return called("pad", () =>
      scope(() => {
        const around = mode === "constant" ? constant(x, value) : from(sources[mode]);
        return sides.reduce((y, [axis, before, behind]) => around(y, axis, before, behind), x);
      }),
    );
  },
);

type Around = (x: Tensor, axis: number, before: number, behind: number) => Tensor;

function constant(x: Tensor, value: number): Around {
  const one = new Tensor(make([value], [], x.dtype));
  return (y, axis, before, behind) => {
    const n = y.shape[axis];
    const kept = y.slice(axis, Math.max(-before, 0), n - Math.max(-behind, 0));
    const edge = (size: number) => one.expand(y.shape.map((d, i) => (i === axis ? size : d)));
    const parts = [...(before > 0 ? [edge(before)] : []), kept, ...(behind > 0 ? [edge(behind)] : [])];
    return parts.length > 1 ? cat(parts, axis) : kept.clone();
  };
}

function from(source: (i: number, n: number) => number): Around {
  return (y, axis, before, behind) => {
    const n = y.shape[axis];
    const places = Int32Array.from({ length: before + n + behind }, (_, i) => source(i - before, n));
    return y.indexSelect(axis, new Tensor(make(places, [places.length], "int32")));
  };
}
