// Part of a batch seen as one event.
import { type Given } from "../arguments/named.js";
import { ValueError } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { Distribution, type Given1, type GivenShape, read } from "./distribution.js";

/** Σ over the last n axes */
export function sumLast(n: number, fn: () => Tensor): Tensor {
  const last = Array.from({ length: n }, (_, i) => -1 - i);
  return n ? scope(() => fn().sum(last)) : fn();
}

const INDEPENDENT = "baseDistribution: any, reinterpretedBatchNdims: integer";

/**
 * The last axes of the batch as parts of one event: logProb() and entropy() add up over these.
 * https://pytorch.org/docs/stable/distributions.html#independent
 */
export class Independent extends Distribution {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly hasRsample: boolean;

  readonly baseDist: Distribution;
  readonly reinterpretedBatchNdims: number;

  constructor(...given: Given<typeof INDEPENDENT, [baseDistribution: Distribution, reinterpretedBatchNdims: number]>) {
    super();
    const [baseDist, reinterpretedBatchNdims] = read(new.target, INDEPENDENT, given) as [Distribution, number];
    if (!(baseDist instanceof Distribution))
      throw new ValueError("Independent: baseDistribution must be a distribution, such as new Normal(loc, scale)");
    this.baseDist = baseDist;
    this.reinterpretedBatchNdims = reinterpretedBatchNdims;
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
  logProb(...given: Given1): Tensor {
    return sumLast(this.reinterpretedBatchNdims, () => this.baseDist.logProb(...given));
  }
  entropy(): Tensor {
    return sumLast(this.reinterpretedBatchNdims, () => this.baseDist.entropy());
  }
  sample(...given: GivenShape): Tensor {
    return this.baseDist.sample(...given);
  }
  rsample(...given: GivenShape): Tensor {
    return this.baseDist.rsample(...given);
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
  cdf(..._given: Given1): Tensor {
    throw new ValueError("Independent.cdf: there is no formula for it");
  }
  icdf(..._given: Given1): Tensor {
    throw new ValueError("Independent.icdf: there is no formula for it");
  }
}
