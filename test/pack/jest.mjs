// Jest in both modes: its own require(), which knows no ES modules, and the ES modules of Node's vm.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const jest = fileURLToPath(new URL("node_modules/jest/bin/jest.js", import.meta.url));
const body = `
test("a gradient", () => {
  const x = tensor([3], { requiresGrad: true });
  x.square().sum().backward();
  expect(x.grad.item()).toBe(6);
  expect(x).toBeInstanceOf(Tensor);
  expect(new Normal(0, 1).sample([2])).toBeInstanceOf(Tensor);
});
test("an error", () => expect(() => ones(2).add(ones(3))).toThrow(ShapeError));
`;
const modes = {
  CommonJS: {
    type: "commonjs",
    flags: [],
    program: `const { ShapeError, Tensor, ones, tensor } = require("wasmgrad");
const { Normal } = require("wasmgrad/distributions");${body}`,
  },
  "ES modules": {
    type: "module",
    flags: ["--experimental-vm-modules", "--no-warnings"],
    program: `import { ShapeError, Tensor, ones, tensor } from "wasmgrad";
import { Normal } from "wasmgrad/distributions";${body}`,
  },
};

export function jests(folder) {
  return Object.entries(modes).map(([name, { type, flags, program }]) => ({
    name: `Jest, ${name}`,
    async run() {
      const project = join(folder, `jest-${type}`);
      mkdirSync(project);
      writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type, jest: { transform: {} } }));
      writeFileSync(join(project, "gradient.test.js"), program);
      const args = [...flags, jest, "--rootDir", project, "--runInBand", "--no-cache"];
      const options = { cwd: project, timeout: 120_000, env: { ...process.env, CI: "1" } };
      return (await promisify(execFile)(process.execPath, args, options)).stderr;
    },
  }));
}
