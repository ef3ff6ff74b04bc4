// Sparse matrices in CSR form times dense ones. `sparse` in the public API.
import { fn } from "../arguments/named.js";
import { core, toTray } from "../engine/core.js";
import { IndexError, ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { numbers } from "../functional/packed.js";
import { filled, join, product, shown } from "../functions/pieces.js";
import { scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";

/** Where the values are: a row and a column for each, and both orders of them. */
interface Pattern {
  row: Tensor;
  column: Tensor;
  byRow: Order;
  /** The transpose, sorted when it is first needed, then kept. */
  byColumn: Order | undefined;
}
interface Order {
  start: Tensor;
  column: Tensor;
  edge: Tensor;
}

/**
 * A matrix (rows, columns) of which few elements are not 0. Places may come in any order, and more than once: they add up. `values`
 * (edges) or (edges, heads) take part in gradients; without them all are 1.
 */
export class SparseMatrix {
  readonly #pattern: Pattern;

  /** @internal */
  constructor(
    pattern: Pattern,
    readonly shape: readonly [rows: number, columns: number],
    readonly values: Tensor | null,
  ) {
    if (!(pattern?.row instanceof Tensor)) throw new ValueError("SparseMatrix: made by sparse.coo() or sparse.csr()");
    this.#pattern = pattern;
  }

  /** How many values there are. */
  get nnz(): number {
    return this.#pattern.row.numel();
  }
  /** Row and column of each value, in the order of the values: int32 (2, nnz). */
  indices(): Tensor {
    const { row, column } = this.#pattern;
    return scope(() => join([row.unsqueeze(0), column.unsqueeze(0)], 0));
  }
  get row(): Tensor {
    return this.#pattern.row;
  }
  get column(): Tensor {
    return this.#pattern.column;
  }

  /** The same places with other values, (nnz) or (nnz, heads), or none. */
  withValues(values: Tensor | null): SparseMatrix {
    return new SparseMatrix(this.#pattern, this.shape, values);
  }

  /** The transpose; its order is found once and kept. */
  t(): SparseMatrix {
    const { row, column, byRow } = this.#pattern;
    const turned = { row: column, column: row, byRow: this.#turned(), byColumn: byRow };
    return new SparseMatrix(turned, [this.shape[1], this.shape[0]], this.values);
  }

  #turned(): Order {
    const p = this.#pattern;
    return (p.byColumn ??= order(p.column, p.row, this.shape[1]));
  }

  /**
   * This times x (columns, …): (rows, …). With values (nnz, heads) x is (columns, heads, size), and each head has its own values.
   * @throws ShapeError if x has not as many rows as this has columns
   */
  matmul(x: Tensor): Tensor {
    at(x);
    const [rows, columns] = this.shape;
    const { values } = this;
    const rest = x.shape.slice(1);
    const heads = values && values.ndim > 1 ? values.size(1) : 1;
    if (x.ndim === 0 || x.size(0) !== columns || (heads > 1 && rest[0] !== heads))
      throw new ShapeError(
        `sparse.matmul: [${rows}, ${columns}]${heads > 1 ? ` of ${heads} heads` : ""} · ${shown(x)}: the sizes do not fit`,
      );
    return called("sparse.matmul", () =>
      scope(() => {
        const flat = x.reshape(columns, product(rest));
        const w = values ? values.reshape(this.nnz, heads) : null;
        const { row, column, byRow } = this.#pattern;
        const turned = this.#turned();
        [byRow.start, byRow.column, byRow.edge, turned.start, turned.column, turned.edge, row, column].forEach((t, i) =>
          toTray(i, at(t)),
        );
        const y = new Tensor(core.sparseMatmul(at(flat), w ? at(w) : 0, rows, columns, heads));
        return y.reshape([rows, ...rest]);
      }),
    );
  }

  /** Σ of values (nnz, …) over the places of each row: (rows, …). */
  sum(values: Tensor): Tensor {
    return scope(() => grouping(this.#pattern.row, this.shape[0], this.#pattern.byRow).matmul(values));
  }
  /** How many values each row has, int32. */
  counts(): Tensor {
    const { start } = this.#pattern.byRow;
    return scope(() => start.slice(0, 1).sub(start.slice(0, 0, -1)));
  }

  /** Dense (rows, columns); heads, if there are several, come last. */
  toDense(): Tensor {
    const [rows, columns] = this.shape;
    return scope(() => {
      const dtype = this.values?.dtype ?? "float32";
      const values = this.values ?? filled(dtype, [this.nnz], 1);
      const rest = values.shape.slice(1);
      const places = this.row.mul(columns).add(this.column);
      const flat = filled(dtype, [rows * columns, ...rest]).indexAdd(0, places, values);
      return flat.reshape([rows, columns, ...rest]);
    });
  }
}

/** Edges by row, stable: where rows begin, and column and number of each. */
function order(row: Tensor, column: Tensor, rows: number): Order {
  const [start, edge] = scope(() => {
    const sorted = new Tensor(core.sortByCount(at(row), rows));
    return [sorted.slice(0, 0, rows + 1).clone(), sorted.slice(0, rows + 1).clone()];
  });
  const other = scope(() => column.indexSelect(0, edge));
  for (const t of [start, edge, other]) t.keep();
  return { start, column: other, edge };
}

function sizesOf(op: string, size: readonly number[]): readonly [number, number] {
  if (size.length === 2 && size.every((n) => n >= 0)) return size as [number, number];
  throw new ShapeError(`${op}: size [${size.join(", ")}]: a matrix has two sizes, 0 or more`);
}

/**
 * A matrix from the row and column of each value, together (2, nnz) int32. `values` (nnz) or (nnz, heads); null are ones.
 * https://pytorch.org/docs/stable/generated/torch.sparse_coo_tensor.html
 * @throws IndexError if an index is outside the size
 */
export const coo = /* @__PURE__ */ fn(
  "coo",
  "indices: index, values: tensor | null, size: shape",
  (indices, values, size): SparseMatrix => {
    const op = "sparse.coo";
    const shape = sizesOf(op, size);
    if (indices.ndim !== 2 || indices.size(0) !== 2)
      throw new ShapeError(`${op}: indices ${shown(indices)} must be (2, nnz): rows and columns`);
    if (values && (values.ndim === 0 || values.size(0) !== indices.size(1)))
      throw new ShapeError(`${op}: ${shown(values)} values for ${indices.size(1)} places`);
    return called(op, () => {
      const [row, column] = scope(() => [indices.select(0, 0).clone(), indices.select(0, 1).clone()]);
      for (const t of [row, column]) t.keep();
      const byColumn = order(column, row, shape[1]);
      return new SparseMatrix({ row, column, byRow: order(row, column, shape[0]), byColumn }, shape, values);
    });
  },
);

/**
 * A matrix in CSR form: where each row begins among the columns (rows + 1), and the column of each value.
 * https://pytorch.org/docs/stable/generated/torch.sparse_csr_tensor.html
 * @throws IndexError if rows do not begin in order, or a column is outside the size
 */
export const csr = /* @__PURE__ */ fn(
  "csr",
  "crowIndices: index, colIndices: index, values: tensor | null, size: shape",
  (crow, column, values, size): SparseMatrix => {
    const op = "sparse.csr";
    const shape = sizesOf(op, size);
    const starts = crow.data();
    const n = column.numel();
    const right = starts.length === shape[0] + 1 && starts[0] === 0 && starts[shape[0]] === n;
    if (!right || starts.some((x, i) => i > 0 && x < starts[i - 1]))
      throw new IndexError(`${op}: crow must have ${shape[0] + 1} numbers that rise from 0 to the ${n} columns`);
    const rows = new Int32Array(n);
    for (let i = 0; i < shape[0]; i++) rows.fill(i, starts[i], starts[i + 1]);
    const indices = (): Tensor => join([numbers(rows).unsqueeze(0), column.unsqueeze(0)], 0);
    return called(op, () => scope(() => coo(indices(), values, shape)));
  },
);

/** The matrix that adds up rows by their group: (groups, rows) with a 1 at (index[e], e). */
function grouping(index: Tensor, groups: number, byRow: Order): SparseMatrix {
  const n = index.numel();
  const count = new Int32Array(n + 1);
  for (let i = 0; i <= n; i++) count[i] = i;
  const all = numbers(count.subarray(0, n));
  const starts = numbers(count);
  return new SparseMatrix(
    {
      row: index,
      column: all,
      byRow: { start: byRow.start, column: byRow.edge, edge: byRow.edge },
      byColumn: { start: starts, column: index, edge: all },
    },
    [groups, n],
    null,
  );
}

/** Σ of the rows of x with the same index: x (n, …), index int32 (n) → (groups, …), always in one order. */
export const sumByIndex = /* @__PURE__ */ fn(
  "sumByIndex",
  "x: tensor, index: index, groups: integer",
  (x, index, groups): Tensor => {
    return scope(() => {
      const own = index.contiguous();
      const sorted = new Tensor(core.sortByCount(at(own), groups));
      const edge = sorted.slice(0, groups + 1).clone();
      const byRow = { start: sorted.slice(0, 0, groups + 1).clone(), column: edge, edge };
      return grouping(own, groups, byRow).matmul(x);
    });
  },
);

/** A sparse matrix times a dense one. https://pytorch.org/docs/stable/generated/torch.sparse.mm.html */
export const mm = /* @__PURE__ */ fn("mm", "a: any, x: tensor", (a: SparseMatrix, x): Tensor => {
  if (a instanceof SparseMatrix) return a.matmul(x);
  throw new ValueError("sparse.mm: a must be a sparse matrix, of sparse.coo() or sparse.csr()");
});
