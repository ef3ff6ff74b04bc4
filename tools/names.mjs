// Exports travel under names of one or two letters: the scripts that call them are rewritten to match. Readers of the sources see
// the long ones only.

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const short = (i) => (i < 52 ? "" : LETTERS[Math.floor(i / 52) - 1]) + LETTERS[i % 52];

/** These are asked for by others than `core`: the workers, and whoever loads a binary of his own. */
const KEPT = ["memory", "table", "work"];

/** @param {string[]} names @returns {Record<string, string>} what each is called where it travels */
export const shortNames = (names) =>
  Object.fromEntries(names.map((name, i) => [name, KEPT.includes(name) ? name : short(i)]));

/** A script that says core.matmul, with the short name of it. */
export const renamed = (script, names) =>
  script.replace(/\bcore\.(\w+)/g, (all, name) => (name in names ? `core.${names[name]}` : all));
