/** A binary of the core, as the plugin in rollup.config.mjs packs it. */
declare module "*.wasm" {
  /** base64 of the zlib stream of the binary */
  const text: string;
  export default text;
  /** length of the binary in bytes */
  export const size: number;
}
