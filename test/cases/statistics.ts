// Products, norms, what is not NaN, moments in pairs.
import { stdMean, varMean, type Tensor } from "wasmgrad";
import * as linalg from "wasmgrad/linalg";
import { number, type Num } from "../helpers.js";
import { BIG, alongOne, one, real, reduction, type Case, type Options, type Variant } from "./kit.js";

/** Along one axis. */
interface Single {
  dim: number;
  keepdim?: boolean;
}

interface More extends Options {
  p?: Num | "fro";
  ord?: Num | "fro";
  maxnorm?: number;
}
const over = (shape: number[], options: More = {}): Variant => ({ inputs: [real(shape)], options });
const ord = (p: Num | "fro" | undefined): number | "fro" | undefined =>
  p === "fro" || p === undefined ? p : number(p);

/** Over no, one and two axes, with each kind of power. */
const powers = (name: "p" | "ord"): Variant[] =>
  [2, 1, 3, 2.5, 0.5, -1].flatMap((p) => [
    over([3, 4], { [name]: p }),
    over([3, 4], { [name]: p, dim: 0 }),
    over([2, 3, 2], { [name]: p, dim: [0, -1], keepdim: true }),
  ]);
const ends = (name: "p" | "ord"): Variant[] =>
  ["inf", "-inf"].flatMap((p) => [over([3, 4], { [name]: p }), over([3, 4], { [name]: p, dim: 1 })]);
export const statistics = {
  prod: alongOne((x, o) => x.prod(o as Single), {
    tries: [over([5]), over([3, 4], { dim: 0 }), over([2, 3, 2], { dim: 1, keepdim: true }), over([])],
  }),
  nansum: reduction((x, o) => x.nansum(o)),
  nanmean: reduction((x, o) => x.nanmean(o)),
  countNonzero: reduction((x, o) => x.countNonzero(o.dim), { flat: "the result is a count" }),
  norm: reduction((x, o) => x.norm({ ...o, p: ord((o as More).p) }), {
    tries: [over([3, 4]), ...powers("p"), ...ends("p")],
    large: { inputs: [real(BIG)] },
  }),
  vectorNorm: reduction((x, o) => linalg.vectorNorm(x, ord((o as More).ord) as number, o.dim, { keepdim: o.keepdim }), {
    tries: [over([3, 4]), ...powers("ord"), ...ends("ord")],
    large: { inputs: [real(BIG)] },
  }),
  dist: {
    call: ([a, b], o) => a.dist(b, ord((o as More).p) as number | undefined),
    tries: [2, 1, 3].flatMap((p): Variant[] => [
      { inputs: [real([3, 4]), real([3, 4])], options: { p } as More },
      { inputs: [real([3, 4]), real([4])], options: { p } as More },
    ]),
    large: { inputs: [real(BIG), real(BIG)] },
  },
  renorm: reduction((x, o) => x.renorm((o as More).p as number, one(o.dim), (o as More).maxnorm!), {
    tries: [2, 1, 3].flatMap((p) => [
      over([3, 4], { p, dim: 0, maxnorm: 2 }),
      over([2, 3, 2], { p, dim: -2, maxnorm: 1 }),
    ]),
    large: over(BIG, { p: 2, dim: 0, maxnorm: 3 }),
  }),
  aminmax: alongOne((x, o) => pair(x.aminmax(o as Single)), { each: true }),
  varMean: reduction((x, o) => Object.values(varMean(x, o))),
  stdMean: reduction((x, o) => Object.values(stdMean(x, o)), { spread: 1 }),
} satisfies Record<string, Case>;

function pair({ min, max }: { min: Tensor; max: Tensor }): Tensor[] {
  return [min, max];
}
