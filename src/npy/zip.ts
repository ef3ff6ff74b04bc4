// What fflate does not look at in a zip archive: the checksums of its entries, and names that appear twice.
import { FormatError } from "../index.js";

export interface Entry {
  name: string;
  /** CRC-32 of the content. */
  crc: number;
  /** Bytes in the archive, and unpacked. */
  packed: number;
  size: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LARGEST_COMMENT = 0xffff;

/** The entries of the central directory, which stands at the end. */
export function directory(file: Uint8Array): Entry[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw fault("its directory is damaged");
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + 46 + nameLength + extra + comment;
    if (next > end) throw fault("its directory is damaged");
    const utf8 = view.getUint16(at + 8, true) & 0x800;
    const name = new TextDecoder(utf8 ? "utf-8" : "latin1").decode(file.subarray(at + 46, at + 46 + nameLength));
    if (entries.has(name)) throw fault(`"${name}" appears twice`);
    const [crc, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    if (packed === 0xffffffff || size === 0xffffffff) throw fault(`"${name}" has 4 GiB or more`);
    entries.set(name, { name, crc, packed, size });
    at = next;
  }
  return [...entries.values()];
}

/** The last record, behind which there may be a comment. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - LARGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === view.byteLength - at - 22) return at;
  throw fault("it does not end with a directory: this is no zip archive, or it is cut off");
}

const fault = (reason: string): FormatError => new FormatError(`loadNpz: the archive: ${reason}`);

/** For each byte, the remainder of its polynomial: CRC-32 with the polynomial 0xedb88320, bits reversed. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

export function checksum(data: Uint8Array): number {
  let crc = -1;
  for (const byte of data) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
