// Several arrays of NumPy in a zip archive, each as name.npy.
import { zipSync, type Zippable } from "fflate";
import { FormatError, type Tensor, ValueError, isTensor, scope } from "../index.js";
import { named } from "../io/named.js";
import { type NpyOptions, bytesOf, decode, encode } from "./npy.js";
import { type Member, counted, directory, unpack } from "./zip.js";

/** How saveNpz() writes. */
export interface NpzOptions extends NpyOptions {
  /** As numpy.savez_compressed does. Default false. */
  compress?: boolean | undefined;
}

/** How loadNpz() reads. */
export interface LoadNpzOptions {
  /** Is told of each entry that no tensor can hold, and why; it may throw. Default: a warning on the console. */
  skip?: ((name: string, reason: string) => void) | undefined;
}

/**
 * Reads an archive as numpy.savez and savez_compressed write it: `loadNpz(bytes)["weight"]`. Each array is read as by
 * loadNpy(). Entries that no tensor can hold (text, complex numbers, a README) are left out and named to `skip`; folders hold
 * nothing.
 * @throws FormatError for a malformed archive, entries that share bytes or promise more than they can hold, or one
 *   whose checksum is wrong
 */
export function loadNpz(
  bytes: Uint8Array | ArrayBufferLike,
  { skip = warn }: LoadNpzOptions = {},
): Record<string, Tensor> {
  const file = bytesOf(bytes, "loadNpz");
  const arrays = directory(file).filter(({ name }) => !name.endsWith("/"));
  // In a scope, so that an error leaves nothing behind.
  return scope(() => {
    const tensors: [string, Tensor][] = [];
    for (const member of arrays) {
      const found = read(file, member);
      if (typeof found === "string") skip(member.name, found);
      else tensors.push([member.name.slice(0, -4), found]);
    }
    return Object.fromEntries(tensors);
  });
}

/** The array in a member, or why there is none. */
function read(file: Uint8Array, member: Member): Tensor | string {
  const { name, method, encrypted } = member;
  if (encrypted) return "it is encrypted";
  if (method !== 0 && method !== 8) return `it is compressed by method ${method}, not by deflate`;
  const data = unpack(file, member);
  if (!name.endsWith(".npy")) return "its name does not end in .npy";
  try {
    return decode(data, "");
  } catch (error) {
    if (error instanceof FormatError) return error.message.replace(/^: /, "");
    throw error;
  }
}

function warn(name: string, reason: string): void {
  console.warn(`loadNpz: "${name}" is left out: ${reason}`);
}

/** The same tensors give the same bytes, whatever the day. */
const EPOCH = new Date(1980, 0, 1);

/** Where 32 bits end, in which places in an archive are written. */
const LARGEST = 2 ** 32 - 1;

/**
 * Writes tensors, a record or a Map, as an archive that numpy.load reads: `saveNpz(model.stateDict(), { compress: true })`.
 * `dtype` as in saveNpy(), for all of them.
 * @throws ValueError as saveNpy() does, with the name; for what is no tensor; for 4 GiB or more
 */
export function saveNpz(
  tensors: Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>,
  options: NpzOptions = {},
): Uint8Array {
  const refuse = (reason: string): never => {
    throw new ValueError(`saveNpz: ${reason}`);
  };
  const level = options.compress ? 6 : 0;
  let bytes = 0;
  const files = named(tensors, isTensor, refuse).map(([name, t]) => {
    const length = new TextEncoder().encode(name).length;
    if (length > 65531) refuse(`a name of ${length} bytes: 65531 is the most`);
    const data = encode(t, options, `saveNpz: "${name}"`);
    bytes += data.length + 2 * length + 84;
    if (bytes > LARGEST) refuse("4 GiB or more: write several archives");
    return [`${name}.npy`, [data, { level, mtime: EPOCH }]] as const;
  });
  return counted(zipSync(Object.fromEntries(files) as Zippable), files.length);
}
