import { type DType, Tensor } from "../tensor.js";
import { DTypeError, ValueError } from "../engine/fault.js";
import { Parameter } from "./parameter.js";
import { describe } from "./describe.js";
import { type LoadReport, loadInto } from "./state.js";

/** How far, and under which names, a Module looks for its parts. */
export interface WalkOptions {
  /** Put before every name. Default "". */
  prefix?: string;
  /** Also look inside the modules inside. Default true. */
  recurse?: boolean;
  /** Report what is shared once, under its first name. Default true. */
  removeDuplicate?: boolean;
}

/** A module that takes one tensor and gives one tensor: what Sequential chains. */
export type Layer = Module & { forward(x: Tensor): Tensor };

/**
 * The base of all layers and models. Subclasses keep parameters and other modules in fields and say `forward`:
 *
 *     class Net extends nn.Module {
 *       fc1 = new nn.Linear(784, 128);
 *       fc2 = new nn.Linear(128, 10);
 *       forward(x: Tensor) { return this.fc2.forward(this.fc1.forward(x).relu()); }
 *     }
 *
 * Public fields are walked in the order they were assigned; a field holding a Parameter or a Module is found under
 * its name, as in PyTorch. Arrays and private `#fields` are not walked: use ModuleList, ModuleDict, ParameterList.
 * https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module {
  /** True while training: Dropout and its like ask. Set by train() and eval(). */
  training = true;

  /** name → whether it belongs in the state dict */
  readonly #buffers = new Map<string, boolean>();

  /** Fields in which parameters have been seen: a plain tensor there would be trained no more, without a word. */
  readonly #parameters = new Set<string>();

  /** What the module computes. */
  abstract forward(...inputs: never[]): unknown;

  /** The named things this module holds; containers say theirs. */
  protected *fields(): Iterable<[string, unknown]> {
    yield* Object.entries(this);
  }

  /** Puts a tensor of another dtype under a name that `fields` reported; containers say how. */
  protected setField(name: string, value: Tensor): void {
    (this as Record<string, unknown>)[name] = value;
  }

  /**
   * Holds a tensor that is state but not trained (a running mean, a mask). It becomes the field `name`, is kept, and
   * is part of the state dict unless `persistent` is false. Assigning the field later replaces the buffer.
   */
  registerBuffer(name: string, value: Tensor | null, { persistent = true }: { persistent?: boolean } = {}): void {
    checkName("registerBuffer", name);
    if (value !== null && !(value instanceof Tensor)) throw new ValueError(`registerBuffer: "${name}" is not a tensor`);
    if ((this as Record<string, unknown>)[name] !== undefined && !this.#buffers.has(name)) {
      throw new ValueError(`registerBuffer: "${name}": ${this.constructor.name} already has a field of that name`);
    }
    this.#buffers.set(name, persistent);
    (this as Record<string, unknown>)[name] = value?.keep() ?? null;
  }

  /**
   * Holds a parameter as the field `name`, and returns it. A field that was assigned a Parameter is found without this; it
   * is for layers that want no plain tensor in its place, ever.
   */
  registerParameter<P extends Parameter | null>(name: string, value: P): P {
    checkName("registerParameter", name);
    if (value !== null && !(value instanceof Parameter))
      throw new ValueError(`registerParameter: "${name}" is not a Parameter: give new nn.Parameter(t)`);
    this.#parameters.add(name);
    (this as Record<string, unknown>)[name] = value;
    return value;
  }

  /** Modules held directly, with their names. A module held twice is reported once. */
  namedChildren(): [string, Module][] {
    const seen = new Set<Module>();
    return [...childrenOf(this)].filter(([, m]) => !seen.has(m) && seen.add(m));
  }

  /** Modules held directly. */
  children(): Module[] {
    return this.namedChildren().map(([, m]) => m);
  }

  /** This module and all inside it, with dotted names; its own name is "". Parents come before their children. */
  namedModules({ prefix = "", removeDuplicate = true }: Omit<WalkOptions, "recurse"> = {}): [string, Module][] {
    return [...walk(this, prefix, new Set(), removeDuplicate)];
  }

  /** This module and all inside it, each once. */
  modules(): Module[] {
    return this.namedModules().map(([, m]) => m);
  }

  /** Parameters with dotted names (`fc1.weight`): a module's own before those of its children. */
  namedParameters(options: WalkOptions = {}): [string, Parameter][] {
    return this.#collect((m) => parametersOf(m), options);
  }

  /** All parameters, each once even if shared: what an optimizer is given. */
  parameters(recurse = true): Parameter[] {
    return this.namedParameters({ recurse }).map(([, p]) => p);
  }

  /** Buffers with dotted names. */
  namedBuffers(options: WalkOptions = {}): [string, Tensor][] {
    return this.#collect((m) => m.#ownBuffers(false), options);
  }

  /** All buffers, each once. */
  buffers(recurse = true): Tensor[] {
    return this.namedBuffers({ recurse }).map(([, b]) => b);
  }

  /**
   * Every parameter and persistent buffer under PyTorch's key. The tensors are detached and share storage with the
   * model, so training goes on changing them: clone() what must stay as it is.
   */
  stateDict({ prefix = "" }: { prefix?: string } = {}): Record<string, Tensor> {
    return Object.fromEntries(this.#state(prefix).map(([name, t]) => [name, t.detach()]));
  }

  /**
   * Copies a state dict into the parameters and buffers, converting dtypes. Everything is checked before anything
   * is copied. With `strict` (the default) missing and unexpected keys are errors; without it they are only reported.
   * @throws ValueError naming every missing key, every unexpected key and every wrong shape
   */
  loadStateDict(stateDict: Record<string, Tensor>, { strict = true }: { strict?: boolean } = {}): LoadReport {
    return loadInto(this.constructor.name, this.#state(""), stateDict, strict);
  }

  /** Sets the training mode here and in all modules inside. Returns this. */
  train(on = true): this {
    for (const m of this.modules()) m.training = on;
    return this;
  }

  /** train(false): dropout off. Returns this. */
  eval(): this {
    return this.train(false);
  }

  /** Calls fn on every module inside, children first, then on this one. Returns this. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /**
   * Converts the floating point parameters and buffers to "float32" or "float64". The parameters are new tensors
   * (shared ones stay shared), so make the optimizer after this call. Returns this.
   */
  to(dtype: DType): this {
    if (dtype !== "float32" && dtype !== "float64") {
      throw new DTypeError(`Module.to: ${dtype}: only floating point dtypes; use "float32" or "float64"`);
    }
    const made = new Map<Tensor, Tensor>();
    for (const m of this.modules()) {
      for (const [name, t] of [...parametersOf(m), ...m.#ownBuffers(false)]) {
        if (t.dtype === dtype || !t.dtype.startsWith("float")) continue;
        if (!made.has(t)) made.set(t, convert(t, dtype));
        m.setField(name, made.get(t) ?? t);
      }
    }
    return this;
  }

  /** Forgets the gradients of all parameters; with `setToNone: false` they become zeros. */
  zeroGrad({ setToNone = true }: { setToNone?: boolean } = {}): void {
    for (const p of this.parameters()) {
      if (setToNone) p.grad = null;
      else p.grad?.zero_();
    }
  }

  /** Freezes (false) or thaws (true) all parameters. Returns this. */
  requiresGrad_(on = true): this {
    for (const p of this.parameters()) p.requiresGrad_(on);
    return this;
  }

  /** What stands between the brackets when the module is printed: `inFeatures=2, outFeatures=3`. */
  extraRepr(): string {
    return "";
  }

  /** The tree of modules, with the number of parameters that each holds itself, and in total. */
  toString(): string {
    return describe(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #collect<T>(partsOf: (m: Module) => Iterable<[string, T]>, options: WalkOptions): [string, T][] {
    const { prefix = "", recurse = true, removeDuplicate = true } = options;
    const modules: [string, Module][] = recurse ? this.namedModules({ prefix, removeDuplicate }) : [[prefix, this]];
    const all = modules.flatMap(([path, m]) => [...partsOf(m)].map(([name, t]): [string, T] => [join(path, name), t]));
    const seen = new Set<T>();
    return removeDuplicate ? all.filter(([, t]) => !seen.has(t) && seen.add(t)) : all;
  }

  #state(prefix: string): [string, Tensor][] {
    return this.#collect<Tensor>((m) => [...parametersOf(m), ...m.#ownBuffers(true)], {
      prefix,
      removeDuplicate: false,
    });
  }

  *#ownBuffers(persistentOnly: boolean): Iterable<[string, Tensor]> {
    for (const [name, persistent] of this.#buffers) {
      const value = (this as Record<string, unknown>)[name] as Tensor | null;
      if (value && (persistent || !persistentOnly)) yield [name, value];
    }
  }

  /** @internal The modules that `module` holds directly, shared ones as often as they are held. */
  static *childrenOf(module: Module): Iterable<[string, Module]> {
    for (const [name, value] of module.fields()) if (value instanceof Module) yield [name, value];
  }

  /** @internal The same for parameters. */
  static *parametersOf(module: Module): Iterable<[string, Parameter]> {
    for (const [name, value] of module.fields()) {
      if (value instanceof Parameter) {
        module.#parameters.add(name);
        yield [name, value];
      } else if (value instanceof Tensor && module.#parameters.has(name) && !module.#buffers.has(name)) {
        throw new ValueError(
          `${module.constructor.name}.${name}: a plain tensor was put in the place of a Parameter; ` +
            "assign new nn.Parameter(t), or write to the parameter with noGrad(() => p.copy_(t))",
        );
      }
    }
  }
}

const childrenOf = (m: Module) => Module.childrenOf(m);
const parametersOf = (m: Module) => Module.parametersOf(m);

/** Depth first, parents first. `seen` holds all modules met or, where repeats are wanted, only the path down to here. */
function* walk(module: Module, path: string, seen: Set<Module>, unique: boolean): Iterable<[string, Module]> {
  seen.add(module);
  yield [path, module];
  for (const [name, child] of childrenOf(module)) {
    if (!seen.has(child)) yield* walk(child, join(path, name), seen, unique);
  }
  if (!unique) seen.delete(module);
}

function join(path: string, name: string): string {
  return path && !path.endsWith(".") ? `${path}.${name}` : path + name;
}

function convert(t: Tensor, dtype: DType): Tensor {
  const made = t.detach().to(dtype);
  return t instanceof Parameter ? new Parameter(made, { requiresGrad: t.requiresGrad }) : made.keep();
}

/** @internal Names become parts of dotted keys, so a dot inside one would make two parts of it. */
export function checkName(op: string, name: string): void {
  if (typeof name !== "string" || name === "" || name.includes(".")) {
    throw new ValueError(
      `${op}: "${String(name)}": a name must not be empty or contain "."; it is one part of a state dict key`,
    );
  }
}
