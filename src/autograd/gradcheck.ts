// wasmgrad/gradcheck: checks of gradients, for tests. An entry of its own, so that pages do not download it.
// Slopes against differences: (f(x + eps) - f(x - eps)) / 2 eps, element by element, in float64.
import { GradError } from "../engine/fault.js";
import { type GradOptions, grad } from "./grad.js";
import { noGrad, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { make } from "../engine/values.js";

/** Options of gradcheck() and gradgradcheck(). */
export interface CheckOptions {
  /** How far inputs are nudged. Default 1e-6. */
  eps?: number;
  /** Absolute and relative tolerance. Default 1e-5 and 1e-3. */
  atol?: number;
  rtol?: number;
}

type Checked = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

const resultsOf = (fn: Checked, xs: Tensor[]): Tensor[] => {
  const y = fn(...xs);
  return (y instanceof Tensor ? [y] : [...y]).filter((t) => t.dtype.startsWith("float"));
};

const copyOf = (values: ArrayLike<number>, like: Tensor): Tensor =>
  new Tensor(make(values, like.shape, like.dtype)).keep();

/**
 * Are the gradients of fn those of its values? Inputs that require a gradient are nudged one element at a time, so they
 * should be few and float64. Returns true.
 * @throws GradError that says which slope of which result is wrong
 * https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.html
 */
export function gradcheck(fn: Checked, inputs: readonly Tensor[], options: CheckOptions = {}): true {
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3 } = options;
  const free = [...inputs.keys()].filter((i) => inputs[i].requiresGrad);
  if (free.length === 0) throw new GradError("gradcheck: no input requires a gradient");
  const xs = inputs.map((x, i) => (free.includes(i) ? copyOf(x.data(), x).requiresGrad_() : x));
  try {
    scope(() => {
      const ys = resultsOf(fn, xs);
      if (ys.length === 0) throw new GradError("gradcheck: no result is a float");
      for (const i of free) {
        const numeric = differences(fn, xs, i, eps);
        ys.forEach((y, k) => compare(slopes(y, xs[i]), numeric[k], { atol, rtol }, `input ${i}, result ${k}`));
      }
    });
  } finally {
    for (const i of free) xs[i].dispose();
  }
  return true;
}

/** d y[j] / d x[m], from the tape: a row for each j. */
function slopes(y: Tensor, x: Tensor): ArrayLike<number>[] {
  const n = y.numel();
  return Array.from({ length: n }, (_, j) => {
    if (!y.requiresGrad) return new Float64Array(x.numel());
    return scope(() => {
      const one = new Float64Array(n);
      one[j] = 1;
      const gradOutputs = [new Tensor(make(one, y.shape, y.dtype))];
      const options: GradOptions = { gradOutputs, retainGraph: true, allowUnused: true };
      return grad([y], [x], options)[0]?.data() ?? new Float64Array(x.numel());
    });
  });
}

/** The same from differences, for every result. */
function differences(fn: Checked, xs: Tensor[], i: number, eps: number): ArrayLike<number>[][] {
  const x = xs[i];
  const values = x.data();
  const at = (m: number, step: number): ArrayLike<number>[] => {
    const moved = Float64Array.from(values);
    moved[m] += step;
    const other = copyOf(moved, x).requiresGrad_();
    const results = scope(() =>
      resultsOf(
        fn,
        xs.map((t, k) => (k === i ? other : t)),
      ).map((y) => y.data()),
    );
    other.dispose();
    return results;
  };
  const columns = Array.from(values, (_, m) => ({ up: at(m, eps), down: at(m, -eps) }));
  const results = noGrad(() => resultsOf(fn, xs).map((y) => y.numel()));
  return results.map((n, k) =>
    Array.from({ length: n }, (_, j) => columns.map(({ up, down }) => (up[k][j] - down[k][j]) / (2 * eps))),
  );
}

function compare(
  tape: ArrayLike<number>[],
  numeric: ArrayLike<number>[],
  { atol, rtol }: Required<Omit<CheckOptions, "eps">>,
  where: string,
): void {
  numeric.forEach((row, j) => {
    for (let m = 0; m < row.length; m++) {
      if (Math.abs(tape[j][m] - row[m]) <= atol + rtol * Math.abs(row[m])) continue;
      throw new GradError(
        `gradcheck: ${where}: the slope of element ${j} in element ${m} is ${tape[j][m]} by the tape, ${row[m]} by differences`,
      );
    }
  });
}

/**
 * The same for gradients of gradients: gradcheck() of the function that gives fn's gradients.
 * https://pytorch.org/docs/stable/generated/torch.autograd.gradgradcheck.html
 */
export function gradgradcheck(fn: Checked, inputs: readonly Tensor[], options: CheckOptions = {}): true {
  const free = [...inputs.keys()].filter((i) => inputs[i].requiresGrad);
  const shapes = noGrad(() =>
    resultsOf(fn, [...inputs]).map((y) => ({ shape: y.shape, dtype: y.dtype, n: y.numel() })),
  );
  // gradients to begin with: any numbers of the right shapes, and inputs themselves
  const begin = shapes.map(({ shape, dtype, n }) =>
    new Tensor(
      make(
        Float64Array.from({ length: n }, (_, j) => 0.5 + (((j * 37 + 11) % 64) - 32) / 64),
        shape,
        dtype,
      ),
    )
      .keep()
      .requiresGrad_(),
  );
  const gradients = (...all: Tensor[]): Tensor[] => {
    const xs = all.slice(0, inputs.length);
    const gradOutputs = all.slice(inputs.length);
    const ys = resultsOf(fn, xs);
    const wanted = free.map((i) => xs[i]);
    const live = ys.map((y, k) => k).filter((k) => ys[k].requiresGrad);
    const found = grad(
      live.map((k) => ys[k]),
      wanted,
      { gradOutputs: live.map((k) => gradOutputs[k]), createGraph: true, allowUnused: true },
    );
    return found.map((g, k) => g ?? wanted[k].detach().mul(0));
  };
  try {
    return gradcheck(gradients, [...inputs, ...begin], options);
  } finally {
    for (const g of begin) g.dispose();
  }
}
