// package.json says which modules do something when they are loaded; bundlers drop all others of which nothing is used.
// Whether it is true: what rollup leaves of each module that is imported for nothing. Last line: N passed, N failed.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import { parseAst } from "rollup/parseAst";

const root = fileURLToPath(new URL("..", import.meta.url));
const told = JSON.parse(readFileSync(`${root}package.json`, "utf8")).sideEffects;
const modules = readdirSync(`${root}dist/modules`, { recursive: true }).filter((name) => name.endsWith(".js"));

/** The module alone: what it imports is somebody else's. */
async function effects(file) {
  const nothing = {
    name: "nothing",
    resolveId: (id) => (id === "nothing" || id === file ? id : { id, external: true, moduleSideEffects: false }),
    load: (id) => (id === "nothing" ? `import "${file}";` : null),
  };
  const build = await rollup({ input: "nothing", plugins: [nothing], onLog: () => undefined });
  const { output } = await build.generate({});
  const { code } = output[0];
  return parseAst(code)
    .body.filter(matters)
    .map(({ start, end }) => code.slice(start, end));
}

/** Values that are made for the module itself do not: a table, a map. */
const matters = ({ type, expression }) =>
  type === "ExpressionStatement"
    ? /^(Assignment|Call|Unary|Update)/.test(expression.type)
    : /^(If|For|While|Try|Block)/.test(type);

let failed = 0;
for (const name of modules) {
  const found = await effects(`${root}dist/modules/${name}`);
  const listed = told.includes(`./dist/modules/${name}`);
  if (found.length > 0 === listed) continue;
  failed++;
  console.error(
    `${name}: ${listed ? "listed in sideEffects, but has none" : `not listed in sideEffects:\n${found.join("\n").slice(0, 500)}`}`,
  );
}
console.log(`${modules.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
