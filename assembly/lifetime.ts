// How long tensors live when nobody says dispose. The host's collector does not run inside a synchronous loop, so rules end claims,
// too: of what is spent when the parameters are updated a second time after the graph was consumed, or three graphs later; of
// the rest when nothing has used the tensor for long. Such a rule only guesses that no handle is left. So what it ends is moved
// out first, into an object that the handles share, and comes back when one of them is read: spill.ts. What backward still needs
// is referenced by the tape and outlives its claim.
import { root } from "./root";
import { Tensor, NONE, Flag, Scope, NIL, OUTERMOST } from "./header";
import { forget } from "./refs";
import { LIVE, SPENT, endOf, move } from "./scope";
import { spill } from "./spill";
import { Why } from "./releases";

export { enter, leave, escape, unclaim } from "./scope";

/** Graphs that a consumed one is outlived by when no parameter is updated. */
const WINDOW: u32 = 3;

/** Backward has passed through a graph, in which it reached the leaf `anchor`, whose updates tell steps apart. */
export function tick(anchor: Tensor): void {
  if (anchor != NONE) anchor.set(Flag.Anchor);
  root.span = max(root.made - root.ticked, root.span - (root.span >> 4));
  root.ticked = root.made;
  const now = ++root.clock;
  if (now > WINDOW) expire(now - WINDOW);
}

/** A leaf was written in place. The second write after a graph was consumed ends the claims on that graph. */
export function updated(p: Tensor): void {
  const before = p.stamp;
  const again = p.has(Flag.Updated);
  if (again && before == root.clock) return;
  p.set(Flag.Updated);
  p.stamp = root.clock;
  p.used = root.made;
  if (!again || !p.has(Flag.Anchor)) return;
  expire(before);
}

function expire(upTo: u32): void {
  const why = root.why;
  root.why = Why.Step;
  for (let s = changetype<Scope>(root.scope); s != OUTERMOST; s = s.parent) {
    const spent = endOf(s, SPENT);
    while (spent.next != spent && spent.next.stamp <= upTo) {
      const t = spent.next;
      // a story can be drawn for as long as its step lasts
      if (t.has(Flag.Story) && t.has(Flag.Spent) && t.node != NIL) forget(t.node);
      move(t, s, LIVE);
      if (t.refs == 1 && !t.has(Flag.Kept)) spill(t);
    }
  }
  root.why = why;
}

// What lies idle

/** Claims looked through at a time, and how many tensors there may be before anything is moved out for lying idle. */
const LOOK = 512;
const FEW = 512;
/** Bytes from which on memory is scarce: tensors are idle sooner then. */
const SCARCE: usize = 256 << 20;

/** Tensors made since t was used from which on it is idle: more than in the longest step, if it belongs to a step. */
function patience(t: Tensor): u32 {
  const level = <u32>min<usize>(root.live / SCARCE, 8);
  if (t.has(Flag.Kept)) return max<u32>(level ? 1024 : 8192, root.span << 2);
  if (t.node != NIL) return level < 8 ? max<u32>(1024 >> level, root.span << 1) : 16;
  return level < 8 ? max<u32>(512 >> level, root.span) : 8;
}
function idle(t: Tensor): bool {
  return root.made - t.used > patience(t);
}

/**
 * The host calls this now and then, between ops: looks through some claims, those that were longest not looked at, and moves out
 * what is idle. A graph goes with its result.
 */
export function tend(): void {
  if (root.at || root.inside || (root.tensors < FEW && root.live < SCARCE)) return;
  const why = root.why;
  root.why = Why.Step;
  let left = LOOK;
  for (let s = changetype<Scope>(root.scope); s != OUTERMOST && left > 0; s = s.parent) {
    const live = endOf(s, LIVE);
    const last = live.prev;
    while (live.next != live && left-- > 0) {
      const t = live.next;
      const over = t == last;
      move(t, s, LIVE);
      if (t.refs == 1 && idle(t)) spill(t);
      if (over) break;
    }
  }
  root.why = why;
}
