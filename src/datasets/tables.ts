// Small sets that everybody knows, read from files beside the examples.
import { type Tensor, tensor } from "../index.js";
import { FormatError } from "../engine/fault.js";
import { parseCsv } from "./csv.js";
import { hostFiles, readFirst } from "./files.js";
import { unzipped } from "./idx.js";

/** Where the files are. */
export interface TableOptions {
  /** The folder. Default "examples/data". */
  root?: string | undefined;
}

/** Samples in float32 (n, features), and what is to be learnt of them: classes int32 (n), or numbers float32 (n). */
export interface Table {
  x: Tensor;
  y: Tensor;
  features: readonly string[];
  /** Empty if y is a number. */
  classes: readonly string[];
}

async function text(op: string, file: string, { root = "examples/data" }: TableOptions): Promise<string> {
  const path = hostFiles(op).path.join(root, file);
  const found = await readFirst(op, [path]);
  if (!found) throw new FormatError(`${op}: there is no file ${path}; say with { root } in which folder ${file} is`);
  return new TextDecoder().decode(unzipped(found.bytes, path));
}

/** A table with a header, whose last column is what is to be learnt. */
async function table(
  op: string,
  file: string,
  options: TableOptions,
  rows: number,
  classes: readonly string[],
): Promise<Table> {
  const [header, ...lines] = parseCsv(await text(op, file, options), { name: file });
  if (lines.length !== rows)
    throw new FormatError(`${op}: ${file} has ${lines.length} rows, not ${rows}; it is cut off or another`);
  const numbers = lines.map((line, i) =>
    line.map((field, c) => {
      const x = field.trim() === "" ? NaN : Number(field);
      if (Number.isFinite(x)) return x;
      throw new FormatError(`${op}: ${file}: "${field}" in row ${i + 2}, column ${c + 1} is no number`);
    }),
  );
  const last = header.length - 1;
  return {
    x: tensor(numbers.map((row) => row.slice(0, last))),
    y: tensor(
      numbers.map((row) => row[last]),
      { dtype: classes.length ? "int32" : "float32" },
    ),
    features: header.slice(0, last),
    classes,
  };
}

/** Fisher's irises: 150 flowers of 3 kinds, 4 lengths. https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_iris.html */
export function iris(options: TableOptions = {}): Promise<Table> {
  return table("iris", "iris.csv", options, 150, ["setosa", "versicolor", "virginica"]);
}
/** 178 wines of 3 growers, 13 analyses. https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_wine.html */
export function wine(options: TableOptions = {}): Promise<Table> {
  return table("wine", "wine.csv", options, 178, ["class_0", "class_1", "class_2"]);
}
/** 569 tumours, 30 measures of their cells. https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_breast_cancer.html */
export function breastCancer(options: TableOptions = {}): Promise<Table> {
  return table("breastCancer", "breast_cancer.csv", options, 569, ["malignant", "benign"]);
}
/** 442 patients, 10 measures, and how the disease went on. https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_diabetes.html */
export function diabetes(options: TableOptions = {}): Promise<Table> {
  return table("diabetes", "diabetes.csv", options, 442, []);
}
/** 1,797 digits of 8x8 pixels, 0 … 16. https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_digits.html */
export function digits(options: TableOptions = {}): Promise<Table> {
  return table("digits", "digits.csv.gz", options, 1797, Array.from("0123456789"));
}

/** A graph of nodes with classes: each edge there and back. */
export interface Graph {
  /** int32 (2, edges). */
  edgeIndex: Tensor;
  /** int32 (nodes). */
  y: Tensor;
  numNodes: number;
  classes: readonly string[];
}

/** Zachary's karate club: 34 members, 78 friendships, and which side each took. https://networkx.org/documentation/stable/reference/generated/networkx.generators.social.karate_club_graph.html */
export async function karateClub(options: TableOptions = {}): Promise<Graph> {
  const file = "karate-club.json";
  let edges: [number, number][];
  let clubs: number[];
  try {
    ({ edges, clubs } = JSON.parse(await text("karateClub", file, options)) as {
      edges: [number, number][];
      clubs: number[];
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FormatError(`karateClub: ${file} is damaged: ${error.message}`);
  }
  if (edges?.length !== 78 || clubs?.length !== 34) throw new FormatError(`karateClub: ${file} is cut off or another`);
  const both = [...edges, ...edges.map(([a, b]) => [b, a])];
  return {
    edgeIndex: tensor([both.map(([a]) => a), both.map(([, b]) => b)], { dtype: "int32" }),
    y: tensor(clubs, { dtype: "int32" }),
    numNodes: 34,
    classes: ["Mr. Hi", "Officer"],
  };
}
