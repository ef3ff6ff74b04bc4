// Scopes, and what they claim. Every tensor is claimed once when it is made, for the handle that will look at it, and the claim
// stands in one of two lists of the scope it was made in:
//
//   spent   its graph was consumed, or it was computed from such a tensor
//   live    everything else, in the order in which it was last looked through
//
// A claim ends with its scope, with dispose(), when the host's collector finds that no handle is left, or by a rule of lifetime.ts.
import { root } from "./root";
import { alloc } from "./memory";
import { Tensor, NONE, Flag, Scope, OUTERMOST } from "./header";
import { release } from "./refs";
import { Why, openLog } from "./releases";

export const LIVE = 0;
export const SPENT = 1;

/** A list is a ring closed by an end that looks like a tensor whose links are the scope's. */
export function endOf(s: Scope, list: i32): Tensor {
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

export function move(t: Tensor, s: Scope, list: i32): void {
  if (t.next != NONE) unlink(t);
  link(t, s, list);
}

// Scopes

/** Opens a scope: what is made from here on belongs to it. */
export function enter(kind: i32 = Why.Op): Scope {
  let s = changetype<Scope>(root.scopes);
  if (s != OUTERMOST) root.scopes = changetype<usize>(s.parent);
  else s = changetype<Scope>(alloc(offsetof<Scope>()).data);
  for (let i = LIVE; i <= SPENT; i++) {
    const end = endOf(s, i);
    end.prev = end;
    end.next = end;
  }
  s.kind = kind;
  s.recording = root.recording;
  s.serial = ++root.serial;
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
  if (t.has(Flag.Claimed) && t.home == s) move(t, s.parent, t.has(Flag.Spent | Flag.Derived) ? SPENT : LIVE);
}

/** Releases everything that the scope claims. */
export function drain(s: Scope): void {
  const why = root.why;
  root.why = s.kind;
  for (let i = LIVE; i <= SPENT; i++) {
    const end = endOf(s, i);
    while (end.next != end) unclaim(end.next);
  }
  root.why = why;
}

/** After an error: closes the scopes that ops left open, up to the nearest one that the host holds. */
export function recover(): void {
  while (changetype<Scope>(root.scope).kind == Why.Op) leave();
}

/** The nearest scope of the host, and the one around all others. */
export function outer(s: Scope): Scope {
  while (s.kind >= Why.Op) s = s.parent;
  return s;
}
function outermost(): Scope {
  let s = changetype<Scope>(root.scope);
  while (s.parent != OUTERMOST) s = s.parent;
  return s;
}
/** The scope of that number, or null if it has ended. */
export function openScope(serial: u32): Scope {
  let s = changetype<Scope>(root.scope);
  while (s != OUTERMOST && s.serial != serial) s = s.parent;
  return s;
}

// Claims

/** A new tensor: claimed by the innermost scope. */
export function adopt(t: Tensor): void {
  t.refs = 1;
  t.flags = <u16>Flag.Claimed;
  t.stamp = root.clock;
  t.used = ++root.made;
  link(t, changetype<Scope>(root.scope), LIVE);
}

export function unclaim(t: Tensor): void {
  if (!t.has(Flag.Claimed)) return;
  t.clear(Flag.Claimed);
  unlink(t);
  release(t);
}

/** Claims a gradient, which only the engine knew, for a handle of the host. `ages`: it goes as the graph does. */
export function claim(t: Tensor, ages: bool = true): void {
  if (t.has(Flag.Claimed) && t.home.kind < Why.Op) return;
  if (!t.has(Flag.Claimed)) {
    t.set(Flag.Claimed);
    t.refs++;
  }
  t.stamp = ages ? root.clock + 1 : root.clock;
  t.used = root.made;
  move(t, outer(changetype<Scope>(root.scope)), ages ? SPENT : LIVE);
}

/** Claims t, if nobody does, for the scope of y, whose graph is leaving. */
export function claimWith(t: Tensor, y: Tensor): void {
  if (t.has(Flag.Claimed)) return;
  t.set(Flag.Claimed);
  t.refs++;
  link(t, y.home, LIVE);
}

/** Moves the claim on t to the scope of that number. */
export function settleIn(t: Tensor, serial: u32): void {
  const s = openScope(serial);
  move(t, s != OUTERMOST ? s : outermost(), LIVE);
}

/** Takes the claim away, and leaves its reference to whoever asks for that. */
export function disown(t: Tensor): void {
  t.clear(Flag.Claimed);
  unlink(t);
}

/** No scope releases t any more. */
export function keep(t: Tensor): void {
  t.set(Flag.Kept);
  move(t, outermost(), LIVE);
}

/**
 * t was computed from tensors of a graph without being part of it: it goes when they may. `lost`: gradients would have
 * had to pass.
 */
export function derive(t: Tensor, lost: bool): void {
  t.set(lost ? Flag.Spent : Flag.Derived);
  t.stamp = root.clock + 1;
  move(t, t.home, SPENT);
}

/** The graph that made t was consumed. */
export function spend(t: Tensor): void {
  t.set(Flag.Spent);
  if (!t.has(Flag.Claimed) || t.has(Flag.Kept)) return;
  t.stamp = root.clock + 1;
  move(t, t.home, SPENT);
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
  let t = x == NONE ? endOf(s, LIVE).next : x.next;
  while (true) {
    // an end is no tensor: the other list begins behind it, or the scope around this one
    if (t == endOf(s, LIVE)) t = endOf(s, SPENT).next;
    else if (t != endOf(s, SPENT)) return t;
    else if (s.parent == OUTERMOST) return NONE;
    else {
      s = s.parent;
      t = endOf(s, LIVE).next;
    }
  }
}
