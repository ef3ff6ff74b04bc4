// One door for all work on elements: a kernel and how many pieces it has. It knows no kernel.
//
// Fork and join: the caller opens a job and takes pieces of it; workers that happen to be up take pieces too. Nobody is
// waited for before he has entered, so a worker that is late, asleep or dead costs nothing. One that dies inside a job
// holds it up; then the host loses patience, and the control block is left to him for ever.
//
// The stream of launches is all that an op computes, so that a step can be captured and run again:
//
//   1  Every byte of a result is written by a kernel launched here. What the host gives (a plain number, the elements of a
//      new tensor) is no result.
//   2  A kernel reads its job, and what pointers in it lead to: no header of a tensor, no list of the heap, no clock.
//   3  No op looks at elements to decide what to launch. Those that must are known by name: results whose size depends on
//      elements (nonzero, unique), checks that end in an error (an index out of range, a singular matrix), det's gradient.
//   4  Scratch memory is asked for before the first launch of an op: asking may move it.
//
// test/launches.test.ts runs the launches of training steps and of every op again, over memory that was wiped.
//
//      caller    n, grain, kernel → open = 1 → epoch++, wake → take pieces → open = 0 → until busy = 0
//      worker    until epoch changes → busy++ → if open: take pieces → busy--
import { root, JOB } from "./root";
import { alloc } from "./memory";
import { Kind, check } from "./fault";
import { spawn, patient } from "./imports";

/** A kernel does the pieces [begin, end) of the job described in kernels/job.ts. It sees raw pointers only. */
export type Kernel = (begin: i32, end: i32) => void;

/** What caller and workers share; what they contend for has a cache line of its own. */
@unmanaged
class Control {
  epoch: i32;
  open: i32;
  kernel: u32;
  n: i32;
  grain: i32;
  threads: i32;
  private line1: u64;
  private line2: u64;
  private line3: u64;
  private line4: u64;
  private line5: u64;
  /** The first piece that nobody has taken. */
  next: i32;
  private gap: i32;
  private line6: u64;
  private line7: u64;
  private line8: u64;
  private line9: u64;
  private line10: u64;
  private line11: u64;
  private line12: u64;
  /** Workers inside the job. */
  busy: i32;
}

const EPOCH: usize = offsetof<Control>("epoch");
const OPEN: usize = offsetof<Control>("open");
const NEXT: usize = offsetof<Control>("next");
const BUSY: usize = offsetof<Control>("busy");

/**
 * How often a worker looks for a job before it sleeps, times the number of threads, of which there may be more than cores: 30 µs
 * with two, for the next op of a training step comes soon. The caller looks as often for the last piece before it asks the host.
 */
const SPINS = 128_000;

/** Does n pieces. `grain` ≥ 1 is the least number worth handing to another thread. */
export function launch(kernel: Kernel, n: i32, grain: i32): void {
  if (n <= 0) return;
  if (root.notes) note(kernel, n, grain);
  if (root.threads < 2 || n < 2 * <i64>grain) {
    kernel(0, n);
    return;
  }
  const control = root.control;
  if (!root.spawned) {
    // the first job large enough wakes the workers; it does not wait for them
    root.spawned = 1;
    spawn();
  }
  const c = changetype<Control>(control);
  c.kernel = kernel.index;
  c.n = n;
  c.grain = grain;
  c.threads = root.threads;
  atomic.store<i32>(control + NEXT, 0);
  atomic.store<i32>(control + OPEN, 1);
  atomic.add<i32>(control + EPOCH, 1);
  atomic.notify(control + EPOCH, root.threads - 1);
  take(c);
  // an exchange, not a store: it must be seen before the caller looks at BUSY
  atomic.xchg<i32>(control + OPEN, 0);
  for (let spins = 1; atomic.load<i32>(control + BUSY); spins++) {
    if (spins % SPINS == 0 && !patient(spins == SPINS)) lost();
  }
}

/** One launch as it is noted down; its job follows. */
@unmanaged
export class Launch {
  kernel: usize;
  n: i32;
  grain: i32;
  private unused: i32;
}
export const JOB_BYTES: usize = 0x100;
export const LAUNCH_BYTES: usize = offsetof<Launch>() + JOB_BYTES;

export function note(kernel: Kernel, n: i32, grain: i32): void {
  if (root.noted++ >= root.noteRoom) return;
  const at = root.notes + <usize>(root.noted - 1) * LAUNCH_BYTES;
  const l = changetype<Launch>(at);
  l.kernel = changetype<usize>(kernel); // where asc keeps the index in the function table
  l.n = n;
  l.grain = grain;
  memory.copy(at + offsetof<Launch>(), JOB, JOB_BYTES);
}

/**
 * Takes pieces until none is left: a share of those that are left each time, so that the last shares are small and all who help
 * are done at once. Whoever saw an older `next` takes more than that, which does no harm.
 */
function take(c: Control): void {
  const next = changetype<usize>(c) + NEXT;
  const n = c.n;
  while (true) {
    const share = max(c.grain, (n - atomic.load<i32>(next)) / (2 * c.threads));
    const at = atomic.add<i32>(next, share);
    if (<u32>at >= <u32>n) return;
    call_indirect<void>(c.kernel, at, <i32>min<u32>(<u32>at + share, n));
  }
}

/** A worker never came back from its piece. Those left get a new control block, and he keeps the old one. */
function lost(): void {
  openPool();
  check(
    false,
    Kind.Internal,
    "threads",
    "a worker died in the middle of an op, whose result is lost; what follows is computed by the others",
  );
}

/** A control block that nobody knows yet. */
export function openPool(): void {
  const block = alloc(offsetof<Control>()).data;
  memory.fill(block, 0, offsetof<Control>());
  root.control = block;
  root.spawned = 0;
}

export function setThreads(n: i32): void {
  root.threads = n;
}
export function threadCount(): i32 {
  return root.threads;
}

/** Workers must be started anew at the next large job. */
export function respawn(): void {
  root.spawned = 0;
}

export function controlAt(): usize {
  return root.control;
}

/** The life of a worker: the `slot`-th of those that share a control block. Never returns. */
export function work(control: usize, slot: i32): void {
  const c = changetype<Control>(control);
  let seen = 0;
  while (true) {
    let spins = 0;
    while (atomic.load<i32>(control + EPOCH) == seen) {
      if (++spins * c.threads > SPINS) {
        atomic.wait<i32>(control + EPOCH, seen, -1);
        spins = 0;
      }
    }
    seen = atomic.load<i32>(control + EPOCH);
    atomic.add<i32>(control + BUSY, 1);
    if (atomic.load<i32>(control + OPEN) && slot < c.threads - 1) take(c);
    atomic.sub<i32>(control + BUSY, 1);
  }
}
