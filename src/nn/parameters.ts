// Parameters in modules: a list, a dictionary.
import { IndexError, ValueError } from "../engine/fault.js";
import { Tensor } from "../tensor.js";
import { ITEMS, hidden, itemsOf, pairsOf, place, shown } from "./items.js";
import { Module, checkName } from "./module.js";
import { Parameter } from "./parameter.js";

/**
 * A list of parameters that parameters() and stateDict() look into, with the names "0", "1", …
 * https://pytorch.org/docs/stable/generated/torch.nn.ParameterList.html
 */
export class ParameterList extends Module {
  declare private readonly [ITEMS]: Parameter[];

  /** Tensors that are not yet parameters become parameters. */
  constructor(values: Iterable<Tensor> | null = []) {
    super();
    hidden(this, itemsOf("ParameterList", values ?? []).map(asParameter));
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    for (const [i, p] of this[ITEMS].entries()) yield [String(i), p];
  }

  override setField(name: string, value: Tensor | Module): void {
    if (name in this[ITEMS]) this[ITEMS][Number(name)] = asParameter(value as Tensor);
    else super.setField(name, value);
  }

  get length(): number {
    return this[ITEMS].length;
  }

  /** The parameter at a place; negative from the end. */
  at(index: number): Parameter {
    return this[ITEMS][place("ParameterList.at", index, this.length)];
  }

  /** Puts a parameter in a place that is taken. */
  set(index: number, value: Tensor): void {
    this[ITEMS][place("ParameterList.set", index, this.length)] = asParameter(value);
  }
  /** Adds several parameters at the end. Returns this. */
  extend(values: Iterable<Tensor>): this {
    this[ITEMS].push(...itemsOf("ParameterList.extend", values).map(asParameter));
    return this;
  }

  /** Adds a parameter at the end. Returns this. */
  append(value: Tensor): this {
    this[ITEMS].push(asParameter(value));
    return this;
  }

  [Symbol.iterator](): IterableIterator<Parameter> {
    return this[ITEMS][Symbol.iterator]();
  }

  forward(): never {
    throw new ValueError("ParameterList.forward: a list computes nothing; iterate over it");
  }
}

/**
 * Parameters by name, that parameters() and stateDict() look into.
 * https://pytorch.org/docs/stable/generated/torch.nn.ParameterDict.html
 */
export class ParameterDict extends Module {
  declare private readonly [ITEMS]: Map<string, Parameter>;

  /** Tensors that are not yet parameters become parameters. */
  constructor(given: Record<string, Tensor> | Iterable<readonly [string, Tensor]> | null = {}) {
    super();
    hidden(this, new Map());
    for (const [name, value] of pairsOf<Tensor>("ParameterDict", given ?? {})) this.set(name, value);
  }

  protected override *fields(): Iterable<[string, unknown]> {
    yield* super.fields();
    yield* this[ITEMS];
  }

  override setField(name: string, value: Tensor | Module): void {
    if (this.has(name)) this.set(name, value as Tensor);
    else super.setField(name, value);
  }

  get size(): number {
    return this[ITEMS].size;
  }
  /** The parameter of a name. @throws IndexError listing the names there are */
  get(name: string): Parameter {
    const found = this[ITEMS].get(name);
    if (!found)
      throw new IndexError(`ParameterDict.get: "${name}": it holds ${[...this.keys()].join(", ") || "nothing"}`);
    return found;
  }
  has(name: string): boolean {
    return this[ITEMS].has(name);
  }
  /** Adds or replaces a parameter. Returns this. */
  set(name: string, value: Tensor): this {
    checkName("ParameterDict.set", name);
    this[ITEMS].set(name, asParameter(value));
    return this;
  }
  /** Adds or replaces several. Returns this. */
  update(values: Record<string, Tensor> | Iterable<readonly [string, Tensor]>): this {
    for (const [name, value] of pairsOf<Tensor>("ParameterDict.update", values)) this.set(name, value);
    return this;
  }
  /** Removes a parameter; true if it was there. */
  delete(name: string): boolean {
    return this[ITEMS].delete(name);
  }
  /** Removes a parameter, and returns it. @throws IndexError if there is none of that name */
  pop(name: string): Parameter {
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
  values(): IterableIterator<Parameter> {
    return this[ITEMS].values();
  }
  entries(): IterableIterator<[string, Parameter]> {
    return this[ITEMS].entries();
  }
  [Symbol.iterator](): IterableIterator<[string, Parameter]> {
    return this.entries();
  }

  forward(): never {
    throw new ValueError("ParameterDict.forward: a dict computes nothing; use its parameters");
  }
}

function asParameter(t: Tensor): Parameter {
  if (!(t instanceof Tensor)) throw new ValueError(`ParameterList: ${shown(t)}: a tensor is needed`);
  return t instanceof Parameter ? t : new Parameter(t);
}
