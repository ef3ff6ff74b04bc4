// A chain of layers in pieces, each of which is computed again when backward() comes by.
import { ValueError } from "../engine/fault.js";
import { Tensor } from "../tensor.js";
import { checkpoint } from "./checkpoint.js";

type Step = ((x: Tensor) => Tensor) | { forward(x: Tensor): Tensor };

/**
 * The functions or layers of a list, or of a Sequential, one after the other, in `segments` pieces: checkpoint() of each but the last.
 * https://pytorch.org/docs/stable/checkpoint.html#torch.utils.checkpoint.checkpoint_sequential
 * @throws ValueError if there are fewer layers than pieces
 */
export function checkpointSequential(functions: Iterable<Step>, segments: number, input: Tensor): Tensor {
  const op = "checkpointSequential";
  if (
    typeof functions !== "object" ||
    functions === null ||
    !(Symbol.iterator in functions) ||
    functions instanceof Tensor
  )
    throw new ValueError(`${op}: a Sequential, or layers and functions in an array, are needed`);
  const steps = [...functions];
  const called = (step: unknown): step is Step =>
    typeof step === "function" || typeof (step as { forward?: unknown } | null)?.forward === "function";
  if (!steps.every(called)) throw new ValueError(`${op}: each step must be a layer or a function`);
  if (!Number.isInteger(segments) || segments < 1 || segments > steps.length)
    throw new ValueError(`${op}: segments ${String(segments)}: between 1 and the ${steps.length} steps`);
  const size = Math.floor(steps.length / segments);
  const run = (from: number, to?: number) => (x: Tensor): Tensor =>
    steps.slice(from, to).reduce((y, step) => (typeof step === "function" ? step(y) : step.forward(y)), x); // prettier-ignore
  let x = input;
  for (let i = 0; i < segments - 1; i++) x = checkpoint(run(i * size, (i + 1) * size), x);
  return run((segments - 1) * size)(x);
}
