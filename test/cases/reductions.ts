// Many numbers into one.
import { real, yesOrNo, reduction, alongOne, one, both, type Case } from "./kit.js";

export const reductionsOf = {
  sum: reduction((x, o) => x.sum(o.dim, o)),
  mean: reduction((x, o) => x.mean(o.dim, o)),
  var: reduction((x, o) => x.var(o.dim, o)),
  std: reduction((x, o) => x.std(o.dim, o), { spread: 1 }),
  logsumexp: reduction((x, o) => x.logsumexp(o.dim!, o), {
    tries: [
      { inputs: [real([3, 4])], options: { dim: 0 } },
      { inputs: [real([2, 3, 2])], options: { dim: [0, -1], keepdim: true } },
    ],
    float32: { large: [1e-4, "the gradient is e^(x - y), and 1000 has 6e-5 for its last bit"] },
  }),
  amax: reduction((x, o) => x.amax(o.dim, o), { each: true }),
  amin: reduction((x, o) => x.amin(o.dim, o), { each: true }),
  max: alongOne((x, o) => (o.dim === undefined ? x.max() : both(x.max(one(o.dim), o))), { each: true }),
  min: alongOne((x, o) => (o.dim === undefined ? x.min() : both(x.min(one(o.dim), o))), { each: true }),
  argmax: alongOne((x, o) => x.argmax(o.dim as number, o), { flat: "the result is a place" }),
  argmin: alongOne((x, o) => x.argmin(o.dim as number, o), { flat: "the result is a place" }),
  any: reduction((x, o) => x.any(o.dim, o), yesOrNo),
  all: reduction((x, o) => x.all(o.dim, o), yesOrNo),
  softmax: alongOne((x, o) => x.softmax(one(o.dim)), { each: true }),
  logSoftmax: alongOne((x, o) => x.logSoftmax(one(o.dim))),
} satisfies Record<string, Case>;
