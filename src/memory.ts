// What is alive, and what may be leaking.
import { core, opOf, refresh } from "./core.js";

export interface MemoryReport {
  /** Bytes of tensors that exist, and the most there ever were. */
  live: number;
  peak: number;
  /** Tensors that exist. */
  tensors: number;
  /** How many tensors that JavaScript can reach were made by which op: what grows here is a leak. */
  byOp: Record<string, number>;
}

/** Counts what is alive. */
export function memory(): MemoryReport {
  refresh();
  const byOp: Record<string, number> = {};
  for (let ptr = core.nextClaimed(0); ptr !== 0; ptr = core.nextClaimed(ptr)) {
    const op = opOf(ptr >>> 0);
    byOp[op] = (byOp[op] ?? 0) + 1;
  }
  return { live: core.liveBytes(), peak: core.peakBytes(), tensors: core.tensorCount(), byOp };
}
