// Activations beyond those of the engine's first table.
import { nn, type Tensor } from "wasmgrad";
import { real, BIG, unary, kinked, one, type Case, type Options, type Rest } from "./kit.js";

const F = nn.functional;

/** Made of straight lines that meet at `kinks`. */
const lines = (call: (x: Tensor, o: Options) => Tensor, kinks: number[], rest: Rest = {}): Case =>
  kinked(call, kinks, { tries: [{ inputs: [real([3, 4], -7, 7, ...kinks)] }], each: true, ...rest });

const along = (call: (x: Tensor, o: Options) => Tensor): Case => ({
  call: ([x], o) => call(x, o),
  tries: [
    { inputs: [real([3, 4])], options: { dim: -1 } },
    { inputs: [real([2, 3, 2])], options: { dim: 0 } },
  ],
  large: { inputs: [real([512, 1024])], options: { dim: 1 } },
});

export const activations = {
  elu: kinked((x, o) => F.elu(x, o.alpha), [0], { each: true }),
  celu: kinked((x, o) => F.celu(x, o.alpha), [0], {
    each: true,
    tries: [{ inputs: [real([3, 4], -2, 2, 0)] }, { inputs: [real([3, 4], -2, 2, 0)], options: { alpha: 0.5 } }],
  }),
  selu: kinked((x) => F.selu(x), [0], { each: true }),
  mish: unary((x) => F.mish(x), -4, 4),
  logsigmoid: kinked((x) => F.logsigmoid(x), [0], { each: true }),
  softsign: kinked((x) => F.softsign(x), [0], { each: true }),
  tanhshrink: unary((x) => F.tanhshrink(x), -2, 2),
  hardtanh: lines((x, o) => F.hardtanh(x, o.min, o.max), [-1, 1]),
  relu6: lines((x) => F.relu6(x), [0, 6]),
  hardsigmoid: lines((x) => F.hardsigmoid(x), [-3, 3], { each: true }),
  hardswish: lines((x) => F.hardswish(x), [-3, 3]),
  softshrink: lines((x, o) => F.softshrink(x, o.value), [-0.5, 0.5]),
  hardshrink: lines((x, o) => F.hardshrink(x, o.value), [-0.5, 0.5]),
  threshold: lines((x, o) => F.threshold(x, o.threshold ?? 0.5, o.value ?? -2), [0.5]),
  rrelu: lines((x) => F.rrelu(x), [0]),
  prelu: {
    call: ([x, weight]) => F.prelu(x, weight),
    tries: [
      { inputs: [real([2, 3, 2], -2, 2, 0), real([3])] },
      { inputs: [real([3, 4], -2, 2, 0), real([1])] },
      { inputs: [real([3], -2, 2, 0), real([1])] },
    ],
    large: { inputs: [real(BIG), real([1025])] },
  },
  glu: along((x, o) => F.glu(x, one(o.dim))),
  softmin: along((x, o) => F.softmin(x, one(o.dim))),
} satisfies Record<string, Case>;
