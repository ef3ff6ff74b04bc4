// References: whatever needs a tensor retains it, and the last release ends it, with its node and what only that led to.
import { root } from "./root";
import { Block, blockAt, free } from "./memory";
import { Tensor, NONE, Flag, Node, NIL } from "./header";
import { remember } from "./releases";
import { callSpillBlock, forgetCustom } from "./imports";

/** One reference more. */
export function retain(t: Tensor): Tensor {
  t.refs++;
  return t;
}

/** Takes one reference away; the last one ends the tensor. */
export function release(t: Tensor): void {
  if (t == NONE || --t.refs > 0) return;
  t.chain = changetype<Tensor>(root.doomed);
  root.doomed = changetype<usize>(t);
  // a queue and not recursion: a graph may be deeper than the stack
  if (root.draining) return;
  root.draining = 1;
  while (root.doomed) {
    const d = changetype<Tensor>(root.doomed);
    root.doomed = changetype<usize>(d.chain);
    end(d);
  }
  root.draining = 0;
}

/** One tensor fewer on b. Those that were moved out count as one, so that nobody takes b for its own. */
function releaseBlock(b: Block): void {
  if (--b.refs == 1 && b.shared) {
    callSpillBlock(changetype<usize>(b));
    b.refs = 0;
  }
  if (b.refs > 0) return;
  root.live -= b.asked;
  free(b);
}

function end(t: Tensor): void {
  if (t.has(Flag.Hooked)) root.hosted--;
  if (changetype<usize>(t.node)) forget(t.node);
  release(t.grad);
  release(t.pending);
  if (changetype<usize>(t.block)) releaseBlock(t.block);
  remember(t);
  t.age();
  t.chain = changetype<Tensor>(root.headers);
  root.headers = changetype<usize>(t);
  root.tensors--;
}

/** Input i of such a node; kept values are counted on. */
export function input(n: Node, i: i32): Tensor {
  return load<Tensor>(n.many.data + ((<usize>i) << 2));
}
/** The version that it had. */
export function versionAt(n: Node, i: i32): u32 {
  return load<u32>(n.many.data + ((<usize>(n.count + n.kept + i)) << 2));
}

/** Takes a node off the tape and releases what it referenced. */
export function forget(n: Node): void {
  n.y.node = NIL;
  if (n.prev != NIL) n.prev.next = n.next;
  if (n.next != NIL) n.next.prev = n.prev;
  else root.tape = changetype<usize>(n.prev);
  release(n.a);
  release(n.b);
  release(n.c);
  release(n.s);
  for (let i = 0; i < n.count + n.kept; i++) release(input(n, i));
  if (changetype<usize>(n.many)) free(n.many);
  if (n.custom) forgetCustom(n.custom);
  free(blockAt(changetype<usize>(n)));
  root.nodes--;
}
