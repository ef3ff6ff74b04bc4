// The long tail: powers and divisors, places, sums back to a shape, what complex numbers would need, channels, windows.
import * as wg from "wasmgrad";
import { nn, type Tensor } from "wasmgrad";
import * as linalg from "wasmgrad/linalg";
import {
  BIG,
  alongOne,
  binary,
  exact,
  ints,
  kinked,
  movement,
  one,
  real,
  unary,
  type Case,
  type Input,
} from "./kit.js";
import { type Options } from "./kit.js";

declare module "./kit.js" {
  interface Options {
    base?: number;
    periodic?: boolean;
  }
}

const F = nn.functional;

const divisor = (call: (a: Tensor, b: Tensor) => Tensor): Case => ({
  call: ([a, b]) => call(a, b),
  tries: [],
  large: { inputs: [ints(BIG, 1, 99), ints(BIG, 1, 99)] },
  flat: "integers have no slope",
});
/** x with a part of it put in. */
const placed = (call: Case["call"], part: number[], options: Options, large: number[]): Case => ({
  call,
  tries: [{ inputs: [real([3, 4]), real(part)], options }],
  large: { inputs: [real(BIG), real(large)], options },
  ...exact,
});
const parts = (call: (x: Tensor, o: Options) => Tensor[], options: Options): Case => ({
  ...movement((x) => x, [[3, 4], options]),
  call: ([x], o) => call(x, o),
});
const itself = (call: (x: Tensor) => Tensor): Case => movement(call, [[3, 4], {}]);
const rows = (call: Case["call"], ...options: Options[]): Case => ({
  call,
  tries: options.map((o) => ({ inputs: [real([3, 4]), real([3, 4])], options: o })),
  large: { inputs: [real(BIG), real(BIG)] },
});
const channels = (call: (x: Tensor, r: number) => Tensor, shape: number[]): Case => ({
  call: ([x], o) => call(x, o.r!),
  tries: [{ inputs: [real(shape)], options: { r: 2 } }],
  large: { inputs: [real(shape)], options: { r: 2 } },
  ...exact,
});
const made = (call: (o: Options) => Tensor, options: Options): Case => ({
  call: (_, o) => call(o),
  tries: [],
  large: { inputs: [], options },
  flat: "made of numbers alone",
});
const mapped = (call: (x: Tensor, y: Tensor, z: Tensor) => Tensor): Case => ({
  call: ([x, y, z]) => wg.noGrad(() => call(x.clone(), y, z)),
  tries: [],
  large: { inputs: [real(BIG), real(BIG), real(BIG)] },
  flat: "in place, off the tape",
});
const typed = ({ dtype }: Options) => (dtype ? { dtype } : {});
const signal = (call: typeof wg.hannWindow): Case =>
  made((o) => call(o.size as number, o.periodic, typed(o)), { size: 999 });
const whole = (x: Input): Input => ({ ...x, fixed: true });

export const compositions = {
  floatPower: binary((a, b) => a.floatPower(b), 0.5, 2),
  ldexp: {
    ...binary((a, b) => a.ldexp(b)),
    tries: [{ inputs: [real([3, 4]), real([3, 4])] }, { inputs: [real([3, 4]), whole(ints([4], -3, 3))] }],
  },
  gcd: divisor((a, b) => a.gcd(b)),
  lcm: divisor((a, b) => a.lcm(b)),
  mvlgamma: unary((x, o) => x.mvlgamma(o.n!), 2, 6, {
    tries: [{ inputs: [real([3, 4], 2, 6)], options: { n: 3 } }],
    large: { inputs: [real(BIG, 2, 6)], options: { n: 3 } },
  }),
  put: {
    call: ([x, index, source], o) => x.put(index, source, o),
    tries: [
      { inputs: [real([3, 4]), ints([2, 2], -12, 11), real([2, 2])] },
      { inputs: [real([3, 4]), ints([5], 0, 2), real([5])], options: { accumulate: true } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 999), real([700])] },
    each: true,
  },
  selectScatter: placed(
    ([x, y], o) => x.selectScatter(y, one(o.dim), o.index as number),
    [4],
    { dim: 0, index: 1 },
    [1025],
  ),
  sliceScatter: placed(
    ([x, y], o) => x.sliceScatter(y, o.dim as number | undefined, o.start, o.end, o.step),
    [3, 2],
    { dim: 1, start: 0, end: 4, step: 2 },
    [256, 2],
  ),
  diagonalScatter: placed(([x, y], o) => x.diagonalScatter(y, o.offset, o.dims?.[0], o.dims?.[1]), [3], {}, [256]),
  sumToSize: {
    ...alongOne((x, o) => x.sumToSize(o.shape!)),
    tries: [[4], [3, 1], [1, 1], [3, 4]].map((shape) => ({ inputs: [real([3, 4])], options: { shape } })),
    large: { inputs: [real(BIG)], options: { shape: [1025] } },
  },
  choleskyInverse: {
    call: ([x], o) => {
      const a = x.matmul(x.mT).add(wg.eye(x.size(-1), { dtype: x.dtype }).mul(x.size(-1)));
      return linalg.choleskyInverse(linalg.cholesky(a, o as { upper?: boolean }), o as { upper?: boolean });
    },
    tries: [{ inputs: [real([3, 3])] }, { inputs: [real([2, 2, 2])], options: { upper: true } as Options }],
    large: { inputs: [real([7, 7])] },
  },
  apply_: mapped((x) => x.apply_((v) => 2 * v + 1)),
  map_: mapped((x, y) => x.map_(y, (v, w) => v - 2 * w)),
  map2_: mapped((x, y, z) => x.map2_(y, z, (v, w, u) => v * w + u)),
  angle: kinked((x) => x.angle(), [0], exact),
  conj: itself((x) => x.conj()),
  conjPhysical: itself((x) => x.conjPhysical()),
  resolveConj: itself((x) => x.resolveConj()),
  cpu: itself((x) => x.cpu()),
  resolveNeg: itself((x) => x.resolveNeg()),
  real: itself((x) => x.real),
  H: itself((x) => x.H),
  mH: itself((x) => x.mH),
  unsafeSplit: parts((x, o) => x.unsafeSplit(o.size as number, o.dim as number), { size: 2 }),
  unsafeSplitWithSizes: parts((x, o) => x.unsafeSplitWithSizes(o.size as number[], o.dim as number), { size: [1, 2] }),
  unsafeChunk: parts((x, o) => x.unsafeChunk(o.chunks!, o.dim as number), { chunks: 2 }),

  pairwiseDistance: rows(([x, y], o) => F.pairwiseDistance(x, y, o), {}, { keepdim: true, eps: 0.5 }),
  cosineSimilarity: rows(([x, y], o) => F.cosineSimilarity(x, y, o as { dim?: number }), {}, { dim: 0 }, { eps: 8 }),
  pixelShuffle: channels(F.pixelShuffle, [2, 4, 2, 3]),
  pixelUnshuffle: channels(F.pixelUnshuffle, [2, 2, 2, 4]),
  channelShuffle: channels(F.channelShuffle, [2, 4, 3]),
  logspace: made((o) => wg.logspace(o.start!, o.end!, o.steps!, { ...typed(o), base: o.base }), {
    start: 0,
    end: 2,
    steps: 9999,
  }),
  bartlettWindow: signal(wg.bartlettWindow),
  hannWindow: signal(wg.hannWindow),
  hammingWindow: made((o) => wg.hammingWindow(o.size as number, o.periodic, o.alpha, o.beta, typed(o)), { size: 999 }),
  blackmanWindow: signal(wg.blackmanWindow),
} satisfies Record<string, Case>;
