// Names as numbers.
import { IndexError, ValueError } from "../engine/fault.js";
import { tensor } from "../functions/create.js";
import { signature } from "../arguments/signature.js";
import { describe } from "../arguments/kinds.js";
import { Tensor } from "../tensor.js";

/** A name: text or a number. */
export type Label = string | number;

/** Numbers by size, then words by their letters. */
const order = (a: Label, b: Label): number =>
  typeof a === typeof b ? (a < b ? -1 : Number(a > b)) : typeof a === "number" ? -1 : 1;
const distinct = (labels: Iterable<Label>): Label[] => [...new Set(labels)].sort(order);

function checkLabels(op: string, labels: Iterable<Label>): Label[] {
  if (typeof labels !== "object" || labels === null || !(Symbol.iterator in labels))
    throw new ValueError(`${op}: ${describe(labels)}: labels must be an array of text or numbers`);
  const all: Label[] = labels instanceof Tensor ? Array.from(labels.data()) : Array.from(labels);
  const wrong = all.findIndex((x) => typeof x !== "string" && !(typeof x === "number" && !Number.isNaN(x)));
  if (wrong >= 0) throw new ValueError(`${op}: label ${wrong} is ${String(all[wrong])}; labels are text or numbers`);
  return all;
}

/**
 * Classes by name ↔ 0, 1, … in sorted order.
 * https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.LabelEncoder.html
 */
export class LabelEncoder {
  /** Sorted; empty until fit(). */
  classes: readonly Label[] = [];
  #numbers = new Map<Label, number>();

  fit(labels: Iterable<Label>): this {
    return this.#take(distinct(checkLabels("LabelEncoder.fit", labels)));
  }
  /** int32 (n). @throws ValueError for a name that fit() has not seen */
  transform(labels: Iterable<Label>): Tensor {
    const numbers = checkLabels("LabelEncoder.transform", labels).map((label) => {
      const number = this.#numbers.get(label);
      if (number === undefined)
        throw new ValueError(
          `LabelEncoder.transform: "${label}" is none of the ${this.classes.length} classes that were learnt`,
        );
      return number;
    });
    return tensor(Int32Array.from(numbers));
  }
  fitTransform(labels: Iterable<Label>): Tensor {
    const all = checkLabels("LabelEncoder.fitTransform", labels);
    return this.fit(all).transform(all);
  }
  /** The names of class numbers. */
  inverseTransform(numbers: Tensor | Iterable<number>): Label[] {
    if (typeof numbers !== "object" || numbers === null || !(Symbol.iterator in numbers))
      throw new ValueError(
        `LabelEncoder.inverseTransform: ${describe(numbers)}: class numbers must be a tensor or an array`,
      );
    const all = "data" in numbers ? numbers.data() : numbers;
    return Array.from(all, (i) => {
      if (i in this.classes) return this.classes[i];
      throw new IndexError(`LabelEncoder.inverseTransform: ${i}: there are ${this.classes.length} classes`);
    });
  }
  stateDict(): { classes: Label[] } {
    return { classes: [...this.classes] };
  }
  loadStateDict(state: { classes: readonly Label[] }): void {
    if (!Array.isArray(state?.classes))
      throw new ValueError("LabelEncoder.loadStateDict: the state must have a list of classes");
    this.#take(checkLabels("LabelEncoder.loadStateDict", state.classes as Label[]));
  }
  #take(classes: Label[]): this {
    this.classes = classes;
    this.#numbers = new Map(classes.map((label, i) => [label, i]));
    return this;
  }
}

const takeOneHot = /* @__PURE__ */ signature("OneHotEncoder", 'handleUnknown: "error" | "ignore" = "error"');

/**
 * Columns of names → a column of 0 and 1 for each name in each: rows (n, columns) of labels → float32 (n, names of all columns).
 * https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.OneHotEncoder.html
 */
export class OneHotEncoder {
  /** The names of each column, sorted. */
  categories: readonly (readonly Label[])[] = [];
  readonly handleUnknown: "error" | "ignore";

  /** @param handleUnknown what transform() makes of a name that fit() has not seen: an error, or zeros ("ignore") */
  constructor(handleUnknown: "error" | "ignore" | { handleUnknown?: "error" | "ignore" | undefined } = "error") {
    const [unknown] = takeOneHot.read([handleUnknown]);
    this.handleUnknown = unknown;
  }
  fit(rows: readonly (readonly Label[])[]): this {
    const columns = this.#columns("fit", rows);
    this.categories = Array.from({ length: columns }, (_, c) =>
      distinct(
        checkLabels(
          "OneHotEncoder.fit",
          rows.map((row) => row[c]),
        ),
      ),
    );
    return this;
  }
  transform(rows: readonly (readonly Label[])[]): Tensor {
    if (this.#columns("transform", rows) !== this.categories.length)
      throw new ValueError(
        `OneHotEncoder.transform: the rows have not the ${this.categories.length} columns that were learnt`,
      );
    const width = this.categories.reduce((n, names) => n + names.length, 0);
    const values = new Float32Array(rows.length * width);
    rows.forEach((row, r) => {
      let start = r * width;
      this.categories.forEach((names, c) => {
        const at = names.indexOf(row[c]);
        if (at >= 0) values[start + at] = 1;
        else if (this.handleUnknown === "error")
          throw new ValueError(
            `OneHotEncoder.transform: "${row[c]}" in column ${c} was not learnt; handleUnknown: "ignore" makes zeros of it`,
          );
        start += names.length;
      });
    });
    return tensor(values, { shape: [rows.length, width] });
  }
  fitTransform(rows: readonly (readonly Label[])[]): Tensor {
    return this.fit(rows).transform(rows);
  }
  stateDict(): { categories: Label[][] } {
    return { categories: this.categories.map((names) => [...names]) };
  }
  loadStateDict(state: { categories: readonly (readonly Label[])[] }): void {
    if (!Array.isArray(state?.categories))
      throw new ValueError("OneHotEncoder.loadStateDict: the state must have lists of categories");
    this.categories = (state.categories as Label[][]).map((names) => checkLabels("OneHotEncoder.loadStateDict", names));
  }
  #columns(method: string, rows: readonly (readonly Label[])[]): number {
    if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row)))
      throw new ValueError(`OneHotEncoder.${method}: ${describe(rows)}: rows must be an array of arrays of labels`);
    if (rows.length === 0) throw new ValueError(`OneHotEncoder.${method}: there are no rows`);
    if (rows.some((row) => row.length !== rows[0].length))
      throw new ValueError(`OneHotEncoder.${method}: the rows have different lengths`);
    return rows[0].length;
  }
}
