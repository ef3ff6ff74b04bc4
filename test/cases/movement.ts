// New looks at the same numbers, and numbers by their places.
import { cat, stack } from "wasmgrad";
import { type Index, real, ints, bits, BIG, movement, one, exact, indexOf, type Case } from "./kit.js";

export const movements = {
  reshape: movement((x, o) => x.reshape(o.shape!), [[3, 4], { shape: [2, 6] }], [[2, 3, 2], { shape: [-1, 4] }]),
  view: movement(
    (x, o) => x.view(o.shape!),
    [[12], { shape: [2, 6] }],
    [[], { shape: [1, 1] }],
    [[2, 6], { shape: [2, 2, 3] }],
  ),
  flatten: movement((x, o) => x.flatten(o.start, o.end), [[3, 4], {}], [[2, 3, 2], { start: 1 }]),
  unflatten: movement((x, o) => x.unflatten(one(o.dim), o.sizes!), [[3, 4], { dim: 1, sizes: [2, -1] }]),
  squeeze: movement((x, o) => x.squeeze(one(o.dim)), [[3, 1, 4], {}], [[3, 1], { dim: 1 }]),
  unsqueeze: movement((x, o) => x.unsqueeze(one(o.dim)), [[3, 4], { dim: 1 }]),
  transpose: movement(
    (x, { dims }) => x.transpose(dims![0], dims![1]),
    [[3, 4], { dims: [0, 1] }],
    [[2, 3, 2], { dims: [0, -1] }],
  ),
  t: movement((x) => x.t(), [[3, 4], {}]),
  T: movement((x) => x.T, [[3, 4], {}], [[2, 3, 2], {}]),
  permute: movement((x, o) => x.permute(...o.dims!), [[2, 3, 2], { dims: [2, 0, 1] }]),
  expand: movement((x, o) => x.expand(o.shape!), [[3, 1], { shape: [2, 3, 2] }], [[1, 4], { shape: [3, -1] }]),
  contiguous: movement((x) => x.contiguous(), [[3, 4], {}]),
  clone: movement((x) => x.clone(), [[3, 4], {}]),
  slice: movement(
    (x, o) => x.slice(one(o.dim), o.start, o.end, o.step),
    [[3, 5], { dim: 1, start: 1, end: 5, step: 2 }],
    [[3, 4], { dim: 0, start: -2 }],
  ),
  narrow: movement((x, o) => x.narrow(one(o.dim), o.start!, o.length!), [[3, 4], { dim: 1, start: 1, length: 2 }]),
  select: movement((x, o) => x.select(one(o.dim), o.index as number), [[3, 4], { dim: 1, index: -1 }]),
  at: {
    call: ([x, ...rest], o) => x.at(...indexOf(o.index as Index[], rest)),
    tries: [
      { inputs: [real([3, 4])], options: { index: [{ slice: [null, null, 2] }, null, 1] } },
      { inputs: [real([3, 4]), ints([5], 0, 2)], options: { index: ["tensor"] } },
      { inputs: [real([3, 4]), ints([2, 1], 0, 2), ints([3], -4, 3)], options: { index: ["tensor", "tensor"] } },
      { inputs: [real([3, 4]), bits([3])], options: { index: ["tensor", { slice: [1, null, null] }] } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 255)], options: { index: ["tensor"] } },
    ...exact,
  },
  cat: {
    call: (inputs, o) => cat(inputs, one(o.dim)),
    tries: [
      { inputs: [real([2, 3]), real([1, 3])], options: { dim: 0 } },
      { inputs: [real([2, 3]), real([2, 1]), real([2, 2])], options: { dim: -1 } },
    ],
    large: { inputs: [real(BIG), real(BIG)], options: { dim: 1 } },
    ...exact,
  },
  stack: {
    call: (inputs, o) => stack(inputs, one(o.dim)),
    tries: [
      { inputs: [real([2, 3]), real([2, 3])], options: { dim: 0 } },
      { inputs: [real([3]), real([3]), real([3])], options: { dim: -1 } },
    ],
    large: { inputs: [real(BIG), real(BIG)], options: { dim: 1 } },
    ...exact,
  },
  gather: {
    call: ([x, index], o) => x.gather(one(o.dim), index),
    tries: [
      { inputs: [real([3, 4]), ints([3, 6], 0, 3)], options: { dim: 1 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2)], options: { dim: 0 } },
    ],
    large: { inputs: [real(BIG), ints(BIG, 0, 255)], options: { dim: 0 } },
    ...exact,
  },
  scatterAdd: {
    call: ([x, index, source], o) => x.scatterAdd(one(o.dim), index, source),
    tries: [
      { inputs: [real([3, 4]), ints([3, 6], 0, 3), real([3, 6])], options: { dim: 1 } },
      { inputs: [real([3, 4]), ints([5, 2], 0, 2), real([5, 2])], options: { dim: 0 } },
    ],
    large: { inputs: [real(BIG), ints(BIG, 0, 255), real(BIG)], options: { dim: 0 } },
  },
  indexSelect: {
    call: ([x, index], o) => x.indexSelect(one(o.dim), index),
    tries: [
      { inputs: [real([3, 4]), ints([5], 0, 2)], options: { dim: 0 } },
      { inputs: [real([2, 3, 2]), ints([4], 0, 2)], options: { dim: 1 } },
    ],
    large: { inputs: [real(BIG), ints([700], 0, 255)], options: { dim: 0 } },
    ...exact,
  },
  maskedFill: {
    call: ([x, mask], o) => x.maskedFill(mask, o.value!),
    tries: [
      { inputs: [real([3, 4]), bits([3, 4])], options: { value: 2.5 } },
      { inputs: [real([3, 4]), bits([4])], options: { value: 0 } },
    ],
    large: { inputs: [real(BIG), bits(BIG)], options: { value: 0 } },
    ...exact,
  },
} satisfies Record<string, Case>;
