// One row per op: how it is said, on what it may be tried, how near the truth it must come; a file for each family.
// Readers: ops.test.ts (values and gradients against PyTorch), grad.test.ts (slopes against differences), threads.test.ts
// (the same bits). Whoever needs an op with inputs takes `inputs` or `large` and `make`.
import type { OpName } from "../src/tensor.js";
import { activations } from "./cases/activation.js";
import { compositions } from "./cases/composed.js";
import { creation } from "./cases/create.js";
import { elementwise } from "./cases/elementwise.js";
import { indices } from "./cases/indexing.js";
import { type Case } from "./cases/kit.js";
import { layers } from "./cases/layers.js";
import { algebra } from "./cases/linalg.js";
import { movements } from "./cases/movement.js";
import { ordering } from "./cases/ordering.js";
import { rearrangements } from "./cases/rearranging.js";
import { products } from "./cases/products.js";
import { pointwise } from "./cases/pointwise.js";
import { reductionsOf } from "./cases/reductions.js";
import { scans } from "./cases/scan.js";
import { statistics } from "./cases/statistics.js";
import { vision } from "./cases/vision.js";

export * from "./cases/kit.js";

export const cases = {
  ...elementwise,
  ...reductionsOf,
  ...statistics,
  ...scans,
  ...ordering,
  ...movements,
  ...rearrangements,
  ...indices,
  ...layers,
  ...products,
  ...algebra,
  ...pointwise,
  ...activations,
  ...creation,
  ...compositions,
  ...vision,
} satisfies Record<OpName, Case> & Record<string, Case>;
