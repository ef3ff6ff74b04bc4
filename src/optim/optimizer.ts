import { ValueError } from "../engine/fault.js";
import { recording, finished } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { signature } from "../arguments/signature.js";
import { meant } from "../arguments/names.js";
import { checkOption } from "./arguments.js";
import { type Memory, type OptimizerState, packState, unpackState } from "./state.js";
import { withGradient } from "./step.js";

const takeZeroGrad = /* @__PURE__ */ signature("zeroGrad", "setToNone = true");

/** Parameters with the options they share. Options may be assigned between steps; schedules assign `lr`. */
export type ParamGroup<O> = O & { params: Tensor[]; initialLr?: number };

/** A group as it is given: parameters, and the options that differ from the optimizer's. */
export type GroupInput<O> = Partial<O> & { params: Tensor | Iterable<Tensor>; name?: string };

/** What an optimizer is made for: `model.parameters()`, or groups with options of their own. */
export type ParamsInput<O> = Iterable<Tensor> | Iterable<GroupInput<O>>;

/**
 * The base of all optimizers: parameter groups, state, and everything but the update rule.
 * https://pytorch.org/docs/stable/optim.html#torch.optim.Optimizer
 */
export abstract class Optimizer<O extends { lr: number }, M extends Memory> {
  /** The groups, in the order they were given. */
  paramGroups: ParamGroup<O>[] = [];
  /** What is remembered of each parameter that has been updated. */
  state = new Map<Tensor, M>();
  /** The options of groups that do not say otherwise. */
  readonly defaults: O;

  constructor(params: ParamsInput<O>, defaults: O) {
    this.defaults = defaults;
    if (typeof params !== "object" || params === null || params instanceof Tensor || !(Symbol.iterator in params)) {
      throw this.error("the parameters are not a list: give model.parameters()");
    }
    const given: (Tensor | GroupInput<O>)[] = [...params];
    if (given.length === 0) throw this.error("no parameters: an empty list was given");
    if (given.some((p) => p instanceof Tensor)) this.addParamGroup({ params: given } as unknown as GroupInput<O>);
    else for (const group of given) this.addParamGroup(group as GroupInput<O>);
  }

  /** What is wrong with the options of a group, or undefined. */
  protected abstract complaint(options: O): string | undefined;

  /** Does a saved tensor belong to a parameter? Where states have shapes of their own, this says so. */
  protected fits(_name: string, saved: Tensor, p: Tensor): boolean {
    return `${saved.shape}` === `${p.shape}`;
  }

  /** Changes parameters of a group in place, all of which have a gradient. */
  protected abstract update(params: Tensor[], group: O): void;

  /**
   * Adds parameters, with options of their own, to what step() changes.
   * @throws ValueError for a tensor that is not a leaf, a parameter given twice, or an option out of range
   */
  addParamGroup(group: GroupInput<O>): void {
    const { params: given, ...own } = group;
    if (given === undefined) throw this.error("a group has no params: give { params: […], lr: … }");
    const params = given instanceof Tensor ? [given] : [...given];
    const seen = new Set(this.paramGroups.flatMap((g) => g.params));
    for (const [i, p] of params.entries()) {
      if (!(p instanceof Tensor)) throw this.error(`parameter ${i} is not a Tensor`);
      const which = `parameter ${i}, [${p.shape.join(", ")}],`;
      if (!p.isLeaf)
        throw this.error(`${which} is not a leaf: it is the result of an op; detach() it or train its source`);
      if (seen.has(p)) throw this.error(`${which} is given twice: it would be updated twice a step`);
      seen.add(p);
    }
    const options = { ...this.defaults };
    for (const [key, value] of Object.entries(own)) {
      if (value === undefined) continue;
      this.#checkOption(key, value);
      options[key as keyof O] = value as O[keyof O];
    }
    const wrong = this.complaint(options);
    if (wrong) throw this.error(wrong);
    this.paramGroups.push({ ...options, params });
  }

  /**
   * One update of every parameter that has a gradient; the others are left alone.
   * @param closure computes the loss anew and calls backward(); its result is returned
   */
  step(): void;
  step<T>(closure: () => T): T;
  step<T>(closure?: () => T): T | void {
    const loss = closure && this.evaluate(closure);
    for (const group of this.paramGroups) this.update(withGradient(group.params), group);
    return loss;
  }

  /** Calls a closure where gradients are recorded. */
  protected evaluate<T>(closure: () => T): T {
    return recording(1, () => finished(`${this.constructor.name}.step`, closure, "the update would not wait for it"));
  }

  /** Forgets the gradients of all parameters; with `setToNone: false` they become zeros. */
  zeroGrad(setToNone?: boolean): void;
  zeroGrad(options: { setToNone?: boolean }): void;
  zeroGrad(...given: unknown[]): void {
    const [setToNone] = takeZeroGrad.read(given);
    for (const group of this.paramGroups) {
      for (const p of group.params) {
        if (setToNone) p.grad = null;
        else p.grad?.zero_();
      }
    }
  }

  /**
   * Options and state, with parameters written as numbers: 0, 1, … through all groups. The tensors are the
   * optimizer's own, so stepping goes on changing them: clone() what must stay as it is.
   */
  stateDict(): OptimizerState<O> {
    return packState(this.paramGroups, this.state);
  }

  /**
   * Takes options and (copies of) state from a stateDict() of an optimizer for the same parameters in the same order.
   * @throws ValueError if groups, sizes or shapes differ; then nothing has changed
   */
  loadStateDict(saved: OptimizerState<O>): void {
    const { paramGroups, state } = this.#unpack(saved);
    this.state = state() as Map<Tensor, M>;
    this.paramGroups = paramGroups;
  }

  /** @internal Would loadStateDict() take it? */
  static checkStateDict(optimizer: Optimizer<{ lr: number }, Memory>, saved: unknown): void {
    optimizer.#unpack(saved as OptimizerState<{ lr: number }>);
  }

  #unpack(saved: OptimizerState<O>): ReturnType<typeof unpackState<O>> {
    const unpacked = unpackState(this.constructor.name, this.paramGroups, saved, (...given) => this.fits(...given));
    for (const group of unpacked.paramGroups) {
      const wrong = this.complaint(group);
      if (wrong) throw this.error(wrong);
    }
    return unpacked;
  }

  /** The groups with their options. */
  toString(): string {
    const groups = this.paramGroups.map(({ params, ...options }, i) => {
      const lines = Object.entries(options).map(([key, value]) => `    ${key}: ${String(value)}\n`);
      return `  group ${i}: ${params.length} parameters\n${lines.join("")}`;
    });
    return `${this.constructor.name} (\n${groups.join("")})`;
  }

  #checkOption(name: string, value: unknown): void {
    const names = Object.keys(this.defaults);
    if (names.includes(name)) {
      checkOption(this.constructor.name, name, value, this.defaults[name as keyof O]);
    } else if (name !== "initialLr" && name !== "name") {
      const near = meant(name, names);
      throw this.error(
        `no option ${name}; ${near ? `did you mean ${near}? ` : ""}a group takes params, ${names.join(", ")}`,
      );
    }
  }

  /** An error of this optimizer. */
  protected error(reason: string): ValueError {
    return new ValueError(`${this.constructor.name}: ${reason}`);
  }
}
