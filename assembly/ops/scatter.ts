// Writing, multiplying and comparing at places that an int32 tensor tells; adding is in gather.ts.
import * as kernel from "../kernels/scatter";
import { Mode } from "../kernels/scatter";
import { job, describe } from "../kernels/job";
import { Tensor, emptyLike } from "../tensor";
import { DType } from "../dtype";
import { Node, Needs, record, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { axisOf, sameShape } from "../shape";
import { unclaim } from "../scope";
import { launch } from "../pool";
import { number } from "../number";
import { cast, copy } from "./copy";
import { fillWith, ramp } from "./create";
import { added, fitsAround, gathered, ground, inRange, stepOf, zerosLike } from "./gather";
import { reshapeLike } from "./view";
import { chosen } from "./extreme";
import { where } from "./select";
import { div, eq, lt, mul, sub } from "./binary";

/** y = x, then y[index[i][j]][j] = merge(y[index[i][j]][j], source[i][j]) for axis 0, and so on; in the order of index. */
export function scatter(x: Tensor, axis: i32, index: Tensor, source: Tensor, mode: i32): Tensor {
  axis = axisOf("scatter", x, axis);
  check(
    x.dtype == source.dtype,
    Kind.DType,
    "scatter",
    "{A} and the source {B} differ; convert one with to()",
    x,
    source,
  );
  fitsAround(
    "scatter",
    index,
    x,
    axis,
    "index {b} must have the axes of {a}, none larger except the one scattered along",
  );
  check(sameShape(source, index), Kind.Shape, "scatter", "source {a} is smaller than index {b}", source, index);
  inRange("scatter", index, x, axis);
  return scattered(x, axis, index, source, mode);
}

function scattered(x: Tensor, axis: i32, index: Tensor, source: Tensor, mode: i32): Tensor {
  const y = copy(x);
  const g = ground(y, index, axis);
  describe(index, index, g, source);
  job.i = stepOf(y, axis);
  job.k = mode;
  if (y.dtype == DType.F32) launch((i, j) => kernel.scatter<f32>(i, j), index.size, i32.MAX_VALUE);
  else if (y.dtype == DType.F64) launch((i, j) => kernel.scatter<f64>(i, j), index.size, i32.MAX_VALUE);
  else if (y.dtype == DType.I32) launch((i, j) => kernel.scatter<i32>(i, j), index.size, i32.MAX_VALUE);
  else launch((i, j) => kernel.scatter<u8>(i, j), index.size, i32.MAX_VALUE);
  unclaim(g);
  record(
    "scatter",
    y,
    x,
    source,
    index,
    (n, dy) => {
      if (n.j == Mode.Assign) assigned(n, dy);
      else if (n.j == Mode.Multiply) multiplied(n, dy);
      else compared(n, dy);
    },
    mode == Mode.Assign ? Needs.C : Needs.ABC | Needs.Y,
  );
  if (changetype<usize>(y.node)) {
    y.node.i = axis;
    y.node.j = mode;
  }
  return y;
}

/** dx = dy where nothing was written      dsource = dy gathered, where the value was not overwritten by a later one */
function assigned(n: Node, dy: Tensor): void {
  const order = reshapeLike(ramp(DType.I32, n.c.size, 0, 1), n.c);
  const none = emptyLike(n.a, DType.I32);
  fillWith(none, -1);
  const last = scattered(none, n.i, n.c, order, Mode.Assign);
  accumulateGrad(n.a, where(lt(last, number(0)), dy, number(0)));
  if (!needsGrad(n.b)) return;
  const there = eq(gathered("gather", last, n.i, n.c), order);
  accumulateGrad(n.b, where(there, gathered("gather", dy, n.i, n.c), number(0)));
}

/** Equal extremes share: s = dy / how many there are      dx = s where x = y      dsource = s gathered where source = y */
function compared(n: Node, dy: Tensor): void {
  const mine = cast(chosen(n.a, n.y), dy.dtype);
  const its = cast(chosen(n.b, gathered("gather", n.y, n.i, n.c)), dy.dtype);
  const share = div(dy, added(mine, n.i, n.c, its));
  accumulateGrad(n.a, mul(mine, share));
  if (needsGrad(n.b)) accumulateGrad(n.b, mul(its, gathered("gather", share, n.i, n.c)));
}

/** Each factor gets dy · the product of the others: y / itself, or, for a 0, what the other factors make. */
function multiplied(n: Node, dy: Tensor): void {
  if (needsGrad(n.a)) {
    const x = where(eq(n.a, number(0)), number(1), n.a);
    accumulateGrad(n.a, div(mul(dy, scattered(x, n.i, n.c, n.b, Mode.Multiply)), x));
  }
  if (!needsGrad(n.b)) return;
  const zero = eq(n.b, number(0));
  const zeros = gathered("gather", added(zerosLike(n.a, DType.I32), n.i, n.c, cast(zero, DType.I32)), n.i, n.c);
  const factors = where(zero, number(1), n.b);
  const others = mul(dy, scattered(n.a, n.i, n.c, factors, Mode.Multiply));
  // of two zeros each is multiplied by the other: that is 0 too, but has a slope
  const sum = added(zerosLike(n.a, dy.dtype), n.i, n.c, where(zero, n.b, number(0)));
  const other = where(eq(zeros, number(2)), sub(gathered("gather", sum, n.i, n.c), n.b), number(0));
  const lone = where(eq(zeros, number(1)), number(1), other);
  const ordinary = div(gathered("gather", mul(dy, n.y), n.i, n.c), factors);
  accumulateGrad(n.b, where(zero, mul(gathered("gather", others, n.i, n.c), lone), ordinary));
}
