// Writes docs/compat.md: what each op computes and which of PyTorch's public names are here. `--check` only compares.
//   node docs/compat.mjs          after `npm run build`; names.json is what names.py found in PyTorch 1.13
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import ts from "typescript";
import * as distributions from "../dist/distributions.js";
import * as gradcheck from "../dist/gradcheck.js";
import * as wasmgrad from "../dist/index.js";
import * as linalg from "../dist/linalg.js";

const here = (name) => new URL(name, import.meta.url);
const json = (name) => JSON.parse(readFileSync(here(name), "utf8"));
const { Tensor, autograd, data, nn, optim, scope, tensor } = wasmgrad;

// -- names ------------------------------------------------------------------------------------------------------------

/** Where names of a part of PyTorch are looked for. */
const places = {
  "torch.Tensor": Tensor.prototype,
  torch: wasmgrad,
  "torch.linalg": linalg,
  "torch.autograd": { ...autograd, ...gradcheck },
  "torch.autograd.functional": autograd.functional,
  "torch.utils.checkpoint": autograd,
  "torch.distributions": distributions,
  "torch.nn": nn,
  "torch.nn.functional": nn.functional,
  "torch.nn.init": nn.init,
  "torch.nn.Module": nn.Module.prototype,
  "torch.nn.utils": nn.utils,
  "torch.nn.utils.rnn": nn.utils.rnn,
  "torch.nn.utils.parametrize": nn.utils.parametrize,
  "torch.nn.utils.parametrizations": nn.utils.parametrizations,
  "torch.optim": optim,
  "torch.optim.lr_scheduler": optim.lrScheduler,
  "torch.utils.data": data,
};

/** Functions of PyTorch that may be methods here, but for one that means something else. */
const methods = (part, name) =>
  ["torch", "torch.linalg", "torch.nn.functional"].includes(part) &&
  `${part}.${name}` !== "torch.nn.functional.unfold" &&
  name in Tensor.prototype;

const special = { set_printoptions: "setPrintOptions" };
const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, c) => c.toUpperCase());

/** What is the same thing, said or done otherwise; under the name of a part, what holds for all of it. */
const differs = json("differs.json");
const unused = new Set(Object.keys(differs));

const parts = Object.entries(json("names.json")).map(([part, all]) => {
  const rows = { yes: [], method: [], differs: [], no: [] };
  unused.delete(part);
  for (const name of all) {
    const ours = special[name] ?? camel(name);
    const note = differs[`${part}.${name}`];
    const there = ours in places[part];
    const method = !there && methods(part, ours);
    unused.delete(`${part}.${name}`);
    // what stands in for a name that is not here is code
    if (note && !there && !method && !note.includes("`")) throw new Error(`${part}.${name} is not here: ${note}`);
    if (note) rows.differs.push([name, note]);
    else if (there) rows.yes.push(name);
    else if (method) rows.method.push(name);
    else rows.no.push(name);
  }
  return { part, ...rows, here: rows.yes.length + rows.method.length + rows.differs.length, all: all.length };
});
if (unused.size) throw new Error(`differs.json: PyTorch has no ${[...unused].join(", ")}`);

// -- ops --------------------------------------------------------------------------------------------------------------

/** The table of ops that the tests read, without what PyTorch answers: JavaScript of it goes to build/test/. */
const files = readdirSync(here("../test/cases")).map((name) => `cases/${name}`);
mkdirSync(here("../build/test/cases"), { recursive: true });
for (const file of ["cases.ts", "helpers.ts", ...files]) {
  const compilerOptions = { target: "ES2022", module: "ESNext", verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(readFileSync(here(`../test/${file}`), "utf8"), { compilerOptions });
  const code = outputText.replace(/^import (\w+) from ".*\.json".*$/gm, "const $1 = [];");
  writeFileSync(here(`../build/test/${file.replace(/ts$/, "js")}`), code);
}
const built = (name) => import(here(`../build/test/${name}.js`));
const { cases, numbers } = await built("cases");

/** Ops by the file that has their rows, in the order of the table. */
const families = new Map();
const familyOf = {};
for (const file of files.filter((name) => !name.endsWith("/kit.ts"))) {
  const family = file.replace(/^cases\/|\.ts$/g, "");
  for (const rows of Object.values(await built(`cases/${family}`)))
    for (const op of Object.keys(rows)) familyOf[op] = family;
}
for (const op of Object.keys(cases)) families.set(familyOf[op], [...(families.get(familyOf[op]) ?? []), op]);

const dtypes = ["float32", "float64", "int32", "bool"];
const first = ({ tries, large }) => tries[0] ?? large;

/** Inputs of the row with all its floats of this dtype, or, where there are none to differentiate, all inputs. */
function inputs(row, dtype) {
  const variant = first(row);
  const floats = variant.inputs.some((x) => x.dtype === "float" && !x.fixed);
  const values = numbers(variant.inputs);
  return variant.inputs.map(({ shape, domain: [low, high], dtype: own, fixed }, i) => {
    const takes = !floats || own === "float";
    const whole = takes && own === "float" && !dtype.startsWith("float");
    const top = dtype === "bool" ? 1 : Math.floor(high);
    const bottom = Math.min(top, dtype === "bool" && low <= 0 ? 0 : Math.ceil(low));
    return tensor(whole ? values[i].map((_, k) => bottom + (k % (top - bottom + 1))) : values[i], {
      shape,
      dtype: takes ? dtype : own,
      requiresGrad: takes && dtype === "float64" && own === "float" && !fixed,
    });
  });
}

const problems = new Set();

/** What the row gives, as a list. Null where it refuses the dtype. */
function call(op, xs, dtype) {
  const row = cases[op];
  try {
    return [row.call(xs, { ...first(row).options, ...(xs.length ? {} : { dtype }) })].flat();
  } catch (error) {
    if (error instanceof wasmgrad.DTypeError) return null;
    problems.add(`${op} of ${xs.map((x) => x.dtype).join(", ")}: ${error.name}: ${error.message}`);
    return null;
  }
}

/** Whether the op takes this dtype, or gives it if it takes no tensors. */
function computes(op, dtype) {
  const xs = inputs(cases[op], dtype);
  const ys = call(op, xs, dtype);
  return ys !== null && (xs.length > 0 || ys[0].dtype === dtype);
}

/** Whether there is a gradient, and whether it has one itself. */
function slopes(op) {
  const row = cases[op];
  const xs = inputs(row, "float64");
  const y = call(op, xs)?.[0];
  if (!y?.requiresGrad) {
    if (!row.flat) problems.add(`${op}: no gradient, and its row does not say why`);
    return [false, false];
  }
  if (row.flat) problems.add(`${op}: a gradient, though its row says: ${row.flat}`);
  const leaves = xs.filter((x) => x.requiresGrad);
  const gradient = wasmgrad.onesLike(y).requiresGrad_();
  const grads = autograd.grad([y], leaves, { gradOutputs: [gradient], createGraph: true, allowUnused: true });
  return [true, grads.every((grad) => grad === null || grad.requiresGrad)];
}

const matrix = [...families].map(([family, all]) => [
  family,
  all.map((op) => [op, ...scope(() => [...dtypes.map((dtype) => computes(op, dtype)), ...slopes(op)])]),
]);
for (const problem of problems) console.error(problem);

/** Ops that compute a dtype which PyTorch refuses them. */
function taken(dtype) {
  const refused = new Set(json("../test/golden/dtypes.json").flatMap((r) => ("error" in r.results[dtype] ? r.op : [])));
  const column = dtypes.indexOf(dtype) + 1;
  return list(matrix.flatMap(([, rows]) => rows.filter((row) => row[column] && refused.has(row[0])).map(([op]) => op)));
}

// -- text -------------------------------------------------------------------------------------------------------------

const list = (all) => all.map((name) => `\`${name}\``).join(" ");
const share = ({ here, all }) => `${Math.round((100 * here) / all)} %`;
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const table = (align, ...rows) =>
  [rows[0], align, ...rows.slice(1)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const yes = (there) => (there ? "yes" : "–");

const counts = parts.map((p) => [
  p.part,
  share(p),
  p.all,
  p.yes.length,
  p.method.length,
  p.differs.length,
  p.no.length,
]);
const sum = (key) => parts.reduce((n, part) => n + part[key], 0);
const everything = { here: sum("here"), all: sum("all") };
const [ofTensor, ofTorch] = ["torch.Tensor", "torch"].map((name) => parts.find(({ part }) => part === name));
const covered = (p) => `${share(p)} (${p.here} of ${p.all})`;

const opTables = matrix.map(([family, rows]) => {
  const heads = ["op", ...dtypes, "gradient", "second gradient"];
  return `### ${capital(family)}

${table(
  heads.map((_, i) => (i ? ":-:" : "---")),
  heads,
  ...rows.map(([op, ...cells]) => [`\`${op}\``, ...cells.map(yes)]),
)}
`;
});

const nameLists = parts.map((p) => {
  const notes = p.differs.map(([name, note]) => [`\`${name}\``, note.replaceAll("|", "\\|")]);
  return [
    `### ${p.part}`,
    differs[p.part] && capital(differs[p.part]) + ".",
    p.yes.length && `yes: ${list(p.yes)}`,
    p.method.length && `methods here, \`x.f(…)\`: ${list(p.method)}`,
    notes.length && table(["---", "---"], ["differs", ""], ...notes),
    p.no.length && `no: ${list(p.no)}`,
  ]
    .filter(Boolean)
    .join("\n\n");
});

const text = `<!-- written by docs/compat.mjs -->
# Compatibility with PyTorch 1.13

Of the public names of torch.Tensor ${covered(ofTensor)} are here, of those of torch ${covered(ofTorch)}, of all those
below ${covered(everything)}.

Everywhere: int32 is the only integer type, also of indices and counts, and wraps where it overflows; a graph is consumed
as a whole by \`backward()\` without \`retainGraph\`; ops with an underscore work off the tape; the tensors of a step are
released when two more updates have been made (README, "Lifetimes"). Taken here, though PyTorch 1.13 refuses them: int32 by
${taken("int32")}; bool by ${taken("bool")}.

## Ops

What the ops that the tests compare with PyTorch did when this page was written, with the first inputs of their rows in
test/cases.ts: all their numbers of one dtype, indices and masks left as they are. "–" is a DTypeError, or no gradient.

${opTables.join("\n")}
## Names

Names are written in camelCase here: \`zero_grad\` is \`zeroGrad\`. "yes" means the same meaning, defaults and edge cases, for
the dtypes above; "methods" are functions of PyTorch that are methods of a tensor here, with what is said of them below
torch.Tensor; "differs" means the same thing said or done otherwise.

${table(
  ["---", ...counts[0].slice(1).map(() => "---:")],
  ["part", "here", "names", "yes", "methods", "differ", "no"],
  ...counts,
)}

${nameLists.join("\n\n")}
`;

const file = here("compat.md");
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error("docs/compat.md is out of date: run node docs/compat.mjs");
    process.exit(1);
  }
  console.log("docs/compat.md is up to date");
} else writeFileSync(file, text);
