// What a failed call leaves behind: nothing, in the memory or on the tape.
import { isGradEnabled, memory, scope, tensor } from "wasmgrad";
import { expect } from "vitest";

/** How many tensors and bytes there are, when the losses and numbers of earlier work have gone. */
export function count(): { live: number; tensors: number } {
  scope(() => {
    const x = tensor(1, { requiresGrad: true });
    for (let i = 0; i < 600; i++) x.mul(i).backward();
  });
  const { live, tensors } = memory();
  return { live, tensors };
}

/** Expects that `failing` throws, and that afterwards everything is as before and works. */
export function leavesNothing(failing: () => unknown): void {
  const run = () => scope(() => void expect(failing).toThrow());
  run();
  const before = count();
  run();
  expect(count()).toEqual(before);
  const x = tensor(2, { requiresGrad: true });
  x.mul(x).mul(3).backward();
  expect([x.grad?.item(), isGradEnabled()]).toEqual([12, true]);
}
