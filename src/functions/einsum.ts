// Sums of products over named axes.
import { fn } from "../arguments/named.js";
import { ShapeError, ValueError, called } from "../engine/fault.js";
import { at } from "../engine/handle.js";
import { product, shown } from "./pieces.js";
import { scope } from "../engine/scope.js";
import type { Tensor } from "../tensor.js";
import { axisOf } from "../tensor/base.js";

/** A tensor and the names of its axes, all different. An axis of "..." is named by its place from the right: "-1", "-2". */
interface Named {
  x: Tensor;
  names: string[];
}

const wrong = (why: string, equation: string): never => {
  throw new ValueError(`einsum: "${equation}": ${why}`);
};

/** "ij...k" as names for so many axes. */
function namesOf(term: string, rank: number | null, equation: string): string[] {
  const parts = term.split("...");
  if (parts.length > 2) wrong('"..." stands twice in one term', equation);
  const letters = parts.join("");
  const bad = /[^a-zA-Z]/.exec(letters);
  if (bad) wrong(`"${bad[0]}" is no name of an axis; letters are`, equation);
  if (rank === null) return [];
  const open = rank - letters.length;
  if (open < 0 || (open > 0 && parts.length === 1)) {
    throw new ShapeError(`einsum: "${equation}": "${term}" does not name ${rank} axes`);
  }
  const rest = Array.from({ length: open }, (_, i) => String(i - open));
  return [...parts[0], ...(parts.length > 1 ? rest : []), ...(parts[1] ?? "")];
}

/** Repeated names walk along the diagonal; axes of size 1 disappear where the name is larger elsewhere. */
function simplified(x: Tensor, names: string[], sizes: Map<string, number>): Named {
  for (let i = 0; i < names.length; i++) {
    if (x.shape[i] !== 1 || sizes.get(names[i]) === 1) continue;
    x = x.select(i, 0);
    names = [...names.slice(0, i), ...names.slice(i + 1)];
    i--;
  }
  for (let i = 0; i < names.length; i++) {
    for (let j = names.lastIndexOf(names[i]); j > i; j = names.lastIndexOf(names[i])) {
      const n = x.shape[i];
      // both axes in front as one, whose every (n + 1)-th element is on the diagonal
      const rest = names.map((_, k) => k).filter((k) => k !== i && k !== j);
      const others = rest.map((k) => x.shape[k]);
      const flat = x.permute([i, j, ...rest]).reshape([n * n, ...others]);
      x = flat.slice(0, 0, null, n + 1);
      names = [names[i], ...rest.map((k) => names[k])];
      i = 0;
    }
  }
  return { x, names };
}

/** The same summed over every name that nobody wants. */
function reduced({ x, names }: Named, wanted: (name: string) => boolean): Named {
  const gone = names.map((_, i) => i).filter((i) => !wanted(names[i]));
  return gone.length ? { x: x.sum(gone), names: names.filter(wanted) } : { x, names };
}

/** Σ a·b over the names that nobody wants, as one product of batches of matrices. */
function contract(a: Named, b: Named, wanted: (name: string) => boolean): Named {
  const left = reduced(a, (k) => wanted(k) || b.names.includes(k));
  const right = reduced(b, (k) => wanted(k) || left.names.includes(k));
  const shared = left.names.filter((k) => right.names.includes(k));
  const batch = shared.filter(wanted);
  const inner = shared.filter((k) => !wanted(k));
  const rows = left.names.filter((k) => !shared.includes(k));
  const columns = right.names.filter((k) => !shared.includes(k));
  const ordered = ({ x, names }: Named, ...groups: string[][]): { y: Tensor; sizes: number[][] } => {
    const sizes = groups.map((group) => group.map((k) => x.shape[names.indexOf(k)]));
    const turned = x.permute(groups.flat().map((k) => names.indexOf(k)));
    return { y: turned.reshape(sizes.map(product)), sizes };
  };
  const l = ordered(left, batch, rows, inner);
  const r = ordered(right, batch, inner, columns);
  const y = l.y.matmul(r.y).reshape([...l.sizes[0], ...l.sizes[1], ...r.sizes[2]]);
  return { x: y, names: [...batch, ...rows, ...columns] };
}

/**
 * Products of tensors, summed over axes by name: `einsum("bij,bjk->bik", x, y)`. A name that stands twice in a term walks along
 * the diagonal, "..." stands for axes that broadcast; without "->" the result has the axes of "..." and then, in
 * alphabetical order, those whose names occur once. Operands are multiplied from left to right.
 * https://pytorch.org/docs/stable/generated/torch.einsum.html
 */
export const einsum = /* @__PURE__ */ fn(
  "einsum",
  "equation: string, ...operands: tensor",
  (equation, operands): Tensor => {
    const [inputs, output, ...more] = equation.replace(/\s/g, "").split("->");
    if (more.length) wrong('"->" stands twice', equation);
    const terms = inputs.split(",");
    if (terms.length !== operands.length) wrong(`${terms.length} terms for ${operands.length} tensors`, equation);
    operands.forEach(at);

    const named = operands.map((x, i) => ({ x, names: namesOf(terms[i], x.ndim, equation) }));
    const sizes = new Map<string, number>();
    for (const { x, names } of named) {
      names.forEach((k, i) => {
        const [known, d] = [sizes.get(k) ?? 1, x.shape[i]];
        if (known !== 1 && d !== 1 && known !== d) {
          throw new ShapeError(`einsum: "${equation}": "${k}" has the size ${known} and, in ${shown(x)}, ${d}`);
        }
        sizes.set(k, known === 1 ? d : known);
      });
    }
    const open = [...sizes.keys()].filter((k) => k.startsWith("-")).sort((a, b) => Number(a) - Number(b));
    const once = (k: string): boolean => inputs.split(k).length === 2;
    const letters = [...sizes.keys()].filter((k) => !k.startsWith("-"));
    const result =
      output === undefined
        ? [...open, ...letters.filter(once).sort()]
        : namesOf(output, output.replace("...", "").length + (output.includes("...") ? open.length : 0), equation);
    result.forEach((k, i) => {
      if (!sizes.has(k)) wrong(`"${k}" of the result stands in no term`, equation);
      if (result.indexOf(k) !== i) wrong(`"${k}" stands twice in the result`, equation);
    });

    return called("einsum", () =>
      scope(() => {
        const simple = named.map(({ x, names }) => simplified(x, names, sizes));
        const later = (i: number) => (k: string) =>
          result.includes(k) || simple.slice(i + 1).some((s) => s.names.includes(k));
        let y = reduced(simple[0], later(0));
        for (let i = 1; i < simple.length; i++) y = contract(y, simple[i], later(i));
        return y.x.permute(result.map((k) => y.names.indexOf(k)));
      }),
    );
  },
);

/**
 * Σ a·b over pairs of axes: the last `dims` of a with the first of b, or two lists of axes.
 * https://pytorch.org/docs/stable/generated/torch.tensordot.html
 */
export const tensordot = /* @__PURE__ */ fn(
  "tensordot",
  "a: tensor, b: tensor, dims: any = 2",
  (a, b, dims: number | readonly [readonly number[], readonly number[]]): Tensor => {
    const pairs =
      Array.isArray(dims) &&
      dims.length === 2 &&
      dims.every((list) => Array.isArray(list) && list.every(Number.isInteger));
    if (typeof dims !== "number" && !pairs)
      throw new ValueError("tensordot: dims must be a number or two arrays of axes");
    const count = typeof dims === "number" ? dims : 0;
    if (!(Number.isInteger(count) && count >= 0)) throw new ValueError(`tensordot: dims ${count}: 0 or more`);
    if (count > Math.min(a.ndim, b.ndim))
      throw new ShapeError(`tensordot: ${count} axes of ${shown(a)} and ${shown(b)}`);
    const range = Array.from({ length: count }, (_, i) => i);
    const lists = typeof dims === "number" ? [range.map((i) => a.ndim - count + i), range] : dims;
    const left = lists[0].map((i) => axisOf("tensordot", a, i));
    const right = lists[1].map((i) => axisOf("tensordot", b, i));
    if (left.length !== right.length || new Set(left).size < left.length || new Set(right).size < right.length) {
      throw new ValueError(
        `tensordot: [${left.join(", ")}] and [${right.join(", ")}] must be as many axes, none twice`,
      );
    }
    const letters = "abcdefghijklmnopqrstuvwxyz";
    const first = [...letters.slice(0, a.ndim)];
    const second = [...letters.slice(a.ndim, a.ndim + b.ndim)];
    right.forEach((i, k) => (second[i] = first[left[k]]));
    const result = [...first.filter((_, i) => !left.includes(i)), ...second.filter((_, i) => !right.includes(i))];
    return called("tensordot", () => einsum(`${first.join("")},${second.join("")}->${result.join("")}`, a, b));
  },
);
