// What tools/methods.mjs writes is what the families of methods say.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { outputs } from "../tools/methods.mjs";

test.each(Object.entries(outputs))("%s is up to date", (path, text) => {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  expect(readFileSync(file, "utf8"), "run node tools/methods.mjs").toBe(text);
});
