// The thread between a JavaScript object and a tensor of the engine. A handle holds an address and the life of the
// header it was made for, so that a handle that outlived its tensor is recognised, never mistaken for another's.
import { core, lifeOf, opOf, sizeOf, text, typeOf, u32 } from "./core.js";
import { ReleasedError, ValueError } from "./fault.js";
import type { Tensor } from "./tensor.js";

declare global {
  // As in TypeScript's lib.esnext.disposable.d.ts, which not every program includes, and TypeScript 5.0 has not
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Why a tensor was released, in the order of Why in assembly/releases.ts. */
export const Why = { Step: 0, Scope: 1, Dispose: 2, Collected: 3, Memory: 4, Grad: 5 } as const;

const reasons = [
  "went with its training step: it lasts until the parameters are updated a second time, or three graphs",
  "went with the scope() or noGrad() it was made in, which did not return it",
  "was disposed of",
  "was collected as garbage",
  "had not been used for long when memory was full",
  "was a gradient that has been replaced",
];

// Registering with the garbage collector costs more than an op on a small tensor, and most tensors are released by the
// rules of the engine soon. So the youngest handles wait here, and only what has survived is registered, small tensors
// several to a token: when all of them are unreachable, so is the token.
const young: Handle[] = [];
const YOUNG = 256;
const TOKEN = 16;
const LARGE = 1 << 16;
let waiting = 0;

const registry = /* @__PURE__ */ new FinalizationRegistry<[ptr: number, life: number][]>((tensors) => {
  for (const [ptr, life] of tensors) if (lifeOf(ptr) === life) core.release(ptr, Why.Collected);
});

function settle(): void {
  const small: Handle[] = [];
  for (const t of young) {
    if (!t.alive) continue;
    if (t.kept || bytesOf(t.ptr) > LARGE) watch([t]);
    else if (small.push(t) === TOKEN) watch(small.splice(0));
  }
  if (small.length) watch(small);
  young.length = 0;
  waiting = 0;
}

function watch(group: Handle[]): void {
  const token = {};
  const tensors = group.map((t): [number, number] => [t.ptr, t.life]);
  registry.register(token, tensors);
  for (const t of group) t.token = token;
}

/** @internal Sees every new handle, while there is one: anomaly.ts. */
let witness: ((t: Handle) => void) | undefined;
/** @internal */
export function setWitness(fn: typeof witness): void {
  witness = fn;
}

const bytesOf = (ptr: number): number => sizeOf(ptr) * [4, 8, 4, 1][typeOf(ptr)];

export abstract class Handle {
  /** @internal Address of the header. */
  readonly ptr: number;
  /** @internal The life of the header that this is a handle of; negative once it has been given up. */
  life: number;
  /** @internal */
  token: object | undefined = undefined;
  /** @internal */
  kept = false;

  /**
   * @internal Takes over a tensor of the engine, or that of another handle, which is given up. An `unclaimed` handle only
   * looks: the tensor lives for other reasons, and does not end with the handle.
   */
  constructor(from: number | Handle, unclaimed = false) {
    if (typeof from === "number") {
      this.ptr = from >>> 0;
      this.life = lifeOf(this.ptr);
    } else {
      this.ptr = at(from);
      this.life = from.life;
      this.token = from.token; // if it was registered, it stays so: the end of the other handle must not be its end
      from.life = ~from.life;
      from.token = undefined;
    }
    if (unclaimed) return;
    witness?.(this);
    if (this.token) return;
    young.push(this);
    waiting += sizeOf(this.ptr);
    if (young.length >= YOUNG || waiting > 1 << 24) settle();
  }

  /** Is there still a tensor behind this object? */
  get alive(): boolean {
    return lifeOf(this.ptr) === this.life;
  }

  /**
   * Releases the tensor now; memory that a graph or a view still needs stays until they go. Reading the tensor later
   * is a ReleasedError. A second call does nothing.
   */
  dispose(): void {
    if (!this.alive) return;
    core.release(this.ptr, Why.Dispose);
    this.life = ~this.life;
  }

  /** The same, at the end of a block that says `using`. */
  declare [Symbol.dispose]: () => void;

  /**
   * Exempts the tensor from every automatic release but garbage collection: for what is to outlive its training step
   * or its scope. Returns the tensor.
   */
  keep(): this {
    core.keep(at(this));
    this.kept = true;
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

/** The address behind a handle; a ReleasedError if there is nothing any more. */
export function at(t: Handle): number {
  if (t != null && lifeOf(t.ptr) === t.life) return t.ptr;
  throw gone(t);
}

function gone(t: Handle): Error {
  if (!(t instanceof Handle)) return new ValueError(`a tensor is needed, not ${t === null ? "null" : typeof t}`);
  const life = (t.life < 0 ? ~t.life : t.life) >>> 0;
  const record = core.released(t.ptr, life) >>> 2;
  const named = record ? text(u32[record + 4]) : lifeOf(t.ptr) === life ? opOf(t.ptr) : "";
  const why = t.life < 0 ? Why.Dispose : record ? u32[record + 2] : -1;
  const when = record ? `, after graph ${u32[record + 3]} of ${core.graphCount() >>> 0}` : "";
  return new ReleasedError(
    `${named ? `the result of ${named}` : "this tensor"} ${reasons[why] ?? "was released long ago"}${when}; ` +
      "keep() what you need longer, or read it before with item(), toArray() or data()",
  );
}
