// Elementary functions in float64 to some 14 digits, written apart from the kernels that are judged by them.

const ROOT_PI = Math.sqrt(Math.PI);

/** erf x = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)): every term is positive, nothing cancels. For |x| ≤ 2.5. */
function series(x) {
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / ROOT_PI) * Math.exp(-x * x) * sum;
}

/** erfc x = e^(−x²) / √π / (x + ½/(x + 1/(x + 1½/(x + …)))), for x > 2.5. */
function fraction(x) {
  if (x > 28) return 0; // below the smallest float64
  let f = x;
  for (let n = 120; n > 0; n--) f = x + n / 2 / f;
  // the square in two parts: its rounding error would be an error of e^(−x²)
  const high = Math.fround(x);
  return (Math.exp(-high * high) * Math.exp((high - x) * (high + x))) / ROOT_PI / f;
}

export function erf(x) {
  if (Number.isNaN(x) || x === 0) return x;
  if (Math.abs(x) <= 2.5) return series(x);
  return Math.sign(x) * (1 - fraction(Math.abs(x)));
}

/** 1 - erf x */
export const erfc = (x) => (x > 2.5 ? fraction(x) : 1 - erf(x));

export const sigmoid = (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
export const silu = (x) => x * sigmoid(x);
export const softplus = (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** x·Φ(x) */
export const gelu = (x) => (x / 2) * erfc(-x * Math.SQRT1_2);

/** ½x(1 + tanh u) = x · sigmoid(2u),  u = √(2/π)(x + 0.044715x³) */
export const geluTanh = (x) => x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
