// One row per op: how it is said, on what it may be tried, how near the truth it must come; a file for each family.
// Readers: ops.test.ts (values and gradients against PyTorch), grad.test.ts (slopes against differences), threads.test.ts
// (the same bits). Whoever needs an op with inputs takes `inputs` or `large` and `make`.
import type { OpName } from "../src/tensor.js";
import { activations } from "./cases/activation.js";
import { elementwise } from "./cases/elementwise.js";
import { type Case } from "./cases/kit.js";
import { layers } from "./cases/layers.js";
import { movements } from "./cases/movement.js";
import { pointwise } from "./cases/pointwise.js";
import { reductionsOf } from "./cases/reductions.js";

export * from "./cases/kit.js";

export const cases = {
  ...elementwise,
  ...reductionsOf,
  ...movements,
  ...layers,
  ...pointwise,
  ...activations,
} satisfies Record<OpName, Case> & Record<string, Case>;
