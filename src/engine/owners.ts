// From a tensor of the engine back to the handles that look at it, without keeping these alive: the header holds an index here.
// The youngest handles stand in the table themselves. One that has survived a generation shares a box with it, which tells where the
// tensor is: in the engine, or moved out (spill.ts).
import { core, lifeOf, ownerOf, setOwner } from "./core.js";
import type { Spilled } from "./spill.js";

/** Where in the engine a tensor is; its life tells whether it is still there. */
export class Place {
  ptr: number;
  life: number;
  /** How many graphs that were moved out want it. */
  wanted = 0;

  constructor(ptr: number, life: number) {
    this.ptr = ptr;
    this.life = life;
  }
  get inEngine(): boolean {
    return lifeOf(this.ptr) === this.life;
  }
}

/** What the handles of one tensor share. */
export class Box {
  readonly place: Place;
  /** What was moved out, if it was. */
  spilled: Spilled | undefined = undefined;

  constructor(ptr: number, life: number) {
    this.place = new Place(ptr, life);
  }
}

/** A handle, as far as it matters here. */
export interface Owner {
  ptr: number;
  life: number;
  box: Box | undefined;
}

/** Places 1 … YOUNG are those of the youngest handles. */
export const YOUNG = 256;
const owners: (Owner | Box | undefined)[] = /* @__PURE__ */ Array.from({ length: YOUNG + 1 });
const free: number[] = [];
let young = 0;
/** How long the table may get before places of tensors that are gone are looked for. */
let full = 4096;

const isHere = (owner: Owner | Box, ptr: number, life: number): boolean => {
  const place = owner instanceof Box ? owner.place : owner;
  return place.ptr === ptr && place.life === life;
};

/** A new handle takes the next place of the young; true when that was the last. */
export function enter(handle: Owner): boolean {
  owners[++young] = handle;
  setOwner(handle.ptr, young);
  return young === YOUNG;
}

/** Those of the young whose tensor is still in the engine; from now on they have boxes. */
export function grownUp(): Owner[] {
  const alive: Owner[] = [];
  for (let i = 1; i <= young; i++) {
    const owner = owners[i] as Owner;
    owners[i] = undefined;
    if (owner.box || lifeOf(owner.ptr) !== owner.life) continue;
    boxOf(owner);
    alive.push(owner);
  }
  young = 0;
  return alive;
}

/** The box of a handle, which has a place of its own then. */
export function boxOf(handle: Owner): Box {
  if (handle.box) return handle.box;
  handle.box = new Box(handle.ptr, handle.life);
  settle(handle.box);
  return handle.box;
}

/** Gives a box whose tensor is in the engine a place in the table. */
export function settle(box: Box): void {
  if (free.length === 0 && owners.length >= full) {
    for (let i = YOUNG + 1; i < owners.length; i++) {
      const owner = owners[i];
      if (owner instanceof Box && owner.place.inEngine) continue;
      owners[i] = undefined;
      free.push(i);
    }
    full = 2 * (owners.length - free.length) + 4096;
  }
  const i = free.pop() ?? owners.length;
  owners[i] = box;
  setOwner(box.place.ptr, i);
}

/** Who looks at the tensor, or undefined. */
export function ownerAt(ptr: number): Owner | Box | undefined {
  const owner = owners[ownerOf(ptr)];
  return owner && isHere(owner, ptr, lifeOf(ptr)) ? owner : undefined;
}

/** `handle` takes over the place of another. */
export function replace(other: Owner, handle: Owner): void {
  const i = ownerOf(handle.ptr);
  if (owners[i] === other) owners[i] = handle;
}

/** The box of a tensor that the graph of y leads to, which is leaving: the host claims it from now on, if nobody does. */
export function boxAt(ptr: number, y: number): Box {
  core.claimWith(ptr, y);
  const owner = ownerAt(ptr);
  if (owner) return owner instanceof Box ? owner : boxOf(owner);
  const box = new Box(ptr, lifeOf(ptr));
  settle(box);
  return box;
}

/** The tensor is leaving the engine. */
export function vacate(ptr: number): void {
  const i = ownerOf(ptr);
  if (i <= YOUNG) return;
  owners[i] = undefined;
  free.push(i);
}
