import { signature } from "../arguments/signature.js";
import { DTypeError, IndexError, ValueError } from "../engine/fault.js";
import { type DType, Tensor } from "../tensor.js";
import { Parameter } from "./parameter.js";
import { copied } from "./clone.js";
import { describe } from "./describe.js";
import {
  type BackwardHook,
  type BackwardPreHook,
  type ForwardHook,
  type ForwardPreHook,
  type RemovableHandle,
  addHook,
} from "./hooks.js";
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

/** Which parameters: all, or those whose dotted names fit. */
export interface FreezeOptions {
  /** A part of the name, or a regular expression: /^encoder\./ */
  pattern?: string | RegExp | undefined;
}

/** name → whether it belongs in the state dict */
const BUFFERS = Symbol("buffers");
/** Fields in which parameters have been seen: a plain tensor there would be trained no more, without a word. */
const PARAMETERS = Symbol("parameters");
const LOADED = Symbol("loaded");
type LoadHook = (module: Module, report: LoadReport) => void;

const walkText = 'prefix = "", recurse = true, removeDuplicate = true';
const takeWalk = /* @__PURE__ */ signature("Module", walkText);
const takePrefix = /* @__PURE__ */ signature("Module.stateDict", 'prefix = ""');
const takeStrict = /* @__PURE__ */ signature("loadStateDict", "strict = true");
const takePersistent = /* @__PURE__ */ signature("registerBuffer", "persistent = true");
const takeModules = /* @__PURE__ */ signature("namedModules", 'prefix = "", removeDuplicate = true');
const takeZero = /* @__PURE__ */ signature("zeroGrad", "setToNone = true");
const takePrepend = /* @__PURE__ */ signature("hook", "prepend = false");
const takeNone = /* @__PURE__ */ signature("Module", "");

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
  /** Takes nothing: what a class is made with, it takes itself. */
  constructor(...given: []) {
    takeNone.read(given);
    for (const [key, value] of [
      [BUFFERS, new Map()],
      [PARAMETERS, new Set()],
      [LOADED, []],
    ] as const)
      // prettier-ignore
      Object.defineProperty(this, key, { value, writable: true });
  }

  /** True while training: Dropout and its like ask. Set by train() and eval(). */
  training = true;

  declare private readonly [BUFFERS]: Map<string, boolean>;
  declare private readonly [PARAMETERS]: Set<string>;
  declare private readonly [LOADED]: LoadHook[];

  /** What the module computes. */
  abstract forward(...inputs: never[]): unknown;

  /** The named things this module holds; containers say theirs. */
  protected *fields(): Iterable<[string, unknown]> {
    yield* Object.entries(this);
  }

  /** @internal Puts something else under a name that `fields` reported; containers say how. */
  setField(name: string, value: Tensor | Module): void {
    (this as Record<string, unknown>)[name] = value;
  }

  /**
   * Holds a tensor that is state but not trained (a running mean, a mask). It becomes the field `name`, is kept, and
   * is part of the state dict unless `persistent` is false. Assigning the field later replaces the buffer.
   */
  registerBuffer(name: string, value: Tensor | null, persistent: boolean | { persistent?: boolean } = true): void {
    const [kept] = takePersistent.read([persistent]);
    checkName("registerBuffer", name);
    if (value !== null && !(value instanceof Tensor)) throw new ValueError(`registerBuffer: "${name}" is not a tensor`);
    if ((this as Record<string, unknown>)[name] !== undefined && !this[BUFFERS].has(name)) {
      throw new ValueError(`registerBuffer: "${name}": ${this.constructor.name} already has a field of that name`);
    }
    this[BUFFERS].set(name, kept);
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
    this[PARAMETERS].add(name);
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
  namedModules(options: Omit<WalkOptions, "recurse"> = {}): [string, Module][] {
    const [prefix, removeDuplicate] = takeModules.read([options]);
    return [...walk(this, prefix, new Set(), removeDuplicate)];
  }

  /** This module and all inside it, each once. */
  modules(): Module[] {
    return this.namedModules().map(([, m]) => m);
  }

  /** Parameters with dotted names (`fc1.weight`): a module's own before those of its children. */
  namedParameters(options: WalkOptions = {}): [string, Parameter][] {
    return collect(this, (m) => parametersOf(m), options);
  }

  /** All parameters, each once even if shared: what an optimizer is given. */
  parameters(recurse = true): Parameter[] {
    return this.namedParameters({ recurse }).map(([, p]) => p);
  }

  /** Buffers with dotted names. */
  namedBuffers(options: WalkOptions = {}): [string, Tensor][] {
    return collect(this, (m) => Module.buffersOf(m, false), options);
  }

  /** All buffers, each once. */
  buffers(recurse = true): Tensor[] {
    return this.namedBuffers({ recurse }).map(([, b]) => b);
  }

  /**
   * Every parameter and persistent buffer under PyTorch's key. The tensors are detached and share storage with the
   * model, so training goes on changing them: clone() what must stay as it is.
   */
  stateDict(options: { prefix?: string } = {}): Record<string, Tensor> {
    const [prefix] = takePrefix.read([options]);
    return Object.fromEntries(stateOf(this, prefix).map(([name, t]) => [name, t.detach()]));
  }

  /**
   * Copies a state dict into the parameters and buffers, converting dtypes. Everything is checked before anything
   * is copied. With `strict` (the default) missing and unexpected keys are errors; without it they are only reported.
   * @throws ValueError naming every missing key, every unexpected key and every wrong shape
   */
  loadStateDict(
    stateDict: Record<string, Tensor>,
    strict: boolean | { strict?: boolean | undefined } = true,
  ): LoadReport {
    const [checked] = takeStrict.read([strict]);
    const report = loadInto(this.constructor.name, stateOf(this, ""), stateDict, checked);
    for (const m of this.modules()) for (const hook of m[LOADED]) hook(m, report);
    return report;
  }

  /** Calls fn(module, report) after loadStateDict() of this module, or of one that holds it. */
  registerLoadStateDictPostHook(fn: LoadHook): RemovableHandle {
    const list = this[LOADED];
    list.push(fn);
    return { remove: () => void (list.includes(fn) && list.splice(list.indexOf(fn), 1)) };
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
    if (typeof fn !== "function") throw new ValueError("Module.apply: a function is needed");
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
      for (const [name, t] of [...parametersOf(m), ...Module.buffersOf(m, false)]) {
        if (t.dtype === dtype || !t.dtype.startsWith("float")) continue;
        if (!made.has(t)) made.set(t, convert(t, dtype));
        m.setField(name, made.get(t) ?? t);
      }
    }
    return this;
  }

  /** Forgets the gradients of all parameters; with `setToNone: false` they become zeros. */
  zeroGrad(options: boolean | { setToNone?: boolean } = true): void {
    const [setToNone] = takeZero.read([options]);
    for (const p of this.parameters()) {
      if (setToNone) p.grad = null;
      else p.grad?.zero_();
    }
  }

  /**
   * Freezes (false) or thaws (true) all parameters, or those whose names fit: `requiresGrad_(false, { pattern: /^encoder/ })`.
   * Returns this.
   */
  requiresGrad_(requiresGrad = true, { pattern }: FreezeOptions = {}): this {
    for (const [name, p] of this.namedParameters()) if (fits(name, pattern)) p.requiresGrad_(requiresGrad);
    return this;
  }

  /** to("float32") */
  float(): this {
    return this.to("float32");
  }
  /** to("float64") */
  double(): this {
    return this.to("float64");
  }

  /** Holds a module as the field `name`: what an assignment does, for names that are computed. */
  registerModule(name: string, module: Module | null): void {
    checkName("registerModule", name);
    if (module !== null && !(module instanceof Module)) throw new ValueError(`registerModule: "${name}" is no Module`);
    const there = (this as Record<string, unknown>)[name];
    if (there !== undefined && there !== null && !(there instanceof Module))
      throw new ValueError(`registerModule: "${name}": ${this.constructor.name} already has a field of that name`);
    (this as Record<string, unknown>)[name] = module;
  }
  /** registerModule() */
  addModule(name: string, module: Module | null): void {
    this.registerModule(name, module);
  }

  /** The module of a dotted name, "" for this one. @throws IndexError if there is none */
  getSubmodule(target: string): Module {
    const names = target === "" ? [] : String(target).split(".");
    return names.reduce<Module>((found, name) => {
      const child = [...childrenOf(found)].find(([key]) => key === name);
      if (child) return child[1];
      throw new IndexError(`getSubmodule: "${target}": ${found.constructor.name} holds no module "${name}"`);
    }, this);
  }
  /** Puts a module in the place of the one of a dotted name. @throws IndexError if there is none */
  setSubmodule(target: string, module: Module): void {
    if (!(module instanceof Module)) throw new ValueError(`setSubmodule: "${target}": a Module is needed`);
    const [path, name] = lastDot(target);
    this.getSubmodule(target);
    this.getSubmodule(path).setField(name, module);
  }
  /** The parameter of a dotted name. @throws IndexError if there is none */
  getParameter(target: string): Parameter {
    return part("getParameter", this, target, (m) => parametersOf(m));
  }
  /** The buffer of a dotted name. @throws IndexError if there is none */
  getBuffer(target: string): Tensor {
    return part("getBuffer", this, target, (m) => Module.buffersOf(m, false));
  }

  /**
   * A deep copy: parameters, buffers and modules of its own, the same numbers; what is shared inside stays shared inside. Objects other than arrays,
   * Maps, Sets and plain objects are the same in both, functions and generators among them. Fields whose names begin with # cannot
   * be copied: a class that has some must say clone() itself.
   */
  clone(): this {
    return copied(this, new Map(), (x) => x instanceof Module) as this;
  }

  /**
   * Calls hook(module, inputs, output) after each forward(); what it returns, if anything, replaces the output. With `prepend` it
   * comes before the hooks that are there.
   * https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_hook
   */
  registerForwardHook(hook: ForwardHook, options: { prepend?: boolean } = {}): RemovableHandle {
    return addHook(this, "forward", hook, takePrepend.read([options])[0]);
  }
  /** Calls hook(module, inputs) before each forward(); what it returns, one input or an array, replaces the inputs. */
  registerForwardPreHook(hook: ForwardPreHook, options: { prepend?: boolean } = {}): RemovableHandle {
    return addHook(this, "forwardPre", hook, takePrepend.read([options])[0]);
  }
  /**
   * Calls hook(module, gradInput, gradOutput) when the gradients of all tensors among the inputs have been computed: arrays with
   * null for what has none. What it returns, if anything, replaces gradInput.
   * https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook
   */
  registerFullBackwardHook(hook: BackwardHook, options: { prepend?: boolean } = {}): RemovableHandle {
    return addHook(this, "backward", hook, takePrepend.read([options])[0]);
  }
  /** Calls hook(module, gradOutput) before gradients pass through; what it returns, if anything, replaces gradOutput. */
  registerFullBackwardPreHook(hook: BackwardPreHook, options: { prepend?: boolean } = {}): RemovableHandle {
    return addHook(this, "backwardPre", hook, takePrepend.read([options])[0]);
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

  /** @internal The buffers that `module` holds itself. */
  static *buffersOf(module: Module, persistentOnly: boolean): Iterable<[string, Tensor]> {
    for (const [name, persistent] of module[BUFFERS]) {
      const value = (module as unknown as Record<string, unknown>)[name] as Tensor | null;
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
        module[PARAMETERS].add(name);
        yield [name, value];
      } else if (value instanceof Tensor && module[PARAMETERS].has(name) && !module[BUFFERS].has(name)) {
        throw new ValueError(
          `${module.constructor.name}.${name}: a plain tensor was put in the place of a Parameter; ` +
            "assign new nn.Parameter(t), or write to the parameter with noGrad(() => p.copy_(t))",
        );
      }
    }
  }
}

/** What modules hold, with dotted names, each once if repeats are not wanted. */
function collect<T>(root: Module, partsOf: (m: Module) => Iterable<[string, T]>, given: unknown): [string, T][] {
  const [prefix, recurse, removeDuplicate] = takeWalk.read(Array.isArray(given) ? given : [given]);
  const modules: [string, Module][] = recurse ? root.namedModules({ prefix, removeDuplicate }) : [[prefix, root]];
  const all = modules.flatMap(([path, m]) => [...partsOf(m)].map(([name, t]): [string, T] => [join(path, name), t]));
  const seen = new Set<T>();
  return removeDuplicate ? all.filter(([, t]) => !seen.has(t) && seen.add(t)) : all;
}
const stateOf = (root: Module, prefix: string): [string, Tensor][] =>
  collect<Tensor>(root, (m) => [...parametersOf(m), ...Module.buffersOf(m, true)], [
    { prefix, removeDuplicate: false },
  ]);

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

/** "a.b.c" → ["a.b", "c"] */
function lastDot(target: string): [string, string] {
  const dot = String(target).lastIndexOf(".");
  return [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
}

function part<T>(op: string, root: Module, target: string, partsOf: (m: Module) => Iterable<[string, T]>): T {
  if (typeof target !== "string") throw new ValueError(`${op}: a name is needed`);
  const [path, name] = lastDot(target);
  const found = [...partsOf(root.getSubmodule(path))].find(([key]) => key === name);
  if (!found) throw new IndexError(`${op}: there is no "${target}"`);
  return found[1];
}

/** @internal Does a dotted name fit? */
export function fits(name: string, pattern: string | RegExp | undefined): boolean {
  if (pattern === undefined) return true;
  if (typeof pattern === "string") return name.includes(pattern);
  if (pattern instanceof RegExp) return name.search(pattern) >= 0;
  throw new ValueError("pattern: a string or a regular expression is needed");
}
