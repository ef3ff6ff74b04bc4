#!/usr/bin/env node
// node tools/methods.mjs writes what follows from the families of methods in src/tensor/: a family says each method once,
// with its parameters by position.
//   src/tensor/methods.ts   the interface Methods: by position and by name, the in-place twins, with the comments;
//                           and what each takes, as src/arguments/signature.ts reads it
//   src/functions/methods.ts   the same as functions
// What a parameter is follows from its type and its name: of number, the names in WHOLE are whole numbers; of Tensor, those
// in INDEX are indices, those in MASK masks. Overloads that a family writes itself are copied as they are.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import ts from "typescript";

const WHOLE =
  /^(dim\d?|axis\d|dimension|startDim|endDim|k|n|offset|start|end|step|length|size|splitSize|chunks|sections|bins|minlength|decimals|diagonal|numSamples|repeats|shifts|index|source|destination)$/;
const INDEX = /^(index|indices|repeats)$/;
const MASK = /^(mask|condition)$/;

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const parse = (path) => ts.createSourceFile(path, readFileSync(here(path), "utf8"), ts.ScriptTarget.Latest, true);

/** The names in a template string `const NAME = \`…\``. */
function list(path, name) {
  const [, words] = new RegExp(`const ${name} = \`([^\`]*)\``).exec(readFileSync(here(path), "utf8"));
  return words.trim().split(/\s+/);
}

/** Every method of the families: { name, doc, parameters, returns, overloads }. */
function methods() {
  const found = new Map();
  const files = readdirSync(here("src/tensor")).filter(
    (file) => !/^(base|building|methods|print|slices|dot)\.ts$/.test(file),
  );
  for (const file of files.sort()) {
    for (const node of parse(`src/tensor/${file}`).statements) {
      if (!ts.isClassDeclaration(node)) continue;
      for (const member of node.members.filter(ts.isMethodDeclaration)) {
        const name = member.name.getText();
        const method = found.get(name) ?? { name, overloads: [] };
        const doc = member.getFullText().match(/\/\*\*[\s\S]*?\*\//)?.[0];
        method.doc ??= doc;
        if (member.body) Object.assign(method, { parameters: parametersOf(member), returns: member.type.getText() });
        else method.overloads.push({ parameters: parametersOf(member), returns: member.type.getText() });
        found.set(name, method);
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parametersOf(member) {
  return member.parameters
    .filter((p) => p.name.getText() !== "this")
    .map((p) => ({
      name: p.name.getText().replace(/^_/, ""), // one that is not used
      types: typesOf(p),
      optional: !!p.questionToken || !!p.initializer,
      fallback: p.initializer?.getText(),
      rest: !!p.dotDotDotToken,
      text: p.getText(),
    }));
}
function typesOf(p) {
  if (p.type) return ts.isUnionTypeNode(p.type) ? p.type.types.map((t) => t.getText()) : [p.type.getText()];
  return [/^(true|false)$/.test(p.initializer.getText()) ? "boolean" : "number"];
}

// -- what is read at run time ---------------------------------------------------------------------------------------

function kindOf(type, name) {
  if (type === "Tensor") return INDEX.test(name) ? "index" : MASK.test(name) ? "mask" : "tensor";
  if (type === "number") return WHOLE.test(name) ? "integer" : "number";
  if (type === "readonly number[]") return "integers";
  if (type.includes("=>")) return "function";
  if (/^("|null$)/.test(type)) return type;
  return (
    { Operand: "operand", boolean: "bool", DType: "dtype", Dims: "axes", Generator: "generator", Sizes: "integer" }[
      type
    ] ?? "any"
  );
}
function signatureOf({ parameters }) {
  return parameters
    .map(({ name, types, optional, rest }) => {
      const kinds = [...new Set(types.map((type) => kindOf(type, name)))].join(" | ");
      return `${rest ? "..." : ""}${name}${optional ? "?" : ""}: ${kinds}`;
    })
    .join(", ");
}

// -- what a caller sees ---------------------------------------------------------------------------------------------

/** A tensor may be given as numbers. */
function publicType({ types }) {
  const shown = types.map((type) => (type === "Tensor" || type === "Operand" ? "Like" : type));
  const all = shown.includes("Like") ? shown.filter((type) => type !== "number" && type !== "boolean") : shown;
  return [...new Set(all)].join(" | ");
}
/** All ways to call a method: [parameters, returns]. Overloads that a family writes itself keep their types. */
function forms({ parameters, overloads, returns }) {
  if (overloads.length === 0) return waysOf(parameters, publicType).map((way) => [way, returns]);
  const verbatim = (p) => p.types.filter((type) => type !== "undefined").join(" | ");
  return overloads.flatMap((o) => {
    // by name, what may be undefined may be left out
    const named = (p) => ({ ...p, optional: p.optional || p.types.includes("undefined") });
    return waysOf(o.parameters, verbatim, named).map((way) => [way, o.returns]);
  });
}
function waysOf(parameters, type, named = (p) => p) {
  const one = (p) => `${p.name}${p.optional ? "?" : ""}: ${type(p)}`;
  const must = (p) => `${p.name}: ${type(p)}${p.optional || p.types.includes("undefined") ? " | undefined" : ""}`;
  const [first] = parameters;
  if (first?.rest) {
    if (first.types[0] !== "Sizes") return [[first.text]];
    const sizes = `${first.name}: readonly number[]`;
    return [[`...${first.name}: number[]`], [sizes], [`options: { ${sizes} }`]];
  }
  const ways = [parameters.map((p) => (p.optional ? one(p) : must(p)))];
  if (parameters.length > 1 || first?.optional || first?.types[0] === "true") {
    const optional = Math.max(
      parameters.findIndex((p) => named(p).optional),
      0,
    );
    for (let k = parameters.length - 1; k >= 0; k--) {
      if (k && k < optional) continue;
      const rest = parameters.slice(k).map((p) => one(named(p)));
      ways.push([...parameters.slice(0, k).map(must), `options: { ${rest.join("; ")} }`]);
    }
  }
  return ways;
}

/** A comment without its signs, with a last line; or as it is. */
const withLine = (doc, line) =>
  doc
    ? `/**\n * ${doc
        .replace(/^\/\*\*\s*|\s*\*\/$/g, "")
        .replace(/^\s*\* ?/gm, " * ")
        .replace(/^ \* /, "")}\n * ${line}\n */`
    : `/** ${line} */`;

const all = methods();
const twins = list("src/tensor/inplace.ts", "TWINS");
/** The methods that PyTorch has as functions, too. */
const functions = `
  abs absolute acos acosh add addbmm addcdiv addcmul addmm addmv addr adjoint all allclose amax amin aminmax
  angle any arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin argsort argwhere asin asinh atan
  atan2 atanh baddbmm bernoulli bincount bitwiseAnd bitwiseLeftShift bitwiseNot bitwiseOr bitwiseRightShift
  bitwiseXor bmm broadcastTo ceil chunk clamp clampMax clampMin clip clone conj conjPhysical copysign corrcoef
  cos cosh countNonzero cov cross cummax cummin cumprod cumsum deg2rad detach diag diagEmbed diagflat diagonal
  diagonalScatter diff digamma dist div divide dot dsplit eq equal erf erfc erfinv exp exp2 expm1 fix flatten
  flip fliplr flipud floatPower floor floorDivide fmax fmin fmod frac gather gcd ge ger greater greaterEqual gt
  hardshrink heaviside histc hsplit hypot indexAdd indexCopy indexFill indexPut indexReduce indexSelect inner
  isComplex isConj isFloatingPoint isNeg isNonzero isSameSize isSigned isclose isfinite isinf isnan isneginf
  isposinf isreal kron kthvalue lcm ldexp le lerp less lessEqual lgamma log log10 log1p log2 logSoftmax
  logaddexp logaddexp2 logcumsumexp logicalAnd logicalNot logicalOr logicalXor logit logsumexp lt maskedFill
  maskedScatter maskedSelect matmul max maximum mean median min minimum mm mode moveaxis movedim msort mul multinomial
  multiply mv mvlgamma nanToNum nanmean nanmedian nanquantile nansum narrow narrowCopy ne neg negative nonzero
  norm notEqual numel outer permute polygamma positive pow prelu prod put quantile rad2deg ravel reciprocal relu
  remainder renorm repeatInterleave reshape resolveConj resolveNeg roll rot90 round rsqrt scatter scatterAdd
  scatterReduce select selectScatter sgn sigmoid sign signbit sin sinc sinh sliceScatter softmax sort split
  splitWithSizes sqrt square squeeze std sub subtract sum swapaxes swapdims t take takeAlongDim tan tanh
  tensorSplit tile topk trace transpose tril triu trueDivide trunc unbind unflatten unique uniqueConsecutive
  unsafeChunk unsafeSplit unsafeSplitWithSizes unsqueeze var vdot vsplit xlogy
`
  .trim()
  .split(/\s+/);

function member(method) {
  return forms(method)
    .map(
      ([p, returns]) =>
        `${method.doc ?? ""}\n${method.name}(${p.join(", ")}): ${method.name.endsWith("_") ? "this" : returns};`,
    )
    .join("\n");
}
function twin(name) {
  const method = all.find((m) => m.name === name);
  if (!method) throw new Error(`no method ${name} for ${name}_`);
  const doc = withLine(method.doc, `Changes the tensor itself, and returns it: ${name}() in place.`);
  return forms({ ...method, overloads: [] })
    .map(([p]) => `${doc}\n${name}_(${p.join(", ")}): this;`)
    .join("\n");
}
function plainFunction(name) {
  const method = all.find((m) => m.name === name);
  const [doc, ways] = method ? [method.doc, forms(method)] : BASE[name];
  // a word of the language cannot be the name of a function
  const local = name === "var" ? "variance" : name;
  const open = local === name ? "export function" : "function";
  const text = ways.map(
    ([p, returns]) => `${doc ?? ""}\n${open} ${local}(${["input: Like", ...p].join(", ")}): ${returns};`,
  );
  return `${text.join("\n")}\n${open} ${local}(...given: unknown[]): unknown { return call("${name}", given); }${local === name ? "" : `\nexport { ${local} as ${name} };`}`;
}
/** Methods of the base that are functions, too. */
const BASE = {
  detach: ["/** The same memory, cut off from the graph. */", [[[], "Tensor"]]],
  isFloatingPoint: ["/** float32 or float64? */", [[[], "boolean"]]],
  numel: ["/** Number of elements. */", [[[], "number"]]],
};

/** The imports of the types that a text mentions. */
function imports(text, from) {
  const has = (name) => new RegExp(`\\b${name}\\b`).test(text);
  return Object.entries(from)
    .map(([path, names]) => [path, names.filter(has)])
    .filter(([, names]) => names.length)
    .map(([path, names]) => `import type { ${names.join(", ")} } from "${path}";`)
    .join("\n");
}
const TYPES = {
  "tensor/slices.js": ["Index"],
  "engine/random.js": ["Generator"],
  "functions/sets.js": ["Distinct"],
  "tensor.js": ["Tensor"],
  "engine/values.js": ["DType"],
  "tensor/base.js": ["Dims", "Like"],
  "tensor/building.js": ["Found"],
};
/** As a file in that folder of src/ imports them. */
const seenFrom = (folder) =>
  Object.fromEntries(
    Object.entries(TYPES).map(([file, names]) => [
      file.startsWith(`${folder}/`) ? `.${file.slice(folder.length)}` : `../${file}`,
      names,
    ]),
  );

const body = [
  "/** What a tensor can do. */",
  "export interface Methods {",
  ...all.filter((m) => !m.name.startsWith("_")).map(member),
  "// -- in place",
  ...twins.map(twin),
  "}",
  "",
  "/** What each takes. */",
  "export const signatures: Record<string, string> = {",
  ...all
    .map((m) => [m.name, signatureOf(m)])
    .filter(([, text]) => text)
    .map(([name, text]) => `${name}: ${JSON.stringify(text)},`),
  "};",
].join("\n");
const GENERATED = "// Written by tools/methods.mjs from the families of methods; do not edit.";
const head = imports(body, seenFrom("tensor"));

const free = functions.map(plainFunction).join("\n\n");
const freeHead = imports(free, seenFrom("functions"));

export const outputs = {
  "src/tensor/methods.ts": `${GENERATED}\n${head}\n\n${body}\n`,
  "src/functions/methods.ts": `${GENERATED}\n// The methods of Tensor as functions, as PyTorch has them too: exp(x) is x.exp(). What is not used is not bundled.\n${freeHead}\nimport { call } from "../arguments/call.js";\n\n${free}\n`,
};
for (const [path, text] of Object.entries(outputs)) {
  const options = await prettier.resolveConfig(here(path));
  outputs[path] = await prettier.format(text, { ...options, filepath: path });
}
if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(outputs)) writeFileSync(here(path), text);
