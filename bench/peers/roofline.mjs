// The ceilings of this machine, measured where the kernels live: inside WebAssembly, on 128-bit lanes.
//
//   simd      s ← s + x,  x ← x·a      a loop that multiplies and adds in registers only
//   relaxed   s ← s + a·b, fused       the same with relaxed_madd
//   copy      v128 loads and stores    64 MB, which fits no cache, or as many bytes as asked for
//
// They are written by hand as text and assembled here, so no compiler stands between the loop and the engine.
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import wabt from "wabt";
import { Unsupported } from "../lib/unsupported.mjs";

const TURNS = 1 << 21;

// Two multiplies and two adds may start in each cycle of the widest machine, and each takes 3 or 4 cycles: 7 chains of
// either kind keep it busy. 14 chains and an operand are 15 registers, which is what x86-64 leaves to the engine.
// Every product depends on the one before, so none can be moved out of the loop; a = -1 keeps the numbers small.
const SIMD = {
  chains: 7,
  extra: "x",
  flop: 2,
  operands: [-1, 0],
  step: (i) => `
      (local.set $x${i} (f32x4.mul (local.get $x${i}) (local.get $a)))
      (local.set $s${i} (f32x4.add (local.get $s${i}) (local.get $x${i})))`,
};

// Two fused ones may start in each cycle, and each takes 4 cycles; 12 chains leave room.
const RELAXED = {
  chains: 12,
  extra: "",
  flop: 2,
  operands: [1e-3, 1e-3],
  step: (i) => `
      (local.set $s${i} (f32x4.relaxed_madd (local.get $a) (local.get $b) (local.get $s${i})))`,
};

function arithmetic({ chains, extra, step }) {
  const all = (text) => Array.from({ length: chains }, (_, i) => text(i)).join(" ");
  const sum = Array.from({ length: chains }, (_, i) => `(local.get $s${i})`).reduce((a, b) => `(f32x4.add ${a} ${b})`);
  return `(module
  (func (export "run") (param $turns i32) (param $p f32) (param $q f32) (result f32)
    (local $a v128) (local $b v128)
    ${all((i) => `(local $s${i} v128)`)}
    ${extra && all((i) => `(local $x${i} v128)`)}
    (local.set $a (f32x4.splat (local.get $p)))
    (local.set $b (f32x4.splat (local.get $q)))
    ${extra && all((i) => `(local.set $x${i} (f32x4.splat (f32.add (local.get $p) (f32.const ${i}))))`)}
    (loop $again ${all(step)}
      (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (f32x4.extract_lane 0 ${sum})))`;
}

// Eight moves, 128 bytes, a turn.
const moves = Array.from({ length: 8 }, (_, i) => 16 * i)
  .map((at) => `(v128.store offset=${at} (local.get $to) (v128.load offset=${at} (local.get $from)))`)
  .join("\n      ");

const COPY = `(module
  (memory (export "memory") 2049)
  (func (export "run") (param $to i32) (param $from i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (loop $again
      ${moves}
      (local.set $to (i32.add (local.get $to) (i32.const 128)))
      (local.set $from (i32.add (local.get $from) (i32.const 128)))
      (br_if $again (i32.lt_u (local.get $from) (local.get $end))))))`;

async function assemble(text) {
  const { parseWat } = await wabt();
  const { buffer } = parseWat("roofline.wat", text, { simd: true, relaxed_simd: true }).toBinary({});
  if (!WebAssembly.validate(buffer)) throw new Unsupported("this engine has no relaxed SIMD");
  return (await WebAssembly.instantiate(buffer)).instance.exports;
}

/** One pass as a plain function, and the work it does: floating-point operations, or bytes read and written. */
async function ceiling({ kind, bytes = 1 << 26 }) {
  if (kind === "copy") {
    const size = bytes - (bytes % 128);
    const times = Math.max(1, Math.round((1 << 24) / size));
    const { run, memory } = await assemble(COPY);
    new Float32Array(memory.buffer).fill(1);
    const pass = () => {
      for (let i = 0; i < times; i++) run(0, 1 << 26, size);
    };
    return { pass, work: 2 * size * times };
  }
  const loop = kind === "relaxed" ? RELAXED : SIMD;
  const { run } = await assemble(arithmetic(loop));
  return { pass: () => run(TURNS, ...loop.operands), work: TURNS * loop.chains * 4 * loop.flop };
}

// START counts passes, DONE the workers that have finished theirs.
const START = 0;
const DONE = 1;

/** A helper thread does each pass at the same moment as its owner. */
async function help({ args, board }) {
  const { pass } = await ceiling(args);
  parentPort.postMessage("ready");
  for (let seen = 0; ; seen++) {
    Atomics.wait(board, START, seen);
    pass();
    Atomics.add(board, DONE, 1);
    Atomics.notify(board, DONE);
  }
}

async function together(threads, args) {
  const { pass, work } = await ceiling(args);
  const board = new Int32Array(new SharedArrayBuffer(8));
  const helpers = Array.from(
    { length: threads - 1 },
    () => new Worker(new URL(import.meta.url), { workerData: { args, board } }),
  );
  await Promise.all(helpers.map((helper) => new Promise((ready) => helper.once("message", ready))));
  const call = () => {
    Atomics.store(board, DONE, 0);
    Atomics.add(board, START, 1);
    Atomics.notify(board, START);
    pass();
    for (let done; (done = Atomics.load(board, DONE)) < helpers.length;) Atomics.wait(board, DONE, done);
  };
  return { call, work: work * threads, drop: () => Promise.all(helpers.map((helper) => helper.terminate())) };
}

export function open(threads) {
  return { about: { name: "roofline" }, tasks: { ceiling: (args) => together(threads, args) } };
}

if (!isMainThread && workerData?.board) await help(workerData);
