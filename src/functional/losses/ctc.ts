// Connectionist temporal classification: labels without their places in time.
import { core } from "../../engine/core.js";
import { DTypeError, ShapeError, ValueError } from "../../engine/fault.js";
import { at } from "../../engine/handle.js";
import type { Given } from "../../arguments/given.js";
import { signature } from "../../arguments/signature.js";
import { product, shown } from "../../functions/pieces.js";
import { vector } from "../../tensor/building.js";
import { wrap } from "../../tensor/base.js";
import type { Like, Tensor } from "../../tensor.js";
import { make } from "../../engine/values.js";
import { REDUCTION, type Reduction, composed, demandFloat } from "./reduction.js";

const take = /* @__PURE__ */ signature(
  "ctcLoss",
  `logProbs: tensor, targets: index, inputLengths: integers | integer, targetLengths: integers | integer, blank: integer = 0, ${REDUCTION}, zeroInfinity = false`,
);

/** Whole numbers: in an array or a tensor; one alone for a batch of one. */
export type Lengths = Like;
/** Options of ctcLoss. */
export interface CTCOptions {
  /** The class that is no label. Default 0. */
  blank?: number | undefined;
  /** "mean" divides each loss by the number of its labels first. Default "mean". */
  reduction?: Reduction | undefined;
  /** Is a loss of labels that do not fit into their steps 0, and without gradient? Default false. */
  zeroInfinity?: boolean | undefined;
}

/**
 * -ln of the probability of the targets under logProbs (T, N, C) or (T, C), summed over all ways to stretch them over the steps with
 * repetitions and blanks. targets (N, S), or all one behind the other (Σ targetLengths); lengths (N). The gradient is that of what
 * logProbs is the logSoftmax of. https://pytorch.org/docs/stable/generated/torch.nn.functional.ctc_loss.html
 * @throws ShapeError if lengths do not fit, IndexError for a label that is no class
 */
export function ctcLoss(
  logProbs: Like,
  targets: Like,
  inputLengths: Lengths,
  targetLengths: Lengths,
  ...options: Given<[blank?: number, reduction?: Reduction, zeroInfinity?: boolean], CTCOptions>
): Tensor;
export function ctcLoss(...given: unknown[]): Tensor {
  return take.apply(
    given,
    (x, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity) => {
      demandFloat("ctcLoss", x, "logProbs");
      const batched = x.ndim === 3;
      if (!batched && x.ndim !== 2) throw new ShapeError(`ctcLoss: logProbs ${shown(x)} must be (T, N, C) or (T, C)`);
      const [time, batch, classes] = batched ? x.shape : [x.shape[0], 1, x.shape[1]];
      if (targets.dtype !== "int32")
        throw new DTypeError(`ctcLoss: targets are ${targets.dtype}; class numbers are int32`);
      if (blank < 0 || blank >= classes)
        throw new ValueError(`ctcLoss: blank = ${blank} is none of the ${classes} classes`);
      const steps = lengths("inputLengths", inputLengths, batch, time, "steps");
      const padded = targets.ndim === 2 || (!batched && targets.ndim === 1);
      if (!padded && targets.ndim !== 1)
        throw new ShapeError(`ctcLoss: targets ${shown(targets)} must be (N, S) or all one behind the other`);
      if (padded && targets.ndim === 2 && targets.shape[0] !== batch)
        throw new ShapeError(`ctcLoss: targets ${shown(targets)} have not ${batch} rows, as logProbs ${shown(x)} has`);
      const all = padded ? (targets.shape.at(-1) as number) : product(targets.shape);
      const counts = lengths("targetLengths", targetLengths, batch, all, "targets");
      const total = counts.reduce((n, d) => n + d, 0);
      if (!padded && total !== all)
        throw new ShapeError(`ctcLoss: targets ${shown(targets)} are ${all}, and targetLengths add up to ${total}`);
      return composed("ctcLoss", () => {
        // one behind the other, without what fills up rows
        const used = counts.flatMap((n, i) => Array.from({ length: n }, (_, k) => i * all + k));
        const labels = padded ? targets.reshape(-1).indexSelect(0, vector(used, "int32")) : targets;
        let start = 0;
        const starts = counts.map((n) => (start += n) - n);
        const table = wrap(make([...starts, ...steps, ...counts], [3, batch], "int32"));
        const rows = batched ? x : x.unsqueeze(1);
        const loss = wrap(core.ctc(at(rows), at(labels), at(table), Math.max(0, ...counts), blank, zeroInfinity));
        if (reduction === "mean")
          return loss
            .div(
              vector(
                counts.map((n) => Math.max(n, 1)),
                x.dtype,
              ),
            )
            .mean();
        if (reduction === "sum") return loss.sum();
        return batched ? loss : loss.squeeze(0);
      });
    },
    given[0],
  );
}

function lengths(
  name: string,
  given: number | readonly number[],
  batch: number,
  most: number,
  of: string,
): readonly number[] {
  const all = typeof given === "number" ? [given] : given;
  if (all.length !== batch) throw new ShapeError(`ctcLoss: ${name} has ${all.length} numbers for a batch of ${batch}`);
  const bad = all.find((n) => n < 0 || n > most);
  if (bad !== undefined) throw new ShapeError(`ctcLoss: ${name} has ${bad}; there are ${most} ${of} at most`);
  return all;
}
