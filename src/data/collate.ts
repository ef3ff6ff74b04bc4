import { signature } from "../arguments/signature.js";
import { scope } from "../autograd/index.js";
import { stack, tensor } from "../functions/create.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { Tensor } from "../tensor.js";

type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** What a batch of samples S looks like: tensors where S has tensors or numbers, lists where it has strings. */
export type Collated<S> = S extends Tensor | TypedArray | number | boolean
  ? Tensor
  : S extends string
    ? string[]
    : S extends object
      ? { -readonly [K in keyof S]: Collated<S[K]> }
      : S[];

/**
 * Puts samples together along a new first dimension: tensors and typed arrays are stacked, numbers become a float32
 * tensor and booleans a bool one, as tensor() would make them; strings stay a list; arrays and records are put
 * together member by member. Class numbers must be int32 for the losses: give them as `tensor(label, { dtype: "int32" })`.
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.default_collate
 */
export function defaultCollate<S>(samples: readonly S[]): Collated<S>;
export function defaultCollate<S>(...given: unknown[]): Collated<S> {
  const [samples] = signature("defaultCollate", "batch: list").read(given);
  if (samples.length === 0) throw new ValueError("defaultCollate: there are no samples");
  return scope(() => collate(samples) as Collated<S>);
}

function collate(samples: readonly unknown[]): unknown {
  const [first] = samples;
  if (first instanceof Tensor) return stack(samples as Tensor[]);
  if (typeof first === "number" || typeof first === "boolean") return tensor(samples as number[]);
  if (ArrayBuffer.isView(first)) return stack((samples as TypedArray[]).map((values) => tensor(values)));
  if (typeof first === "string") return [...samples];
  if (Array.isArray(first)) {
    const rows = samples as unknown[][];
    if (rows.some((row) => !Array.isArray(row) || row.length !== first.length)) {
      throw new ShapeError("collate: samples of different lengths: give the DataLoader a collate function");
    }
    return first.map((_, i) => collate(rows.map((row) => row[i])));
  }
  if (typeof first === "object" && first !== null) {
    const records = samples as Record<string, unknown>[];
    if (records.some((record) => typeof record !== "object" || record === null))
      throw new ValueError("collate: samples of different types: give the DataLoader a collate function");
    return Object.fromEntries(Object.keys(first).map((key) => [key, collate(records.map((record) => record[key]))]));
  }
  throw new ValueError(`collate: samples of type ${typeof first}: give the DataLoader a collate function`);
}
