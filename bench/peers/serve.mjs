// One JavaScript peer in a process of its own: node serve.mjs <peer> <threads>.
//
// It reads a question per line and answers with a line that begins with "@" (libraries like to print other things):
//
//   { do: "prepare", task, args, warm }  build the task, warm it up           → { estimate, value?, work? }
//   { do: "run", calls, repeats }        time `repeats` times `calls` calls   → { times }       ms per call
//   { do: "losses", steps }              train from the initial weights       → { losses }
//   { do: "drop" }                       forget the task                      → {}
//
// A peer module exports open(threads) → { about, tasks }. A task is a function of its arguments that gives
// { call, reset?, losses?, value?, work?, drop? }, or throws Unsupported.
import { createInterface } from "node:readline";

const [peer, threads] = process.argv.slice(2);
const answer = (reply) => process.stdout.write(`@${JSON.stringify(reply)}\n`);
const { open } = await import(`./${peer}.mjs`);
const { about, tasks } = await Promise.resolve(Number(threads)).then(open).catch(unsupported);
let task = null;

/** A peer that cannot run here at all says why at every task. */
function unsupported(error) {
  if (error.name !== "Unsupported") throw error;
  return { about: { unsupported: error.message }, tasks: {} };
}

/** Milliseconds per call over `calls` calls. An asynchronous call is awaited, a plain one is not made to wait. */
async function timed(calls) {
  const { call, later } = task;
  const start = performance.now();
  if (later) for (let i = 0; i < calls; i++) await call();
  else for (let i = 0; i < calls; i++) call();
  return (performance.now() - start) / calls;
}

/** Calls for `warm` ms and at least 8 times, so that engines and caches have settled; gives the last pace seen. */
async function warmUp(warm) {
  const end = performance.now() + warm;
  let pace = await timed(1);
  for (let calls = 1, done = 1; performance.now() < end || (done < 8 && pace < warm); done += calls) {
    calls = Math.max(1, Math.min(2 * calls, Math.round(warm / 10 / pace)));
    pace = await timed(calls);
  }
  return pace;
}

const questions = {
  async prepare({ task: name, args, warm }) {
    if (!tasks[name]) return { skip: about.unsupported ?? `${peer} has no task ${name}` };
    task = await tasks[name](args);
    const value = await task.value?.();
    return { estimate: await warmUp(warm), value, work: task.work };
  },
  async run({ calls, repeats }) {
    await task.reset?.();
    globalThis.gc?.();
    await timed(Math.min(calls, 3));
    const times = [];
    for (let i = 0; i < repeats; i++) times.push(await timed(calls));
    return { times };
  },
  async losses({ steps }) {
    await task.reset();
    return { losses: await task.losses(steps) };
  },
  async drop() {
    await task?.drop?.();
    task = null;
    return {};
  },
};

answer({ about });
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  try {
    answer(await questions[question.do](question));
  } catch (error) {
    answer(error.name === "Unsupported" ? { skip: error.message } : { error: String(error.stack ?? error) });
  }
}
await questions.drop();
process.exit(0);
