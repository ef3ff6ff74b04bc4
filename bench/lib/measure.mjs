// One task, every contender, interleaved: A B C A B C …, so that a machine that drifts drifts under all of them.

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const round = (x) => Number(x.toPrecision(5));

/**
 * Times a task with each of its contenders.
 *
 * @param task      of lib/tasks.mjs
 * @param entries   { peer, args }: who takes part, and with which arguments
 * @param options   rounds, repeats per round, slice and warm in ms, budget: ms a contender may take in all
 * @returns {Promise<Record<string, object>>} by contender: { median, min, repeats, calls, rounds } in ms per call,
 *   { skip } if it cannot do the task, { untimed } if its answer counts but its time would not be fair
 */
export async function measure(task, entries, { rounds, repeats, slice, warm, budget }) {
  const results = {};
  const running = [];
  for (const { key, peer, name = task.task, args = task.args } of entries) {
    const result = (results[key] = await peer.ask({ do: "prepare", task: name, args, warm }).catch(failure));
    if (result.skip || result.error) continue;
    if (task.losses && name === "step") {
      Object.assign(result, await peer.ask({ do: "losses", steps: task.losses }).catch(failure));
    }
    if (result.untimed) continue;
    // A slow peer does what fits its budget, and never fewer than one repeat a round.
    const fits = Math.floor(budget / rounds / Math.max(result.estimate, task.slice ?? slice));
    const calls = Math.max(1, Math.round((task.slice ?? slice) / result.estimate));
    running.push({
      key,
      peer,
      question: { do: "run", calls, repeats: Math.max(1, Math.min(repeats, fits)) },
      lists: [],
    });
  }

  for (let i = 0; i < rounds; i++) {
    for (const { key, peer, question, lists } of running) {
      if (results[key].error) continue;
      const { times, error } = await peer.ask(question).catch(failure);
      if (error) results[key] = { error };
      else lists.push(times);
    }
  }

  for (const { key, question, lists } of running) {
    const { value, work, losses, error } = results[key];
    const all = lists.flat();
    results[key] = error
      ? { error }
      : {
          median: round(median(all)),
          min: round(Math.min(...all)),
          repeats: all.length,
          calls: question.calls,
          rounds: lists.map((list) => round(median(list))),
          ...(work && { work }),
          ...(value && { value }),
          ...(losses && { losses }),
        };
  }
  await Promise.all(running.map(({ peer }) => peer.ask({ do: "drop" }).catch(failure)));
  return results;
}

const failure = (error) => ({ error: error.message });

/** How many times faster `ours` is than `theirs`: the median over the rounds of the ratio within a round. */
export function ratio(ours, theirs) {
  if (!ours?.rounds || !theirs?.rounds) return undefined;
  return median(ours.rounds.map((mine, i) => theirs.rounds[i] / mine));
}
