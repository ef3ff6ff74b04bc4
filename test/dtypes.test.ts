// Which dtypes every op takes and gives, and what it makes of whole numbers: as PyTorch, but for what stands here.
import { describe, expect, test } from "vitest";
import { DTypeError, scope, tensor, type DType, type Tensor } from "wasmgrad";
import { cases, type Case, type Inputs, type Options } from "./cases.js";
import table from "./golden/dtypes.json" with { type: "json" };
import { difference, number, type Num, type Source } from "./helpers.js";

interface Row {
  op: string;
  options?: Record<string, unknown>;
  inputs: (Source | number | null)[];
  results: Record<DType, Result>;
}
type Result = { dtypes: DType[]; values: Num[] } | { error: string };
const words = (text: string) => text.trim().split(/\s+/);

function inputs(row: Row, own: DType): unknown[] {
  return row.inputs.map((x) => {
    if (typeof x !== "object" || x === null) return x ?? undefined;
    const values = x.values.map(number);
    const odd = own === "bool" && x.dtype === undefined;
    return tensor(odd ? values.map((v) => v % 2) : values, { shape: x.shape, dtype: x.dtype ?? own });
  });
}

/** What the op gives, or that it refuses the dtype. */
function outcome(row: Row, dtype: DType): Tensor[] | "refused" {
  const given = row.options ?? {};
  const options = { ...given, ...("value" in given ? { value: number(given.value as Num) } : {}) } as Options;
  try {
    return [(cases as Record<string, Case>)[row.op].call(inputs(row, dtype) as Inputs, options)].flat();
  } catch (error) {
    if (error instanceof DTypeError) return "refused";
    throw error;
  }
}

/** What is computed here of int32 and bool, though PyTorch 1.13 has no kernel for it: as floats, or in their order. */
const TAKEN = {
  // whole numbers that are float serve as classes
  float32: ["oneHot"],
  float64: ["oneHot"],
  int32: words(
    `leakyRelu gelu silu softplus hypot logaddexp logaddexp2 hardshrink softmin softmax logSoftmax logcumsumexp`,
  ),
  bool: words(`
    leakyRelu gelu silu softplus hypot logaddexp logaddexp2 softmax logSoftmax logcumsumexp trapezoid cumulativeTrapezoid
    pow clampBetween clip addcmul threshold argmax argmin topk kthvalue median nanmedian searchsorted bucketize isin
    trace vander`),
};

/** What comes out otherwise; docs/differs.json says why. */
const OTHERWISE = ["addcmul of int32"];

describe("every op takes and gives the dtypes that PyTorch does", () => {
  for (const row of table as unknown as Row[]) {
    for (const [dtype, want] of Object.entries(row.results) as [DType, Result][]) {
      const name = `${row.op} of ${dtype}`;
      if (OTHERWISE.includes(name)) continue;
      test(name, () => {
        scope(() => {
          const got = outcome(row, dtype);
          if ("error" in want) {
            const taken = dtype in TAKEN && TAKEN[dtype].includes(row.op);
            expect(got === "refused", want.error).toBe(!taken);
          } else {
            expect(got, "refused or not").not.toBe("refused");
            const ys = got as Tensor[];
            expect(ys.map((y) => y.dtype)).toEqual(want.dtypes);
            expect(difference(ys[0].data(), want.values.map(number), { tolerance: 2e-4 })).toBe("");
          }
        });
      });
    }
  }
});

test("what is taken here is refused there", () => {
  const rows = table as unknown as Row[];
  for (const [dtype, ops] of Object.entries(TAKEN) as [keyof typeof TAKEN, string[]][]) {
    expect(ops.filter((op) => !rows.some((row) => row.op === op && "error" in row.results[dtype]))).toEqual([]);
  }
});
