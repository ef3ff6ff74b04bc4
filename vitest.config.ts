import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { compile, generated } from "./build.mjs";
import { isolation, launchOptions } from "./test/browser.mjs";

await compile();

// The same files run in both; what needs Node says so in its name.
const include = ["test/**/*.test.ts"];
const ours = ["**/node_modules/**", "test/unit/**"];
const exclude = [...ours, "**/*.node.test.ts"];

/** What takes more than a few seconds: by random calls, by threads, or in programs of its own. */
const slow = [
  "fuzz",
  "memory",
  "mnist.node",
  "models-published",
  "mutation",
  "property",
  "threads",
  "threads.node",
].map((name) => `test/${name}.test.ts`);

/** What looks into the engine takes the library from src/, where the engine can be reached. */
const entry = (find: RegExp, path: string) => ({ find, replacement: fileURLToPath(new URL(path, import.meta.url)) });
const sources = [entry(/^wasmgrad$/, "src/index.ts"), entry(/^wasmgrad\/(\w+)$/, "src/$1/index.ts")];

export default defineConfig({
  plugins: [generated],
  server: { headers: isolation },
  // Node 20 has no `using`.
  oxc: { target: "es2022" },
  test: {
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "node", include, exclude: [...ours, ...slow], execArgv: ["--expose-gc"] } },
      {
        extends: true,
        resolve: { alias: sources },
        test: { name: "parts", include: ["test/unit/*.test.ts"], exclude: ["**/*.slow.test.ts"] },
      },
      {
        extends: true,
        resolve: { alias: sources },
        test: { name: "slow parts", include: ["test/unit/*.slow.test.ts"] },
      },
      { extends: true, test: { name: "slow", include: slow, execArgv: ["--expose-gc"] } },
      {
        extends: true,
        test: {
          name: "chromium",
          include,
          exclude,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
