// Part of a batch seen as one event.
import { ValueError } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Operand, Tensor } from "../tensor.js";
import { Distribution } from "./distribution.js";

/** Σ over the last n axes */
export function sumLast(n: number, fn: () => Tensor): Tensor {
  const last = Array.from({ length: n }, (_, i) => -1 - i);
  return n ? scope(() => fn().sum(last)) : fn();
}

/**
 * The last axes of the batch as parts of one event: logProb() and entropy() add up over these.
 * https://pytorch.org/docs/stable/distributions.html#independent
 */
export class Independent extends Distribution {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly hasRsample: boolean;

  constructor(
    readonly baseDist: Distribution,
    readonly reinterpretedBatchNdims: number,
  ) {
    super();
    const { batchShape, eventShape } = baseDist;
    const rest = batchShape.length - reinterpretedBatchNdims;
    if (!(Number.isInteger(rest) && reinterpretedBatchNdims >= 0 && rest >= 0)) {
      throw new ValueError(
        `Independent: the batch [${batchShape.join(", ")}] has ${batchShape.length} axes, not ${reinterpretedBatchNdims}`,
      );
    }
    this.batchShape = batchShape.slice(0, rest);
    this.eventShape = [...batchShape.slice(rest), ...eventShape];
    this.hasRsample = baseDist.hasRsample;
  }
  logProb(value: Operand): Tensor {
    return sumLast(this.reinterpretedBatchNdims, () => this.baseDist.logProb(value));
  }
  entropy(): Tensor {
    return sumLast(this.reinterpretedBatchNdims, () => this.baseDist.entropy());
  }
  sample(shape?: readonly number[]): Tensor {
    return this.baseDist.sample(shape);
  }
  rsample(shape?: readonly number[]): Tensor {
    return this.baseDist.rsample(shape);
  }
  get mean(): Tensor {
    return this.baseDist.mean;
  }
  get variance(): Tensor {
    return this.baseDist.variance;
  }
  get stddev(): Tensor {
    return this.baseDist.stddev;
  }
  cdf(_value: Operand): Tensor {
    throw new ValueError("Independent.cdf: there is no formula for it");
  }
  icdf(_p: Operand): Tensor {
    throw new ValueError("Independent.icdf: there is no formula for it");
  }
}
