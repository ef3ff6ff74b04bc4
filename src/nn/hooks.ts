// What is called around forward(), and when gradients come back. A module with hooks has a forward of its own in front of
// that of its class; one without has none, and pays nothing.
import { Function as Rule } from "../autograd/function.js";
import { cat } from "../functions/create.js";
import { ValueError } from "../engine/fault.js";
import { isGradEnabled, scope } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import type { Module } from "./module.js";

/** Sees the inputs before forward(): what it returns, one input or all in an array, replaces them. */
export type ForwardPreHook = (module: Module, inputs: unknown[]) => unknown;
/** Sees what forward() returned: what it returns replaces that. */
export type ForwardHook = (module: Module, inputs: unknown[], output: unknown) => unknown;
/** Gradients of tensors in the order of inputs or outputs; null for what has none. */
export type Gradients = (Tensor | null)[];
/** Sees the gradients of the outputs before those of the inputs are computed: what it returns replaces them. */
export type BackwardPreHook = (module: Module, gradOutput: Gradients) => Gradients | Tensor | null | undefined | void;
/** Sees gradients of inputs and outputs: what it returns replaces the gradients of the inputs. */
export type BackwardHook = (
  module: Module,
  gradInput: Gradients,
  gradOutput: Gradients,
) => Gradients | Tensor | null | undefined | void;

/** Takes a hook away again. */
export interface RemovableHandle {
  remove(): void;
}

interface Hooks {
  forwardPre: ForwardPreHook[];
  forward: ForwardHook[];
  backwardPre: BackwardPreHook[];
  backward: BackwardHook[];
}
const HOOKS = Symbol("hooks");
type Hooked = Module & { [HOOKS]?: Hooks; forward(...inputs: unknown[]): unknown };

/** Adds a hook, behind the others or in front of them. */
export function addHook<K extends keyof Hooks>(
  module: Module,
  kind: K,
  hook: Hooks[K][number],
  prepend: boolean,
): RemovableHandle {
  if (typeof hook !== "function") throw new ValueError(`${module.constructor.name}: a hook must be a function`);
  const hooked = module as Hooked;
  hooked[HOOKS] ??= { forwardPre: [], forward: [], backwardPre: [], backward: [] };
  const list = hooked[HOOKS][kind] as unknown[];
  if (prepend) list.unshift(hook);
  else list.push(hook);
  if (!Object.hasOwn(module, "forward"))
    Object.defineProperty(module, "forward", { value: withHooks, configurable: true, writable: true });
  return {
    remove() {
      const place = list.indexOf(hook);
      if (place >= 0) list.splice(place, 1);
      const all = Object.values(hooked[HOOKS] ?? {}) as unknown[][];
      if (hooked.forward === withHooks && all.every((hooks) => hooks.length === 0))
        delete (module as { forward?: unknown }).forward;
    },
  };
}

function withHooks(this: Hooked, ...given: unknown[]): unknown {
  const { forwardPre, forward, backwardPre, backward } = this[HOOKS] as Hooks;
  let inputs = given;
  for (const hook of [...forwardPre]) {
    const other = hook(this, inputs);
    if (other !== undefined) inputs = Array.isArray(other) ? (other as unknown[]) : [other];
  }
  const watched = (backwardPre.length > 0 || backward.length > 0) && isGradEnabled();
  const ways = watched ? new Ways(this, backwardPre, backward) : null;
  if (ways) inputs = ways.enter(inputs);
  let output = (Object.getPrototypeOf(this) as Hooked).forward.apply(this, inputs);
  for (const hook of [...forward]) output = hook(this, inputs, output) ?? output;
  return ways ? ways.leave(output) : output;
}

/** Where gradients come out of a module and go into it. */
class Ways {
  #inputs: (Tensor | null)[] = [];
  #gradOutput: Gradients = [];
  /** Is there an input that wants a gradient? */
  #entered = false;

  constructor(
    readonly module: Module,
    readonly before: BackwardPreHook[],
    readonly after: BackwardHook[],
  ) {}

  enter(inputs: unknown[]): unknown[] {
    this.#inputs = inputs.map((x) => (x instanceof Tensor ? x : null));
    return this.#through(inputs, (gradients) => this.#finish(gradients), true);
  }
  leave(output: unknown): unknown {
    const outputs = Array.isArray(output) ? (output as unknown[]) : [output];
    const passed = this.#through(outputs, (gradients) => {
      let given = gradients;
      for (const hook of [...this.before]) given = replaced(this.module, hook(this.module, given), given);
      this.#gradOutput = given;
      if (!this.#entered) this.#finish(this.#inputs.map(() => null));
      return given;
    });
    return Array.isArray(output) ? passed : passed[0];
  }
  #finish(gradients: Gradients): Gradients {
    let given = gradients;
    for (const hook of [...this.after])
      given = replaced(this.module, hook(this.module, given, this.#gradOutput), given);
    return given;
  }

  /** All tensors of a list that want a gradient through one op, which changes nothing, so that their gradients come at once. */
  #through(list: unknown[], fn: (gradients: Gradients) => Gradients, entering = false): unknown[] {
    const live = list.filter((x): x is Tensor => x instanceof Tensor && x.requiresGrad);
    if (live.length === 0) return list;
    if (entering) this.#entered = true;
    const places = list.map((x) => live.indexOf(x as Tensor));
    class Passing extends Rule {
      static forward(_: unknown, x: Tensor): Tensor {
        return x;
      }
      static backward(_: unknown, dy: Tensor): Tensor {
        const gradients = parts(dy, live);
        const wanted = fn(places.map((i) => (i < 0 ? null : gradients[i])));
        const own = live.map((x, i) => wanted[places.indexOf(i)] ?? x.detach().mul(0));
        return joined(own);
      }
    }
    const passed = scope(() => parts(Passing.apply(joined(live)), live));
    return list.map((x, i) => (places[i] < 0 ? x : passed[places[i]]));
  }
}

const joined = (all: Tensor[]): Tensor => (all.length === 1 ? all[0] : cat(all.map((x) => x.reshape(-1))));
function parts(flat: Tensor, like: Tensor[]): Tensor[] {
  if (like.length === 1) return [flat];
  let start = 0;
  return like.map((x) => flat.slice(0, start, (start += x.numel())).reshape(x.shape).to(x.dtype)); // prettier-ignore
}

/** What a hook returned, if it is a list of gradients. */
function replaced(module: Module, returned: unknown, before: Gradients): Gradients {
  if (returned === undefined || returned === null) return before;
  const list = (Array.isArray(returned) ? returned : [returned]) as unknown[];
  const fits = list.length === before.length && list.every((g) => g === null || g instanceof Tensor);
  if (!fits)
    throw new ValueError(
      `${module.constructor.name}: a backward hook must return ${before.length} gradients, or nothing`,
    );
  return list;
}
