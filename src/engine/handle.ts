// The thread between a JavaScript object and a tensor of the engine. A handle holds an address and the life of the
// header it was made for, so that a handle that outlived its tensor is recognised, never mistaken for another's.
import { core, lifeOf, opOf, sizeOf, text, typeOf, u32 } from "./core.js";
import { ReleasedError, ValueError } from "./fault.js";
import { Box, type Place, boxOf, enter, grownUp, ownerAt, replace } from "./owners.js";
import { isOver, reload } from "./spill.js";
import type { Tensor } from "../tensor.js";

declare global {
  // As in TypeScript's lib.esnext.disposable.d.ts, which not every program includes, and TypeScript 5.0 has not
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Why a tensor was released, in the order of Why in assembly/releases.ts. */
export const Why = { Step: 0, Scope: 1, Dispose: 2, Collected: 3, Memory: 4, Grad: 5 } as const;

const reasons = [
  "was part of a training step that is over",
  "went with the scope() or noGrad() it was made in, which did not return it",
  "was disposed of",
  "was collected as garbage",
  "",
  "was a gradient that has been replaced",
];

// Registering with the garbage collector costs more than an op on a small tensor, and most tensors are released by the
// rules of the engine soon. So only what has outlived the youngest handles is registered, small tensors several to a token: when all
// of them are unreachable, so is the token.
const TOKEN = 16;
const LARGE = 1 << 16;
let waiting = 0;

const registry = /* @__PURE__ */ new FinalizationRegistry<Place[]>((places) => {
  for (const place of places) if (place.inEngine && place.wanted === 0) core.release(place.ptr, Why.Collected);
});

/** A generation of handles is full: those that are left are registered, and the engine moves out what lies idle. */
function nextGeneration(): void {
  const small: Handle[] = [];
  for (const t of grownUp() as Handle[]) {
    if (bytesOf(t.ptr) > LARGE) watch([t]);
    else if (small.push(t) === TOKEN) watch(small.splice(0));
  }
  if (small.length) watch(small);
  waiting = 0;
  core.tend();
}

/** Its name is what a DataCloneError shows. */
const uncloneable = (): (() => void) =>
  function tensors_cannot_be_cloned_send_x_data_and_x_shape_and_call_tensor_there() {};
const unregistered = /* @__PURE__ */ uncloneable();

function watch(group: Handle[]): void {
  const token = uncloneable();
  registry.register(
    token,
    group.map((t) => boxOf(t).place),
  );
  for (const t of group) t.token = token;
}

/** @internal Sees every new handle, while there is one: anomaly.ts. */
let witness: ((t: Handle) => void) | undefined;
/** @internal */
export function setWitness(fn: typeof witness): void {
  witness = fn;
}

const bytesOf = (ptr: number): number => sizeOf(ptr) * [4, 8, 4, 1][typeOf(ptr)];

/** What all handles of this copy of the library have, and those of another copy have not. */
const COPY = Symbol("wasmgrad");

export abstract class Handle {
  /** @internal Address of the header. */
  ptr: number;
  /** @internal The life of the header that this is a handle of; negative once it has been given up. */
  life: number;
  /** @internal What handles of one tensor share, once they have survived their youth. */
  box: Box | undefined = undefined;
  /** @internal What the garbage collector is asked about; a function, so that structuredClone() refuses a tensor and says why. */
  token: () => void = unregistered;
  /** @internal */
  declare readonly [COPY]: true;

  /**
   * @internal Takes over a tensor of the engine, or that of another handle, which is given up. A `borrowed` handle only
   * looks: the tensor lives for other reasons, and does not end with the handle.
   */
  constructor(from: number | Handle, borrowed = false) {
    if (typeof from === "number") {
      this.ptr = from >>> 0;
      this.life = lifeOf(this.ptr);
      if (borrowed) return;
      witness?.(this);
      const other = ownerAt(this.ptr);
      if (other) share(this, other);
      else {
        waiting += sizeOf(this.ptr);
        if (enter(this) || waiting > 1 << 24) nextGeneration();
      }
    } else {
      this.ptr = at(from);
      this.life = from.life;
      this.box = from.box;
      this.token = from.token; // if it was registered, it stays so: the end of the other handle must not be its end
      if (!from.box) replace(from, this);
      from.life = ~from.life;
      from.box = undefined;
      from.token = unregistered;
    }
  }

  /** Is there still a tensor behind this object? */
  get alive(): boolean {
    return lifeOf(this.ptr) === this.life || (this.life >= 0 && this.box !== undefined && !isOver(this.box));
  }

  /**
   * Releases the tensor now; memory that a graph or a view still needs stays until they go. Reading the tensor later
   * is a ReleasedError. A second call does nothing.
   */
  dispose(): void {
    if (!this.alive) return;
    const { box } = this;
    if (box?.spilled) box.spilled = box.place.wanted ? box.spilled : undefined;
    else if (!box?.place.wanted) core.release(box ? box.place.ptr : this.ptr, Why.Dispose);
    this.life = ~this.life;
    this.box = undefined;
  }

  /** The same, at the end of a block that says `using`. */
  declare [Symbol.dispose]: () => void;

  /**
   * Exempts the tensor from every automatic release but garbage collection: for what is to outlive its training step
   * or its scope. Returns the tensor.
   */
  keep(): this {
    core.keep(at(this));
    return this;
  }
}

// Engines without Symbol.dispose (Safari) lose `using`, nothing else.
if (Symbol.dispose) {
  Object.defineProperty(Handle.prototype, Symbol.dispose, {
    value(this: Handle) {
      this.dispose();
    },
  });
}

/** A tensor from its address. The class of all methods says how: what it is made with does not know it. */
export let wrap: (ptr: number) => Tensor;
export function wrapWith(make: (ptr: number) => Tensor): void {
  wrap = make;
}

Object.defineProperty(Handle.prototype, COPY, { value: true });

/** Another handle of a tensor that has one: the tensor ends when none is left. */
function share(t: Handle, other: ReturnType<typeof ownerAt>): void {
  const box = other instanceof Box ? other : boxOf(other as Handle);
  t.box = box;
  if (!(other instanceof Box)) {
    const first = other as Handle;
    if (first.token === unregistered) watch([first]);
    t.token = first.token;
  } else watch([t]);
}

/** The address behind a handle; a ReleasedError if there is nothing any more. */
export function at(t: Handle): number {
  if (t != null && t[COPY] && lifeOf(t.ptr) === t.life) return t.ptr;
  return again(t);
}

/** A tensor that was moved out comes back. */
function again(t: Handle): number {
  if (!(t instanceof Handle) || t.ptr === undefined) throw foreign(t);
  const { box } = t;
  if (!box || t.life < 0 || !reload(box)) throw gone(t);
  t.ptr = box.place.ptr;
  t.life = box.place.life;
  return t.ptr;
}

function foreign(t: unknown): Error {
  const like = typeof t === "object" && t !== null && "ptr" in t && "dtype" in Object(Object.getPrototypeOf(t));
  return new ValueError(
    like
      ? "a tensor of another copy of wasmgrad, or none of its functions made it: give tensor(x.toArray()), and see with `npm ls wasmgrad` where the copies come from"
      : `a tensor is needed, not ${t === null ? "null" : typeof t}`,
  );
}

function gone(t: Handle): Error {
  const life = (t.life < 0 ? ~t.life : t.life) >>> 0;
  const record = core.released(t.ptr, life) >>> 2;
  const named = record ? text(u32[record + 4]) : lifeOf(t.ptr) === life ? opOf(t.ptr) : "";
  const why = t.life < 0 ? Why.Dispose : t.box?.spilled ? Why.Scope : record ? u32[record + 2] : -1;
  const when = record ? `, after graph ${u32[record + 3]} of ${core.graphCount() >>> 0}` : "";
  return new ReleasedError(
    `${named ? `the result of ${named}` : "this tensor"} ${reasons[why] ?? "was released long ago"}${when}; ` +
      "return from the scope what you need longer, or keep() it, or read it before with item(), toArray() or data()",
  );
}
