// Parts, other orders, repeats and joins.
import * as wg from "wasmgrad";
import { nn, type Tensor } from "wasmgrad";
import { type Case, type Options, real, ints, BIG, exact, movement, one } from "./kit.js";

declare module "./kit.js" {
  interface Options {
    size?: number | number[];
    chunks?: number;
    sections?: number | number[];
    source?: number | number[];
    destination?: number | number[];
    offset?: number;
    diagonal?: number;
    k?: number;
    shifts?: number | number[];
    repeats?: number;
    indexing?: "ij" | "xy";
    r?: number;
    withReplacement?: boolean;
    rows?: number;
    columns?: number;
    amounts?: number[];
    mode?: "constant" | "reflect" | "replicate" | "circular";
    classes?: number;
  }
}

/** What movement() makes, for ops that give several tensors too. */
const moves = (
  call: (x: Tensor, o: Options) => Tensor | Tensor[],
  ...tries: [shape: number[], options: Options][]
): Case => ({ ...movement((x) => x, ...tries), call: ([x], o) => call(x, o) });

/** Several tensors, in each of these groups of shapes. */
const joins = (call: Case["call"], ...groups: number[][][]): Case => ({
  call,
  tries: groups.map((shapes) => ({ inputs: shapes.map((shape) => real(shape)) })),
  large: { inputs: groups[0].map(() => real(BIG.slice(0, groups[0][0].length))) },
  ...exact,
});
const joined = (join: (tensors: Tensor[], dim?: number) => Tensor): Case =>
  joins((inputs, o) => join(inputs, o.dim as number), [[2, 3], [2, 3]], [[3], [3]]); // prettier-ignore

/** Two tensors, of the second of which only the shape counts. */
const as = (call: (x: Tensor, other: Tensor) => Tensor, shape: number[], other: number[]): Case => ({
  call: ([x, y]) => call(x, y),
  tries: [{ inputs: [real(shape), ints(other, 0, 1)] }],
  large: { inputs: [real(shape), ints(other, 0, 1)] },
  ...exact,
});

const places = (call: (o: Options) => Tensor): Case => ({
  call: (_, o) => call(o),
  tries: [{ inputs: [], options: { rows: 3, columns: 4 } }],
  large: { inputs: [], options: { rows: 300, columns: 400 } },
  flat: "the result is places",
});

const split = { size: 2 };
const to = { source: 0, destination: 2 };

export const rearrangements = {
  split: moves((x, o) => x.split(o.size!, one(o.dim)), [[3, 4], split], [[2, 3, 2], { size: [2, 1], dim: 1 }]),
  chunk: moves((x, o) => x.chunk(o.chunks!, one(o.dim)), [[3, 4], { chunks: 2 }]),
  tensorSplit: moves((x, o) => x.tensorSplit(o.sections!, one(o.dim)), [[3, 4], { sections: 2 }]),
  hsplit: moves((x, o) => x.hsplit(o.sections!), [[3, 4], { sections: 2 }]),
  vsplit: moves((x, o) => x.vsplit(o.sections!), [[4, 3], { sections: 2 }]),
  dsplit: moves((x, o) => x.dsplit(o.sections!), [[2, 2, 4], { sections: 2 }]),
  unbind: moves((x, o) => x.unbind(one(o.dim)), [[3, 4], { dim: 1 }]),
  movedim: moves((x, o) => x.movedim(o.source!, o.destination!), [[2, 3, 2], to]),
  moveaxis: moves((x, o) => x.moveaxis(o.source!, o.destination!), [[2, 3, 2], to]),
  swapaxes: moves((x, { dims }) => x.swapaxes(dims![0], dims![1]), [[2, 3, 2], { dims: [0, 2] }]),
  swapdims: moves((x, { dims }) => x.swapdims(dims![0], dims![1]), [[2, 3, 2], { dims: [0, 2] }]),
  mT: moves((x) => x.mT, [[2, 3, 2], {}]),
  adjoint: moves((x) => x.adjoint(), [[2, 3, 2], {}]),
  ravel: moves((x) => x.ravel(), [[2, 3], {}]),
  splitWithSizes: moves((x, o) => x.splitWithSizes(o.size as number[], one(o.dim)), [[2, 3], { size: [2, 1], dim: 1 }]),
  diagonal: moves(
    (x, o) => x.diagonal(o.offset, o.dims?.[0], o.dims?.[1]),
    [[3, 4], {}],
    [[2, 3, 3], { offset: -1, dims: [2, 0] }],
  ),
  unfold: moves(
    (x, o) => x.unfold(one(o.dim), o.size as number, o.step!),
    [[3, 6], { dim: 1, size: 3, step: 1 }],
    [[4, 2], { dim: 0, size: 2, step: 2 }],
  ),
  expandAs: as((x, y) => x.expandAs(y), [3, 1], [2, 3, 2]),
  viewAs: as((x, y) => x.viewAs(y), [2, 6], [2, 2, 3]),
  reshapeAs: as((x, y) => x.reshapeAs(y), [2, 6], [3, 4]),
  broadcastTo: moves((x, o) => x.broadcastTo(o.shape!), [[3, 1], { shape: [2, 3, 2] }]),

  narrowCopy: moves((x, o) => x.narrowCopy(one(o.dim), o.start!, o.length!), [[3, 4], { dim: 1, start: 1, length: 2 }]),
  flip: moves((x, o) => x.flip(o.dims!), [[3, 4], { dims: [1] }], [[2, 3, 2], { dims: [0, -1] }]),
  fliplr: moves((x) => x.fliplr(), [[3, 4], {}]),
  flipud: moves((x) => x.flipud(), [[3, 4], {}]),
  rot90: moves((x, o) => x.rot90(o.k, o.dims as [number, number]), [[3, 4], {}], [[3, 4], { k: 2 }]),
  roll: moves(
    (x, o) => x.roll(o.shifts!, o.dim ?? o.dims),
    [[3, 4], { shifts: 5 }],
    [[3, 4], { shifts: [1, 2], dims: [0, 1] }],
  ),
  repeat: moves((x, o) => x.repeat(o.sizes!), [[3, 4], { sizes: [2, 3] }], [[3], { sizes: [2, 1, 2] }]),
  tile: moves((x, o) => x.tile(o.sizes!), [[3, 4], { sizes: [2] }]),
  repeatInterleave: {
    call: ([x, repeats], o) => x.repeatInterleave(repeats ?? o.repeats, o.dim as number),
    tries: [
      { inputs: [real([3, 4])], options: { repeats: 2, dim: 1 } },
      { inputs: [real([3, 4])], options: { repeats: 3 } },
      { inputs: [real([3, 4]), ints([3], 0, 2)], options: { dim: 0 } },
    ],
    large: { inputs: [real(BIG)], options: { repeats: 2, dim: 0 } },
    ...exact,
  },
  tril: moves((x, o) => x.tril(o.diagonal), [[3, 4], {}], [[2, 3, 2], { diagonal: -1 }]),
  triu: moves((x, o) => x.triu(o.diagonal), [[3, 4], {}], [[2, 3, 2], { diagonal: 1 }]),
  diag: moves((x, o) => x.diag(o.diagonal), [[3, 4], { diagonal: 1 }], [[3], { diagonal: -1 }]),
  diagEmbed: moves(
    (x, o) => x.diagEmbed(o.offset, o.dims?.[0], o.dims?.[1]),
    [[3, 4], {}],
    [[3], { offset: 1, dims: [1, 0] }],
  ),
  diagflat: moves((x, o) => x.diagflat(o.offset), [[3, 2], { offset: -1 }]),

  concat: joined(wg.concat),
  concatenate: joined(wg.concatenate),
  hstack: joined((tensors) => wg.hstack(tensors)),
  vstack: joined((tensors) => wg.vstack(tensors)),
  rowStack: joined((tensors) => wg.rowStack(tensors)),
  dstack: joined((tensors) => wg.dstack(tensors)),
  columnStack: joined((tensors) => wg.columnStack(tensors)),
  atleast1d: moves((x) => wg.atleast1d(x), [[3, 4], {}], [[], {}]),
  atleast2d: moves((x) => wg.atleast2d(x), [[3], {}], [[], {}], [[3, 4], {}]),
  atleast3d: moves((x) => wg.atleast3d(x), [[3, 4], {}], [[3], {}]),
  blockDiag: joins((inputs) => wg.blockDiag(...inputs), [[2, 3], [3, 1]], [[2], [2, 2], []]), // prettier-ignore
  broadcastTensors: joins((inputs) => wg.broadcastTensors(...inputs), [[3, 1], [4]], [[2, 1, 3], [4, 1]]), // prettier-ignore
  meshgrid: {
    ...joins((inputs, o) => wg.meshgrid(inputs, o), [[2], [3]]), // prettier-ignore
    tries: [
      { inputs: [real([2]), real([3])] },
      { inputs: [real([2]), real([3]), real([2])], options: { indexing: "xy" } },
    ],
  },
  cartesianProd: joins((inputs) => wg.cartesianProd(...inputs), [[2], [3]], [[3]], [[2], [2], [2]]), // prettier-ignore
  combinations: moves(
    (x, o) => wg.combinations(x, o.r, { withReplacement: o.withReplacement }),
    [[4], {}],
    [[3], { r: 2, withReplacement: true }],
  ),
  trilIndices: places((o) => wg.trilIndices(o.rows!, o.columns!, o.offset)),
  triuIndices: places((o) => wg.triuIndices(o.rows!, o.columns!, o.offset)),
  pad: moves(
    (x, { amounts, mode, value }) => nn.functional.pad(x, amounts!, { mode, value }),
    [[3, 4], { amounts: [1, 2, 0, 1], value: 2 }],
    [[3, 4], { amounts: [-1, 2] }],
    [[2, 4], { amounts: [3, 2], mode: "reflect" }],
    [[2, 3, 3], { amounts: [1, 2, 2, 0], mode: "replicate" }],
    [[2, 2, 3], { amounts: [2, 3], mode: "circular" }],
  ),
  oneHot: {
    call: ([index], o) => nn.functional.oneHot(index, o.classes),
    tries: [{ inputs: [ints([3, 2], 0, 4)] }],
    large: { inputs: [ints([512], 0, 99)] },
    flat: "the result is yes or no",
  },
} satisfies Record<string, Case>;
