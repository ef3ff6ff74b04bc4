// Many numbers into one.
import { real, yesOrNo, reduction, alongOne, one, both, type Case } from "./kit.js";

/** Along one axis. */
interface Single {
  dim: number;
  keepdim?: boolean;
}

export const reductionsOf = {
  sum: reduction((x, o) => x.sum(o)),
  mean: reduction((x, o) => x.mean(o)),
  var: reduction((x, o) => x.var(o)),
  std: reduction((x, o) => x.std(o), { spread: 1 }),
  logsumexp: reduction((x, o) => x.logsumexp(o as { dim: number }), {
    tries: [
      { inputs: [real([3, 4])], options: { dim: 0 } },
      { inputs: [real([2, 3, 2])], options: { dim: [0, -1], keepdim: true } },
    ],
    float32: { large: [1e-4, "the gradient is e^(x - y), and 1000 has 6e-5 for its last bit"] },
  }),
  amax: reduction((x, o) => x.amax(o), { each: true }),
  amin: reduction((x, o) => x.amin(o), { each: true }),
  max: alongOne((x, o) => (o.dim === undefined ? x.max() : both(x.max(o as Single))), { each: true }),
  min: alongOne((x, o) => (o.dim === undefined ? x.min() : both(x.min(o as Single))), { each: true }),
  argmax: alongOne((x, o) => x.argmax(o as Single), { flat: "the result is a place" }),
  argmin: alongOne((x, o) => x.argmin(o as Single), { flat: "the result is a place" }),
  any: reduction((x, o) => x.any(o), yesOrNo),
  all: reduction((x, o) => x.all(o), yesOrNo),
  softmax: alongOne((x, o) => x.softmax(one(o.dim)), { each: true }),
  logSoftmax: alongOne((x, o) => x.logSoftmax(one(o.dim))),
} satisfies Record<string, Case>;
