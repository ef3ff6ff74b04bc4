// Circles of imports in assembly/ and src/, types included: there is none.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = fileURLToPath(new URL("..", import.meta.url));

/** The files of a folder, and what each imports of it. */
export function imports(folder) {
  const files = readdirSync(join(top, folder), { recursive: true })
    .filter((name) => /\.ts$/.test(name) && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
  const known = new Set(files);
  return new Map(files.map((file) => [file, [...known].length ? named(file).filter((name) => known.has(name)) : []]));
}

function named(file) {
  const text = readFileSync(join(top, file), "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const froms = [...text.matchAll(/(?:\bfrom|\bimport\s*\(?)\s*"(\.[^"]*)"/g)].map((match) => match[1]);
  return [...new Set(froms.map((from) => join(dirname(file), from).replace(/(\.js|\.ts)?$/, ".ts")))];
}

/** Groups of files in which each is reached from each (Tarjan). */
export function circles(graph) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const found = [];
  const visit = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    stack.push(file);
    for (const next of graph.get(file)) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file), low.get(next)));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) found.push(group.sort());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folders = process.argv.length > 2 ? process.argv.slice(2) : ["assembly", "src"];
  const graphs = folders.map((folder) => [folder, imports(folder)]);
  for (const [folder, graph] of graphs) {
    const found = circles(graph);
    console.log(`${folder}: ${graph.size} files, ${found.length} circles of imports`);
    for (const group of found) {
      console.log(`  ${group.length} files`);
      for (const file of group)
        console.log(
          `    ${file} → ${graph
            .get(file)
            .filter((x) => group.includes(x))
            .join(", ")}`,
        );
    }
    if (found.length) process.exitCode = 1;
  }
}
