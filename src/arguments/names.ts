// Which name was meant: for options that do not exist.

/** Names from other libraries and other languages, and what they are called here. */
const synonyms: Record<string, string[]> = {
  axis: ["dim"], axes: ["dim"], dims: ["dim"], keepdims: ["keepdim"],
  learningrate: ["lr"], rate: ["lr", "p"], stepsize: ["lr"], decay: ["weightDecay"], l2: ["weightDecay"],
  epsilon: ["eps"], probability: ["p"], prob: ["p"], dropout: ["p"], usebias: ["bias"], temperature: ["tau"],
  alpha: ["negativeSlope"], slope: ["negativeSlope"], type: ["dtype"], low: ["min"], high: ["max"],
  size: ["shape", "batchSize"], ddof: ["correction"], reverse: ["descending"], seed: ["generator"], order: ["ord", "p"],
  weights: ["weight"], target: ["targets"], ceil: ["ceilMode"],
}; // prettier-ignore

/** In lower case without underscores: label_smoothing and labelSmoothing are one. */
const bare = (name: string): string => name.replace(/[_-]/g, "").toLowerCase();

/** How many letters must be put in, taken out, exchanged or swapped to make b of a. */
function distance(a: string, b: string): number {
  let [before, row]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = Number(a[i - 1] !== b[j - 1]);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** The one of `names` that `name` was meant to be, if one is likely. */
export function meant(name: string, names: readonly string[]): string | undefined {
  const given = bare(name);
  const same = names.find((known) => bare(known) === given);
  if (same) return same;
  const synonym = synonyms[given]?.find((known) => names.includes(known));
  if (synonym) return synonym;
  const near = names
    .map((known) => ({ known, d: distance(given, bare(known)) }))
    .filter(({ known, d }) => d <= Math.max(1, Math.min(known.length, given.length) / 3))
    .sort((a, b) => a.d - b.d);
  if (near.length) return near[0].known;
  return names.find((known) => given.length > 3 && (bare(known).includes(given) || given.endsWith(bare(known))));
}
