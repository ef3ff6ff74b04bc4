// Products of many matrices, and powers.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";
import { demand } from "./batch.js";
import { filled, identity, join, shown } from "../functions/pieces.js";
import { inv, solve } from "./solve.js";

/**
 * A multiplied with itself n times, by squaring; a negative n takes the inverse.
 * https://pytorch.org/docs/stable/generated/torch.linalg.matrix_power.html
 */
export const matrixPower = /* @__PURE__ */ fn("matrixPower", "A: tensor, n: integer", (A, n): Tensor => {
  demand("matrixPower", A, true, n >= 0);
  let left = Math.abs(whole("matrixPower", n));
  return called("matrixPower", () =>
    scope(() => {
      // beside a that is never chosen: so its gradient is 0
      if (left === 0) return A.where(filled("bool", []), identity(A.shape.at(-1) as number, A.dtype)).clone();
      let square = n < 0 ? inv(A) : A.clone();
      let y: Tensor | undefined;
      for (; left > 0; left = Math.floor(left / 2)) {
        if (left % 2) y = y ? y.matmul(square) : square;
        if (left > 1) square = square.matmul(square);
      }
      return y as Tensor;
    }),
  );
});

/**
 * The product of two or more matrices, in the order that costs the fewest multiplications; the first and the last may be
 * vectors. https://pytorch.org/docs/stable/generated/torch.linalg.multi_dot.html
 */
export const multiDot = /* @__PURE__ */ fn("multiDot", "tensors: tensors", (tensors): Tensor => {
  const count = tensors.length;
  if (count < 2) throw new ValueError(`multiDot: ${count} tensors: there must be two or more`);
  tensors.forEach((t, i) => {
    const end = i === 0 || i === count - 1;
    if (t.ndim === 2 || (end && t.ndim === 1)) return;
    throw new ShapeError(`multiDot: tensor ${i} is ${shown(t)}: only matrices, and vectors at the ends`);
  });
  // sizes[i], sizes[i + 1] are those of tensor i
  const sizes = tensors.map((t, i) => (t.ndim === 1 && i === 0 ? 1 : t.shape[0]));
  sizes.push(tensors[count - 1].ndim === 1 ? 1 : (tensors[count - 1].shape.at(-1) as number));
  tensors.forEach((t, i) => {
    if (i && tensors[i - 1].shape.at(-1) !== t.shape[0]) {
      throw new ShapeError(`multiDot: ${shown(tensors[i - 1])} · ${shown(t)}: the inner sizes differ`);
    }
  });
  const costs = tensors.map(() => new Array<number>(count).fill(0));
  const cuts = tensors.map(() => new Array<number>(count).fill(0));
  for (let length = 1; length < count; length++)
    for (let i = 0, j = length; j < count; i++, j++) {
      costs[i][j] = Infinity;
      for (let k = i; k < j; k++) {
        const cost = costs[i][k] + costs[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1];
        if (cost < costs[i][j]) [costs[i][j], cuts[i][j]] = [cost, k];
      }
    }
  const multiply = (i: number, j: number): Tensor =>
    i === j ? tensors[i] : multiply(i, cuts[i][j]).matmul(multiply(cuts[i][j] + 1, j));
  return called("multiDot", () => scope(() => multiply(0, count - 1)));
});

/** Coefficients of the [13/13] approximant of Padé to eˣ, of its numerator. */
const PADE = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
  670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
];

/**
 * e^A = I + A + A²/2 + …, by Padé's approximant of A/2ˢ, squared s times (Higham 2005), in float64.
 * https://pytorch.org/docs/stable/generated/torch.linalg.matrix_exp.html
 */
export const matrixExp = /* @__PURE__ */ fn("matrixExp", "A: tensor", (A): Tensor => {
  demand("matrixExp", A, true);
  return called("matrixExp", () =>
    scope(() => {
      if (A.numel() === 0) return A.clone();
      const most = A.detach().abs().sum(-2).amax().item();
      if (!Number.isFinite(most)) throw new ValueError("matrixExp: an element is not finite");
      const halvings = Math.max(0, Math.ceil(Math.log2(most / 5.37)));
      const x = A.to("float64").mul(2 ** -halvings);
      const square = x.matmul(x);
      let power = identity(A.shape.at(-1) as number, "float64");
      let even = power.mul(PADE[0]);
      let odd = power.mul(PADE[1]);
      for (let i = 2; i < PADE.length; i += 2) {
        power = i === 2 ? square : power.matmul(square);
        even = even.add(power.mul(PADE[i]));
        odd = odd.add(power.mul(PADE[i + 1]));
      }
      odd = x.matmul(odd);
      let y = solve(even.sub(odd), even.add(odd));
      for (let i = 0; i < halvings; i++) y = y.matmul(y);
      return y.to(A.dtype);
    }),
  );
});

/**
 * The powers of every element of x (…, n) in rows: 1, x, x², … up to x^(N-1), N = n by default.
 * https://pytorch.org/docs/stable/generated/torch.linalg.vander.html
 */
export const vander = /* @__PURE__ */ fn("vander", "x: tensor, N?: integer | null", (x, n): Tensor => {
  const N = n ?? x.shape.at(-1);

  if (N === undefined) throw new ShapeError("vander: a 0-d tensor has no row of elements; unsqueeze() it");
  if (!(whole("vander", N) > 0)) throw new ValueError(`vander: N = ${N}: at least one power`);
  if (N > 65536) throw new ValueError(`vander: N = ${N}: 65536 powers are the most`);
  return called("vander", () =>
    scope(() => {
      const column = (x.dtype === "bool" ? x.int() : x).unsqueeze(-1);
      const powers = [filled(column.dtype, column.shape, 1)];
      for (let i = 1; i < N; i++) powers.push(powers[i - 1].mul(column));
      return join(powers, -1);
    }),
  );
});
