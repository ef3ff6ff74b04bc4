// How long tensors live when nobody says dispose.
//
// Every tensor is claimed once when it is made, for the handle that will look at it, and the claim stands in one list
// of the scope it was made in:
//
//   fresh   made since the last backward()
//   spent   its graph was consumed, or it was computed from such a tensor
//   losses  backward() began here
//   temps   a batch or noise, made and read between the same two backward() calls; a result that no backward() reached
//   held    everything else; the garbage collector of the host or the end of the scope ends these
//
// The clock counts consumed graphs. A claim in `spent` or `temps` ends when the parameters are updated a second time
// after the graph was consumed, or when three more graphs were consumed; one in `losses`, which are small, 512 graphs
// later. A temp goes only if it was not read again (but once, as the targets are for the accuracy) and a later step made
// one like it: a list of batches made in advance is no temp. What backward still needs is referenced by the tape and
// outlives its claim.
import { root } from "./root";
import { alloc } from "./memory";
import { Tensor, NONE, Flag, drop } from "./tensor";
import { Why, openLog } from "./releases";

@unmanaged
export class Scope {
  parent: Scope;
  /** What ends it, for messages and for recovery: a Why. */
  kind: i32;
  /** root.recording before it began. */
  recording: i32;
  private lists: u64; // fresh, spent, losses, temps, held: two links each
  private lists1: u64;
  private lists2: u64;
  private lists3: u64;
  private lists4: u64;
}

const OUTERMOST = changetype<Scope>(0);
const FRESH = 0;
const SPENT = 1;
const LOSSES = 2;
const TEMPS = 3;
const HELD = 4;

/** Graphs that a consumed one is outlived by when no parameter is updated, and the same for a loss. */
const WINDOW: u32 = 3;
const LOSS_WINDOW: u32 = 512;
/** Elements that a loss has at most; anything larger goes as the rest of its graph. */
const SMALL = 64;

/** A list is a ring closed by an end that looks like a tensor whose links are the scope's. */
function endOf(s: Scope, list: i32): Tensor {
  return changetype<Tensor>(
    changetype<usize>(s) + offsetof<Scope>("lists") + ((<usize>list) << 3) - offsetof<Tensor>("prev"),
  );
}

function link(t: Tensor, s: Scope, list: i32): void {
  const end = endOf(s, list);
  t.home = s;
  t.prev = end.prev;
  t.next = end;
  end.prev.next = t;
  end.prev = t;
}

function unlink(t: Tensor): void {
  t.prev.next = t.next;
  t.next.prev = t.prev;
  t.next = NONE;
}

function move(t: Tensor, s: Scope, list: i32): void {
  if (t.next != NONE) unlink(t);
  link(t, s, list);
}

// Scopes

/** Opens a scope: what is made from here on belongs to it. */
export function enter(kind: i32 = Why.Op): Scope {
  let s = changetype<Scope>(root.scopes);
  if (s != OUTERMOST) root.scopes = changetype<usize>(s.parent);
  else s = changetype<Scope>(alloc(offsetof<Scope>()).data);
  for (let i = FRESH; i <= HELD; i++) {
    const end = endOf(s, i);
    end.prev = end;
    end.next = end;
  }
  s.kind = kind;
  s.recording = root.recording;
  s.parent = changetype<Scope>(root.scope);
  root.scope = changetype<usize>(s);
  return s;
}

/** Closes the innermost scope; `y` moves out of it, the rest is released. */
export function leave(y: Tensor = NONE): Tensor {
  const s = changetype<Scope>(root.scope);
  if (y != NONE) escape(y);
  drain(s);
  root.recording = s.recording;
  root.scope = changetype<usize>(s.parent);
  s.parent = changetype<Scope>(root.scopes);
  root.scopes = changetype<usize>(s);
  return y;
}

/** Moves a tensor of the innermost scope into the one around it. */
export function escape(t: Tensor): void {
  const s = changetype<Scope>(root.scope);
  if (t.has(Flag.Claimed) && t.home == s && t.next != NONE)
    move(t, s.parent, t.has(Flag.Spent | Flag.Derived) ? SPENT : FRESH);
}

/** Releases everything that the scope claims. */
export function drain(s: Scope): void {
  const why = root.why;
  root.why = s.kind;
  for (let i = FRESH; i <= HELD; i++) {
    const end = endOf(s, i);
    while (end.next != end) unclaim(end.next);
  }
  root.why = why;
}

/** After an error: closes the scopes that ops left open, up to the nearest one that the host or a wall holds. */
export function recover(): void {
  while (changetype<Scope>(root.scope).kind == Why.Op) leave();
}

// Claims

/** A new tensor: claimed by the innermost scope. */
export function adopt(t: Tensor): void {
  t.refs = 1;
  t.flags = <u16>Flag.Claimed;
  t.stamp = root.clock;
  link(t, changetype<Scope>(root.scope), FRESH);
}

export function unclaim(t: Tensor): void {
  if (!t.has(Flag.Claimed)) return;
  t.clear(Flag.Claimed);
  if (t.next != NONE) unlink(t);
  drop(t);
}

/** Claims a gradient, which only the engine knew, for a handle of the host. `ages`: it goes as the graph does. */
export function claim(t: Tensor, ages: bool = true): void {
  if (t.has(Flag.Claimed) && (t.next == NONE || t.home.kind < Why.Op)) return;
  if (!t.has(Flag.Claimed)) {
    t.set(Flag.Claimed);
    t.refs++;
  }
  t.stamp = ages ? root.clock + 1 : root.clock;
  move(t, outer(changetype<Scope>(root.scope)), ages ? SPENT : FRESH);
}

/** The nearest scope of the host. */
export function outer(s: Scope): Scope {
  while (s.kind >= Why.Op) s = s.parent;
  return s;
}

/** No rule releases t any more. */
export function keep(t: Tensor): void {
  t.set(Flag.Kept);
  if (t.next != NONE) unlink(t);
}

// The clock

/**
 * t was computed from tensors of a graph without being part of it: it goes when they may. `lost`: gradients would have
 * had to pass.
 */
export function derive(t: Tensor, lost: bool): void {
  t.set(lost ? Flag.Spent : Flag.Derived);
  if (t.next == NONE) return;
  t.stamp = root.clock + 1;
  move(t, t.home, SPENT);
}

/** The graph that made t was consumed. */
export function spend(t: Tensor): void {
  t.set(Flag.Spent);
  if (t.next == NONE || t.has(Flag.Kept)) return;
  t.stamp = root.clock + 1;
  move(t, t.home, SPENT);
}

/** backward() began at t and reached the leaf `anchor`, whose updates tell steps apart. */
export function spendLoss(t: Tensor, anchor: Tensor): void {
  if (anchor != NONE) anchor.set(Flag.Anchor);
  if (t.next == NONE) return;
  t.stamp = root.clock + 1;
  move(t, t.home, t.size <= SMALL ? LOSSES : SPENT);
}

/** A graph has been consumed: one more interval is over. */
export function tick(): void {
  const now = ++root.clock;
  for (let s = changetype<Scope>(root.scope); s != OUTERMOST; s = s.parent) sort(s);
  if (now > WINDOW) expire(now - WINDOW);
  if (now > LOSS_WINDOW) expireLosses(now - LOSS_WINDOW);
}

/** What the interval made: part of a graph that is still there, or read within the interval → temps, else → held. */
function sort(s: Scope): void {
  const end = endOf(s, FRESH);
  for (let t = end.next; t != end;) {
    const next = t.next;
    // what was there before the first graph is somebody's data
    const temp = (changetype<usize>(t.node) || (t.used == root.clock && t.stamp > 0)) && !t.has(Flag.Leaf);
    if (temp) t.stamp = root.clock;
    move(t, s, temp ? TEMPS : HELD);
    t = next;
  }
}

/** A leaf was written in place. The second write after a graph was consumed ends the claims on that graph. */
export function updated(p: Tensor): void {
  if (p.next != NONE) move(p, p.home, HELD);
  const before = p.stamp;
  const again = p.has(Flag.Updated);
  if (again && before == root.clock) return;
  p.set(Flag.Updated);
  p.stamp = root.clock;
  if (!again || !p.has(Flag.Anchor)) return;
  expire(before);
}

function expire(upTo: u32): void {
  const why = root.why;
  root.why = Why.Step;
  for (let s = changetype<Scope>(root.scope); s != OUTERMOST; s = s.parent) {
    const spent = endOf(s, SPENT);
    while (spent.next != spent && spent.next.stamp <= upTo) unclaim(spent.next);
    const temps = endOf(s, TEMPS);
    while (temps.next != temps && temps.next.stamp <= upTo) {
      const t = temps.next;
      const again = t.used > t.stamp;
      if (!again && hasSuccessor(t, temps)) unclaim(t);
      else if (!t.has(again ? Flag.Again : Flag.Alone)) {
        // read once more may be the accuracy of the same step, no successor a short last batch: the next look decides
        t.set(again ? Flag.Again : Flag.Alone);
        t.stamp = root.clock;
        move(t, s, TEMPS);
      } else move(t, s, HELD);
    }
  }
  root.why = why;
}

/** Has a later interval made a temp of the same kind? */
function hasSuccessor(t: Tensor, end: Tensor): bool {
  for (let u = end.prev; u != end && u.stamp > t.stamp; u = u.prev) if (follows(u, t)) return true;
  return false;
}

/** Same op, dtype and shape; the first size may have grown, for the last batch of an epoch is often a short one. */
function follows(u: Tensor, t: Tensor): bool {
  if (u.name != t.name || u.dtype != t.dtype || u.rank != t.rank) return false;
  for (let i = 1; i < t.rank; i++) if (u.dim(i) != t.dim(i)) return false;
  return t.rank == 0 || u.dim(0) >= t.dim(0);
}

function expireLosses(upTo: u32): void {
  const why = root.why;
  root.why = Why.Step;
  for (let s = changetype<Scope>(root.scope); s != OUTERMOST; s = s.parent) {
    const losses = endOf(s, LOSSES);
    while (losses.next != losses && losses.next.stamp <= upTo) unclaim(losses.next);
  }
  root.why = why;
}

/** Memory is full: ends the claims that nothing has touched for long, oldest first. Tells whether there were any. */
export function sweep(): bool {
  const why = root.why;
  const before = root.live;
  root.why = Why.Memory;
  for (let s = changetype<Scope>(root.scope); s != OUTERMOST; s = s.parent) {
    const end = endOf(s, HELD);
    for (let t = end.next; t != end;) {
      const next = t.next;
      const idle = max(t.stamp, t.used) + 64 < root.clock;
      if (idle && !t.has(Flag.Leaf)) unclaim(t);
      t = next;
    }
  }
  root.why = why;
  return root.live < before;
}

/** Called once, before anything else. */
export function openLifetimes(): void {
  openLog();
  root.recording = 1;
  enter(Why.Scope);
}

/** The tensor after x (or the first, for null) among those that scopes of the host claim, for a list of leaks. */
export function nextClaimed(x: Tensor): Tensor {
  let s = x == NONE ? changetype<Scope>(root.scope) : x.home;
  let list = FRESH;
  let t = endOf(s, FRESH).next;
  if (x != NONE) t = x.next;
  while (true) {
    // an end is no tensor: the next list begins behind it, or the scope around this one
    for (list = FRESH; list <= HELD && t != endOf(s, list);) list++;
    if (list > HELD) return t;
    if (list < HELD) t = endOf(s, list + 1).next;
    else if (s.parent != OUTERMOST) {
      s = s.parent;
      t = endOf(s, FRESH).next;
    } else return NONE;
  }
}
