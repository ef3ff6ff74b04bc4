// Writes docs/compat.md: which of PyTorch's public names are here. `--check` only compares.
//   node docs/compat.mjs          after `npm run build`; names.json is what names.py found in PyTorch 1.13
import { readFileSync, writeFileSync } from "node:fs";
import * as wasmgrad from "../dist/index.js";

const here = (name) => new URL(name, import.meta.url);
const names = JSON.parse(readFileSync(here("names.json"), "utf8"));
const { Tensor, autograd, data, nn, optim } = wasmgrad;

/** Where names of a part of PyTorch are looked for. */
const places = {
  "torch.Tensor": (name) => name in Tensor.prototype,
  torch: (name) => name in wasmgrad,
  "torch.nn": (name) => name in nn,
  "torch.nn.functional": (name) => name in nn.functional,
  "torch.nn.init": (name) => name in nn.init,
  "torch.nn.utils": (name) => name in nn.utils,
  "torch.optim": (name) => name in optim,
  "torch.optim.lr_scheduler": (name) => name in optim.lrScheduler,
  "torch.autograd": (name) => name in autograd,
  "torch.utils.data": (name) => name in data || name === "Dataset",
};

/** Same thing, said or done otherwise. Names without a part hold for all parts. */
const differs = {
  "torch.Tensor.double": '`double()` is `to("float64")`, `float()` `to("float32")`, `int()` `to("int32")`',
  "torch.Tensor.backward":
    "consumes the whole graph: also views computed before it cannot be walked twice without retainGraph",
  "torch.Tensor.sum": "integers and booleans give int32 (PyTorch int64); a sum that does not fit wraps",
  "torch.Tensor.argmax": "gives int32; all indices are int32",
  "torch.Tensor.max": "ties of `max(dim)` go to the first element",
  "torch.Tensor.data": "`data()` gives a typed array, a copy; for PyTorch's use `detach()`",
  "torch.Tensor.numpy": "`data()` gives a typed array",
  "torch.Tensor.tolist": "`toArray()`",
  "torch.Tensor.type": "`dtype`, `to(dtype)`",
  "torch.Tensor.long": "there is no int64; `int()`",
  "torch.Tensor.dim": "`ndim`",
  "torch.Tensor.nelement": "`numel()`",
  "torch.Tensor.__getitem__": "`at(…)`",
  "torch.Tensor.norm": "the Euclidean norm of all elements only",
  "torch.Tensor.clamp": "bounds are numbers or null",
  "torch.Tensor.new_zeros": "`zeros(shape, { dtype })`",
  "torch.Tensor.new_ones": "`ones(shape, { dtype })`",
  "torch.Tensor.new_full": "`full(shape, value, { dtype })`",
  "torch.Tensor.new_tensor": "`tensor(data, { dtype })`",
  "torch.Tensor.register_hook": "`registerHook(fn)` returns `{ remove() }`",
  "torch.save": "`io.saveSafetensors(tensors)` gives bytes",
  "torch.load": "`io.loadSafetensors(bytes).tensors`",
  "torch.from_numpy": "`tensor(typedArray, { shape })` copies",
  "torch.no_grad": "`noGrad(() => …)` also releases what was made inside and is not returned",
  "torch.set_printoptions": "`setPrintOptions(options)`",
  "torch.empty": "filled with zeros",
  "torch.arange": "float32 unless a dtype is given",
  "torch.randint": "int32",
  "torch.randperm": "int32",
  "torch.tensor": "numbers become float32, whole or not",
  "torch.nn.Softmax": "the dimension must be named",
  "torch.nn.LogSoftmax": "the dimension must be named",
  "torch.nn.Module": "call `model.forward(x)`; hooks of modules are not there yet",
  "torch.nn.functional.softmax": "the dimension must be named",
  "torch.autograd.backward": "`y.backward()`",
};

const camel = (name) =>
  name
    .replace(/^([A-Z])/, "$1")
    .replace(/_+([a-z0-9])/g, (_, c) => c.toUpperCase())
    .replace(/^_+/, "");
const special = { set_printoptions: "setPrintOptions", requires_grad: "requiresGrad" };
const ours = (name) => special[name] ?? camel(name);

const noise = new Set(["Union", "Callable", "List", "Optional", "Tuple", "Container"]);
const parts = Object.entries(names).map(([part, all]) => {
  const rows = { yes: [], differs: [], no: [] };
  for (const name of all.filter((n) => !noise.has(n))) {
    const note = differs[`${part}.${name}`];
    const there = places[part](ours(name));
    // a function of PyTorch that is a method here
    const method = part === "torch" && !there && ours(name) in Tensor.prototype;
    if (note) rows.differs.push([name, note]);
    else if (there) rows.yes.push(name);
    else if (method || (part === "torch.nn.functional" && ours(name) in Tensor.prototype))
      rows.differs.push([name, `\`x.${ours(name)}(…)\``]);
    else rows.no.push(name);
  }
  return [part, rows];
});

const list = (all) => all.map((name) => `\`${name}\``).join(" ");
const percent = ({ yes, differs: d, no }) =>
  Math.round((100 * (yes.length + d.length)) / (yes.length + d.length + no.length));

const text = `<!-- written by docs/compat.mjs -->
# PyTorch's names

PyTorch 1.13's public names, and what has become of them. Here they are written in camelCase: \`zero_grad\` is \`zeroGrad\`.
"yes" means the same meaning, defaults and edge cases, for float32, float64, int32 and bool. Tests compare every op with PyTorch.

| part | here | yes | differs | not yet |
| --- | ---: | ---: | ---: | ---: |
${parts.map(([part, r]) => `| ${part} | ${percent(r)} % | ${r.yes.length} | ${r.differs.length} | ${r.no.length} |`).join("\n")}

Everywhere: int32 is the only integer type and wraps where it overflows; a graph is consumed as a whole by \`backward()\`
without \`retainGraph\`; ops with an underscore work off the tape; the tensors of a step are released when two more updates
have been made (README, "Lifetimes").

${parts
  .map(
    ([part, r]) => `## ${part}

yes: ${list(r.yes) || "-"}

${r.differs.length ? `| differs | |\n| --- | --- |\n${r.differs.map(([n, note]) => `| \`${n}\` | ${note} |`).join("\n")}\n\n` : ""}not yet: ${list(r.no) || "-"}
`,
  )
  .join("\n")}`;

const file = here("compat.md");
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error("docs/compat.md is out of date: run node docs/compat.mjs");
    process.exit(1);
  }
  console.log("docs/compat.md is up to date");
} else writeFileSync(file, text);
