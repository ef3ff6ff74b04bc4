// The tape: what was done, to whom, and how to undo it. It knows no op.
// Append order is a topological order, so backward sorts nothing: it walks from the root towards the beginning and
// stops when no gradient is waiting.
import { root, tray, TRAY } from "./root";
import { Block, alloc, free } from "./memory";
import { Tensor, NONE, Flag, hold, drop } from "./tensor";
import { isFloat } from "./dtype";
import { Kind, check } from "./fault";
import { Scope, enter, leave, outer, recover, claim, derive, spend, spendLoss, tick } from "./lifetime";
import { isDense, copy, cast } from "./ops/copy";
import { add, addInto } from "./ops/binary";
import { sumTo } from "./ops/reduce";

/** Which values a backward rule will read; they must not be overwritten meanwhile. */
export namespace Needs {
  export const Nothing = 0;
  export const A = 1;
  export const B = 2;
  export const C = 4;
  export const S = 8;
  export const Y = 16;
  export const AB = 3;
  export const ABC = 7;
}

export type Backward = (n: Node, dy: Tensor) => void;

@unmanaged
export class Node {
  /** Neighbours on the tape: older, newer. */
  prev: Node;
  next: Node;
  /** The result. It owns the node, so this is no reference. */
  y: Tensor;
  /** What it was computed from, and one more value that backward may read. */
  a: Tensor;
  b: Tensor;
  c: Tensor;
  s: Tensor;
  /** More inputs (cat, stack): a block of handles, and how many. */
  many: Block;
  count: i32;
  /** Index in the function table. */
  backward: u32;
  /** Number of a rule of the host (autograd.Function), or 0. */
  custom: i32;
  needs: i32;
  /** Versions of a, b, c, s and y when they were recorded. */
  va: u32;
  vb: u32;
  vc: u32;
  vs: u32;
  vy: u32;
  /** Numbers the rule wants. */
  i: i32;
  j: i32;
  k: i32;
  f: f64;
  g: f64;
}

const NIL = changetype<Node>(0);

// prettier-ignore
// @ts-ignore: an import is declared by a decorator
@external("host", "hook") declare function callHook(t: Tensor, g: Tensor): Tensor;

// prettier-ignore
// @ts-ignore: an import is declared by a decorator
@external("host", "custom") declare function callCustom(custom: i32, dy: Tensor): void;

// prettier-ignore
// @ts-ignore: an import is declared by a decorator
@external("host", "forget") declare function forgetCustom(custom: i32): void;

/** Is x part of a graph that a gradient can go through? */
export function taped(x: Tensor): bool {
  return x != NONE && (x.node != NIL || x.has(Flag.Leaf));
}

/** Does a gradient have to reach x? What backward rules ask. */
export function wants(x: Tensor): bool {
  check(!lost(x), Kind.Grad, "backward", "the graph behind {a} was consumed by an earlier backward(); pass { retainGraph: true } there, or use detach() here", x);
  return taped(x) && (!root.aiming || x.has(Flag.Wanted | Flag.Needed));
}

/** Does x belong to a graph, alive or consumed? */
function traced(x: Tensor): bool {
  return x != NONE && (x.node != NIL || x.has(Flag.Spent | Flag.Derived));
}

/** Notes that an op reads x. What backward reads for itself does not count. */
function read(x: Tensor): void {
  if (x != NONE && !root.at) x.used = root.clock + 1;
}

/**
 * Every op ends here. Names y = op(a, b, c), and writes it on the tape if a gradient may be asked for.
 * Without `backward` the op has no gradient. Returns y.
 */
export function record(
  op: string, y: Tensor, a: Tensor, b: Tensor, c: Tensor, backward: Backward, needs: i32 = Needs.Nothing, s: Tensor = NONE,
): Tensor {
  y.name = op;
  read(a);
  read(b);
  read(c);
  if (!root.recording) return y;
  if (!isFloat(y.dtype) || !(taped(a) || taped(b) || taped(c))) {
    if (traced(a) || traced(b) || traced(c)) derive(y, lost(a) || lost(b) || lost(c));
    return y;
  }
  const n = append(y);
  n.a = keepFor(a);
  n.b = keepFor(b);
  n.c = keepFor(c);
  n.s = keepFor(s);
  n.va = versionOf(a);
  n.vb = versionOf(b);
  n.vc = versionOf(c);
  n.vs = versionOf(s);
  n.vy = y.block.version;
  n.needs = needs;
  n.backward = backward.index;
  if (told(a) || told(b) || told(c)) y.set(Flag.Story | Flag.RetainGrad);
  return y;
}

/** The same for an op without gradient: comparisons, indices. */
export function mark(op: string, y: Tensor, a: Tensor, b: Tensor = NONE, c: Tensor = NONE): Tensor {
  y.name = op;
  read(a);
  read(b);
  read(c);
  if (root.recording && (traced(a) || traced(b) || traced(c))) derive(y, false);
  return y;
}

function append(y: Tensor): Node {
  let n = changetype<Node>(root.nodes);
  if (n != NIL) root.nodes = changetype<usize>(n.next);
  else n = changetype<Node>(alloc(offsetof<Node>()).data);
  memory.fill(changetype<usize>(n), 0, offsetof<Node>());
  n.prev = changetype<Node>(root.tape);
  if (n.prev != NIL) n.prev.next = n;
  root.tape = changetype<usize>(n);
  n.y = y;
  y.node = n;
  return n;
}

/** For an op of `count` inputs whose handles are in the tray. `custom` names a rule of the host, or is 0. */
export function recordMany(op: string, y: Tensor, count: i32, backward: Backward, custom: i32 = 0): Tensor {
  y.name = op;
  let wanted = false;
  let past = false;
  let gone = false;
  let story = false;
  for (let i = 0; i < count; i++) {
    const x = changetype<Tensor>(tray(i));
    read(x);
    story = story || told(x);
    wanted = wanted || taped(x);
    past = past || traced(x);
    gone = gone || lost(x);
  }
  if (!root.recording) return y;
  if (!wanted || !isFloat(y.dtype)) {
    if (past) derive(y, gone);
    return y;
  }
  const n = append(y);
  n.many = alloc(<usize>count << 3); // inputs, and room for their gradients
  n.count = count;
  n.backward = backward.index;
  n.custom = custom;
  memory.copy(n.many.data, TRAY, <usize>count << 2);
  for (let i = 0; i < count; i++) hold(changetype<Tensor>(tray(i)));
  if (story) y.set(Flag.Story | Flag.RetainGrad);
  return y;
}

/** Input i of such a node. */
export function input(n: Node, i: i32): Tensor {
  return load<Tensor>(n.many.data + (<usize>i << 2));
}

function told(x: Tensor): bool {
  return x != NONE && x.has(Flag.Story);
}

function keepFor(x: Tensor): Tensor {
  return x != NONE ? hold(x) : NONE;
}
function versionOf(x: Tensor): u32 {
  return x != NONE ? x.block.version : 0;
}

/** Takes a node off the tape and lets go of what it referenced. */
export function forget(n: Node): void {
  n.y.node = NIL;
  if (n.prev != NIL) n.prev.next = n.next;
  if (n.next != NIL) n.next.prev = n.prev;
  else root.tape = changetype<usize>(n.prev);
  drop(n.a);
  drop(n.b);
  drop(n.c);
  drop(n.s);
  for (let i = 0; i < n.count; i++) drop(load<Tensor>(n.many.data + (<usize>i << 2)));
  if (changetype<usize>(n.many)) free(n.many);
  if (n.custom) forgetCustom(n.custom);
  n.next = changetype<Node>(root.nodes);
  root.nodes = changetype<usize>(n);
}

// Backward

/** Adds g to the gradient of x that is on its way. Broadcast axes are summed here, once for all ops. */
export function give(x: Tensor, g: Tensor): void {
  if (!wants(x)) return;
  if (g.dtype != x.dtype) g = cast(g, x.dtype);
  g = sumTo(g, x);
  if (x.pending == NONE) {
    x.pending = hold(g);
    hold(x);
    if (x.node != NIL) root.waiting++;
    else {
      x.chain = changetype<Tensor>(root.leaves);
      root.leaves = changetype<usize>(x);
    }
    return;
  }
  const p = x.pending;
  if (!root.creating && own(p)) addInto(p, g);
  else {
    x.pending = hold(add(p, g));
    drop(p);
  }
}

/** A tensor that had a graph once and was not cut from it. */
function lost(x: Tensor): bool {
  return x != NONE && x.node == NIL && x.has(Flag.Spent);
}

/** Only the pending slot (and the scope of the rule that made it) looks at p. */
function own(p: Tensor): bool {
  return isDense(p) && p.block.refs == 1 && p.refs <= 1 + <i32>p.has(Flag.Claimed) && p.node == NIL && !p.has(Flag.Leaf);
}

/** Has x, if the rule of n needs it, still the version it was recorded with? */
function fresh(n: Node, need: i32, x: Tensor, version: u32): bool {
  return !(n.needs & need) || x == NONE || x.block.version == version;
}

function intact(n: Node): void {
  const same =
    fresh(n, Needs.A, n.a, n.va) && fresh(n, Needs.B, n.b, n.vb) && fresh(n, Needs.C, n.c, n.vc) &&
    fresh(n, Needs.S, n.s, n.vs) && fresh(n, Needs.Y, n.y, n.vy);
  check(same, Kind.Grad, "backward", "a value that {o} needs for its gradient was overwritten in place; write to a clone() of it", n.y);
}

/** A scope of the host in place of the engine's, while the host's own code runs. Returns the engine's. */
function goOut(g: Tensor): Scope {
  const inner = changetype<Scope>(root.scope);
  root.inside = changetype<usize>(inner);
  root.scope = changetype<usize>(outer(inner));
  claim(g);
  return inner;
}
function comeBack(inner: Scope): void {
  root.scope = changetype<usize>(inner);
  root.inside = 0;
}

/** The rule of an autograd.Function: the host leaves a gradient, or null, for each input in the tray. */
export function custom(n: Node, dy: Tensor): void {
  const inner = goOut(dy);
  callCustom(n.custom, dy);
  comeBack(inner);
  const gradients = n.many.data + (<usize>n.count << 2);
  memory.copy(gradients, TRAY, <usize>n.count << 2);
  for (let i = 0; i < n.count; i++) {
    const g = load<Tensor>(gradients + (<usize>i << 2));
    if (g != NONE) give(input(n, i), g);
  }
}

/** Lets the hooks of y see its gradient, and change it. */
function hooked(y: Tensor): void {
  const g = y.pending;
  const inner = goOut(g);
  const h = callHook(y, g);
  comeBack(inner);
  if (h == g || h == NONE) return;
  y.pending = hold(h);
  drop(g);
}

/** Walks the tape from its newest node, passing on what is pending. */
function propagate(retain: bool): void {
  let n = changetype<Node>(root.tape);
  if (n != NIL) root.at = changetype<usize>(hold(n.y));
  while (n != NIL) {
    // hand over hand: whatever the step frees, the next node stays
    const y = n.y;
    const prev = n.prev;
    root.ahead = prev != NIL ? changetype<usize>(hold(prev.y)) : 0;
    if (y.pending != NONE) step(n, y, retain);
    drop(y);
    root.at = root.ahead;
    root.ahead = 0;
    n = prev;
    if (root.waiting == 0) break;
  }
  drop(changetype<Tensor>(root.at));
  root.at = 0;
}

function step(n: Node, y: Tensor, retain: bool): void {
  intact(n);
  enter();
  if (y.has(Flag.Hooked)) hooked(y);
  const dy = y.pending;
  if (y.has(Flag.RetainGrad)) accumulate(y, dy);
  if (!root.aiming || y.has(Flag.Needed)) call_indirect<void>(n.backward, n, dy);
  leave();
  root.waiting--;
  if (!y.has(Flag.Wanted)) {
    y.pending = NONE;
    drop(dy);
  }
  if (!retain && (!root.aiming || y.has(Flag.Needed))) {
    // a story stays readable (toDot) until its loss is released
    if (!y.has(Flag.Story)) forget(n);
    spend(y);
  }
  drop(y); // held since give()
}

/** x.grad += g */
function accumulate(x: Tensor, g: Tensor): void {
  const sum = x.grad;
  if (sum == NONE) x.grad = hold(root.creating || own(g) ? g : copy(g));
  else if (!root.creating && own(sum)) addInto(sum, g);
  else {
    x.grad = hold(add(sum, g));
    drop(sum);
  }
}

/** Passes the gradients of `count` results (in the tray: result, gradient, …) back to the leaves. */
export function backward(count: i32, retain: bool, create: bool, accumulating: bool): void {
  const recording = root.recording;
  const creating = root.creating;
  const waiting = root.waiting;
  const leaves = root.leaves;
  root.recording = <i32>create;
  root.creating = <i32>create;
  root.waiting = 0;
  root.leaves = 0;
  const aiming = root.aiming;
  root.aiming = <i32>!accumulating;
  if (!accumulating) aim(true);
  enter();
  for (let i = 0; i < count; i++) give(changetype<Tensor>(tray(2 * i)), changetype<Tensor>(tray(2 * i + 1)));
  const y = changetype<Tensor>(tray(0));
  propagate(retain);
  const anchor = changetype<Tensor>(root.leaves);
  while (root.leaves) {
    const x = changetype<Tensor>(root.leaves);
    if (x.has(Flag.Hooked)) hooked(x); // may throw: x is still in the list then
    root.leaves = changetype<usize>(x.chain);
    settle(x, accumulating);
  }
  if (!accumulating) aim(false);
  root.aiming = aiming;
  leave();
  root.recording = recording;
  root.creating = creating;
  root.waiting = waiting;
  root.leaves = leaves;
  if (retain) return;
  spendLoss(y, anchor);
  tick();
}

/** Marks every result on the tape that a wanted tensor lies behind, from the oldest on; or takes the marks away. */
function aim(on: bool): void {
  let n = changetype<Node>(root.tape);
  if (n == NIL) return;
  if (!on) {
    for (; n != NIL; n = n.prev) n.y.clear(Flag.Needed);
    return;
  }
  while (n.prev != NIL) n = n.prev;
  for (; n != NIL; n = n.next) {
    let needed = aimed(n.a) || aimed(n.b) || aimed(n.c);
    for (let i = 0; i < n.count; i++) needed = needed || aimed(input(n, i));
    if (needed) n.y.set(Flag.Needed);
  }
}
function aimed(x: Tensor): bool {
  return x != NONE && x.has(Flag.Wanted | Flag.Needed);
}

/** The gradient of a leaf is complete. */
function settle(x: Tensor, accumulating: bool): void {
  if (!x.has(Flag.Wanted)) {
    const g = x.pending;
    x.pending = NONE;
    if (accumulating) accumulate(x, g);
    drop(g);
  }
  drop(x);
}

/** x is asked for: its gradient will wait in `pending` for `take`. */
export function want(x: Tensor): void {
  x.set(Flag.Wanted);
}
/** The gradient that reached x, or null. */
export function take(x: Tensor): Tensor {
  const g = x.pending;
  x.pending = NONE;
  x.clear(Flag.Wanted);
  if (g == NONE) return g;
  claim(g, false);
  drop(g);
  return g;
}

/** After an error in the middle of backward: nothing is pending any more and no scope of the engine is open. */
export function abandon(recording: i32): void {
  if (root.inside) root.scope = root.inside;
  root.inside = 0;
  recover();
  drop(changetype<Tensor>(root.at));
  drop(changetype<Tensor>(root.ahead));
  let n = changetype<Node>(root.tape);
  if (n != NIL) hold(n.y);
  while (n != NIL) {
    const y = n.y;
    const prev = n.prev;
    if (prev != NIL) hold(prev.y);
    if (y.pending != NONE) {
      clean(y);
      drop(y);
    }
    drop(y);
    n = prev;
  }
  while (root.leaves) {
    const x = changetype<Tensor>(root.leaves);
    root.leaves = changetype<usize>(x.chain);
    clean(x);
    drop(x);
  }
  aim(false);
  root.at = 0;
  root.ahead = 0;
  root.waiting = 0;
  root.creating = 0;
  root.aiming = 0;
  root.recording = recording;
}

function clean(x: Tensor): void {
  drop(x.pending);
  x.pending = NONE;
}

// What the host asks about a graph

export function nodeOf(x: Tensor): Node {
  return x.node;
}
/** Input i of the op that made x, or null. */
export function inputOf(x: Tensor, i: i32): Tensor {
  const n = x.node;
  if (n == NIL) return NONE;
  if (n.count) return i < n.count ? input(n, i) : NONE;
  return i == 0 ? n.a : i == 1 ? n.b : i == 2 ? n.c : NONE;
}
