// A log of the last releases and their reasons, for the message that a stale handle gives.
import { root } from "./root";
import { alloc } from "./memory";
import { Tensor } from "./header";

/** Why a tensor was released; the host turns these into words. */
export namespace Why {
  export const Step = 0;
  export const Scope = 1;
  export const Dispose = 2;
  export const Collected = 3;
  export const Memory = 4;
  export const Grad = 5;
  /** Scopes of ops and of backward: never seen from outside. */
  export const Op = 6;
}

const LOG: u32 = 4096;

@unmanaged
class Entry {
  tensor: usize;
  gen: u32;
  why: i32;
  clock: u32;
  name: string;
}

export function remember(t: Tensor): void {
  if (root.why >= Why.Op) return;
  const e = changetype<Entry>(root.log + (root.logged++ & (LOG - 1)) * offsetof<Entry>());
  e.tensor = changetype<usize>(t);
  e.gen = load<u32>(changetype<usize>(t));
  e.why = root.why;
  e.clock = root.clock;
  e.name = t.name;
}

/** The record of the release of a handle, or null when it is too long ago. */
export function released(t: Tensor, gen: u32): usize {
  for (let i: u32 = 0; i < LOG; i++) {
    const e = changetype<Entry>(root.log + i * offsetof<Entry>());
    if (e.tensor == changetype<usize>(t) && e.gen == gen) return changetype<usize>(e);
  }
  return 0;
}

/** Called once, before anything else. */
export function openLog(): void {
  const log = alloc(LOG * offsetof<Entry>()).data;
  memory.fill(log, 0, LOG * offsetof<Entry>());
  root.log = log;
}
