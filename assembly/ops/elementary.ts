// Elementary functions. An op is its value f and its slope d, side by side, as in unary.ts.
import { Mapping, Unary } from "../kernels/map";
import { Tensor } from "../tensor";
import { Needs, accumulateGrad } from "../tape";
import { number } from "../number";
import { unary, mapped } from "./elementwise";
import { neg, mul, sub, div, add } from "./binary";
import { square, sqrt } from "./unary";
import * as v from "../kernels/simd";
import * as math from "../kernels/math";
import * as hyperbolic from "../kernels/hyperbolic";
import * as angle from "../kernels/angle";

const LN2: f64 = 0.6931471805599453;
const LN10: f64 = 2.302585092994046;

/** eˣ - 1      dx = dy · (y + 1) */
class Expm1<T> extends Unary<T> {
  f(x: v128): v128 {
    return math.expm1<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.mul<T>(dy, v.add<T>(y, v.num<T>(1)));
  }
}
export function expm1(x: Tensor): Tensor {
  return unary<Expm1<f32>, Expm1<f64>>("expm1", x, Needs.Y, (n, dy) =>
    accumulateGrad(n.a, mul(dy, add(n.y, number(1)))),
  );
}

/** ln(1 + x)      dx = dy / (1 + x) */
class Log1p<T> extends Unary<T> {
  f(x: v128): v128 {
    return math.log1p<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.div<T>(dy, v.add<T>(x, v.num<T>(1)));
  }
}
export function log1p(x: Tensor): Tensor {
  return unary<Log1p<f32>, Log1p<f64>>("log1p", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, add(n.a, number(1)))),
  );
}

/** 2ˣ      dx = dy · y·ln 2 */
class Exp2<T> extends Unary<T> {
  f(x: v128): v128 {
    return math.exp2<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.mul<T>(dy, v.mul<T>(y, v.num<T>(LN2)));
  }
}
export function exp2(x: Tensor): Tensor {
  return unary<Exp2<f32>, Exp2<f64>>("exp2", x, Needs.Y, (n, dy) =>
    accumulateGrad(n.a, mul(dy, mul(n.y, number(LN2)))),
  );
}

/** log₂ x      dx = dy / (x·ln 2) */
class Log2<T> extends Unary<T> {
  f(x: v128): v128 {
    return math.log2<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.div<T>(dy, v.mul<T>(x, v.num<T>(LN2)));
  }
}
export function log2(x: Tensor): Tensor {
  return unary<Log2<f32>, Log2<f64>>("log2", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, mul(n.a, number(LN2)))),
  );
}

/** 1/√x      dx = -½ dy · y³ */
export class Rsqrt<T> extends Unary<T> {
  f(x: v128): v128 {
    return v.div<T>(v.num<T>(1), v.sqrt<T>(x));
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.mul<T>(v.mul<T>(v.num<T>(-0.5), dy), v.mul<T>(y, v.mul<T>(y, y)));
  }
}
export function rsqrt(x: Tensor): Tensor {
  return unary<Rsqrt<f32>, Rsqrt<f64>>("rsqrt", x, Needs.Y, (n, dy) =>
    accumulateGrad(n.a, mul(mul(number(-0.5), dy), mul(n.y, square(n.y)))),
  );
}

/** log₁₀ x      dx = dy / (x·ln 10) */
class Log10<T> extends Mapping<T> {
  f(x: v128): v128 {
    return math.log10<T>(x);
  }
}
export function log10(x: Tensor): Tensor {
  return mapped<Log10<f32>, Log10<f64>>("log10", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, mul(n.a, number(LN10)))),
  );
}

/** tan x      dx = dy · (1 + y²) */
class Tan<T> extends Unary<T> {
  f(x: v128): v128 {
    return math.tan<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.madd<T>(dy, v.mul<T>(y, y), dy);
  }
}
export function tan(x: Tensor): Tensor {
  return unary<Tan<f32>, Tan<f64>>("tan", x, Needs.Y, (n, dy) =>
    accumulateGrad(n.a, mul(dy, add(number(1), square(n.y)))),
  );
}

/** arcsin x      dx = dy / √(1 - x²) */
class Asin<T> extends Mapping<T> {
  f(x: v128): v128 {
    return angle.asin<T>(x);
  }
}
export function asin(x: Tensor): Tensor {
  return mapped<Asin<f32>, Asin<f64>>("asin", x, Needs.A, (n, dy) => accumulateGrad(n.a, div(dy, side(n.a))));
}
/** √(1 - x²) */
function side(x: Tensor): Tensor {
  return sqrt(sub(number(1), square(x)));
}

/** arccos x      dx = -dy / √(1 - x²) */
class Acos<T> extends Mapping<T> {
  f(x: v128): v128 {
    return angle.acos<T>(x);
  }
}
export function acos(x: Tensor): Tensor {
  return mapped<Acos<f32>, Acos<f64>>("acos", x, Needs.A, (n, dy) => accumulateGrad(n.a, div(neg(dy), side(n.a))));
}

/** arctan x      dx = dy / (1 + x²) */
class Atan<T> extends Mapping<T> {
  f(x: v128): v128 {
    return angle.atan2<T>(x, v.num<T>(1));
  }
}
export function atan(x: Tensor): Tensor {
  return mapped<Atan<f32>, Atan<f64>>("atan", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, add(number(1), square(n.a)))),
  );
}

/** (eˣ - e⁻ˣ) / 2      dx = dy · cosh x */
class Sinh<T> extends Unary<T> {
  f(x: v128): v128 {
    return hyperbolic.sinh<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.mul<T>(dy, hyperbolic.cosh<T>(x));
  }
}
export function sinh(x: Tensor): Tensor {
  return unary<Sinh<f32>, Sinh<f64>>("sinh", x, Needs.A, (n, dy) => accumulateGrad(n.a, mul(dy, cosh(n.a))));
}

/** (eˣ + e⁻ˣ) / 2      dx = dy · sinh x */
class Cosh<T> extends Unary<T> {
  f(x: v128): v128 {
    return hyperbolic.cosh<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.mul<T>(dy, hyperbolic.sinh<T>(x));
  }
}
export function cosh(x: Tensor): Tensor {
  return unary<Cosh<f32>, Cosh<f64>>("cosh", x, Needs.A, (n, dy) => accumulateGrad(n.a, mul(dy, sinh(n.a))));
}

/** The x whose sinh it is      dx = dy / √(x² + 1) */
class Asinh<T> extends Unary<T> {
  f(x: v128): v128 {
    return hyperbolic.asinh<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.div<T>(dy, v.sqrt<T>(v.madd<T>(x, x, v.num<T>(1))));
  }
}
export function asinh(x: Tensor): Tensor {
  return unary<Asinh<f32>, Asinh<f64>>("asinh", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, sqrt(add(square(n.a), number(1))))),
  );
}

/** The x ≥ 0 whose cosh it is      dx = dy / √(x² - 1) */
class Acosh<T> extends Unary<T> {
  f(x: v128): v128 {
    return hyperbolic.acosh<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.div<T>(dy, v.sqrt<T>(v.sub<T>(v.mul<T>(x, x), v.num<T>(1))));
  }
}
export function acosh(x: Tensor): Tensor {
  return unary<Acosh<f32>, Acosh<f64>>("acosh", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, sqrt(sub(square(n.a), number(1))))),
  );
}

/** The x whose tanh it is      dx = dy / (1 - x²) */
class Atanh<T> extends Unary<T> {
  f(x: v128): v128 {
    return hyperbolic.atanh<T>(x);
  }
  d(x: v128, y: v128, dy: v128): v128 {
    return v.div<T>(dy, v.sub<T>(v.num<T>(1), v.mul<T>(x, x)));
  }
}
export function atanh(x: Tensor): Tensor {
  return unary<Atanh<f32>, Atanh<f64>>("atanh", x, Needs.A, (n, dy) =>
    accumulateGrad(n.a, div(dy, sub(number(1), square(n.a)))),
  );
}
