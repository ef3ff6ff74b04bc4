// The element types, and which one a mixture becomes.

export namespace DType {
  export const F32 = 0;
  export const F64 = 1;
  export const I32 = 2;
  export const Bool = 3;
}

/** Bytes of one element, as a power of two. */
export function shiftOf(dtype: i32): i32 {
  return dtype == DType.Bool ? 0 : dtype == DType.F64 ? 3 : 2;
}

export function isFloat(dtype: i32): bool {
  return dtype <= DType.F64;
}

/** bool < int32 < float32 < float64 */
export function widen(a: i32, b: i32): i32 {
  return rankOf(a) >= rankOf(b) ? a : b;
}

function rankOf(dtype: i32): i32 {
  return dtype == DType.Bool ? 0 : dtype == DType.I32 ? 1 : dtype == DType.F32 ? 2 : 3;
}

/** bool, integer or float: dimensioned tensors win over 0-d ones, and those over numbers, within a category. */
export function category(dtype: i32): i32 {
  return dtype == DType.Bool ? 0 : dtype == DType.I32 ? 1 : 2;
}
