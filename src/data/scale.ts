// Features brought to one scale: what is learnt from the training data is applied to all others, and saved with the model.
import { tensor } from "../functions/create.js";
import { type Nested, type Numbers } from "../engine/values.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { noGrad } from "../engine/scope.js";
import { kinds, refuse } from "../arguments/kinds.js";
import { signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";

type Samples = Tensor | Nested | Numbers;

/** What scalers share: x (n, …) ↦ (x - offset) / scale, feature by feature. */
abstract class Scaler {
  /** @internal float64, kept; null until fit(). */
  protected offset: Tensor | null = null;
  protected divisor: Tensor | null = null;

  /** Learns from x, (n, …features). Returns this. */
  fit(x: Samples): this {
    const name = this.constructor.name;
    const rows = samplesOf(`${name}.fit`, x);
    const [offset, divisor] = noGrad(() => this.learn(rows.to("float64")));
    this.take(offset, divisor);
    return this;
  }
  /** x on the new scale, in its own dtype (float32, if it is whole). */
  transform(x: Samples): Tensor {
    return this.apply("transform", x, (rows, offset, divisor) => rows.sub(offset).div(divisor));
  }
  fitTransform(x: Samples): Tensor {
    return this.fit(x).transform(x);
  }
  /** The way back. */
  inverseTransform(x: Samples): Tensor {
    return this.apply("inverseTransform", x, (rows, offset, divisor) => rows.mul(divisor).add(offset));
  }

  /** What io.saveCheckpoint() and io.saveSafetensors() keep. */
  stateDict(): { offset: Tensor; scale: Tensor } {
    const [offset, scale] = this.fitted("stateDict");
    return { offset: offset.clone(), scale: scale.clone() };
  }
  loadStateDict(state: { offset: Tensor; scale: Tensor }): void {
    const { offset, scale } = state ?? {};
    if (!kinds.tensor.is(offset) || !kinds.tensor.is(scale) || String(offset.shape) !== String(scale.shape))
      throw new ValueError(
        `${this.constructor.name}.loadStateDict: the state must have tensors offset and scale of one shape`,
      );
    this.take(offset.to("float64").clone(), scale.to("float64").clone());
  }

  protected abstract learn(rows: Tensor): [offset: Tensor, divisor: Tensor];

  private take(offset: Tensor, divisor: Tensor): void {
    this.offset = offset.keep();
    this.divisor = divisor.keep();
  }
  private fitted(method: string): [Tensor, Tensor] {
    if (this.offset && this.divisor) return [this.offset, this.divisor];
    throw new ValueError(
      `${this.constructor.name}.${method}: nothing is learnt yet; call fit() with the training data`,
    );
  }
  private apply(method: string, x: Samples, fn: (...of: [Tensor, Tensor, Tensor]) => Tensor): Tensor {
    const name = `${this.constructor.name}.${method}`;
    const [offset, divisor] = this.fitted(method);
    const rows = samplesOf(name, x);
    if (String(rows.shape.slice(1)) !== String(offset.shape))
      throw new ShapeError(
        `${name}: [${rows.shape.join(", ")}] has not the features [${offset.shape.join(", ")}] that were learnt`,
      );
    const dtype = rows.dtype === "float64" ? "float64" : "float32";
    return noGrad(() => fn(rows.to("float64"), offset, divisor).to(dtype));
  }
}

function samplesOf(op: string, x: Samples): Tensor {
  const rows = (kinds.tensor.is(x) ? x : kinds.tensor.from?.(x, op, undefined)) as Tensor | undefined;
  if (!rows) throw refuse(op, "x", x, kinds.tensor.says);
  if (rows.ndim < 1 || rows.size(0) === 0)
    throw new ShapeError(`${op}: x [${rows.shape.join(", ")}] must be (n, …features) with one sample at least`);
  return rows;
}

/** What never changes is not divided by 0. */
const orOne = (scale: Tensor, tiny: Tensor): Tensor => scale.maskedFill(scale.le(tiny), 1);

const takeStandard = /* @__PURE__ */ signature("StandardScaler", "withMean = true, withStd = true");

/** Options of StandardScaler. */
export interface StandardScalerOptions {
  /** Subtract the mean. Default true. */
  withMean?: boolean | undefined;
  /** Divide by the standard deviation, that of the samples themselves. Default true. */
  withStd?: boolean | undefined;
}

/**
 * (x - mean) / std of each feature; one that never changes is only moved.
 * https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.StandardScaler.html
 */
export class StandardScaler extends Scaler {
  readonly #options: [withMean: boolean, withStd: boolean];
  constructor(options?: StandardScalerOptions);
  constructor(withMean?: boolean, withStd?: boolean);
  constructor(...given: unknown[]) {
    super();
    this.#options = takeStandard.read(given);
  }
  protected override learn(rows: Tensor): [Tensor, Tensor] {
    const [withMean, withStd] = this.#options;
    const mean = rows.mean(0);
    const std = rows.std(0, { correction: 0 });
    // rounding makes of 0.1, n times, a deviation of 1e-17
    const divisor = orOne(std, mean.abs().mul(Number.EPSILON * 10));
    return [withMean ? mean : mean.mul(0), withStd ? divisor : divisor.mul(0).add(1)];
  }
}

const takeMinMax = /* @__PURE__ */ signature("MinMaxScaler", "featureRange?: numbers");

/**
 * Each feature from min … max to the given range, 0 … 1 by default.
 * https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.MinMaxScaler.html
 */
export class MinMaxScaler extends Scaler {
  readonly featureRange: readonly [low: number, high: number];
  constructor(featureRange?: readonly number[] | { featureRange?: readonly number[] | undefined }) {
    super();
    const [[low, high] = [0, 1]] = takeMinMax.read(featureRange === undefined ? [] : [featureRange]);
    if (!(low < high)) throw new ValueError(`MinMaxScaler: featureRange [${low}, ${high}] must rise`);
    this.featureRange = [low, high];
  }
  protected override learn(rows: Tensor): [Tensor, Tensor] {
    const [low, high] = this.featureRange;
    const [min, max] = [rows.amin(0), rows.amax(0)];
    const span = orOne(max.sub(min), tensor(0));
    const divisor = span.div(high - low); // (x - min) / divisor + low = (x - (min - low·divisor)) / divisor
    return [min.sub(divisor.mul(low)), divisor];
  }
}
