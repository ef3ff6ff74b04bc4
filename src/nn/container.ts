import { IndexError, ValueError } from "../engine/fault.js";
import { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";
import { linearRelu } from "../functional/layers.js";
import { ReLU } from "./activation.js";
import { Linear } from "./linear.js";
import { type Layer, Module, checkName } from "./module.js";
import { Parameter } from "./parameter.js";

/** A Module, or an error that says what was given instead. */
function moduleOf<M extends Module>(op: string, name: string | number, given: M): M {
  if (given instanceof Module) return given;
  const isClass = typeof given === "function" && (given as { prototype?: unknown }).prototype instanceof Module;
  const what = isClass
    ? `the class ${(given as { name: string }).name}: say new`
    : `${shown(given)}: a Module is needed`;
  throw new ValueError(`${op}: "${name}" is ${what}`);
}

const shown = (x: unknown): string =>
  x === null ? "null" : typeof x === "object" ? `a ${x.constructor?.name ?? "object"}` : `a ${typeof x}`;

/** What an iterable has; what is none is refused. */
function itemsOf<T>(op: string, given: Iterable<T>): T[] {
  if (typeof given === "object" && given !== null && Symbol.iterator in given) return [...given];
  throw new ValueError(`${op}: ${shown(given)} is not a list`);
}

/** A place in a list: negative numbers count from the end. */
function place(op: string, index: number, length: number): number {
  const at = index < 0 ? index + length : index;
  if (!Number.isInteger(at) || at < 0 || at >= length) {
    throw new IndexError(`${op}: index ${index}: it holds ${length}`);
  }
  return at;
}

// A Linear and the ReLU behind it are one pass over memory, unless a subclass has a forward of its own.
const isLinear = (layer: Layer): layer is Linear => layer.forward === Linear.prototype.forward;
const isRelu = (layer?: Layer): boolean => layer?.forward === ReLU.prototype.forward;

/**
 * y = fₙ(… f₂(f₁(x)))
 *
 * `new Sequential(a, b, c)` names its layers "0", "1", "2"; `new Sequential({ fc: a, act: b })` as the record does.
 * A Linear followed by a ReLU is computed in one pass.
 * https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends Module {
  readonly #layers: [string, Layer][];

  constructor(...layers: Layer[] | [Record<string, Layer>]) {
    super();
    const [first] = layers;
    const named = layers.length === 1 && first?.constructor === Object;
    this.#layers = named
      ? Object.entries(first as Record<string, Layer>)
      : (layers as Layer[]).map((m, i) => [String(i), m]);
    for (const [name, layer] of this.#layers) {
      checkName("Sequential", name);
      moduleOf("Sequential", name, layer);
    }
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    yield* this.#layers;
  }

  /** How many layers there are. */
  get length(): number {
    return this.#layers.length;
  }

  /** The layer at a place (negative from the end) or of a name. */
  at(index: number | string): Layer {
    const found =
      typeof index === "number"
        ? this.#layers[place("Sequential.at", index, this.length)]
        : this.#layers.find(([name]) => name === index);
    if (!found) throw new IndexError(`Sequential.at: "${index}": no such layer`);
    return found[1];
  }

  /** Adds a layer at the end, named by its place. Returns this. */
  append(layer: Layer): this {
    this.#layers.push([String(this.length), moduleOf("Sequential.append", this.length, layer)]);
    return this;
  }

  *[Symbol.iterator](): IterableIterator<Layer> {
    for (const [, layer] of this.#layers) yield layer;
  }

  forward(x: Tensor): Tensor {
    let y = x;
    for (let i = 0; i < this.length; i++) {
      const layer = this.#layers[i][1];
      if (isLinear(layer) && isRelu(this.#layers[i + 1]?.[1])) {
        y = linearRelu(y, layer.weight, layer.bias);
        i++;
      } else y = layer.forward(y);
    }
    return y;
  }
}

/**
 * A list of modules that parameters() and stateDict() look into, with the names "0", "1", … It computes nothing
 * itself: iterate over it in your forward.
 * https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
 */
export class ModuleList<M extends Module = Module> extends Module {
  readonly #modules: M[];

  constructor(modules: Iterable<M> = []) {
    super();
    this.#modules = itemsOf("ModuleList", modules).map((m, i) => moduleOf("ModuleList", i, m));
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    for (const [i, m] of this.#modules.entries()) yield [String(i), m];
  }

  get length(): number {
    return this.#modules.length;
  }

  /** The module at a place; negative from the end. */
  at(index: number): M {
    return this.#modules[place("ModuleList.at", index, this.length)];
  }

  /** Puts a module in a place that is taken. */
  set(index: number, module: M): void {
    this.#modules[place("ModuleList.set", index, this.length)] = moduleOf("ModuleList.set", index, module);
  }

  /** Adds a module at the end. Returns this. */
  append(module: M): this {
    this.#modules.push(moduleOf("ModuleList.append", this.length, module));
    return this;
  }

  /** Adds several modules at the end. Returns this. */
  extend(modules: Iterable<M>): this {
    this.#modules.push(...itemsOf("ModuleList.extend", modules).map((m, i) => moduleOf("ModuleList.extend", i, m)));
    return this;
  }

  /** Puts a module before the one at a place. */
  insert(index: number, module: M): void {
    this.#modules.splice(whole("ModuleList.insert", index), 0, moduleOf("ModuleList.insert", index, module));
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.#modules[Symbol.iterator]();
  }

  forward(): never {
    throw new ValueError("ModuleList.forward: a list computes nothing; iterate over it, or use Sequential");
  }
}

/**
 * Modules by name, that parameters() and stateDict() look into.
 * https://pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
 */
export class ModuleDict<M extends Module = Module> extends Module {
  readonly #modules = new Map<string, M>();

  constructor(modules: Record<string, M> | Iterable<readonly [string, M]> = {}) {
    super();
    if (typeof modules !== "object" || modules === null)
      throw new ValueError(`ModuleDict: ${shown(modules)} is no record`);
    const pairs: readonly (readonly [string, M])[] =
      Symbol.iterator in modules ? [...modules] : Object.entries(modules);
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new ValueError(`ModuleDict: ${shown(pair)} is no pair [name, module]`);
      this.set(pair[0], pair[1]);
    }
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    yield* this.#modules;
  }

  get size(): number {
    return this.#modules.size;
  }

  /** The module of a name. @throws IndexError listing the names there are */
  get(name: string): M {
    const found = this.#modules.get(name);
    if (!found) throw new IndexError(`ModuleDict.get: "${name}": it holds ${[...this.keys()].join(", ") || "nothing"}`);
    return found;
  }

  has(name: string): boolean {
    return this.#modules.has(name);
  }

  /** Adds or replaces a module. Returns this. */
  set(name: string, module: M): this {
    checkName("ModuleDict.set", name);
    this.#modules.set(name, moduleOf("ModuleDict.set", name, module));
    return this;
  }

  /** Removes a module; true if it was there. */
  delete(name: string): boolean {
    return this.#modules.delete(name);
  }

  keys(): IterableIterator<string> {
    return this.#modules.keys();
  }

  values(): IterableIterator<M> {
    return this.#modules.values();
  }

  entries(): IterableIterator<[string, M]> {
    return this.#modules.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, M]> {
    return this.entries();
  }

  forward(): never {
    throw new ValueError("ModuleDict.forward: a dict computes nothing; call one of its modules");
  }
}

/**
 * A list of parameters that parameters() and stateDict() look into, with the names "0", "1", …
 * https://pytorch.org/docs/stable/generated/torch.nn.ParameterList.html
 */
export class ParameterList extends Module {
  readonly #parameters: Parameter[];

  /** Tensors that are not yet parameters become parameters. */
  constructor(values: Iterable<Tensor> = []) {
    super();
    this.#parameters = itemsOf("ParameterList", values).map(asParameter);
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    for (const [i, p] of this.#parameters.entries()) yield [String(i), p];
  }

  protected override setField(name: string, value: Parameter): void {
    if (name in this.#parameters) this.#parameters[Number(name)] = value;
    else super.setField(name, value);
  }

  get length(): number {
    return this.#parameters.length;
  }

  /** The parameter at a place; negative from the end. */
  at(index: number): Parameter {
    return this.#parameters[place("ParameterList.at", index, this.length)];
  }

  /** Adds a parameter at the end. Returns this. */
  append(value: Tensor): this {
    this.#parameters.push(asParameter(value));
    return this;
  }

  [Symbol.iterator](): IterableIterator<Parameter> {
    return this.#parameters[Symbol.iterator]();
  }

  forward(): never {
    throw new ValueError("ParameterList.forward: a list computes nothing; iterate over it");
  }
}

function asParameter(t: Tensor): Parameter {
  if (!(t instanceof Tensor)) throw new ValueError(`ParameterList: ${shown(t)}: a tensor is needed`);
  return t instanceof Parameter ? t : new Parameter(t);
}
