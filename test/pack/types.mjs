// A user's TypeScript against the packed declarations, which are checked too: compilers from 5.0 on, every way to look for
// modules, with the declarations that the compiler writes of it.
import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const newest = here("../../node_modules/typescript/bin/tsc");
const oldest = here("node_modules/typescript50/bin/tsc");

const strict =
  "--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --noImplicitOverride --skipLibCheck false";
const always = `${strict} --target es2022 --declaration --outDir`;

const table = [
  ["TypeScript 6, nodenext", newest, "consumer.ts", "--module nodenext"],
  ["TypeScript 6, CommonJS", newest, "consumer.cts", "--module nodenext"],
  ["TypeScript 6, bundler", newest, "consumer.ts", "--module esnext --moduleResolution bundler"],
  ["TypeScript 6, neither page nor Node", newest, "consumer.ts", "--module nodenext --lib es2022"],
  ["TypeScript 6, everything", newest, "consumer.ts", "--module nodenext --lib esnext,dom,dom.iterable"],
  ["TypeScript 6, names of types", newest, "named.ts", "--module nodenext"],
  ["TypeScript 5.0, names of types", oldest, "named.ts", "--module node16"],
  ["TypeScript 5.0, node16", oldest, "consumer.ts", "--module node16"],
  ["TypeScript 5.0, CommonJS", oldest, "consumer.cts", "--module node16"],
  ["TypeScript 5.0, bundler", oldest, "consumer.ts", "--module esnext --moduleResolution bundler"],
  ["TypeScript 5.0, node10", oldest, "consumer.ts", "--module esnext --moduleResolution node10"],
];

export function compilers(folder) {
  for (const name of ["consumer.ts", "consumer.cts"]) cpSync(here("consumer.ts"), join(folder, name));
  cpSync(here("named.ts"), join(folder, "named.ts"));
  return table.map(([name, compiler, file, options], i) => ({
    name,
    run: () =>
      promisify(execFile)(process.execPath, [compiler, ...`${always} types-${i} ${options}`.split(" "), file], {
        cwd: folder,
      }).then(({ stdout }) => stdout),
  }));
}
