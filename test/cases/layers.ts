// Products, layers and losses.
import { nn } from "wasmgrad";
import { real, ints, fixed, BIG, loss, exact, reductions, type Case } from "./kit.js";

import F = nn.functional;
const classes = [real([4, 5]), ints([4], 0, 4)];

export const layers = {
  matmul: {
    call: ([a, b]) => a.matmul(b),
    tries: [
      { inputs: [real([3]), real([3])] },
      { inputs: [real([3, 4]), real([4])] },
      { inputs: [real([3]), real([2, 3, 2])] },
      { inputs: [real([3, 4]), real([4, 2])] },
      { inputs: [real([2, 1, 2, 3]), real([2, 3, 2])] },
    ],
    large: { inputs: [real([193, 257]), real([257, 129])] },
  },
  linear: {
    call: ([x, w, b]) => F.linear(x, w, b),
    tries: [{ inputs: [real([2, 3]), real([4, 3]), real([4])] }, { inputs: [real([2, 2, 3]), real([2, 3])] }],
    large: { inputs: [real([193, 257]), real([129, 257]), real([129])] },
  },
  crossEntropy: {
    call: ([x, target, weight], o) => F.crossEntropy(x, target, { ...(o as F.CrossEntropyOptions), weight }),
    tries: [
      ...reductions(classes),
      ...reductions([...classes, fixed(real([5], 0.5, 2))], { labelSmoothing: 0.1, ignoreIndex: 3 }),
      ...reductions([real([4, 5]), real([4, 5], 0.1, 0.4), fixed(real([5], 0.5, 2))], { labelSmoothing: 0.1 }),
      { inputs: [real([2, 3, 4]), ints([2, 4], 0, 2)] },
    ],
    large: { inputs: [real([256, 1025]), ints([256], 0, 1024)] },
  },
  nllLoss: {
    call: ([x, target, weight], o) => F.nllLoss(x, target, { ...(o as F.ClassOptions), weight }),
    tries: [
      ...reductions(classes),
      { inputs: [...classes, fixed(real([5], 0.5, 2))], options: { ignoreIndex: 3 } },
      { inputs: [real([2, 3, 4]), ints([2, 4], 0, 2)] },
    ],
    large: { inputs: [real([256, 1025]), ints([256], 0, 1024)] },
  },
  mseLoss: loss(([x, y], o) => F.mseLoss(x, y, o as F.WeightOptions), [real([3, 4]), real([3, 4])]),
  binaryCrossEntropyWithLogits: loss(
    ([x, y, weight, posWeight], o) =>
      F.binaryCrossEntropyWithLogits(x, y, { ...(o as F.BinaryOptions), weight, posWeight }),
    [real([3, 4], -3, 3, 0), real([3, 4], 0, 1), fixed(real([4], 0.5, 2)), fixed(real([3, 4], 0.5, 2))],
  ),
  embedding: {
    call: ([index, weight], o) => F.embedding(index, weight, o),
    tries: [{ inputs: [ints([2, 3], 0, 4), real([5, 3])] }, { inputs: [ints([6], 0, 4), real([5, 3])] }],
    large: { inputs: [ints([512, 64], 0, 999), real([1000, 64])] },
    ...exact,
  },
  layerNorm: {
    call: ([x, weight, bias], o) => F.layerNorm(x, o.normalizedShape!, weight, bias, o.eps),
    tries: [
      { inputs: [real([3, 4]), real([4]), real([4])], options: { normalizedShape: [4] } },
      { inputs: [real([2, 3, 2]), real([3, 2])], options: { normalizedShape: [3, 2] } },
      { inputs: [real([2, 5])], options: { normalizedShape: [5], eps: 0.1 } },
    ],
    large: { inputs: [real(BIG), real([1025]), real([1025])], options: { normalizedShape: [1025] } },
    float64: { "one element": [1e-11, "x - mean is 0 here, and a rounding error in PyTorch"] },
    float32: { "far from zero": [1e-4, "1024 has 1e-4 of its last bit for a deviation of 1, and so has PyTorch"] },
  },
} satisfies Record<string, Case>;
