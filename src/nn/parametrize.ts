// Parameters that are computed from others: `nn.utils.parametrize` in the public API.
// https://pytorch.org/docs/stable/nn.html#parametrizations
import { type Given } from "../arguments/named.js";
import { signature } from "../arguments/signature.js";
import { ShapeError, ValueError } from "../engine/fault.js";
import { finished, noGrad } from "../engine/scope.js";
import { Tensor } from "../tensor.js";
import { ModuleDict, ModuleList } from "./container.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/** What computes a parameter from one tensor or several; rightInverse() gives those from the parameter. */
export type Parametrization = Module & {
  forward(...originals: Tensor[]): Tensor;
  rightInverse?(value: Tensor): Tensor | Tensor[];
};
type Holder = Module & Record<string, unknown> & { parametrizations?: ModuleDict<ParametrizationList> };

/**
 * The parametrizations of one parameter, one after the other, and what they begin with: `original`, or original0, original1 … if the
 * first takes several.
 */
export class ParametrizationList extends ModuleList<Parametrization> {
  /** How many originals there are; 0 for one that is called `original`. */
  readonly count: number;

  constructor(modules: Iterable<Parametrization>, given: Parameter) {
    super(modules);
    const start = this.inverse(given);
    this.count = Array.isArray(start) ? start.length : 0;
    const own = this as unknown as Record<string, Parameter>;
    if (Array.isArray(start))
      start.forEach((t, i) => (own[`original${i}`] = new Parameter(t.clone(), { requiresGrad: given.requiresGrad })));
    else if (start === given) own["original"] = given;
    else if (String(start.shape) === String(given.shape)) own["original"] = written(given, start);
    else own["original"] = new Parameter(start.clone(), { requiresGrad: given.requiresGrad });
  }

  /** What the first module takes. */
  originals(): Parameter[] {
    const own = this as unknown as Record<string, Parameter>;
    return this.count === 0 ? [own["original"]] : Array.from({ length: this.count }, (_, i) => own[`original${i}`]);
  }
  /** The parameter. */
  value(): Tensor {
    const [first, ...others] = this;
    return others.reduce((t, module) => module.forward(t), first.forward(...this.originals()));
  }
  /** Changes the originals so that they give `value`, if the modules know their inverse. */
  assign(value: Tensor): void {
    const start = this.inverse(value);
    const list = Array.isArray(start) ? start : [start];
    this.originals().forEach((t, i) => written(t, list[i]));
  }
  private inverse(value: Tensor): Tensor | Tensor[] {
    return noGrad(() => {
      let start: Tensor | Tensor[] = value;
      for (const module of [...this].reverse()) if (module.rightInverse) start = module.rightInverse(start as Tensor);
      return start;
    });
  }
}

function written<T extends Tensor>(t: T, value: Tensor): T {
  noGrad(() => void t.copy_(value));
  return t;
}

/** Values computed inside cached(). */
let cache: Map<object, Tensor> | null = null;

/**
 * Runs fn, in which each parametrized parameter is computed once, however often it is read.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.cached.html
 */
export function cached<R>(fn: () => R): R {
  if (cache) return finished("cached", fn, "the cache would end before it has finished");
  cache = new Map();
  try {
    return finished("cached", fn, "the cache would end before it has finished");
  } finally {
    const values = [...cache.values()];
    cache = null;
    for (const t of values) t.dispose();
  }
}

function valueOf(list: ParametrizationList): Tensor {
  const known = cache?.get(list);
  if (known) return known;
  const made = list.value();
  cache?.set(list, made.keep());
  return made;
}

const REGISTER = "tensorName: string, parametrization: module, unsafe = false";
/**
 * From now on module[tensorName] is what parametrization.forward() makes of the parameter that stood there, which is trained in its
 * place and stands in the state dict as `parametrizations.<name>.original`. Several are applied in the order in which they are
 * registered. A value that is assigned goes through rightInverse(). With `unsafe` shape and dtype may change.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.register_parametrization.html
 * @throws ValueError if there is no parameter of that name; ShapeError if the result has another shape
 */
export function registerParametrization<M extends Module>(
  target: M,
  ...given: Given<typeof REGISTER, [tensorName: string, parametrization: Parametrization, unsafe: boolean]>
): M {
  const op = "registerParametrization";
  const values = signature(op, REGISTER).read(given);
  const [name, parametrization, unsafe] = values as [string, Parametrization, boolean];
  const module = target as unknown as Holder;
  for (const m of [module, parametrization])
    if (!(m instanceof Module)) throw new ValueError(`${op}: a Module is needed`);
  const before = module[name];
  const there = isParametrized(module, name)
    ? (module.parametrizations as ModuleDict<ParametrizationList>).get(name)
    : null;
  if (!there && !(before instanceof Parameter))
    throw new ValueError(`${op}: ${module.constructor.name} has no parameter "${name}"`);
  const value = before as Tensor;
  if (there) {
    const made = parametrization.forward(value);
    if (!unsafe) check(op, name, made, value);
    there.append(parametrization);
    return target;
  }
  const list = new ParametrizationList([parametrization], value);
  if (!unsafe) noGrad(() => check(op, name, list.value(), value)); // prettier-ignore
  if (!(module.parametrizations instanceof ModuleDict)) module.parametrizations = new ModuleDict<ParametrizationList>();
  Reflect.deleteProperty(module, name);
  module.parametrizations.set(name, list);
  Object.defineProperty(module, name, {
    configurable: true,
    enumerable: false,
    get(this: Holder) {
      return valueOf((this.parametrizations as ModuleDict<ParametrizationList>).get(name));
    },
    set(this: Holder, t: Tensor) {
      if (!(t instanceof Tensor)) throw new ValueError(`${this.constructor.name}.${name}: a tensor is needed`);
      (this.parametrizations as ModuleDict<ParametrizationList>).get(name).assign(t);
    },
  });
  return target;
}
function check(op: string, name: string, made: unknown, before: Tensor): void {
  if (!(made instanceof Tensor)) throw new ValueError(`${op}: "${name}": forward() must return a tensor`);
  if (made.dtype === before.dtype && String(made.shape) === String(before.shape)) return;
  const [is, was] = [made, before].map((t) => `${t.dtype} [${t.shape.join(", ")}]`);
  throw new ShapeError(`${op}: "${name}" would become ${is}, not ${was}; { unsafe: true } lets it`);
}

/** Has a module a parametrization: of that parameter, or of any? */
export function isParametrized(module: Module, tensorName?: string | null): boolean {
  if (!(module instanceof Module)) throw new ValueError("isParametrized: a Module is needed");
  const all = (module as Holder).parametrizations;
  if (!(all instanceof ModuleDict)) return false;
  return tensorName == null ? all.size > 0 : all.has(tensorName);
}

const REMOVE = "tensorName: string, leaveParametrized = true";
/**
 * Makes a plain parameter again of module[tensorName]: of the value it has now, or with leaveParametrized false of the original.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.remove_parametrizations.html
 */
export function removeParametrizations<M extends Module>(
  target: M,
  ...given: Given<typeof REMOVE, [tensorName: string, leaveParametrized: boolean]>
): M {
  const [name, leave] = signature("removeParametrizations", REMOVE).read(given);
  const module = target as unknown as Holder;
  if (!isParametrized(module, name))
    throw new ValueError(`removeParametrizations: "${name}" of ${module.constructor.name} has no parametrization`);
  const all = module.parametrizations as ModuleDict<ParametrizationList>;
  const list = all.get(name);
  const originals = list.originals();
  if (!leave && originals.length > 1)
    throw new ValueError(`removeParametrizations: "${name}" has ${originals.length} originals; leave it parametrized`);
  const requiresGrad = originals.some((t) => t.requiresGrad);
  const value = noGrad(() => list.value());
  const same = originals.length === 1 && String(value.shape) === String(originals[0].shape);
  const made = !leave ? originals[0] : same ? written(originals[0], value) : new Parameter(value, { requiresGrad });
  all.delete(name);
  Reflect.deleteProperty(module, name);
  if (all.size === 0) Reflect.deleteProperty(module, "parametrizations");
  module[name as "x"] = made;
  return target;
}
