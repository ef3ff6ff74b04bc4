// Cross-entropy of a linear layer whose results are never all there.
import { checkpoint } from "../../autograd/checkpoint.js";
import { ShapeError, called } from "../../engine/fault.js";
import { noGrad, scope } from "../../engine/scope.js";
import { kinds } from "../../arguments/kinds.js";
import { signature } from "../../arguments/signature.js";
import { product, shown } from "../../functions/pieces.js";
import { join } from "../../tensor/building.js";
import type { Like, Tensor } from "../../tensor.js";
import { linear } from "../layers.js";
import { checkSmoothing, crossEntropy, weightsOf } from "./classes.js";
import { REDUCTION, type Reduction, WEIGHT, demandFloat } from "./reduction.js";

const take = /* @__PURE__ */ signature(
  "linearCrossEntropy",
  `input: tensor, linearWeight: tensor, target: tensor, linearBias?: tensor | null, ${WEIGHT}, ${REDUCTION}, ignoreIndex?: integer | null, labelSmoothing = 0`,
);

/** Options of linearCrossEntropy. */
export interface LinearCrossEntropyOptions {
  /** (C, …), one for each row of linearWeight. */
  linearBias?: Like | null | undefined;
  /** How much each class counts: (C). Default 1 each. */
  weight?: Like | null | undefined;
  reduction?: Reduction | undefined;
  /** Targets of this class count for nothing. Default -100. */
  ignoreIndex?: number | null | undefined;
  /** Default 0. */
  labelSmoothing?: number | undefined;
}

/** Logits that are there at a time: 16 MiB of float32. */
const ROOM = 2 ** 22;

/**
 * crossEntropy(linear(input, linearWeight, linearBias), target), a block of rows at a time: backward() computes each block again, so
 * that memory does not grow with rows times classes. input (…, in); linearWeight (C, in), target (…) class numbers or (…, C)
 * probabilities → one loss, or (…) unreduced. With linearWeight (C, d₁, …, in) each row has a class at d₁ · … places: target (…, d₁, …) or
 * (…, C, d₁, …). https://docs.pytorch.org/docs/main/generated/torch.nn.functional.linear_cross_entropy.html
 * @throws ShapeError if the sizes do not fit
 */
export function linearCrossEntropy(
  input: Like,
  linearWeight: Like,
  target: Like,
  options?: LinearCrossEntropyOptions,
): Tensor;
export function linearCrossEntropy(...given: unknown[]): Tensor {
  const op = "linearCrossEntropy";
  return take.apply(
    given,
    (x, w, target, bias, weight, reduction, ignoreIndex, labelSmoothing) => {
      demandFloat(op, x);
      checkSmoothing(op, labelSmoothing);
      const width = x.shape.at(-1);
      if (w.ndim < 2 || width === undefined || w.shape.at(-1) !== width)
        throw new ShapeError(`${op}: input ${shown(x)} and linearWeight ${shown(w)} must be (…, in) and (C, in)`);
      const [before, out] = [x.shape.slice(0, -1), w.shape.slice(0, -1)];
      if (bias && product(bias.shape) !== product(out))
        throw new ShapeError(`${op}: linearBias ${shown(bias)} must be [${out.join(", ")}]`);
      const numbers = [...before, ...out.slice(1)];
      const fits = (shape: readonly number[]): boolean =>
        String(shape) === String(target.shape) && target.ndim === shape.length;
      const soft = target.isFloatingPoint() && fits([...before, ...out]);
      if (!soft && !fits(numbers))
        throw new ShapeError(
          `${op}: target ${shown(target)} must be [${numbers.join(", ")}] class numbers or [${[...before, ...out].join(", ")}] probabilities`,
        );
      return called(op, () =>
        scope(() => {
          const count = product(before);
          const goal = soft
            ? target
            : target.isFloatingPoint()
              ? (kinds.index.from?.(target, op, x) as Tensor)
              : target;
          const goals = goal.reshape(count, ...(soft ? out : out.slice(1)));
          const rows = x.reshape(count, width);
          const matrix = w.reshape(product(out), width);
          const options = {
            weight,
            ignoreIndex: ignoreIndex ?? -100,
            labelSmoothing,
            reduction: reduction === "none" ? "none" : "sum",
          } as const;
          const block = (part: Tensor, all: Tensor, b: Tensor | null, t: Tensor): Tensor =>
            crossEntropy(linear(part, all, b).reshape(part.size(0), ...out), t, options);
          const height = Math.max(1, Math.floor(ROOM / Math.max(product(out), 1)));
          const flat = bias ? bias.reshape(-1) : null;
          const losses: Tensor[] = [];
          for (let i = 0; i < Math.max(count, 1); i += height) {
            const [part, t] = [rows.slice(0, i, i + height), goals.slice(0, i, i + height)];
            losses.push(count <= height ? block(part, matrix, flat, t) : checkpoint(block, part, matrix, flat, t));
          }
          if (reduction === "none") return joined(losses).reshape(numbers);
          const sum = losses.reduce((a, b) => a.add(b));
          if (reduction === "sum") return sum;
          return sum.div(soft ? product(numbers) : shares(x, goals, ignoreIndex ?? -100, weight));
        }),
      );
    },
    given[0],
  );
}
const joined = (parts: Tensor[]): Tensor => {
  while (parts.length > 1)
    parts = Array.from({ length: Math.ceil(parts.length / 128) }, (_, i) =>
      join(parts.slice(128 * i, 128 * i + 128), 0),
    );
  return parts[0];
};
/** What the mean of class numbers is divided by. */
const shares = (x: Tensor, target: Tensor, ignoreIndex: number, weight: Tensor | null | undefined): Tensor =>
  noGrad(() => weightsOf(x, target, target.eq(ignoreIndex), weight).sum());
