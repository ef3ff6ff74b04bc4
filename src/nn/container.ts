// Modules in modules: a chain of layers, a list, a dictionary.
import { IndexError, ValueError } from "../engine/fault.js";
import type { Tensor } from "../tensor.js";
import { whole } from "../engine/values.js";
import { linearRelu } from "../functional/layers.js";
import { ReLU } from "./activation.js";
import { ITEMS, hidden, itemsOf, moduleOf, pairsOf, place } from "./items.js";
import { Linear } from "./linear.js";
import { type Layer, Module, checkName } from "./module.js";

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
  declare private readonly [ITEMS]: [string, Layer][];

  constructor(...layers: Layer[] | [Record<string, Layer>]) {
    super();
    const [first] = layers;
    const named = layers.length === 1 && first?.constructor === Object;
    const items = named
      ? Object.entries(first as Record<string, Layer>)
      : (layers as Layer[]).map((m, i): [string, Layer] => [String(i), m]);
    hidden(this, items);
    for (const [name, layer] of items) {
      checkName("Sequential", name);
      moduleOf("Sequential", name, layer);
    }
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    yield* this[ITEMS];
  }

  override setField(name: string, value: Tensor | Module): void {
    const item = this[ITEMS].find(([key]) => key === name);
    if (item) item[1] = moduleOf("Sequential", name, value as Layer);
    else super.setField(name, value);
  }

  /** How many layers there are. */
  get length(): number {
    return this[ITEMS].length;
  }

  /** The layer at a place (negative from the end) or of a name. */
  at(index: number | string): Layer {
    const found =
      typeof index === "number"
        ? this[ITEMS][place("Sequential.at", index, this.length)]
        : this[ITEMS].find(([name]) => name === index);
    if (!found) throw new IndexError(`Sequential.at: "${index}": no such layer`);
    return found[1];
  }

  /** Adds a layer at the end, named by its place. Returns this. */
  append(layer: Layer): this {
    this[ITEMS].push([String(this.length), moduleOf("Sequential.append", this.length, layer)]);
    return this;
  }

  /** Adds several layers at the end. Returns this. */
  extend(layers: Iterable<Layer>): this {
    for (const layer of itemsOf("Sequential.extend", layers)) this.append(layer);
    return this;
  }

  *[Symbol.iterator](): IterableIterator<Layer> {
    for (const [, layer] of this[ITEMS]) yield layer;
  }

  forward(x: Tensor): Tensor {
    let y = x;
    for (let i = 0; i < this.length; i++) {
      const layer = this[ITEMS][i][1];
      if (isLinear(layer) && isRelu(this[ITEMS][i + 1]?.[1])) {
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
  declare private readonly [ITEMS]: M[];

  constructor(modules: Iterable<M> | null = []) {
    super();
    hidden(
      this,
      itemsOf("ModuleList", modules ?? []).map((m, i) => moduleOf("ModuleList", i, m)),
    );
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    for (const [i, m] of this[ITEMS].entries()) yield [String(i), m];
  }

  override setField(name: string, value: Tensor | Module): void {
    if (name in this[ITEMS]) this.set(Number(name), value as M);
    else super.setField(name, value);
  }

  get length(): number {
    return this[ITEMS].length;
  }

  /** The module at a place; negative from the end. */
  at(index: number): M {
    return this[ITEMS][place("ModuleList.at", index, this.length)];
  }

  /** Puts a module in a place that is taken. */
  set(index: number, module: M): void {
    this[ITEMS][place("ModuleList.set", index, this.length)] = moduleOf("ModuleList.set", index, module);
  }

  /** Adds a module at the end. Returns this. */
  append(module: M): this {
    this[ITEMS].push(moduleOf("ModuleList.append", this.length, module));
    return this;
  }

  /** Adds several modules at the end. Returns this. */
  extend(modules: Iterable<M>): this {
    this[ITEMS].push(...itemsOf("ModuleList.extend", modules).map((m, i) => moduleOf("ModuleList.extend", i, m)));
    return this;
  }

  /** Puts a module before the one at a place. */
  insert(index: number, module: M): void {
    this[ITEMS].splice(whole("ModuleList.insert", index), 0, moduleOf("ModuleList.insert", index, module));
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this[ITEMS][Symbol.iterator]();
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
  declare private readonly [ITEMS]: Map<string, M>;

  constructor(given: Record<string, M> | Iterable<readonly [string, M]> | null = {}) {
    super();
    hidden(this, new Map());
    const modules = given ?? {};
    for (const [name, module] of pairsOf<M>("ModuleDict", modules)) this.set(name, module);
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    yield* this[ITEMS];
  }

  override setField(name: string, value: Tensor | Module): void {
    if (this.has(name)) this.set(name, value as M);
    else super.setField(name, value);
  }

  get size(): number {
    return this[ITEMS].size;
  }

  /** The module of a name. @throws IndexError listing the names there are */
  get(name: string): M {
    const found = this[ITEMS].get(name);
    if (!found) throw new IndexError(`ModuleDict.get: "${name}": it holds ${[...this.keys()].join(", ") || "nothing"}`);
    return found;
  }

  has(name: string): boolean {
    return this[ITEMS].has(name);
  }

  /** Adds or replaces a module. Returns this. */
  set(name: string, module: M): this {
    checkName("ModuleDict.set", name);
    this[ITEMS].set(name, moduleOf("ModuleDict.set", name, module));
    return this;
  }

  /** Removes a module; true if it was there. */
  delete(name: string): boolean {
    return this[ITEMS].delete(name);
  }

  /** Adds or replaces several. Returns this. */
  update(modules: Record<string, M> | Iterable<readonly [string, M]>): this {
    for (const [name, module] of new ModuleDict<M>(modules)) this.set(name, module);
    return this;
  }
  /** Removes a module, and returns it. @throws IndexError if there is none of that name */
  pop(name: string): M {
    const found = this.get(name);
    this[ITEMS].delete(name);
    return found;
  }
  /** Removes all. */
  clear(): void {
    this[ITEMS].clear();
  }

  keys(): IterableIterator<string> {
    return this[ITEMS].keys();
  }

  values(): IterableIterator<M> {
    return this[ITEMS].values();
  }

  entries(): IterableIterator<[string, M]> {
    return this[ITEMS].entries();
  }

  [Symbol.iterator](): IterableIterator<[string, M]> {
    return this.entries();
  }

  forward(): never {
    throw new ValueError("ModuleDict.forward: a dict computes nothing; call one of its modules");
  }
}
