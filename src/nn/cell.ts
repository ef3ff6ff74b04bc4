// Single steps of recurrent layers.
import { zeros } from "../functions/create.js";
import { ValueError } from "../engine/fault.js";
import { type CellName, type CellWeights, type State, gates, step } from "../functional/recurrent.js";
import type { Tensor } from "../tensor.js";
import { uniform_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of RNNCell, LSTMCell and GRUCell. */
export interface CellOptions extends FloatOptions {
  /** Learn two biases. Default true. */
  bias?: boolean;
}

/** What the three share: weight_ih (gates · hiddenSize, inputSize), weight_hh (gates · hiddenSize, hiddenSize) and two biases. */
export abstract class RNNCellBase extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;
  bias_hh: Parameter | null;

  constructor(cell: CellName, inputSize: number, hiddenSize: number, options: CellOptions) {
    super();
    const { bias = true, dtype = "float32" } = options;
    this.inputSize = checkSize(new.target.name, "inputSize", inputSize);
    this.hiddenSize = checkSize(new.target.name, "hiddenSize", hiddenSize);
    const wide = gates[cell] * hiddenSize;
    this.weight_ih = new Parameter(zeros([wide, inputSize], { dtype }));
    this.weight_hh = new Parameter(zeros([wide, hiddenSize], { dtype }));
    this.bias_ih = bias ? new Parameter(zeros([wide], { dtype })) : null;
    this.bias_hh = bias ? new Parameter(zeros([wide], { dtype })) : null;
    this.resetParameters(options);
  }

  /** Draws all parameters again from U(-1/√hiddenSize, 1/√hiddenSize). */
  resetParameters({ generator }: Pick<CellOptions, "generator"> = {}): void {
    const bound = this.hiddenSize > 0 ? 1 / Math.sqrt(this.hiddenSize) : 0;
    for (const p of this.parameters()) uniform_(p, -bound, bound, { generator });
  }

  protected get weights(): CellWeights {
    return { ih: this.weight_ih, hh: this.weight_hh, biasIh: this.bias_ih, biasHh: this.bias_hh };
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.bias_ih ? "" : ", bias=false"}`;
  }
}

/**
 * One step of RNN: x (batch, inputSize) and h (batch, hiddenSize) → h; also without the batch.
 * https://pytorch.org/docs/stable/generated/torch.nn.RNNCell.html
 */
export class RNNCell extends RNNCellBase {
  readonly nonlinearity: "tanh" | "relu";
  constructor(inputSize: number, hiddenSize: number, options: CellOptions & { nonlinearity?: "tanh" | "relu" } = {}) {
    const { nonlinearity = "tanh" } = options;
    if (nonlinearity !== "tanh" && nonlinearity !== "relu")
      throw new ValueError(`RNNCell: nonlinearity "${String(nonlinearity)}": "tanh" or "relu"`);
    super(nonlinearity, inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return step("RNNCell", this.nonlinearity, x, h ? [h] : null, this.weights)[0];
  }
}

/**
 * One step of LSTM: x (batch, inputSize), [h, c] (batch, hiddenSize) → [h, c]; also without the batch.
 * https://pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html
 */
export class LSTMCell extends RNNCellBase {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super("lstm", inputSize, hiddenSize, options);
  }
  forward(x: Tensor, state?: readonly [h: Tensor, c: Tensor] | null): [h: Tensor, c: Tensor] {
    return step("LSTMCell", "lstm", x, (state as State | null | undefined) ?? null, this.weights) as [Tensor, Tensor];
  }
}

/**
 * One step of GRU: x (batch, inputSize) and h (batch, hiddenSize) → h; also without the batch.
 * https://pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
 */
export class GRUCell extends RNNCellBase {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super("gru", inputSize, hiddenSize, options);
  }
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return step("GRUCell", "gru", x, h ? [h] : null, this.weights)[0];
  }
}
