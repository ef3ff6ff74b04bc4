// What the host provides. The only file with decorated declarations, which only asc can parse.
import { Tensor } from "./header";

/** Throws a typed error: fault.ts. */
// @ts-ignore: an import is declared by a decorator
@external("host", "fault") export declare function raise(kind: i32, op: string, why: string, a: Tensor, b: Tensor, i: i32, j: i32): void;

/** Shows a gradient to the hooks of t; returns what takes its place, or it. */
// @ts-ignore
@external("host", "hook") export declare function callHook(t: Tensor, g: Tensor): Tensor;

/** Runs the rule of an autograd.Function; its gradients, or null, are in the tray then. */
// @ts-ignore
@external("host", "custom") export declare function callCustom(custom: i32, dy: Tensor): void;

/** Such a rule is off the tape. */
// @ts-ignore
@external("host", "forget") export declare function forgetCustom(custom: i32): void;

/**
 * Moves the numbers of t, and its graph, into an object that the handles of t share: the host's collector decides from then on.
 * False if there is no room for it.
 */
// @ts-ignore
@external("host", "spill") export declare function callSpill(t: Tensor): bool;

/** The last tensor on a block ends, and others that were on it have been moved out: the host takes the numbers. */
// @ts-ignore
@external("host", "spillBlock") export declare function callSpillBlock(block: usize): void;

/** Starts workers that are missing. */
// @ts-ignore
@external("host", "spawn") export declare function spawn(): void;

/** Is it too early to give up a worker? `first`: this wait has just begun. */
// @ts-ignore
@external("host", "patient") export declare function patient(first: bool): bool;
