// The main job in small: `npm start` with an epoch and few neurons, as a program of its own.
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const folders: string[] = [];
const newFolder = () => folders[folders.push(mkdtempSync(join(tmpdir(), "mnist-"))) - 1];

beforeAll(() => {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.examples.json"]);
});
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Runs it to its end: exit code and what it said. */
const mnist = (...flags: string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ["build/examples/mnist.js", ...flags], (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

/** A short training into a folder of its own; what depends on time and place is struck out of what it says. */
async function train(...flags: string[]) {
  const folder = newFolder();
  const { code, out, err } = await mnist("--epochs", "1", "--hidden", "16,12", "--out", folder, ...flags);
  const said = out
    .replaceAll(folder, "out")
    .replace(/ +[\d,]+$/gm, "")
    .replace(/trained for .*/, "trained");
  return { code, err, said, folder };
}

describe("npm start", () => {
  test("says the same and writes the same files, twice with one seed", async () => {
    const [first, second, other] = await Promise.all([train(), train(), train("--seed", "7")]);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(second.said).toBe(first.said);
    expect(other.said).not.toBe(first.said);

    const names = ["curve.svg", "misclassified.png", "mnist.safetensors"];
    expect(readdirSync(first.folder).sort()).toEqual(names);
    for (const name of names) {
      const [a, b] = [first, second].map(({ folder }) => readFileSync(join(folder, name)));
      expect(a.equals(b), name).toBe(true);
    }
    expect(readFileSync(join(first.folder, "curve.svg"), "utf8")).toMatch(/^<svg /);
    expect(readFileSync(join(first.folder, "misclassified.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  test("learns, counts 2,000 digits and reloads what it saved", async () => {
    const { said } = await train("--hidden", "32", "--dropout", "0");
    const [, accuracy] = /test loss \S+, accuracy (\S+) %/.exec(said)!;
    expect(Number(accuracy)).toBeGreaterThan(70);
    expect(said).toContain(`reloaded into a new model: accuracy ${accuracy} %`);
    const counts = [...said.matchAll(/│(.*)│/g)].flatMap(([, row]) => row.match(/\d+/g) ?? []).map(Number);
    expect(counts.reduce((a, b) => a + b)).toBe(2000);
  });

  test("explains its flags", async () => {
    const { code, out } = await mnist("--help");
    expect(code).toBe(0);
    for (const flag of ["epochs", "batch", "lr", "hidden", "dropout", "seed", "out"])
      expect(out).toContain(`--${flag} `);
  });

  test.each([
    ["--epochs", "0"],
    ["--batch", "1.5"],
    ["--lr", "-1"],
    ["--lr", "fast"],
    ["--hidden", "12,"],
    ["--dropout", "1"],
    ["--seed"],
    ["--sead", "1"],
    ["extra"],
  ])("refuses %s %s", async (...flags) => {
    const { code, out, err } = await mnist(...flags);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(new RegExp(`^mnist: .*${flags[0]}`));
  });
});
