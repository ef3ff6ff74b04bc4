// Runs what a test does, and then its launches again over memory that was wiped: assembly/recorder.ts.
import { expect } from "vitest";
import { type Tensor } from "wasmgrad";
import { core, dataOf, memory, refresh } from "../../src/engine/core.js";
import { at } from "../../src/engine/handle.js";

/** Launches that there is room for, and the bytes of each: assembly/pool.ts. */
const ROOM = 4096;
const LAUNCH = 272;
/** Where root.ts has the end of the heap, its last block and the scratch block, as 32-bit words. */
const [TOP, LAST, SCRATCH] = [0x40 >> 2, 0x44 >> 2, 0x48 >> 2];
const WIPED = 0xa5;
const SIZES = { float32: 4, float64: 8, int32: 4, bool: 1 };

const heap = () => new Uint8Array(memory.buffer, 0, core.heapBytes()).slice();

/** Fills every byte of the heap that belongs to nobody, and what lies behind it up to `end`. */
function wipe(end: number): void {
  const bytes = new Uint8Array(memory.buffer);
  const words = new Uint32Array(memory.buffer);
  bytes.fill(WIPED, words[TOP], Math.max(words[TOP], end));
  for (let block = words[LAST]; ; block -= words[(block >> 2) + 1]) {
    const [size, before, free] = words.subarray(block >> 2, (block >> 2) + 3);
    if (free || block + 64 === words[SCRATCH] + 64) bytes.fill(WIPED, block + 64, block + size);
    if (before === 0) return;
  }
}

/** Runs `step` and then its launches again; how many there were, and which results are not the same. */
export function again(step: () => Tensor[]): { launches: number; different: string[] } {
  const notes = core.recordLaunches(ROOM) >>> 0;
  const before = heap();
  const results = step().map((t) => t.contiguous());
  const launches = core.stopRecording();
  expect(launches).toBeLessThanOrEqual(ROOM);
  refresh();
  const places = results.map((t) => [dataOf(at(t)), t.numel() * SIZES[t.dtype]]);
  const after = heap();

  const bytes = new Uint8Array(memory.buffer);
  bytes.set(before);
  wipe(after.length);
  core.stopRecording(); // what was restored was still noting down
  bytes.set(after.subarray(notes, notes + launches * LAUNCH), notes);
  let different: string[];
  try {
    for (let i = 0; i < launches; i++) core.replay(notes, i);
    different = places.flatMap(([from, size], i) =>
      Buffer.compare(bytes.subarray(from, from + size), after.subarray(from, from + size)) ? [`result ${i}`] : [],
    );
  } catch (error) {
    different = [String(error)]; // a place that nothing has written led out of the memory
  }
  bytes.set(after);
  core.stopRecording();
  core.forgetLaunches(notes);
  return { launches, different };
}
