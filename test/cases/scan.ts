// Along an axis, each result from those before it.
import { cumulativeTrapezoid, trapezoid, type Tensor } from "wasmgrad";
import { BIG, both, movement, one, real, reduction, type Case, type Options, type Rest } from "./kit.js";

interface More extends Options {
  n?: number;
  dx?: number;
}

/** Along each axis. */
function along(call: (x: Tensor, o: Options) => Tensor | Tensor[], rest: Rest = {}): Case {
  const over = (shape: number[], dim: number) => ({ inputs: [real(shape)], options: { dim } });
  return reduction(call, {
    tries: [over([3, 4], 0), over([2, 3, 2], 1), over([3, 4], -1), over([], 0)],
    large: over(BIG, 0),
    ...rest,
  });
}

/** Of x, or of y at the places x. */
function area(call: typeof trapezoid): Case {
  const options: More = { dim: 0, dx: 0.5 };
  return {
    call: ([y, x], o) => call(y, { x, dx: (o as More).dx, dim: o.dim as number | undefined }),
    tries: [
      { inputs: [real([3, 4])] },
      { inputs: [real([3, 4])], options },
      { inputs: [real([3, 4]), real([4])] },
      { inputs: [real([2, 3, 2]), real([3])], options: { dim: 1 } },
      { inputs: [real([3, 4]), real([3, 4])] },
    ],
    large: { inputs: [real(BIG)] },
  };
}

export const scans = {
  cumsum: along((x, o) => x.cumsum(one(o.dim))),
  cumprod: along((x, o) => x.cumprod(one(o.dim))),
  logcumsumexp: along((x, o) => x.logcumsumexp(one(o.dim)), {
    float32: { large: [1e-4, "the gradient is e^(x - y), and 1000 has 6e-5 for its last bit"] },
  }),
  cummax: along((x, o) => both(x.cummax(one(o.dim))), { each: true, signed: true }),
  cummin: along((x, o) => both(x.cummin(one(o.dim))), { each: true, signed: true }),
  diff: {
    ...movement((x) => x, [[3, 4], {}]),
    call: ([x, prepend, append], o) =>
      x.diff((o as More).n, o.dim as number | undefined, { prepend: prepend ?? undefined, append }),
    tries: [
      { inputs: [real([3, 4])] },
      { inputs: [real([4, 3])], options: { n: 2, dim: 0 } },
      { inputs: [real([3, 2]), real([3, 1]), real([3, 3])] },
    ],
    large: { inputs: [real(BIG)] },
  },
  trapezoid: area(trapezoid),
  cumulativeTrapezoid: area(cumulativeTrapezoid),
} satisfies Record<string, Case>;
