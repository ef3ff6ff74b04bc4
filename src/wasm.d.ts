/** A binary, as the plugin in rollup.config.mjs gives it. */
declare module "*.wasm" {
  /** base64 */
  const text: string;
  export default text;
}
