// Several tensors into one, in every way that cat() and stack() serve; and tensors broadcast against each other.
// https://pytorch.org/docs/stable/torch.html#indexing-slicing-joining-mutating-ops
import { fn } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { cat, stack, zeros } from "./create.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { broadcast } from "../tensor/slices.js";
import { scope } from "../engine/scope.js";
import { type Like, Tensor } from "../tensor.js";
import { make, whole } from "../engine/values.js";

/** What a tensor, tensors one after the other, or several in an array become: one, or an array. */
export interface AtLeast {
  (input: Like): Tensor;
  (...tensors: readonly Like[]): Tensor[];
  (tensors: readonly Tensor[]): Tensor[];
  (options: { tensors: readonly Like[] }): Tensor[];
}
function atLeast(op: string, shapeOf: (shape: number[]) => number[]): AtLeast {
  const take = signature(op, "...tensors: tensor");
  const one = (x: Tensor): Tensor => called(op, () => x.view(shapeOf(x.shape)));
  const all = (...given: unknown[]): Tensor | Tensor[] => {
    const several = given.length !== 1 || isNamed(given[0]) || (Array.isArray(given[0]) && given[0].some(isTensor));
    return take.apply(given, (tensors) => (several ? tensors.map(one) : one(tensors[0])));
  };
  return all as AtLeast;
}
const isTensor = (x: unknown): boolean => x instanceof Tensor;
const isNamed = (x: unknown): boolean => typeof x === "object" && x !== null && "tensors" in x;

/** Each with one axis at least. https://pytorch.org/docs/stable/generated/torch.atleast_1d.html */
export const atleast1d = /* @__PURE__ */ atLeast("atleast1d", (shape) => (shape.length ? shape : [1]));
/** Each with two axes at least; new ones stand in front. https://pytorch.org/docs/stable/generated/torch.atleast_2d.html */
export const atleast2d = /* @__PURE__ */ atLeast("atleast2d", (shape) => [...[1, 1].slice(shape.length), ...shape]);
/**
 * Each with three axes at least: (n) → (1, n, 1), (n, m) → (n, m, 1).
 * https://pytorch.org/docs/stable/generated/torch.atleast_3d.html
 */
export const atleast3d = /* @__PURE__ */ atLeast("atleast3d", (shape) =>
  shape.length > 2 ? shape : shape.length === 2 ? [...shape, 1] : [1, ...shape, 1, 1].slice(0, 3),
);

function along(op: string, tensors: readonly Tensor[], fit: (x: Tensor) => Tensor, dim: number): Tensor {
  if (tensors.length === 0) throw new ValueError(`${op}: there is nothing to join: give at least one tensor`);
  return called(op, () =>
    scope(() =>
      cat(
        tensors.map((x) => fit(x)),
        dim,
      ),
    ),
  );
}
/** Side by side: along axis 1, or 0 for vectors. */
export const hstack = /* @__PURE__ */ fn("hstack", "tensors: tensors", (tensors): Tensor =>
  along("hstack", tensors, atleast1d, (tensors[0]?.ndim ?? 0) > 1 ? 1 : 0),
);
/** One below the other: along axis 0, vectors as rows. */
export const vstack = /* @__PURE__ */ fn("vstack", "tensors: tensors", (tensors): Tensor =>
  along("vstack", tensors, atleast2d, 0),
);
/** vstack() */
export const rowStack = /* @__PURE__ */ fn("rowStack", "tensors: tensors", (tensors): Tensor =>
  along("rowStack", tensors, atleast2d, 0),
);
/** One behind the other: along axis 2. */
export const dstack = /* @__PURE__ */ fn("dstack", "tensors: tensors", (tensors): Tensor =>
  along("dstack", tensors, atleast3d, 2),
);
/** Side by side: along axis 1, vectors as columns. */
export const columnStack = /* @__PURE__ */ fn("columnStack", "tensors: tensors", (tensors): Tensor =>
  along("columnStack", tensors, (x) => (x.ndim < 2 ? x.reshape(-1, 1) : x), 1),
);

/** Matrices along the diagonal of a large one, zeros elsewhere; vectors are rows, 0-d tensors one element. */
export const blockDiag = /* @__PURE__ */ fn("blockDiag", "...tensors: tensor", (tensors): Tensor => {
  for (const { shape } of tensors) {
    if (shape.length > 2) throw new ShapeError(`blockDiag: [${shape.join(", ")}] has more than two axes`);
  }
  if (tensors.length === 0) return new Tensor(make([], [1, 0], "float32"));
  return scope(() => {
    const blocks = atleast2d(tensors);
    const width = blocks.reduce((sum, x) => sum + x.shape[1], 0);
    let before = 0;
    const rows = blocks.map((x) => {
      const [n, m] = x.shape;
      const gap = (columns: number) =>
        new Tensor(make([0], [1, 1], x.dtype === "bool" ? "bool" : "int32")).expand(n, columns);
      const row = cat([gap(before), x, gap(width - before - m)], 1);
      before += m;
      return row;
    });
    return cat(rows, 0);
  });
});

/** The shape that shapes broadcast to. https://pytorch.org/docs/stable/generated/torch.broadcast_shapes.html */
export const broadcastShapes = /* @__PURE__ */ fn("broadcastShapes", "...shapes: sizes", (given): number[] => {
  const shapes = given.map((sizes) => (typeof sizes === "number" ? [sizes] : sizes));
  for (const d of shapes.flat()) {
    if (whole("broadcastShapes", d) < 0) throw new ValueError(`broadcastShapes: size ${d} is negative`);
  }
  return broadcast("broadcastShapes:", shapes);
});

/** Each tensor expanded to the shape that all broadcast to. Views. */
export const broadcastTensors = /* @__PURE__ */ fn("broadcastTensors", "...tensors: tensor", (tensors): Tensor[] => {
  const shape = broadcast(
    "broadcastTensors:",
    tensors.map((x) => x.shape),
  );
  return tensors.map((x) => x.expand(shape));
});

/**
 * For each of n vectors its values over the grid that all span, (n₁, n₂, …); with "xy" the first two axes change places.
 * Views. https://pytorch.org/docs/stable/generated/torch.meshgrid.html
 */
export const meshgrid = /* @__PURE__ */ fn(
  "meshgrid",
  '...tensors: tensor, indexing: "ij" | "xy" = "ij"',
  (tensors, indexing): Tensor[] => {
    if (tensors.length === 0) throw new ValueError("meshgrid: give at least one tensor");
    for (const x of tensors) {
      if (x.ndim > 1) throw new ShapeError(`meshgrid: [${x.shape.join(", ")}] is no vector`);
      if (x.dtype !== tensors[0].dtype) {
        throw new ValueError(`meshgrid: ${tensors[0].dtype} beside ${x.dtype}; all must have one dtype`);
      }
    }
    const order = tensors.map((_, i) => i);
    if (indexing === "xy" && order.length > 1) [order[0], order[1]] = [1, 0];
    const shape = order.map((i) => tensors[i].numel());
    return called("meshgrid", () =>
      scope(() => tensors.map((x, i) => x.reshape(order.map((k) => (k === i ? -1 : 1))).expand(shape))),
    );
  },
);

/** All ways to take one element of each vector, one a row: (n₁·n₂·…, number of vectors). A single vector stays as it is. */
export const cartesianProd = /* @__PURE__ */ fn("cartesianProd", "...tensors: tensor", (tensors): Tensor => {
  for (const x of tensors) {
    if (x.ndim !== 1) throw new ShapeError(`cartesianProd: [${x.shape.join(", ")}] is no vector`);
  }
  return called("cartesianProd", () =>
    scope(() => {
      if (tensors.length === 1) return tensors[0].view(-1);
      return stack(
        meshgrid(tensors).map((x) => x.reshape(-1)),
        1,
      );
    }),
  );
});

/** All ways to take r elements of a vector in order, one a row; with replacement an element more than once. */
export const combinations = /* @__PURE__ */ fn(
  "combinations",
  "input: tensor, r: integer = 2, withReplacement = false",
  (input, r, withReplacement): Tensor => {
    if (input.ndim !== 1) throw new ShapeError(`combinations: [${input.shape.join(", ")}] is no vector`);
    if (whole("combinations", r) < 0) throw new ValueError(`combinations: r = ${r} is negative`);
    if (r === 0) return new Tensor(make([], [0], input.dtype));
    const n = input.numel();
    checkCount("combinations", binomial(withReplacement ? n + r - 1 : n, r) * r);
    if (r > 4096) throw new ValueError(`combinations: r = ${r}: 4096 is the most`);
    const places: number[] = [];
    const chosen: number[] = [];
    const choose = (from: number): void => {
      if (chosen.length === r) for (const i of chosen) places.push(i);
      else {
        const last = withReplacement ? n : n - (r - chosen.length) + 1;
        for (let i = from; i < last; i++) {
          chosen.push(i);
          choose(withReplacement ? i : i + 1);
          chosen.pop();
        }
      }
    };
    choose(0);
    return scope(() =>
      input.indexSelect(0, new Tensor(make(places, [places.length], "int32"))).reshape(places.length / r, r),
    );
  },
);

/** n over r. */
function binomial(n: number, r: number): number {
  if (r > n) return 0;
  let count = 1;
  for (let i = 1; i <= Math.min(r, n - r) && count < 2 ** 31; i++) count *= (n - i + 1) / i;
  return count;
}

/** Lists of places are made one by one: what would take minutes, or all memory, is refused. */
function checkCount(op: string, count: number): void {
  if (count > 2 ** 26) throw new ValueError(`${op}: ${count} places: 2²⁶ is the most; work in smaller pieces`);
}

function indices(op: string, rows: number, columns: number, has: (i: number, j: number) => boolean): Tensor {
  for (const n of [rows, columns]) if (whole(op, n) < 0) throw new ValueError(`${op}: size ${n} is negative`);
  checkCount(op, rows * columns);
  const [down, right]: [number[], number[]] = [[], []];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (!has(i, j)) continue;
      down.push(i);
      right.push(j);
    }
  }
  return new Tensor(make(down.concat(right), [2, down.length], "int32"));
}
/** Rows and columns of the elements on and below a diagonal of a matrix: (2, n) int32, in row-major order. */
export const trilIndices = /* @__PURE__ */ fn(
  "trilIndices",
  "row: integer, col: integer, offset: integer = 0",
  (row, col, offset): Tensor => indices("trilIndices", row, col, (i, j) => j - i <= offset),
);
/** Rows and columns of the elements on and above a diagonal of a matrix: (2, n) int32, in row-major order. */
export const triuIndices = /* @__PURE__ */ fn(
  "triuIndices",
  "row: integer, col: integer, offset: integer = 0",
  (row, col, offset): Tensor => indices("triuIndices", row, col, (i, j) => j - i >= offset),
);

/**
 * 1 at the class of each index, 0 for all others: (…) int32 → (…, numClasses) int32. Without a number there are as many
 * classes as the largest index needs. https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export const oneHot = /* @__PURE__ */ fn(
  "oneHot",
  "tensor: index, numClasses: integer = -1",
  (index, numClasses): Tensor => {
    if (whole("oneHot", numClasses) < -1) throw new ValueError(`oneHot: ${numClasses} classes`);
    if (index.numel() === 0 && numClasses < 1) {
      throw new ValueError(
        `oneHot: no index in [${index.shape.join(", ")}] tells how many classes there are; give a number`,
      );
    }
    return called("oneHot", () =>
      scope(() => {
        const [least, most] = index.numel() ? [index.amin().item(), index.amax().item()] : [0, -1];
        const n = numClasses === -1 ? most + 1 : numClasses;
        if (least < 0 || most >= n) {
          throw new ValueError(`oneHot: index ${least < 0 ? least : most} is none of the ${n} classes`);
        }
        return zeros([...index.shape, n], { dtype: "int32" }).scatter(-1, index.unsqueeze(-1), 1);
      }),
    );
  },
);
