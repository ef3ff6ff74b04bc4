// Backward: from results to leaves, along the tape. Rules call ops, so that it can record itself.
import { callCustom, callHook } from "./imports";
import { root, tray, TRAY } from "./root";
import { Tensor, NONE, Flag, alias } from "./tensor";
import { Scope } from "./header";
import { retain, release, forget, input, versionAt } from "./refs";
import { Kind, check } from "./fault";
import { Node, NIL, Needs, needsGrad, accumulateGrad } from "./tape";
import { enter, leave, outer, recover, claim, spend } from "./scope";
import { tick } from "./lifetime";
import { DType } from "./dtype";
import { isDense, copy, cast } from "./ops/copy";
import { add, addInto } from "./ops/binary";
import { sumTo } from "./ops/reduce";

export { accumulateGrad as give, needsGrad as wants } from "./tape";

/** Adds g to the gradient of x that is on its way. Broadcast axes are summed here, once for all ops. */
function addPending(x: Tensor, g: Tensor): void {
  if (g.dtype != x.dtype) g = cast(g, x.dtype);
  g = sumTo(g, x);
  if (root.anomaly) examine(x, g);
  if (x.pending == NONE) {
    x.pending = retain(g);
    retain(x);
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
    x.pending = retain(add(p, g));
    release(p);
  }
}

/** Called once: what accumulateGrad of the tape does. */
export function openBackward(): void {
  const add: (x: Tensor, g: Tensor) => void = addPending;
  root.accumulate = add.index;
}

/** No gradient that a rule gives may be NaN. */
function examine(x: Tensor, g: Tensor): void {
  const y = changetype<Tensor>(root.at);
  if (y == NONE) return; // what backward began with
  const d = isDense(g) ? g : copy(g);
  let sick = false;
  for (let i = 0; i < d.size && !sick; i++) {
    const p = d.data + ((<usize>i) << d.shift);
    sick = d.dtype == DType.F32 ? isNaN<f32>(load<f32>(p)) : isNaN<f64>(load<f64>(p));
  }
  check(!sick, Kind.Grad, "backward", "the gradient that {o} gives to its input {b} has NaN", y, x);
}

/** Only the pending slot (and the scope of the rule that made it) looks at p. */
function own(p: Tensor): bool {
  return (
    isDense(p) && p.block.refs == 1 && p.refs <= 1 + <i32>p.has(Flag.Claimed) && p.node == NIL && !p.has(Flag.Leaf)
  );
}

/** Has x, if the rule of n needs it, still the version it was recorded with? */
function fresh(n: Node, need: i32, x: Tensor, version: u32): bool {
  return !(n.needs & need) || x == NONE || x.block.version == version;
}

function intact(n: Node): void {
  let same =
    fresh(n, Needs.A, n.a, n.va) &&
    fresh(n, Needs.B, n.b, n.vb) &&
    fresh(n, Needs.C, n.c, n.vc) &&
    fresh(n, Needs.S, n.s, n.vs) &&
    fresh(n, Needs.Y, n.y, n.vy);
  if (n.needs & Needs.Many)
    for (let i = 0; i < n.count + n.kept; i++) same = same && fresh(n, Needs.Many, input(n, i), versionAt(n, i));
  check(
    same,
    Kind.Grad,
    "backward",
    "a value that {o} needs for its gradient was overwritten in place; write to a clone() of it",
    n.y,
  );
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
  const gradients = n.many.data + ((<usize>n.count) << 2);
  memory.copy(gradients, TRAY, (<usize>n.count) << 2);
  for (let i = 0; i < n.count; i++) {
    const g = load<Tensor>(gradients + ((<usize>i) << 2));
    if (g != NONE) accumulateGrad(input(n, i), g);
  }
}

/** g goes on to y, which is newer than the node that has the turn: the walk has to come back for it. */
export function pass(y: Tensor, g: Tensor): void {
  if (root.aiming) mark(changetype<Tensor>(root.at).node.next);
  accumulateGrad(y, g);
  root.again = 1;
}

/** Lets the hooks of y see its gradient, and change it. */
function hooked(y: Tensor): void {
  const g = y.pending;
  const inner = goOut(g);
  const h = callHook(y, g);
  comeBack(inner);
  if (h == g || h == NONE) return;
  y.pending = retain(h);
  release(g);
}

/** Walks the tape from its newest node, passing on what is pending. */
function propagate(retainGraph: bool): void {
  let n = changetype<Node>(root.tape);
  if (n != NIL) root.at = changetype<usize>(retain(n.y));
  while (n != NIL) {
    // hand over hand: whatever the step frees, the next node stays
    const y = n.y;
    const prev = n.prev;
    root.ahead = prev != NIL ? changetype<usize>(retain(prev.y)) : 0;
    if (y.pending != NONE) step(n, y, retainGraph);
    n = root.again ? newest() : prev;
    release(y);
    root.at = root.ahead;
    root.ahead = 0;
    if (root.waiting == 0) break;
  }
  release(changetype<Tensor>(root.at));
  root.at = 0;
}

/** The newest node, in place of the one that would have been next. */
function newest(): Node {
  root.again = 0;
  release(changetype<Tensor>(root.ahead));
  const n = changetype<Node>(root.tape);
  root.ahead = n != NIL ? changetype<usize>(retain(n.y)) : 0;
  return n;
}

function step(n: Node, y: Tensor, retainGraph: bool): void {
  enter();
  if (y.has(Flag.Hooked)) hooked(y);
  intact(n); // now: a hook may have written to something
  const dy = y.pending;
  if (y.has(Flag.RetainGrad)) accumulate(y, dy);
  if (!root.aiming || y.has(Flag.Needed)) call_indirect<void>(n.backward, n, dy);
  leave();
  root.waiting--;
  if (!y.has(Flag.Wanted)) {
    y.pending = NONE;
    release(dy);
  }
  if (!retainGraph && (!root.aiming || y.has(Flag.Needed))) {
    if (root.careful) y.set(Flag.Passed);
    else consume(n, y);
  }
  release(y); // held since accumulateGrad()
}

/** Backward has passed n, and nothing will ask for it again. */
function consume(n: Node, y: Tensor): void {
  // a story stays readable (toDot) until its step is over
  if (!y.has(Flag.Story)) forget(n);
  spend(y);
}

/** The walk has come to its end without an error: what it has passed goes now. */
function consumePassed(): void {
  let n = changetype<Node>(root.tape);
  if (n != NIL) retain(n.y);
  while (n != NIL) {
    const y = n.y;
    const prev = n.prev;
    if (prev != NIL) retain(prev.y);
    if (y.has(Flag.Passed)) {
      y.clear(Flag.Passed);
      consume(n, y);
    }
    release(y);
    n = prev;
  }
}

/** x.grad += g */
function accumulate(x: Tensor, g: Tensor): void {
  const sum = x.grad;
  if (sum == NONE) x.grad = retain(root.creating || own(g) ? g : copy(g));
  else if (!root.creating && own(sum)) addInto(sum, g);
  else {
    x.grad = retain(add(sum, g));
    release(sum);
  }
}

/** Passes the gradients of `count` results (in the tray: result, gradient, …) back to the leaves. */
export function backward(count: i32, retainGraph: bool, create: bool, accumulating: bool): void {
  const recording = root.recording;
  const creating = root.creating;
  const waiting = root.waiting;
  const leaves = root.leaves;
  const at = root.at;
  const ahead = root.ahead;
  const inside = root.inside;
  const careful = root.careful;
  // code of the host may throw in the middle, and then the graph must still be there
  root.careful = <i32>(!retainGraph && root.anomaly + root.hosted > 0);
  root.recording = <i32>create;
  root.creating = <i32>create;
  root.waiting = 0;
  root.leaves = 0;
  const aiming = root.aiming;
  root.aiming = <i32>!accumulating;
  if (!accumulating) aim(true);
  enter();
  for (let i = 0; i < count; i++) {
    const g = changetype<Tensor>(tray(2 * i + 1));
    // what is added to a gradient must not show in the one that was given
    accumulateGrad(changetype<Tensor>(tray(2 * i)), create ? g : alias(g));
  }
  propagate(retainGraph);
  if (root.careful) consumePassed();
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
  root.at = at;
  root.ahead = ahead;
  root.inside = inside;
  root.careful = careful;
  tick(anchor);
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
  mark(n);
}
/** The same, from node n on. */
function mark(n: Node): void {
  for (; n != NIL; n = n.next) {
    let needed = aimed(n.a) || aimed(n.b) || aimed(n.c) || (n.needs & Needs.Unknown) != 0;
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
    release(g);
  }
  release(x);
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
  release(g);
  return g;
}

/** After an error in the middle of backward: nothing is pending any more and no scope of the engine is open. */
export function abandon(recording: i32): void {
  if (root.inside) root.scope = root.inside;
  root.inside = 0;
  recover();
  release(changetype<Tensor>(root.at));
  release(changetype<Tensor>(root.ahead));
  let n = changetype<Node>(root.tape);
  if (n != NIL) retain(n.y);
  while (n != NIL) {
    const y = n.y;
    const prev = n.prev;
    if (prev != NIL) retain(prev.y);
    y.clear(Flag.Passed);
    if (y.pending != NONE) {
      clean(y);
      release(y);
    }
    release(y);
    n = prev;
  }
  while (root.leaves) {
    const x = changetype<Tensor>(root.leaves);
    root.leaves = changetype<usize>(x.chain);
    clean(x);
    release(x);
  }
  aim(false);
  root.at = 0;
  root.ahead = 0;
  root.waiting = 0;
  root.creating = 0;
  root.aiming = 0;
  root.again = 0;
  root.careful = 0;
  root.recording = recording;
}

function clean(x: Tensor): void {
  release(x.pending);
  x.pending = NONE;
}
