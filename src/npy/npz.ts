// Several arrays of NumPy in a zip archive, each as name.npy.
import { unzipSync, zipSync, type Zippable } from "fflate";
import { FormatError, type Tensor, scope } from "../index.js";
import { type NpyOptions, bytesOf, decode, encode } from "./npy.js";
import { checksum, directory } from "./zip.js";

/** How saveNpz() writes. */
export interface NpzOptions extends NpyOptions {
  /** As numpy.savez_compressed does. Default false. */
  compress?: boolean | undefined;
}

/** No data are compressed further than this by deflate: an entry that promises more is not to be unpacked. */
const RATIO = 1032;

/**
 * Reads an archive as numpy.savez and savez_compressed write it: `loadNpz(bytes)["weight"]`. Each array is read as by
 * loadNpy().
 * @throws FormatError for a malformed archive, an entry that is no array, or one whose checksum is wrong
 */
export function loadNpz(bytes: Uint8Array | ArrayBufferLike): Record<string, Tensor> {
  const file = bytesOf(bytes, "loadNpz");
  const entries = directory(file);
  for (const { name, packed, size } of entries) {
    if (!name.endsWith(".npy")) throw new FormatError(`loadNpz: "${name}" is not an array: its name must end in .npy`);
    if (size > RATIO * packed + 64) throw new FormatError(`loadNpz: "${name}": ${packed} bytes cannot hold ${size}`);
  }
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(file);
  } catch (error) {
    throw new FormatError(`loadNpz: the archive cannot be unpacked: ${(error as Error).message}`);
  }
  // In a scope, so that one bad array leaves nothing behind.
  const arrays = scope(() =>
    entries.map(({ name, size, crc }): [string, Tensor] => {
      const data = files[name];
      if (data?.length !== size || checksum(data) !== crc)
        throw new FormatError(`loadNpz: "${name}" is damaged: its checksum is wrong`);
      return [name.slice(0, -4), decode(data, `loadNpz: "${name}"`)];
    }),
  );
  return Object.fromEntries(arrays);
}

/** The same tensors give the same bytes, whatever the day. */
const EPOCH = new Date(1980, 0, 1);

/**
 * Writes tensors as an archive that numpy.load reads: `saveNpz(model.stateDict(), { compress: true })`. `dtype` as in
 * saveNpy(), for all of them.
 * @throws ValueError as saveNpy() does, with the name
 */
export function saveNpz(tensors: Readonly<Record<string, Tensor>>, options: NpzOptions = {}): Uint8Array {
  const level = options.compress ? 6 : 0;
  const files = Object.entries(tensors).map(([name, t]) => [
    `${name}.npy`,
    [encode(t, options, `saveNpz: "${name}"`), { level, mtime: EPOCH }],
  ]);
  return zipSync(Object.fromEntries(files) as Zippable);
}
