// What functions of a WebAssembly binary are called, from its name section; the shipped binaries have none.
import { readFileSync } from "node:fs";

/** Names by index. Compile them with: asc --target relaxed --debug --outFile file.wasm */
export function functionNames(file) {
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(readFileSync(file)), "name");
  if (!section) throw new Error(`${file}: no name section: compile it with --debug`);
  const bytes = new Uint8Array(section);
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const names = new Map();
  while (at < bytes.length) {
    const kind = bytes[at++];
    const end = number() + at; // evaluated left to right: the size, then where it ends
    if (kind === 1) {
      for (let count = number(); count > 0; count--) {
        const index = number();
        const length = number();
        names.set(index, new TextDecoder().decode(bytes.subarray(at, (at += length))));
      }
    }
    at = end;
  }
  return names;
}
