// Every public function, called with every kind of right and wrong value: it answers, or refuses with an error of ours that has
// changed nothing. SOAK=1 makes a million calls.
import { expect, test, vi } from "vitest";
import * as W from "wasmgrad";
import * as distributions from "wasmgrad/distributions";
import * as linalg from "wasmgrad/linalg";
import * as npy from "wasmgrad/npy";
import { known } from "./fuzz.known.js";
import { seeded } from "./helpers.js";

const soak = Boolean(globalThis.process?.env["SOAK"]);
const CALLS = Number(globalThis.process?.env["FUZZ_CALLS"] ?? (soak ? 1_000_000 : 20_000));
/** Each call has a stream of its own, so that a new function does not change what the others are given. */
let random = seeded(1);
const streamOf = (name: string, round: number): (() => number) => {
  let hash = Number(globalThis.process?.env["FUZZ_SEED"] ?? 2028) + round;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash, 31) + name.charCodeAt(i);
  return seeded(hash);
};
const below = (n: number): number => Math.floor(random() * n);
const one = <T>(list: readonly T[]): T => list[below(list.length)];

// -- what is called ---------------------------------------------------------------------------------------------------------

type Callable = (...args: unknown[]) => unknown;
interface Target {
  name: string;
  call: (args: unknown[]) => unknown;
}

/** What takes gigabytes, would go on after the call, ends what we hold, or is no function to be called by users. */
const SKIPPED =
  /^(models|setNumThreads|manualSeed|setPrintOptions|Tensor|\w*Error|Tensor\.(constructor|dispose|keep|alive|ptr))$/;

/** The functions and classes of a namespace, and of those in it. */
function walk(prefix: string, space: object, seen = new Set<unknown>()): Target[] {
  return Object.entries(space).flatMap(([key, member]: [string, unknown]) => {
    const name = prefix ? `${prefix}.${key}` : key;
    if (seen.has(member) || SKIPPED.test(name)) return [];
    seen.add(member);
    if (typeof member === "object" && member !== null && !(member instanceof W.Generator))
      return walk(name, member, seen);
    if (typeof member !== "function") return [];
    const Kind = member as new (...args: unknown[]) => object;
    if (/^[A-Z]/.test(key)) {
      const call = (args: unknown[]): unknown => {
        const before = W.memory().tensors;
        const made = new Kind(...args);
        given += W.memory().tensors - before;
        return method(made);
      };
      return [{ name: `new ${name}`, call }];
    }
    return [{ name, call: (args) => (member as Callable)(...args) }];
  });
}

/** Methods of optimizers, schedules and scalers that TypeScript keeps to them. */
const HIDDEN =
  /^(rule|begin|states|recipe|advance|update|complaint|fits|evaluate|error|learn|take|apply|fitted|next|closed|also)$/;

/** Now and then a method of what has been made, too. */
function method(made: object): unknown {
  const prototype = Object.getPrototypeOf(made) as Record<string, unknown>;
  const keeps = [W.optim.Optimizer, W.optim.lrScheduler.LRScheduler, W.data.StandardScaler, W.data.MinMaxScaler];
  const hides = keeps.some((kind) => made instanceof kind);
  const names = Object.getOwnPropertyNames(prototype).filter((name) => !(hides && HIDDEN.test(name)));
  const name = one(["", "forward", "sample", "logProb", "toString", ...names]);
  const fn = name && name !== "constructor" && (made as Record<string, unknown>)[name];
  if (typeof fn !== "function") return made;
  const own = made instanceof W.nn.Module ? [...made.parameters(), ...made.buffers()] : [];
  try {
    return [made, (fn as Callable).apply(made, [...someArguments(3)])];
  } catch (error) {
    for (const t of own) t.dispose();
    throw error;
  }
}

function methods(): Target[] {
  const found = new Map<string, Target>();
  for (let p = W.Tensor.prototype as object; p !== Object.prototype; p = Object.getPrototypeOf(p) as object) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(p))) {
      const name = `Tensor.${key}`;
      if (SKIPPED.test(name) || found.has(name)) continue;
      const call = (args: unknown[]): unknown => {
        const { value } = property as { value: unknown };
        if (typeof value === "function") return (value as Callable).apply(someTensor(), args);
        if (property.set && below(2)) return property.set.call(someTensor(), args[0]);
        return property.get?.call(someTensor()) as unknown;
      };
      found.set(name, { name, call });
    }
  }
  return [...found.values()];
}

const targets = [
  ...methods(),
  ...walk("", W),
  ...walk("linalg", linalg),
  ...walk("distributions", distributions),
  ...walk("npy", npy),
];

// -- what they are given ----------------------------------------------------------------------------------------------------

/** Thrown by our callbacks: it may come through. */
class Mine extends Error {}

const floats = (n: number): number[] => Array.from({ length: n }, () => below(64) / 8 - 4);
const f32 = (...shape: number[]) => W.tensor(floats(shape.reduce((n, d) => n * d, 1)), { shape });

const tensors: (() => W.Tensor)[] = [
  () => f32(2, 3),
  () => f32(3),
  () => f32(3, 3),
  () => f32(2, 3, 4),
  () => f32(),
  () => f32(0, 3),
  () => f32(1, 3),
  () => f32(3, 2).t(),
  () => f32(2, 1).expand(2, 3),
  () => f32(4, 6).slice(0, 0, 4, 2).slice(1, 0, 6, 2),
  () => f32(2, 3).to("float64"),
  () => W.tensor([0, 2, 1], { dtype: "int32" }),
  () => W.tensor([[0, 1, 1], [1, 0, 0]], { dtype: "int32" }), // prettier-ignore
  () => W.tensor([true, false, true]),
  () => W.tensor(1, { dtype: "int32" }),
  () => f32(2, 3).requiresGrad_(),
  () => f32(3, 3).requiresGrad_().mul(2),
  () => new W.nn.Parameter(f32(2, 3)),
];
const dead = (): W.Tensor => {
  const t = f32(2, 3);
  t.dispose();
  return t;
};
/** How many tensors have been made for arguments. */
let given = 0;
function someTensor(): W.Tensor {
  const before = W.memory().tensors;
  const t = below(30) ? one(tensors)() : dead();
  given += W.memory().tensors - before;
  return t;
}

const thrower = () => {
  throw new Mine("mine");
};
const values: (() => unknown)[] = [
  ...[
    undefined,
    null,
    true,
    false,
    NaN,
    Infinity,
    -Infinity,
    0.5,
    -0.5,
    1e-3,
    2 ** 31,
    -(2 ** 31),
    1e15,
    65536,
    99,
    -99,
  ],
  ...["", "a", "mean", "sum", "none", "float32", "float64", "int32", "bool", "reflect", "U", "ij"],
  ...[1n, Symbol.iterator],
].map((x) => () => x);
const small = (): number => below(7) - 2;
values.push(
  ...[small, small, small, small],
  ...[() => [], () => [small()], () => [small(), small()], () => [[1, 2], [3]], () => ["a"], () => [null]], // prettier-ignore
  ...[
    () => [someTensor()],
    () => [someTensor(), someTensor()],
    () => new Set([1]),
    () => new Map([["a", someTensor()]]),
  ],
  ...[
    () => new Uint8Array(8),
    () => new Float32Array(3),
    () => new BigInt64Array(2),
    () => new ArrayBuffer(8),
    () => new Date(0),
  ],
  ...[() => () => 1, () => (x: unknown) => x, () => thrower, () => async () => Promise.resolve(1), () => Array],
  ...[
    () => new W.Generator(1),
    () => W.nn.Linear,
    () => W.slice(0, 2),
    () => Promise.resolve(1),
    () => /a/,
    () => Object.create(null) as unknown,
  ],
);

const OPTIONS = [
  "dim",
  "dtype",
  "keepdim",
  "requiresGrad",
  "generator",
  "reduction",
  "p",
  "eps",
  "lr",
  "weight",
  "shape",
  "mode",
];
function someOptions(): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: below(3) }, () => [one(OPTIONS), someValue(1)]));
}
function someValue(depth = 0): unknown {
  const kind = below(10);
  if (kind < 4) return someTensor();
  if (kind < 5 && depth === 0) return someOptions();
  return one(values)();
}
const someArguments = (most: number): unknown[] => Array.from({ length: below(most + 1) }, () => someValue());

// -- the calls --------------------------------------------------------------------------------------------------------------

/** Lets go of what does not go with its scope. */
function release(result: unknown): void {
  if (result instanceof W.nn.Module) for (const t of [...result.parameters(), ...result.buffers()]) t.dispose();
  else if (result instanceof W.nn.Parameter) result.dispose();
  else if (Array.isArray(result)) result.forEach(release);
}

const shown = (x: unknown): string => {
  if (x instanceof W.Tensor) return x.alive ? `${x.dtype}[${x.shape.join()}]` : "dead";
  if (Array.isArray(x)) return `[${x.map(shown).join(", ")}]`;
  if (typeof x === "object" && x?.constructor === Object)
    return `{ ${Object.entries(x).map(([k, v]) => `${k}: ${shown(v)}`).join(", ")} }`; // prettier-ignore
  return typeof x === "string"
    ? `"${x}"`
    : typeof x === "object" && x
      ? `${x.constructor?.name ?? "Object.create(null)"}`
      : String(x);
};

test(`${CALLS} calls of ${targets.length} functions`, { timeout: 10_000_000 }, async () => {
  for (const method of ["warn", "log"] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
  const findings = new Map<string, string>();
  const sentinels = [W.arange(7), W.tensor([true, false]), W.full([2, 2], 0.5, { dtype: "float64" })].map((t) =>
    t.keep(),
  );
  const before = sentinels.map((t) => t.data());
  const outcomes = { answered: 0, refused: 0 };
  /** What async functions gave; a wrong rejection is a finding, too. */
  const promised: Promise<unknown>[] = [];
  for (let i = 0; i < CALLS; i++) {
    const { name, call } = targets[i % targets.length];
    random = streamOf(name, Math.floor(i / targets.length));
    W.scope(() => {
      const args = someArguments(4);
      const text = `${name}(${args.map(shown).join(", ")})`;
      const find = (kind: string): void => {
        if (name.startsWith("Tensor._")) return; // private
        const key = `${name}: ${kind.slice(0, 120).replace(/\d+/g, "n")}`;
        if (!findings.has(key)) findings.set(key, text);
      };
      const judge = (error: unknown): void => {
        if (error instanceof Mine || error instanceof W.WasmgradError) outcomes.refused++;
        else find(`${(error as Error)?.name}: ${(error as Error)?.message}`);
        if (error instanceof W.WasmgradError && error.message.startsWith("internal:")) find(error.message);
      };
      const generators = [W.defaultGenerator, ...args.filter((x) => x instanceof W.Generator)];
      const streams = (): string => JSON.stringify(generators.map((g) => g.getState()));
      const [alive, drawn, start] = [W.memory().tensors, streams(), performance.now()];
      given = 0;
      try {
        const result = call(args);
        if (result instanceof Promise) promised.push(result.catch(judge));
        release(result);
        outcomes.answered++;
      } catch (error) {
        judge(error);
        if (streams() !== drawn) find("the generator has moved on");
        if (W.memory().tensors - alive > given) find("tensors are left behind");
      }
      if (performance.now() - start > 30_000) find("takes half a minute");
      if (!W.isGradEnabled()) find("recording is off");
    });
    if (W.autograd.isAnomalyEnabled()) W.autograd.setDetectAnomaly(false);
  }
  await Promise.race([Promise.all(promised), new Promise((done) => setTimeout(done, 5_000))]);
  vi.restoreAllMocks();
  expect(sentinels.map((t) => t.data())).toEqual(before);
  expect(outcomes.answered).toBeGreaterThan(CALLS / 20);
  expect(outcomes.refused).toBeGreaterThan(CALLS / 20);
  if (globalThis.process?.env["FUZZ_NAMES"])
    console.log([...new Set([...findings.keys()].map((key) => key.split(": ")[0]))].sort().join("\n"));
  const list = [...findings].map(([kind, text]) => `${kind}\n    ${text}`);
  if (globalThis.process?.env["FUZZ_LIST"]) console.log(list.sort().join("\n"));
  expect(list.filter((text) => !known.has(text.split(": ")[0])).sort()).toEqual([]);
});
