// One direction of one recurrent layer, and single steps. The modules are in nn/recurrent.ts.
import { core } from "../engine/core.js";
import { ShapeError } from "../engine/fault.js";
import { linear } from "./layers.js";
import { at } from "../engine/handle.js";
import { joinMany } from "./packed.js";
import { filled, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";

/** In the order of Cell in assembly/ops/recurrent.ts. */
export const cells = { tanh: 0, relu: 1, lstm: 2, gru: 3 } as const;
export type CellName = keyof typeof cells;
/** How many gates each has. */
export const gates = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const;

/** The parameters of one direction of one layer: (gates · size, inputs), (gates · size, size) and biases (gates · size). */
export interface CellWeights {
  ih: Tensor;
  hh: Tensor;
  /** Both or none. */
  biasIh?: Tensor | null;
  biasHh?: Tensor | null;
  /** h = hr · what comes out of the gates: (projSize, size). LSTM only. */
  hr?: Tensor | null;
}
/** h, and for LSTM c: (batch, size). */
export type State = [h: Tensor, c?: Tensor];

/**
 * x (steps, batch, inputs) → h of every step (steps, batch, size), and the last state. `lengths` (int32) ends rows early: their
 * state stays as it is from there on. `reverse` begins at the last step.
 */
export function sequence(
  cell: CellName,
  x: Tensor,
  state: State,
  w: CellWeights,
  { lengths, reverse = false }: { lengths?: Tensor | null | undefined; reverse?: boolean } = {},
): [output: Tensor, last: State] {
  const { ih, hh, biasIh, biasHh, hr } = w;
  const steps = x.size(0);
  const both = biasIh && biasHh ? biasIh.add(biasHh) : null;
  const input = linear(x, ih, cell === "gru" ? biasIh : both);
  if (hr) return projected(input, state, hh, hr, lengths, reverse);
  const extra =
    cell === "lstm" ? at(state[1] as Tensor) : cell === "gru" ? at(biasHh ?? filled(x.dtype, [hh.size(0)])) : 0;
  const made = new Tensor(
    core.recurrent(cells[cell], at(input), at(state[0]), at(hh), extra, lengths ? at(lengths) : 0, reverse),
  );
  const all = cell === "lstm" ? made.unbind(0) : [made];
  const last = all.map((t) => t.select(0, reverse ? 0 : steps)) as State;
  return [all[0].slice(0, reverse ? 0 : 1, reverse ? steps : steps + 1), last];
}

/** LSTM whose h is projected: step by step, made of other ops. */
function projected(
  input: Tensor,
  [h, c]: State,
  hh: Tensor,
  hr: Tensor,
  lengths: Tensor | null | undefined,
  reverse: boolean,
): [Tensor, State] {
  const steps = input.size(0);
  const outputs: Tensor[] = [];
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const [i, f, g, o] = input.select(0, t).add(linear(h, hh)).chunk(4, 1);
    let nextC = f
      .sigmoid()
      .mul(c as Tensor)
      .add(i.sigmoid().mul(g.tanh()));
    let nextH = linear(o.sigmoid().mul(nextC.tanh()), hr);
    if (lengths) {
      const going = lengths.gt(t).unsqueeze(1);
      nextC = nextC.where(going, c as Tensor);
      nextH = nextH.where(going, h);
    }
    [h, c] = [nextH, nextC];
    outputs[t] = h.unsqueeze(0);
  }
  return [joinMany(outputs), [h, c]];
}

/** One step for x (batch, inputs) or (inputs): the next state, of the same rank. */
export function step(op: string, cell: CellName, x: Tensor, state: State | null, w: CellWeights): State {
  if (x.ndim !== 1 && x.ndim !== 2) throw new ShapeError(`${op}: x ${shown(x)} must be (batch, inputs) or (inputs)`);
  if (x.size(-1) !== w.ih.size(1))
    throw new ShapeError(`${op}: x ${shown(x)} must have ${w.ih.size(1)} inputs in its last axis`);
  const size = w.hh.size(1);
  const shape = x.ndim === 1 ? [size] : [x.size(0), size];
  for (const t of state ?? [])
    if (t && String(t.shape) !== String(shape))
      throw new ShapeError(`${op}: the state ${shown(t)} must be [${shape.join(", ")}]`);
  const rows = (t: Tensor): Tensor => (x.ndim === 1 ? t.unsqueeze(0) : t);
  return scope(() => {
    const zero = (): Tensor => filled(x.dtype, shape);
    const given: State = state ?? (cell === "lstm" ? [zero(), zero()] : [zero()]);
    const [, last] = sequence(cell, rows(x).unsqueeze(0), given.map((t) => rows(t as Tensor)) as State, w);
    return (x.ndim === 1 ? last.map((t) => (t as Tensor).squeeze(0)) : last) as State;
  });
}
