// Order, and what can be read from sorted elements; different ones, counts, places.
import { bucketize, histogram, isin, scope, searchsorted, type Tensor } from "wasmgrad";
import { BIG, alongOne, bits, both, exact, fixed, ints, real, reduction } from "./kit.js";
import type { Case, Input, Options, Rest, Variant } from "./kit.js";

/** Along one axis. */
interface Single {
  dim: number;
  keepdim?: boolean;
}

interface More extends Options {
  descending?: boolean;
  largest?: boolean;
  k?: number;
  q?: number | number[];
  interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  right?: boolean;
  minlength?: number;
  bins?: number;
  range?: [number, number];
  density?: boolean;
  invert?: boolean;
}
const over = (shape: number[], options: More = {}): Variant => ({ inputs: [real(shape)], options });
const axis = (o: Options) => o.dim as number | undefined;

/** Along each axis, and `rest` with it. */
function ordered(call: (x: Tensor, o: More) => Tensor | Tensor[], options: More = {}, rest: Rest = {}): Case {
  return alongOne(call, {
    tries: [over([3, 4], options), over([3, 4], { ...options, dim: 0 }), over([2, 3, 2], { ...options, dim: 1 })],
    large: over(BIG, { ...options, dim: 0 }),
    ...exact,
    ...rest,
  });
}

/** Of everything, and along an axis. */
function middle(call: (x: Tensor, o: More) => Tensor | Tensor[]): Case {
  return ordered(
    call,
    {},
    {
      tries: [over([3, 4]), over([3, 4], { dim: 0 }), over([2, 3, 2], { dim: 1, keepdim: true }), over([])],
      large: over(BIG, { dim: 1 }),
    },
  );
}

function fraction(call: (x: Tensor, q: number | number[] | Tensor, o: More) => Tensor): Case {
  return {
    call: ([x, q], o) => call(x, q ?? (o as More).q!, o),
    tries: (["linear", "lower", "higher", "midpoint", "nearest"] as const).flatMap((interpolation) => [
      over([3, 4], { q: 0.4, interpolation }),
      over([3, 5], { q: [0.3, 0.9], dim: 0, interpolation }),
      over([2, 3, 2], { q: 0.6, dim: 1, keepdim: true, interpolation }),
    ]),
    large: over(BIG, { q: 0.3, dim: 1 }),
  };
}

/** Nothing here has a slope. */
function flat(call: (inputs: Tensor[], o: More) => Tensor | Tensor[], inputs: Input[], options: More = {}): Case {
  return {
    call: (x, o) => call(x, o),
    tries: [],
    large: { inputs, options },
    flat: "the result is a place, a count or a choice that jumps",
  };
}

/** What unique gives, in the order of the golden. */
const distinct = (x: Tensor, o: Options, op: "unique" | "uniqueConsecutive") => {
  const { values, inverse, counts } = x[op]({ dim: axis(o), returnInverse: true, returnCounts: true });
  return [values, inverse, counts];
};

export const ordering = {
  sort: ordered((x, o) => both(x.sort(o as Single))),
  argsort: ordered((x, o) => x.argsort(o as Single), {}, { flat: "the result is a place" }),
  msort: reduction((x) => x.msort(), { tries: [over([3, 4]), over([2, 3, 2])], large: over(BIG), ...exact }),
  topk: ordered((x, o) => both(x.topk(o as Single & { k: number })), { k: 2 }),
  kthvalue: ordered((x, o) => both(x.kthvalue(o as Single & { k: number })), { k: 2 }),
  median: middle((x, o) => (o.dim === undefined ? x.median() : both(x.median(o as Single)))),
  nanmedian: middle((x, o) => (o.dim === undefined ? x.nanmedian() : both(x.nanmedian(o as Single)))),
  mode: ordered((x, o) => scope(() => x.mode(o as Single).values)),
  quantile: fraction((x, q, o) => x.quantile({ ...(o as Single & More), q })),
  nanquantile: fraction((x, q, o) => x.nanquantile({ ...(o as Single & More), q })),
  unique: flat(([x], o) => distinct(x, o, "unique"), [ints(BIG, 0, 999)]),
  uniqueConsecutive: flat(([x], o) => distinct(x, o, "uniqueConsecutive"), [ints(BIG, 0, 1)]),
  searchsorted: flat(
    ([sorted, x, sorter], o) => searchsorted(sorted, x, { right: o.right, sorter }),
    [real([999]), real(BIG)],
  ),
  bucketize: flat(([x, sorted], o) => bucketize(x, sorted, o), [real(BIG), real([999])]),
  bincount: flat(([x, weights], o) => x.bincount({ ...o, weights }), [ints([99999], 0, 999), fixed(real([99999]))]),
  histc: flat(([x], o) => x.histc(o.bins, o.min, o.max), [real(BIG)]),
  histogram: flat(
    ([x, edges, weight], o) => {
      const { hist, binEdges } = histogram(x, edges ?? o.bins!, { range: o.range, density: o.density, weight });
      return [hist, binEdges];
    },
    [fixed(real(BIG))],
    { bins: 50 },
  ),
  nonzero: flat(([x]) => x.nonzero(), [bits(BIG)]),
  isin: flat(([x, set], o) => isin(x, set, o), [ints(BIG, 0, 999), ints([300], 0, 999)]),
} satisfies Record<string, Case>;
