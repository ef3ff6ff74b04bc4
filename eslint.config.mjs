// assembly/ is AssemblyScript, which ESLint's parsers do not know: asc and `tsc -p assembly` check it.
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";
import { configs } from "typescript-eslint";

export default defineConfig(
  globalIgnores(["assembly/", "build/", "dist/", "out/"]),
  js.configs.recommended,
  // Published coefficients are written with the digits they were published with.
  { rules: { "no-loss-of-precision": "off" } },
  {
    files: ["**/*.ts"],
    extends: [configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Tests and formatting ask for tensors as text: that is what their toString is for.
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: { ...globals.node, crossOriginIsolated: "readonly" } } },
  { files: ["**/*.cjs"], languageOptions: { globals: globals.node } },
  {
    files: ["test/pack/hosts/*.mjs"],
    languageOptions: { globals: { ...globals.browser, ...globals.worker, ...globals.audioWorklet } },
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
);
