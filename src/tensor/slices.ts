// x.at(…): what stands between the brackets in Python. Numbers, slices, null and "..." make views, one axis after the
// other; index tensors and masks then gather.
import { DTypeError, IndexError, ShapeError, ValueError } from "../engine/fault.js";
import { Handle } from "../engine/handle.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** A range with a step, as start:end:step in Python; null leaves a bound open. */
export interface Slice {
  readonly start: number | null;
  readonly end: number | null;
  readonly step: number;
}

/** start:end:step, for at(). A negative step goes backwards, and copies. */
export function slice(start: number | null = null, end: number | null = null, step: number | null = null): Slice {
  return { start, end, step: step ?? 1 };
}

/** What at() takes for an axis; null is a new one, "..." stands for all that are not named. */
export type Index = number | Slice | null | "..." | Tensor;

/** Makes an int32 tensor. */
type Make = (values: Int32Array, shape: number[]) => Tensor;

export function index(x: Tensor, given: readonly Index[], make: Make): Tensor {
  const items = given.map(checked);
  const named = items.reduce((n: number, item) => n + axesOf(item), 0);
  const open = items.filter((item) => item === "...").length;
  if (open > 1) throw new IndexError('at: "..." stands twice; once at most');
  if (named > x.ndim) throw new IndexError(`at: ${named} indices for the ${x.ndim} axes of [${x.shape.join(", ")}]`);

  return scope(() => {
    let y = x;
    let axis = 0;
    const places: (Tensor | null)[] = [];
    for (const item of items) {
      if (item === "...") axis += x.ndim - named;
      else if (item === null) y = y.unsqueeze(axis++);
      else if (typeof item === "number") y = y.select(axis, item);
      else if (isSlice(item)) y = y.slice(axis++, item.start, item.end, item.step);
      else for (const place of placesOf(item, y, axis)) places[axis++] = place;
    }
    if (places.length) return pick(y, places, make);
    return y === x ? y.view(y.shape) : y;
  });
}

/** Does at() give a view for these? */
export function isView(items: readonly Index[]): boolean {
  return items.map(checked).every((item) => !(item instanceof Handle) && !(isSlice(item) && item.step < 0));
}

/** A 0-d index selects as a number does. */
function checked(item: Index): Index {
  if (item instanceof Handle) return item.ndim === 0 && item.dtype === "int32" ? item.item() : item;
  if (item === null || item === "..." || typeof item === "number" || isSlice(item)) return item;
  throw new ValueError(`at: an index is ${typeof item}: a number, slice(), null, "..." or a tensor is needed`);
}

const isSlice = (item: Index): item is Slice => typeof item === "object" && item !== null && "step" in item;

/** How many axes of x an item is for: a mask has as many as dimensions. */
function axesOf(item: Index): number {
  if (item === null || item === "...") return 0;
  return typeof item === "object" && !isSlice(item) && item.dtype === "bool" ? item.ndim : 1;
}

/** Index tensors for the axes from `axis` on, negative numbers counted from the end; a mask becomes where it is true. */
function placesOf(item: Tensor, y: Tensor, axis: number): Tensor[] {
  if (item.dtype !== "bool") return [counted("at", item, y.shape[axis], axis, y)];
  const { shape } = item;
  if (shape.length === 0) throw new IndexError("at: a 0-d mask; use a number, or unsqueeze() the mask");
  if (shape.some((d, i) => d !== y.shape[axis + i])) {
    throw new IndexError(
      `at: the mask [${shape.join(", ")}] does not have the sizes of [${y.shape.join(", ")}] from axis ${axis} on`,
    );
  }
  return item.nonzero({ asTuple: true });
}

/** Indices into an axis of y, negative ones counted from the end. Throws unless all are inside. */
export function counted(op: string, place: Tensor, size: number, axis: number, y: Tensor): Tensor {
  if (place.dtype !== "int32") throw new DTypeError(`${op}: an index is ${place.dtype}; it must be int32 or bool`);
  if (place.numel() === 0) return place;
  const [least, most] = [place.amin().item(), place.amax().item()];
  if (least < -size || most >= size) throw outside(op, least < -size ? least : most, axis, y);
  return least < 0 ? place.where(place.ge(0), place.add(size)) : place;
}

function outside(op: string, i: number, axis: number, y: Tensor): IndexError {
  return new IndexError(`${op}: index ${i} is out of range for axis ${axis} of [${y.shape.join(", ")}]`);
}

/**
 * Gathers at index tensors that broadcast to one shape: their axes are brought to the front and seen as one, along
 * which a single index selects. The result stands where the indices stood, or in front if something lay between.
 */
function pick(y: Tensor, places: (Tensor | null)[], make: Make): Tensor {
  const axes = [...places.keys()].filter((i) => places[i]);
  const rest = y.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const sizes = axes.map((i) => y.shape[i]);
  const shape = broadcast(
    "at: the index tensors",
    axes.map((i) => (places[i] as Tensor).shape),
  );

  let linear: Tensor = make(new Int32Array(1), []).expand(shape);
  for (const [k, i] of axes.entries()) linear = linear.mul(sizes[k]).add(places[i] as Tensor);
  const front = y
    .permute([...axes, ...rest])
    .reshape([sizes.reduce((n, d) => n * d, 1), ...rest.map((i) => y.shape[i])]);
  const found = front.indexSelect(0, linear.reshape(-1));
  const result = found.reshape([...shape, ...rest.map((i) => y.shape[i])]);

  const together = axes.every((i, k) => k === 0 || i === axes[k - 1] + 1);
  const before = together ? axes[0] : 0;
  if (before === 0) return result;
  const n = shape.length;
  return result.permute([
    ...Array.from({ length: before }, (_, i) => n + i),
    ...Array.from({ length: n }, (_, i) => i),
    ...rest.slice(before).map((_, i) => n + before + i),
  ]);
}

/** The shape that shapes broadcast to; `what` begins the sentence if they do not. */
export function broadcast(what: string, shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((s) => s[s.length - rank + i] ?? 1).filter((d) => d !== 1);
    if (sizes.some((d) => d !== sizes[0])) {
      throw new ShapeError(`${what} ${shapes.map((s) => `[${s.join(", ")}]`).join(", ")} do not broadcast`);
    }
    return sizes[0] ?? 1;
  });
}
