/** A binary, as the plugin in rollup.config.mjs gives it. */
declare module "*.wasm" {
  /** base64 of the binary, packed by tools/pack.mjs but for the one that unpacks */
  const text: string;
  export default text;
  /** length of the binary in bytes */
  export const size: number;
}
