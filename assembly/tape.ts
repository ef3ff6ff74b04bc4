// The tape: what was done, to whom, and how to undo it. It knows no op.
// Append order is a topological order, so backward sorts nothing: it walks from the newest node towards the beginning
// and stops when no gradient is waiting.
import { root, tray, TRAY } from "./root";
import { alloc } from "./memory";
import { Tensor, NONE, Flag, Node, NIL } from "./header";
import { isFloat } from "./dtype";
import { Kind, check } from "./fault";
import { retain, input } from "./refs";
import { derive } from "./scope";

export { Node, NIL } from "./header";
export { input } from "./refs";

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
  /** The rule computes its result again, from tensors that only the host knows. */
  export const Unknown = 32;
  /** Every input and every kept value of a node of many. */
  export const Many = 64;
}

export type Backward = (n: Node, dy: Tensor) => void;

/** Is x part of a graph that a gradient can go through? */
export function taped(x: Tensor): bool {
  return x != NONE && (x.node != NIL || x.has(Flag.Leaf));
}

/** Does x belong to a graph, alive or consumed? */
function traced(x: Tensor): bool {
  return x != NONE && (x.node != NIL || x.has(Flag.Spent | Flag.Derived));
}

/** A tensor that had a graph once and was not cut from it. */
export function lost(x: Tensor): bool {
  return x != NONE && x.node == NIL && x.has(Flag.Spent);
}

/** Does a gradient have to reach x? What backward rules ask. */
export function needsGrad(x: Tensor): bool {
  check(
    !lost(x),
    Kind.Grad,
    "backward",
    "the graph behind {a} was consumed by an earlier backward(); pass { retainGraph: true } there, or use detach() here",
    x,
  );
  return taped(x) && (!root.aiming || x.has(Flag.Wanted | Flag.Needed));
}

/** Adds g to the gradient of x that is on its way, by what backward.ts has put in place: it stands above the ops, which call this. */
export function accumulateGrad(x: Tensor, g: Tensor): void {
  if (needsGrad(x)) call_indirect<void>(root.accumulate, x, g);
}

/** Notes that an op reads x. */
function read(x: Tensor): void {
  if (x != NONE) x.used = root.made;
}

/**
 * Every op ends here. Names y = op(a, b, c), and writes it on the tape if a gradient may be asked for.
 * Without `backward` the op has no gradient. Returns y.
 */
export function record(
  op: string,
  y: Tensor,
  a: Tensor,
  b: Tensor,
  c: Tensor,
  backward: Backward,
  needs: i32 = Needs.Nothing,
  s: Tensor = NONE,
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

/** A new node, the newest of the tape: it owns nothing yet. */
export function append(y: Tensor): Node {
  const n = changetype<Node>(alloc(offsetof<Node>()).data);
  root.nodes++;
  memory.fill(changetype<usize>(n), 0, offsetof<Node>());
  n.prev = changetype<Node>(root.tape);
  if (n.prev != NIL) n.prev.next = n;
  root.tape = changetype<usize>(n);
  n.y = y;
  y.node = n;
  return n;
}

/**
 * For an op of `count` inputs whose handles are in the tray, 0 for those left out. `custom` names a rule of the host, or is 0.
 * `unknown`: there are inputs that want a gradient beside these. Behind the inputs stand `kept` values that the rule reads, and
 * there is room for `bytes` of parameters.
 */
export function recordMany(
  op: string,
  y: Tensor,
  count: i32,
  backward: Backward,
  custom: i32 = 0,
  unknown: bool = false,
  kept: i32 = 0,
  bytes: usize = 0,
): Tensor {
  y.name = op;
  let wanted = unknown;
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
  const all = count + kept;
  n.many = alloc(((<usize>all) << 3) + bytes);
  n.count = count;
  n.kept = kept;
  n.backward = backward.index;
  n.custom = custom;
  if (unknown) n.needs = Needs.Unknown;
  memory.copy(n.many.data, TRAY, (<usize>all) << 2);
  for (let i = 0; i < all; i++) {
    const x = keepFor(changetype<Tensor>(tray(i)));
    store<u32>(n.many.data + ((<usize>(all + i)) << 2), versionOf(x));
  }
  if (story) y.set(Flag.Story | Flag.RetainGrad);
  return y;
}

/**
 * The same with parameters by name: the node holds a copy of p. All inputs and kept values must stay as they are, and if the rule
 * says Needs.Y the result.
 */
export function recordWith<P>(
  op: string,
  y: Tensor,
  count: i32,
  kept: i32,
  p: P,
  backward: Backward,
  needs: i32 = Needs.Nothing,
): Tensor {
  recordMany(op, y, count, backward, 0, false, kept, offsetof<P>());
  if (y.node == NIL) return y;
  y.node.needs = Needs.Many | needs;
  y.node.vy = y.block.version;
  memory.copy(changetype<usize>(parameters<P>(y.node)), changetype<usize>(p), offsetof<P>());
  return y;
}
/** Parameters by name for a node of a, b and c. */
export function keepParameters<P>(y: Tensor, p: P): void {
  const n = y.node;
  if (n == NIL) return;
  n.many = alloc(offsetof<P>());
  memory.copy(n.many.data, changetype<usize>(p), offsetof<P>());
}
/** Where p is written before: the end of the tray. */
export function draft<P>(): P {
  return changetype<P>(TRAY + 0x300);
}
export function parameters<P>(n: Node): P {
  return changetype<P>(n.many.data + ((<usize>(n.count + n.kept)) << 3));
}

function told(x: Tensor): bool {
  return x != NONE && x.has(Flag.Story);
}

function keepFor(x: Tensor): Tensor {
  return x != NONE ? retain(x) : NONE;
}
function versionOf(x: Tensor): u32 {
  return x != NONE ? x.block.version : 0;
}

// What the host asks about a graph

/** Input i of the op that made x, or null. */
export function inputOf(x: Tensor, i: i32): Tensor {
  const n = x.node;
  if (n == NIL) return NONE;
  if (n.count) return i < n.count ? input(n, i) : NONE;
  return i == 0 ? n.a : i == 1 ? n.b : i == 2 ? n.c : NONE;
}

/** Where a field of a node stands, for the host, which moves nodes out and back (src/spill.ts). */
export function nodeField(i: i32): usize {
  if (i == 0) return offsetof<Node>();
  if (i == 1) return offsetof<Node>("a"); // a, b, c, s follow one another
  if (i == 2) return offsetof<Node>("many");
  if (i == 3) return offsetof<Node>("count"); // count, kept
  return offsetof<Node>("custom");
}

/** A node for y, which was moved out with `bytes` of further inputs: the host writes into it what it was. */
export function restoreNode(y: Tensor, bytes: i32): Node {
  const n = append(y);
  if (bytes) n.many = alloc(bytes);
  return n;
}
