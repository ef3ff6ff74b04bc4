// Single steps of recurrent layers.
import { type Given } from "../arguments/named.js";
import { zeros } from "../functions/create.js";
import { ValueError } from "../engine/fault.js";
import { type CellName, type CellWeights, type State, gates, step } from "../functional/recurrent.js";
import type { Tensor } from "../tensor.js";
import { uniform_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkSize, read } from "./options.js";
import { signature } from "../arguments/signature.js";
import { Parameter } from "./parameter.js";

/** Options of RNNCell, LSTMCell and GRUCell. */
export interface CellOptions extends FloatOptions {
  /** Learn two biases. Default true. */
  bias?: boolean;
}

const CELL =
  'inputSize: integer, hiddenSize: integer, bias = true, dtype: float = "float32", generator?: generator | null';
const RNN_CELL =
  'inputSize: integer, hiddenSize: integer, bias = true, nonlinearity: "tanh" | "relu" = "tanh", dtype: float = "float32", generator?: generator | null';
const BASE = `cell: "tanh" | "relu" | "lstm" | "gru", ${CELL}` as const;
type Sizes = [inputSize: number, hiddenSize: number, bias: boolean];

/** What the three share: weight_ih (gates · hiddenSize, inputSize), weight_hh (gates · hiddenSize, hiddenSize) and two biases. */
export abstract class RNNCellBase extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;
  bias_hh: Parameter | null;

  constructor(...given: Given<typeof BASE, [cell: CellName, inputSize: number, hiddenSize: number], CellOptions>) {
    super();
    const [cell, inputSize, hiddenSize, bias, dtype, generator] = read(this, BASE, given);
    this.inputSize = checkSize(this.constructor.name, "inputSize", inputSize);
    this.hiddenSize = checkSize(this.constructor.name, "hiddenSize", hiddenSize);
    const wide = gates[cell] * hiddenSize;
    this.weight_ih = new Parameter(zeros([wide, inputSize], { dtype }));
    this.weight_hh = new Parameter(zeros([wide, hiddenSize], { dtype }));
    this.bias_ih = bias ? new Parameter(zeros([wide], { dtype })) : null;
    this.bias_hh = bias ? new Parameter(zeros([wide], { dtype })) : null;
    this.resetParameters({ generator });
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
  constructor(
    ...given: Given<
      typeof RNN_CELL,
      [...sizes: Sizes, nonlinearity: "tanh" | "relu"],
      CellOptions & { nonlinearity?: "tanh" | "relu" }
    >
  ) {
    const [inputSize, hiddenSize, bias, nonlinearity, dtype, generator] = signature(new.target.name, RNN_CELL).read(
      given,
    );
    super(nonlinearity, inputSize, hiddenSize, { bias, dtype, generator: generator ?? undefined });
    this.nonlinearity = nonlinearity;
  }
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return step("RNNCell", this.nonlinearity, x, h ? [h] : null, this.weights)[0];
  }
}

function pair(state: readonly Tensor[] | null | undefined): State | null {
  if (state == null) return null;
  if (Array.isArray(state) && state.length === 2) return state.slice() as State;
  throw new ValueError("LSTMCell: the state must be [h, c]");
}

/**
 * One step of LSTM: x (batch, inputSize), [h, c] (batch, hiddenSize) → [h, c]; also without the batch.
 * https://pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html
 */
export class LSTMCell extends RNNCellBase {
  constructor(...given: Given<typeof CELL, Sizes, CellOptions>) {
    super("lstm", ...(given as [number, number]));
  }
  forward(x: Tensor, state?: readonly [h: Tensor, c: Tensor] | null): [h: Tensor, c: Tensor] {
    return step("LSTMCell", "lstm", x, pair(state), this.weights) as [Tensor, Tensor];
  }
}

/**
 * One step of GRU: x (batch, inputSize) and h (batch, hiddenSize) → h; also without the batch.
 * https://pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
 */
export class GRUCell extends RNNCellBase {
  constructor(...given: Given<typeof CELL, Sizes, CellOptions>) {
    super("gru", ...(given as [number, number]));
  }
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return step("GRUCell", "gru", x, h ? [h] : null, this.weights)[0];
  }
}
