// Moving out: what a rule takes from the heap although a handle may be left goes to the host first, with all that only it
// leads to: its gradient, and the graph behind it. The host's part is src/spill.ts.
import { callSpill } from "./imports";
import { root } from "./root";
import { Tensor, NONE, Flag, Node, NIL } from "./header";
import { retain, release, input } from "./refs";
import { unclaim } from "./scope";

/** t, whose claim is its only reference, leaves; and so does whatever it was computed from and nothing else needs. */
export function spill(t: Tensor): void {
  push(t);
  while (root.leaving) {
    const x = changetype<Tensor>(root.leaving);
    root.leaving = changetype<usize>(x.chain);
    x.clear(Flag.Leaving);
    // the references are the claim and the one of push()
    if (x.refs == 2 && x.has(Flag.Claimed) && x.pending == NONE && (x == t || !x.has(Flag.Kept))) {
      if (x.owner == 0 || callSpill(x)) {
        if (x.node != NIL) pushInputs(x.node);
        push(x.grad);
        unclaim(x);
      }
    }
    release(x);
  }
}

function pushInputs(n: Node): void {
  push(n.a);
  push(n.b);
  push(n.c);
  push(n.s);
  for (let i = 0; i < n.count + n.kept; i++) push(input(n, i));
}

function push(x: Tensor): void {
  if (x == NONE || x.has(Flag.Leaving)) return;
  x.set(Flag.Leaving);
  retain(x);
  x.chain = changetype<Tensor>(root.leaving);
  root.leaving = changetype<usize>(x);
}
