// What a JavaScript peer is asked, wherever it runs:
//
//   { do: "prepare", task, args, warm }  build the task, warm it up           → { estimate, value?, work? }
//   { do: "run", calls, repeats }        time `repeats` times `calls` calls   → { times }       ms per call
//   { do: "losses", steps }              train from the initial weights       → { losses }
//   { do: "drop" }                       forget the task                      → {}
//
// A peer module exports open(threads) → { about, tasks }. A task is a function of its arguments that gives
// { call, reset?, losses?, value?, work?, drop? }, or throws Unsupported.

let tasks = {};
let task = null;

/** The peer of that module, ready to be asked. One that cannot run here at all says why at every task. */
export async function opened({ open }, name, threads) {
  let about;
  try {
    ({ about, tasks } = await open(threads));
  } catch (error) {
    if (error.name !== "Unsupported") throw error;
    about = { unsupported: error.message };
  }
  const missing = (task) => about.unsupported ?? `${name} has no task ${task}`;
  const answer = async (question) => {
    try {
      if (question.do === "prepare" && !tasks[question.task]) return { skip: missing(question.task) };
      return await questions[question.do](question);
    } catch (error) {
      return error.name === "Unsupported" ? { skip: error.message } : { error: String(error.stack ?? error) };
    }
  };
  return { about, answer };
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
