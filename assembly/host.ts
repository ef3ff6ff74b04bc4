// What the host asks of the engine beside ops: its start, lifetimes, the tape, and what a tensor is.
import { root, TRAY } from "./root";
import { Tensor, NONE, Flag, emptyLike } from "./tensor";
import * as refs from "./refs";
import { isFloat } from "./dtype";
import { Kind, check } from "./fault";
import { openLifetimes, enter, leave, escape, unclaim, claim } from "./scope";
import * as scopes from "./scope";
import { Why } from "./releases";
import * as lifetime from "./lifetime";
import * as tensor from "./tensor";
import { Block } from "./memory";
import * as tape from "./tape";
import * as walk from "./backward";
import { openBackward } from "./backward";
import { openNumbers } from "./number";
import { openPool, setThreads } from "./pool";
import { fillWith } from "./ops/create";
import { isDense } from "./ops/copy";

/** Called once by the first instance. */
export function boot(): void {
  root.top = (__heap_base + 63) & ~63;
  openLifetimes();
  openBackward();
  openNumbers();
  openPool();
  setThreads(1);
  root.live = 0;
  root.peak = 0;
  root.tensors = 0;
}

export function trayAt(): usize {
  return TRAY;
}

// What a tensor is

export function isContiguous(x: Tensor): bool {
  return isDense(x);
}
export function nameOf(x: Tensor): usize {
  return changetype<usize>(x.name);
}
/** 0: leaf without gradient, 1: leaf that requires one, 2: result on the tape, 3: its graph is gone */
export function standing(x: Tensor): i32 {
  return x.has(Flag.Leaf) ? 1 : changetype<usize>(x.node) ? 2 : x.has(Flag.Spent) ? 3 : 0;
}
/** The gradient of x, for a handle: it stays readable for as long as the tensors of its graph. */
export function gradOf(x: Tensor): Tensor {
  const g = x.grad;
  if (g != NONE) claim(g);
  return g;
}
export function peekGrad(x: Tensor): Tensor {
  return x.grad;
}

/** Makes g the gradient of x, or forgets it (null). */
export function setGrad(x: Tensor, g: Tensor): void {
  const before = x.grad;
  x.grad = g != NONE ? refs.retain(g) : NONE;
  refs.release(before);
}

export function setLeaf(x: Tensor, on: bool): void {
  check(isFloat(x.dtype), Kind.DType, "requiresGrad", "{a} is {A}; only float tensors have gradients", x);
  check(
    changetype<usize>(x.node) == 0,
    Kind.Grad,
    "requiresGrad",
    "{a} is the result of {o}, which decides; use detach() first",
    x,
  );
  if (on) {
    x.set(Flag.Leaf);
    x.clear(Flag.Spent);
    x.clear(Flag.Derived);
  } else x.clear(Flag.Leaf);
}
/** Counts writes in place. */
export function versionOf(x: Tensor): u32 {
  return x.block.version;
}
export function setFlag(x: Tensor, flag: i32, on: bool): void {
  if (flag == Flag.Hooked && x.has(flag) != on) root.hosted += on ? 1 : -1;
  if (on) x.set(flag);
  else x.clear(flag);
}
export function hasFlag(x: Tensor, flag: i32): bool {
  return x.has(flag);
}

/** 1 in the shape of x: where backward begins. */
export function onesLike(x: Tensor): Tensor {
  const g = emptyLike(x);
  fillWith(g, 1);
  return g;
}

// Lifetimes

export function keep(x: Tensor): void {
  scopes.keep(x);
}
/** Ends the claim of the host on x. */
export function release(x: Tensor, why: i32): void {
  const before = root.why;
  root.why = why;
  unclaim(x);
  root.why = before;
}
/** A scope of the host, in which ops are recorded if `recording` is 1, not if it is 0, and as they were if it is -1. */
export function beginScope(recording: i32): void {
  enter(Why.Scope);
  if (recording >= 0) root.recording = recording;
}
/** Carries x out of the innermost scope. */
export function carry(x: Tensor): void {
  escape(x);
}
export function endScope(): void {
  scopes.recover();
  leave();
}
export function isRecording(): i32 {
  return root.recording;
}
export function setRecording(on: i32): void {
  root.recording = on;
}
export function liveBytes(): f64 {
  return <f64>root.live;
}
export function peakBytes(): f64 {
  return <f64>root.peak;
}
/** Graphs consumed so far. */
export function graphCount(): u32 {
  return root.clock;
}
/** Moves out what lies idle. */
export function tend(): void {
  lifetime.tend();
}
/** Claims t for the host, if nobody does: y, whose graph leads to it, is leaving. */
export function claimWith(t: Tensor, y: Tensor): void {
  scopes.claimWith(t, y);
}
/** The scope that claims x, as a number, and whether that has not ended. */
export function scopeOf(x: Tensor): u32 {
  return x.home.serial;
}
export function isOpen(scope: u32): bool {
  return changetype<usize>(scopes.openScope(scope)) != 0;
}
/** A tensor that was moved out comes back to its scope: see tensor.ts. */
export function restored(block: usize, bytes: usize, offset: usize, scope: u32): Tensor {
  const t = tensor.restored(changetype<Block>(block), bytes, offset);
  scopes.settleIn(t, scope);
  return t;
}
export function nodeField(i: i32): usize {
  return tape.nodeField(i);
}
export function restoreNode(y: Tensor, bytes: i32): usize {
  return changetype<usize>(tape.restoreNode(y, bytes));
}
/** One rule of the host more, or fewer. */
export function countHosted(n: i32): void {
  root.hosted += n;
}
/** Bytes of the memory below the end of the heap: tensors, headers, nodes, and free blocks between them. */
export function heapBytes(): f64 {
  return <f64>root.top;
}
export function headerCount(): i32 {
  return root.headerCount;
}
export function nodeCount(): i32 {
  return root.nodes;
}
/** References that a rule of the host keeps to what it saved. */
export function retain(x: Tensor): void {
  refs.retain(x);
}
export function letGo(x: Tensor): void {
  refs.release(x);
}
export function tensorCount(): i32 {
  return root.tensors;
}
/** Visits what the host's scopes claim, for a list of leaks: the tensor after x, or null at the end. */
export function nextClaimed(x: Tensor): Tensor {
  return scopes.nextClaimed(x);
}

// The tape

/** `count` pairs (result, gradient) are in the tray. */
export function backward(count: i32, retain: bool, create: bool, accumulating: bool): void {
  walk.backward(count, retain, create, accumulating);
}
export function abandon(recording: i32): void {
  walk.abandon(recording);
}
export function want(x: Tensor): void {
  walk.want(x);
}
export function take(x: Tensor): Tensor {
  return walk.take(x);
}
export function inputOf(x: Tensor, i: i32): Tensor {
  return tape.inputOf(x, i);
}
/**
 * Puts y on the tape as the result of rule `custom` of the host, whose `count` inputs are in the tray; `unknown`: and
 * whatever that rule comes upon when it computes y again, for `pass`.
 */
export function recordCustom(y: Tensor, count: i32, custom: i32, unknown: bool): bool {
  tape.recordMany(unknown ? "checkpoint" : "function", y, count, walk.custom, custom, unknown);
  return changetype<usize>(y.node) != 0;
}
/** A rule of the host hands the gradient of its result on to y, which it has just computed. */
export function pass(y: Tensor, g: Tensor): void {
  walk.pass(y, g);
}
/** Search gradients for NaN from now on? */
export function setAnomaly(on: bool): void {
  root.anomaly = <i32>on;
}
