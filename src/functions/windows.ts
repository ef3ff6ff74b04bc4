// Windows of a signal, and numbers evenly spaced on a logarithmic scale.
import { type TensorOptions, arange, full, linspace, ones } from "./create.js";
import { called } from "../engine/fault.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";

/** `steps` powers of base from base^start to base^end. */
export function logspace(
  start: number,
  end: number,
  steps: number,
  { base = 10, dtype = "float32", requiresGrad = false }: TensorOptions & { base?: number } = {},
): Tensor {
  const exponents = () => linspace(start, end, steps, { dtype: "float64" });
  const y = called("logspace", () => scope(() => full([], base, { dtype: "float64" }).pow(exponents()).to(dtype)));
  return requiresGrad ? y.requiresGrad_() : y;
}

/** A window (size) is a function of the phase, which goes from 0 to 2π; a periodic one leaves out the end. */
function windowOf(
  op: string,
  size: number,
  periodic: boolean,
  options: TensorOptions,
  f: (phase: Tensor) => Tensor,
): Tensor {
  const { dtype = "float32", requiresGrad = false } = options;
  const phases = (): Tensor => arange(size, { dtype: "float64" }).mul((2 * Math.PI) / (periodic ? size : size - 1));
  const y = called(op, () => scope(() => (size === 1 ? ones([1], { dtype }) : f(phases()).to(dtype))));
  return requiresGrad ? y.requiresGrad_() : y;
}

/** 1 - |2k/N - 1| */
export function bartlettWindow(size: number, periodic = true, options: TensorOptions = {}): Tensor {
  return windowOf("bartlettWindow", size, periodic, options, (phase) => phase.div(Math.PI).sub(1).abs().rsub(1));
}
/** ½ - ½cos(2πk/N) */
export function hannWindow(size: number, periodic = true, options: TensorOptions = {}): Tensor {
  return windowOf("hannWindow", size, periodic, options, (phase) => phase.cos().mul(-0.5).add(0.5));
}
/** alpha - beta·cos(2πk/N) */
export function hammingWindow(
  size: number,
  periodic = true,
  alpha = 0.54,
  beta = 0.46,
  options: TensorOptions = {},
): Tensor {
  return windowOf("hammingWindow", size, periodic, options, (phase) => phase.cos().mul(-beta).add(alpha));
}
/** 0.42 - ½cos(2πk/N) + 0.08cos(4πk/N) */
export function blackmanWindow(size: number, periodic = true, options: TensorOptions = {}): Tensor {
  const second = (phase: Tensor): Tensor => phase.mul(2).cos().mul(0.08);
  return windowOf("blackmanWindow", size, periodic, options, (phase) =>
    second(phase).sub(phase.cos().mul(0.5)).add(0.42),
  );
}
