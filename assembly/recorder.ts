// For tests and for captured steps: the launches of whatever is done meanwhile, noted down and run again (pool.ts has the rules).
import { root, JOB } from "./root";
import { alloc, blockAt, free } from "./memory";
import { Launch, JOB_BYTES, LAUNCH_BYTES, Kernel, launch } from "./pool";

/** Notes down up to `room` launches from now on, and returns where; 0 if there is no memory for it. */
export function recordLaunches(room: i32): usize {
  const block = alloc(<u64>room * LAUNCH_BYTES);
  if (changetype<usize>(block) == 0) return 0;
  root.notes = block.data;
  root.noted = 0;
  root.noteRoom = room;
  return root.notes;
}

/** Ends that. How many launches there were: more than have room, if some are missing. */
export function stopRecording(): i32 {
  root.notes = 0;
  return root.noted;
}

/** Runs launch i of those noted down at `notes` again. */
export function replay(notes: usize, i: i32): void {
  const at = notes + <usize>i * LAUNCH_BYTES;
  const l = changetype<Launch>(at);
  memory.copy(JOB, at + offsetof<Launch>(), JOB_BYTES);
  launch(changetype<Kernel>(l.kernel), l.n, l.grain);
}

/** Gives the notes back. */
export function forgetLaunches(notes: usize): void {
  free(blockAt(notes));
}
