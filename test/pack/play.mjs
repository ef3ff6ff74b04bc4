// In a page: runs the program named in its address, keeps what it prints, and leaves the outcome for the driver to find.
const printed = [];
console.log = (...words) => void printed.push(words.join(" "));
const outcome = { isolated: crossOriginIsolated, printed };
const name = globalThis.location.search.slice(1);
try {
  await import(`./${name}.${name.startsWith("hosts") ? "mjs" : "js"}`);
} catch (error) {
  outcome.error = `${error}\n${error?.stack}`;
}
globalThis.outcome = outcome;
