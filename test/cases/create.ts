// Tensors out of nothing or like another one, and other dtypes and numbers for those that exist.
import * as wg from "wasmgrad";
import type { DType, Tensor } from "wasmgrad";
import { number, type Num } from "../helpers.js";
import { BIG, exact, real, type Case, type Options } from "./kit.js";

declare module "./kit.js" {
  interface Options {
    dtype?: DType;
    steps?: number;
  }
}

const typed = ({ dtype }: Options) => (dtype ? { dtype } : {});
const valueOf = (o: Options): number => number(o.value as Num);

/** Made of options alone. */
const made = (call: (o: Options) => Tensor, options: Options, flat = "made of numbers alone"): Case => ({
  call: (_, o) => call(o),
  tries: [],
  large: { inputs: [], options },
  flat,
  ...exact,
});

/** x is asked for its shape and dtype. */
const like = (call: (x: Tensor, o: Options) => Tensor, options: Options = {}): Case => ({
  call: ([x], o) => call(x, o),
  tries: [],
  large: { inputs: [real(BIG)], options },
  flat: "only shape and dtype count",
  ...exact,
});

/** Written into a copy of x. */
const put = (call: (x: Tensor, y: Tensor, o: Options) => Tensor, options: Options = {}): Case => ({
  call: ([x, y], o) => wg.noGrad(() => call(x.clone(), y, o)),
  tries: [],
  large: { inputs: [real(BIG), real(BIG)], options },
  flat: "in place, off the tape",
  ...exact,
});

export const creation = {
  zeros: made((o) => wg.zeros(o.shape!, typed(o)), { shape: BIG }),
  ones: made((o) => wg.ones(o.shape!, typed(o)), { shape: BIG }),
  full: made((o) => wg.full(o.shape!, valueOf(o), typed(o)), { shape: BIG, value: 0.5 }),
  eye: made((o) => wg.eye(o.rows!, o.columns ?? o.rows!, typed(o)), { rows: 300, columns: 400 }),
  arange: made((o) => wg.arange(o.start ?? 0, o.end, o.step ?? 1, typed(o)), { end: 99999 }),
  linspace: made((o) => wg.linspace(o.start!, o.end!, o.steps!, typed(o)), { start: 0, end: 1, steps: 99999 }),
  zerosLike: like((x, o) => wg.zerosLike(x, typed(o))),
  onesLike: like((x, o) => wg.onesLike(x, typed(o))),
  fullLike: like((x, o) => wg.fullLike(x, valueOf(o), typed(o)), { value: 0.5 }),
  fill_: put((x, _, o) => x.fill_(valueOf(o)), { value: 0.5 }),
  zero_: put((x) => x.zero_()),
  copy_: put((x, y) => x.copy_(y)),
  to: {
    call: ([x], o) => x.to(o.dtype!),
    tries: [{ inputs: [real([3, 4])], options: { dtype: "float64" } }],
    large: { inputs: [real(BIG)], options: { dtype: "float64" } },
    ...exact,
  },
} satisfies Record<string, Case>;
