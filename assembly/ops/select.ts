// Choosing between two tensors.
import { pick } from "../kernels/map";
import { describe } from "../kernels/job";
import { Tensor, empty } from "../tensor";
import { DType } from "../dtype";
import { Needs, record, accumulateGrad, needsGrad } from "../tape";
import { Kind, check } from "../fault";
import { both, sizeAt } from "../shape";
import { setTray } from "../root";
import { launch } from "../pool";
import { common, number } from "../number";
import { GRAIN, as, letGo } from "./elementwise";

/** y = mask ? a : b      da = dy where mask      db = dy elsewhere */
export function where(mask: Tensor, left: Tensor, right: Tensor): Tensor {
  check(
    mask.dtype == DType.Bool,
    Kind.DType,
    "where",
    "the condition is {A}; make it bool with ne(0) or a comparison",
    mask,
  );
  const rank = max(mask.rank, max(left.rank, right.rank));
  const t = common(left, right);
  for (let i = 0; i < rank; i++) {
    const m = sizeAt(mask, rank, i);
    const n = both(sizeAt(left, rank, i), sizeAt(right, rank, i));
    check(
      n >= 0,
      Kind.Shape,
      "where",
      "{a} and {b} do not broadcast; reshape() or unsqueeze() one of them",
      left,
      right,
    );
    check(
      both(m, n) >= 0,
      Kind.Shape,
      "where",
      "condition {a} and value {b} do not broadcast",
      mask,
      sizeAt(left, rank, i) == n ? left : right,
    );
  }
  const a = as(left, t);
  const b = as(right, t);
  for (let i = 0; i < rank; i++) setTray(i, both(sizeAt(mask, rank, i), both(sizeAt(a, rank, i), sizeAt(b, rank, i))));
  const y = empty(t, rank);
  describe(y, a, b, mask);
  if (y.shift == 2) launch((i, j) => pick<u32>(i, j), y.size, GRAIN);
  else if (y.shift == 3) launch((i, j) => pick<u64>(i, j), y.size, GRAIN);
  else launch((i, j) => pick<u8>(i, j), y.size, GRAIN);
  record(
    "where",
    y,
    a,
    b,
    mask,
    (n, dy) => {
      if (needsGrad(n.a)) accumulateGrad(n.a, where(n.c, dy, number(0)));
      if (needsGrad(n.b)) accumulateGrad(n.b, where(n.c, number(0), dy));
    },
    Needs.C,
  );
  letGo(a, left);
  letGo(b, right);
  return y;
}
