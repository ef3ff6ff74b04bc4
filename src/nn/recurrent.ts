// Recurrent layers over whole sequences. Parameters are fields with PyTorch's names: weight_ih_l0, bias_hh_l1_reverse …
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { zeros } from "../functions/create.js";
import { dropout } from "../functional/layers.js";
import { DTypeError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { numbers, PackedSequence, repacked, unpacked } from "../functional/packed.js";
import { filled, join, shown } from "../functions/pieces.js";
import { type CellName, type State, gates, sequence } from "../functional/recurrent.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { uniform_ } from "./init.js";
import { Module } from "./module.js";
import { type FloatOptions, checkProbability, checkSize, read } from "./options.js";
import { Parameter } from "./parameter.js";

/** Options of RNN, LSTM and GRU. */
export interface RecurrentOptions extends FloatOptions {
  /** Layers, each of which reads what the one below gives. Default 1. */
  numLayers?: number | undefined;
  /** Learn two biases for each layer. Default true. */
  bias?: boolean | undefined;
  /** Inputs and outputs are (batch, steps, features). Default false: (steps, batch, features). */
  batchFirst?: boolean | undefined;
  /** Probability of zeros in what each layer but the last gives. Default 0. */
  dropout?: number | undefined;
  /** Also go from the last step to the first; outputs have both, side by side. Default false. */
  bidirectional?: boolean | undefined;
}

const FLOAT = 'dtype: float = "float32", generator?: generator | null';
const SIZES = "inputSize: integer, hiddenSize: integer, numLayers: integer = 1";
const MORE = "bias = true, batchFirst = false, dropout = 0, bidirectional = false";
const GRU_ = `${SIZES}, ${MORE}, ${FLOAT}` as const;
const LSTM_ = `${SIZES}, ${MORE}, projSize: integer = 0, ${FLOAT}` as const;
const RNN_ = `${SIZES}, nonlinearity: "tanh" | "relu" = "tanh", ${MORE}, ${FLOAT}` as const;
const BASE = `cell: "tanh" | "relu" | "lstm" | "gru", ${LSTM_}` as const;
type Sizes = [inputSize: number, hiddenSize: number, numLayers: number];
type More = [bias: boolean, batchFirst: boolean, dropout: number, bidirectional: boolean];

/** What all three share. */
export abstract class RNNBase extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly projSize: number;
  declare weight_ih_l0: Parameter;
  declare weight_hh_l0: Parameter;
  declare bias_ih_l0: Parameter | undefined;
  declare bias_hh_l0: Parameter | undefined;
  private readonly cell: CellName;

  constructor(
    ...given: Given<typeof BASE, [cell: CellName, ...sizes: Sizes, ...more: More, projSize: number], LSTMOptions>
  ) {
    super();
    const name = new.target.name;
    const values = read(this, BASE, given);
    const [cell, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize] = values;
    const [dtype, generator] = values.slice(9) as [FloatOptions["dtype"], FloatOptions["generator"]];
    this.cell = cell;
    this.inputSize = checkSize(name, "inputSize", inputSize);
    this.hiddenSize = checkSize(name, "hiddenSize", hiddenSize);
    this.numLayers = checkSize(name, "numLayers", numLayers);
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    this.projSize = checkSize(name, "projSize", projSize);
    if (hiddenSize < 1 || numLayers < 1) throw new ValueError(`${name}: hiddenSize and numLayers must be 1 at least`);
    if (projSize >= hiddenSize)
      throw new ValueError(`${name}: projSize ${projSize} must be less than hiddenSize ${hiddenSize}`);
    checkProbability(name, dropout, "dropout");
    if (projSize && cell !== "lstm") throw new ValueError(`${name}: projSize is for LSTM only`);
    const wide = gates[cell] * hiddenSize;
    const out = projSize || hiddenSize;
    const parameter = (...shape: number[]): Parameter => new Parameter(zeros(shape, { dtype }));
    for (let layer = 0; layer < numLayers; layer++) {
      for (const suffix of this.suffixes(layer)) {
        this.put("weight_ih", suffix, parameter(wide, layer ? out * this.directions : inputSize));
        this.put("weight_hh", suffix, parameter(wide, out));
        if (bias) this.put("bias_ih", suffix, parameter(wide));
        if (bias) this.put("bias_hh", suffix, parameter(wide));
        if (projSize) this.put("weight_hr", suffix, parameter(projSize, hiddenSize));
      }
    }
    this.resetParameters({ generator });
  }

  private get directions(): number {
    return this.bidirectional ? 2 : 1;
  }
  private suffixes(layer: number): string[] {
    return this.bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`];
  }
  private put(name: string, suffix: string, value: Parameter): void {
    (this as unknown as Record<string, Parameter>)[name + suffix] = value;
  }
  private get(name: string, suffix: string): Parameter | null {
    return (this as unknown as Record<string, Parameter | undefined>)[name + suffix] ?? null;
  }

  /** Draws all parameters again from U(-1/√hiddenSize, 1/√hiddenSize). */
  resetParameters({ generator }: Pick<RecurrentOptions, "generator"> = {}): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    for (const p of this.parameters()) uniform_(p, -bound, bound, { generator });
  }

  /** PyTorch packs the weights for its GPU library here; there is nothing to do. */
  flattenParameters(): void {
    return undefined;
  }

  /** Outputs of the last layer and the last states of all, in the form in which x came. */
  protected run(x: Tensor | PackedSequence, given: State | null): [output: Tensor | PackedSequence, last: State] {
    const name = this.constructor.name;
    const packed = x instanceof PackedSequence ? x : null;
    for (const t of given ?? []) at(t as Tensor);
    const data = packed ? packed.data : (x as Tensor);
    at(data);
    const rank = packed ? 2 : 3;
    const single = !packed && data.ndim === 2;
    if (data.ndim !== rank && !single)
      throw new ShapeError(`${name}: x ${shown(data)} must be ${packed ? "packed rows of features" : this.form()}`);
    if (data.size(-1) !== this.inputSize)
      throw new ShapeError(`${name}: x ${shown(data)} must have ${this.inputSize} features in its last axis`);
    if (data.dtype !== this.weight_ih_l0.dtype)
      throw new DTypeError(
        `${name}: x is ${data.dtype} and the weights ${this.weight_ih_l0.dtype}; convert one with to()`,
      );
    const axis = this.batchFirst && !single && !packed ? 1 : 0;
    if (!packed && data.size(axis) === 0) throw new ShapeError(`${name}: x ${shown(data)} has no steps`);
    const batch = packed ? (packed.batchSizes[0] ?? 0) : single ? 1 : data.size(1 - axis);
    this.checkState(name, given, batch, single);
    const [output, last] = called(name, () =>
      scope((): [Tensor, State] => {
        let steps = packed ? unpacked(data, packed.batchSizes) : single ? data.unsqueeze(1) : data;
        if (axis === 1) steps = steps.transpose(0, 1);
        const order = packed?.sortedIndices ?? null;
        const state = this.stateFor(given, batch, single, order);
        const lengths = packed ? numbers(packed.lengths) : null;
        const [all, ends] = this.layers(steps, state, lengths);
        const back = packed?.unsortedIndices ?? null;
        const result = ends.map((t) => {
          if (single) return (t as Tensor).squeeze(1);
          return back ? (t as Tensor).indexSelect(1, numbers(back)) : t;
        }) as State;
        if (packed) return [repacked(all, packed.batchSizes), result];
        return [single ? all.squeeze(1) : axis === 1 ? all.transpose(0, 1) : all, result];
      }),
    );
    return [packed ? packed.with(output) : output, last];
  }

  private form(): string {
    return this.batchFirst
      ? "(batch, steps, features) or (steps, features)"
      : "(steps, batch, features) or (steps, features)";
  }

  private checkState(name: string, given: State | null, batch: number, single: boolean): void {
    const sizes = [this.projSize || this.hiddenSize, this.hiddenSize];
    given?.forEach((t, i) => {
      at(t as Tensor);
      const rows = this.numLayers * this.directions;
      const want = single ? [rows, sizes[i]] : [rows, batch, sizes[i]];
      if (String((t as Tensor).shape) === String(want)) return;
      throw new ShapeError(`${name}: the initial state ${shown(t as Tensor)} must be [${want.join(", ")}]`);
    });
  }

  /** The initial states (layers · directions, batch, size), zeros if none are given. */
  private stateFor(given: State | null, batch: number, single: boolean, order: readonly number[] | null): State {
    const rows = this.numLayers * this.directions;
    if (!given) {
      const dtype = this.weight_ih_l0.dtype;
      const h = filled(dtype, [rows, batch, this.projSize || this.hiddenSize]);
      return this.cell === "lstm" ? [h, filled(dtype, [rows, batch, this.hiddenSize])] : [h];
    }
    return given.map((t) => {
      if (single) return (t as Tensor).unsqueeze(1);
      return order ? (t as Tensor).indexSelect(1, numbers(order)) : t;
    }) as State;
  }

  private layers(x: Tensor, state: State, lengths: Tensor | null): [Tensor, State] {
    const ends: Tensor[][] = state.map(() => []);
    for (let layer = 0; layer < this.numLayers; layer++) {
      const outputs = this.suffixes(layer).map((suffix, direction) => {
        const row = layer * this.directions + direction;
        const own = state.map((t) => (t as Tensor).select(0, row)) as State;
        const weights = {
          ih: this.get("weight_ih", suffix) as Tensor,
          hh: this.get("weight_hh", suffix) as Tensor,
          biasIh: this.get("bias_ih", suffix),
          biasHh: this.get("bias_hh", suffix),
          hr: this.get("weight_hr", suffix),
        };
        const [output, last] = sequence(this.cell, x, own, weights, { lengths, reverse: direction === 1 });
        last.forEach((t, i) => ends[i].push((t as Tensor).unsqueeze(0)));
        return output;
      });
      x = outputs.length > 1 ? join(outputs, -1) : outputs[0];
      if (layer + 1 < this.numLayers) x = dropout(x, this.dropout, this.training);
    }
    return [x, ends.map((list) => (list.length > 1 ? join(list, 0) : list[0])) as State];
  }

  override extraRepr(): string {
    const { inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize } = this;
    const more = Object.entries({ numLayers, bias, batchFirst, dropout, bidirectional, projSize });
    const unusual = more.filter(([key, value]) => value !== { numLayers: 1, bias: true }[key] && value);
    return [`${inputSize}, ${hiddenSize}`, ...unusual.map(([key, value]) => `${key}=${value}`)].join(", ");
  }
}

/** Options of RNN. */
export interface RNNOptions extends RecurrentOptions {
  /** Default "tanh". */
  nonlinearity?: "tanh" | "relu" | undefined;
}

/**
 * h = tanh(W·x + b + U·h + b'), or max(…, 0), step by step.
 *
 * x (steps, batch, inputSize), h0 (layers · directions, batch, hiddenSize) → outputs (steps, batch, directions · hiddenSize) and
 * the last h of every layer; without a batch, too. A PackedSequence gives a PackedSequence.
 * https://pytorch.org/docs/stable/generated/torch.nn.RNN.html
 * @throws ShapeError if x or h0 has another shape
 */
export class RNN extends RNNBase {
  readonly nonlinearity: "tanh" | "relu";
  constructor(
    ...given: Given<typeof RNN_, [...sizes: Sizes, nonlinearity: "tanh" | "relu", ...more: More], RNNOptions>
  ) {
    const [inputSize, hiddenSize, numLayers, nonlinearity, ...rest] = signature(new.target.name, RNN_).read(given);
    const [bias, batchFirst, dropout, bidirectional, dtype, generator] = rest;
    const options = { numLayers, bias, batchFirst, dropout, bidirectional, dtype, generator };
    super(nonlinearity, inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }
  forward<X extends Tensor | PackedSequence>(x: X, h0?: Tensor | null): [output: X, hn: Tensor] {
    const [output, [h]] = this.run(x, h0 ? [h0] : null);
    return [output as X, h];
  }
}

function pair(state: readonly Tensor[] | null | undefined): State | null {
  if (state == null) return null;
  if (Array.isArray(state) && state.length === 2) return state.slice() as State;
  throw new ValueError("LSTM: the state must be [h0, c0]");
}

/** Options of LSTM. */
export interface LSTMOptions extends RecurrentOptions {
  /** Project h to as many numbers. Default 0: no projection. */
  projSize?: number | undefined;
}

/**
 * i, f, o = σ(W·x + b + U·h + b'), g = tanh(…), four gates in the order i, f, g, o:  c = f·c + i·g,  h = o·tanh c
 *
 * x (steps, batch, inputSize), h0 and c0 (layers · directions, batch, hiddenSize) → outputs (steps, batch, directions · hiddenSize)
 * and [hn, cn]; without a batch, too. With projSize h is weight_hr·h, of that size. A PackedSequence gives a PackedSequence.
 * https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 * @throws ShapeError if x, h0 or c0 has another shape
 */
export class LSTM extends RNNBase {
  constructor(...given: Given<typeof LSTM_, [...sizes: Sizes, ...more: More, projSize: number], LSTMOptions>) {
    super("lstm", ...(given as [number, number]));
  }
  forward<X extends Tensor | PackedSequence>(
    x: X,
    state?: readonly [h0: Tensor, c0: Tensor] | null,
  ): [output: X, state: [hn: Tensor, cn: Tensor]] {
    const [output, last] = this.run(x, pair(state));
    return [output as X, last as [Tensor, Tensor]];
  }
}

/**
 * r, z = σ(W·x + b + U·h + b'),  n = tanh(W·x + b + r·(U·h + b')),  h = (1 - z)·n + z·h, gates in the order r, z, n
 *
 * x (steps, batch, inputSize), h0 (layers · directions, batch, hiddenSize) → outputs (steps, batch, directions · hiddenSize) and
 * the last h of every layer; without a batch, too. A PackedSequence gives a PackedSequence.
 * https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
 * @throws ShapeError if x or h0 has another shape
 */
export class GRU extends RNNBase {
  constructor(...given: Given<typeof GRU_, [...sizes: Sizes, ...more: More], RecurrentOptions>) {
    const [inputSize, hiddenSize, numLayers, ...rest] = signature(new.target.name, GRU_).read(given);
    const [bias, batchFirst, dropout, bidirectional, dtype, generator] = rest;
    super("gru", inputSize, hiddenSize, { numLayers, bias, batchFirst, dropout, bidirectional, dtype, generator });
  }
  forward<X extends Tensor | PackedSequence>(x: X, h0?: Tensor | null): [output: X, hn: Tensor] {
    const [output, [h]] = this.run(x, h0 ? [h0] : null);
    return [output as X, h];
  }
}
