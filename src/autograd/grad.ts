// Gradients as a function of outputs and inputs.
import { signature } from "../arguments/signature.js";
import { core } from "../engine/core.js";
import { GradError, ValueError } from "../engine/fault.js";
import { Why, at } from "../engine/handle.js";
import { first, run } from "../engine/tape.js";
import { Tensor } from "../tensor.js";

/** Options of grad(). */
export interface GradOptions {
  /** Gradients that the outputs begin with; 1 by default, for outputs of one element. */
  gradOutputs?: Tensor | readonly (Tensor | null)[] | null | undefined;
  /** Allow another walk through the same graph. Default: createGraph. */
  retainGraph?: boolean | null | undefined;
  /** Record the walk, for gradients of gradients. Default false. */
  createGraph?: boolean | undefined;
  /** Give null for an input that the outputs do not depend on, instead of an error. Default false. */
  allowUnused?: boolean | undefined;
}

/**
 * The gradients of the sum of outputs with respect to inputs, without touching any `grad`.
 * @throws GradError if an input requires no gradient, or is not used and allowUnused is not set
 * https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions & { allowUnused?: false | undefined },
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions,
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  gradOutputs: GradOptions["gradOutputs"],
  retainGraph?: boolean | null,
  createGraph?: boolean,
  onlyInputs?: true,
  allowUnused?: boolean,
): Tensor[];
export function grad(...given: unknown[]): (Tensor | null)[] {
  return takeGrad.apply(given, gradients);
}

const takeGrad = /* @__PURE__ */ signature(
  "grad",
  "outputs: tensor | list, inputs: tensor | list, gradOutputs?: tensor | list | null, retainGraph?: bool | null, createGraph = false, onlyInputs = true, allowUnused = false",
);

function gradients(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  gradOutputs: GradOptions["gradOutputs"],
  retain: boolean | null | undefined,
  createGraph: boolean,
  onlyInputs: boolean,
  allowUnused: boolean,
): (Tensor | null)[] {
  if (!onlyInputs) throw new ValueError("grad: onlyInputs is false; backward() adds gradients to all leaves");
  const retainGraph = retain ?? createGraph;
  const ys = outputs instanceof Tensor ? [outputs] : outputs;
  const xs = inputs instanceof Tensor ? [inputs] : inputs;
  const starts = gradOutputs instanceof Tensor ? [gradOutputs] : gradOutputs;
  if (starts && starts.length !== ys.length)
    throw new ValueError(`grad: ${starts.length} gradOutputs for ${ys.length} outputs; give one, or null, for each`);
  xs.forEach((x, i) => {
    at(x);
    if (!x.requiresGrad)
      throw new GradError(
        `grad: input ${i}, [${x.shape.join(", ")}], requires no gradient; set requiresGrad before the computation`,
      );
  });
  const own: number[] = [];
  const roots = ys.map((y, i): [number, number] => {
    const given = starts?.[i];
    if (given) return [at(y), at(given)];
    own.push(first("grad", at(y)));
    return [at(y), own[own.length - 1]];
  });
  // an input may be named twice, and has one gradient
  const found = new Map<number, Tensor | null>(xs.map((x) => [at(x), null]));
  for (const ptr of found.keys()) core.want(ptr);
  try {
    run("grad", roots, retainGraph, createGraph, false);
  } finally {
    for (const ptr of found.keys()) {
      const g = core.take(ptr) >>> 0;
      if (g) found.set(ptr, new Tensor(g));
    }
    // an output that is an input has what it began with for a gradient
    const given = new Set([...found.values()].map((t) => t?.ptr));
    for (const g of own) if (!given.has(g)) core.release(g, Why.Grad);
  }
  return xs.map((x, i) => {
    const g = found.get(x.ptr) as Tensor | null;
    if (g || allowUnused) return g;
    throw new GradError(
      `grad: input ${i}, [${x.shape.join(", ")}], is not used by the outputs; { allowUnused: true } gives null for it`,
    );
  });
}
