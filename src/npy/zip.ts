// Zip archives, whose streams fflate packs and unpacks: where their members are, and what fflate does not look at: checksums,
// names that appear twice, members that share bytes, more members than 16 bits can count.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { inflateSync } from "fflate";
import { FormatError } from "../index.js";

/** A member of an archive; its bytes are [begin, end) of the file. */
export interface Member {
  name: string;
  begin: number;
  end: number;
  /** Bytes when unpacked. */
  size: number;
  /** CRC-32 of them. */
  crc: number;
  /** 0 is stored, 8 deflated. */
  method: number;
  encrypted: boolean;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** Sizes of these records without what varies. */
const LENGTH = { end: 22, end64: 56, locator: 20, entry: 46, local: 30 };
/** In a field of 16 or 32 bits: the number stands in a zip64 record. */
const [MAX16, MAX32] = [0xffff, 0xffffffff];
/** No data are compressed further than this by deflate. */
const RATIO = 1032;

/** The members of an archive, in the order of its directory. No two of them share a byte. */
export function directory(file: Uint8Array): Member[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const { count, start, end } = findDirectory(view);
  const members = new Map<string, Member>();
  const covered: [from: number, to: number, name: string][] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + LENGTH.entry > end || view.getUint32(at, true) !== ENTRY) throw fault("its directory is damaged");
    const flags = view.getUint16(at + 8, true);
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const extraAt = at + LENGTH.entry + nameLength;
    const next = extraAt + extra + comment;
    if (next > end) throw fault("its directory is damaged");
    const bytes = file.subarray(at + LENGTH.entry, extraAt);
    const name = flags & 0x800 ? new TextDecoder().decode(bytes) : fromCodePage437(bytes);
    if (members.has(name)) throw fault(`"${name}" appears twice`);
    const [size, packed, offset] = sizes64(view, at, extraAt, extraAt + extra, name);
    const begin = contentAt(view, offset, start, name, nameLength, bytes);
    if (begin + packed > start) throw fault(`"${name}" reaches into the directory`);
    if (size > RATIO * packed + 64) throw fault(`"${name}": ${packed} bytes cannot hold ${size}`);
    covered.push([offset, begin + packed, name]);
    const [method, crc] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    members.set(name, { name, begin, end: begin + packed, size, crc, method, encrypted: (flags & 1) !== 0 });
    at = next;
  }
  covered.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < covered.length; i++)
    if (covered[i][0] < covered[i - 1][1]) throw fault(`"${covered[i][2]}" and "${covered[i - 1][2]}" share bytes`);
  return [...members.values()];
}

/** A number of 64 bits; one that no file reaches is beyond every check. */
const long = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** Sizes and place of a member; what 32 bits do not hold stands in extra field 1, in this order. */
function sizes64(view: DataView, at: number, extra: number, end: number, name: string): number[] {
  const numbers = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  if (!numbers.includes(MAX32)) return numbers;
  for (let field = extra; field + 4 <= end; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let next = field + 4;
    const last = Math.min(end, next + view.getUint16(field + 2, true));
    return numbers.map((n) => {
      if (n !== MAX32) return n;
      if (next + 8 > last) throw fault(`"${name}": its size is missing`);
      next += 8;
      return long(view, next - 8);
    });
  }
  return numbers;
}

/** Where the content begins, behind a header that repeats the name. */
function contentAt(
  view: DataView,
  at: number,
  end: number,
  name: string,
  nameLength: number,
  bytes: Uint8Array,
): number {
  const damaged = (): FormatError => fault(`"${name}" is damaged: its header is not where the directory says`);
  if (!(at >= 0 && at + LENGTH.local + nameLength <= end) || view.getUint32(at, true) !== LOCAL) throw damaged();
  if (view.getUint16(at + 26, true) !== nameLength) throw damaged();
  if (bytes.some((byte, i) => byte !== view.getUint8(at + LENGTH.local + i))) throw damaged();
  return at + LENGTH.local + nameLength + view.getUint16(at + 28, true);
}

/** The last record says where the directory is. A comment, or other bytes, may follow it. */
function findDirectory(view: DataView): { count: number; start: number; end: number } {
  const length = view.byteLength;
  for (let at = length - LENGTH.end; at >= Math.max(0, length - LENGTH.end - MAX16); at--) {
    if (view.getUint32(at, true) !== END) continue;
    let end = at;
    let [count, size, offset] = [view.getUint16(at + 10, true), ...[12, 16].map((f) => view.getUint32(at + f, true))];
    const locator = at - LENGTH.locator;
    if (locator >= LENGTH.end64 && view.getUint32(locator, true) === LOCATOR64) {
      end = locator - LENGTH.end64;
      if (view.getUint32(end, true) !== END64) throw fault("its directory is damaged");
      [count, size, offset] = [32, 40, 48].map((field) => long(view, end + field));
    }
    if (offset !== end - size) throw fault("its directory is damaged");
    return { count, start: offset, end };
  }
  throw fault("it does not end with a directory: this is no zip archive, or it is cut off");
}

/** The content of a member. */
export function unpack(file: Uint8Array, { name, begin, end, size, crc, method }: Member): Uint8Array {
  const packed = file.subarray(begin, end);
  let data = packed;
  if (method === 8) {
    try {
      // one byte more than is promised shows whether there is more
      data = inflateSync(packed, { out: new Uint8Array(size + 1) });
    } catch (error) {
      throw fault(`"${name}" is damaged: ${(error as Error).message}`);
    }
  }
  if (data.length !== size || checksum(data) !== crc) throw fault(`"${name}" is damaged: its checksum is wrong`);
  return data;
}

/**
 * An archive with the records that count more than 65,535 members put before its end, where old readers do not look.
 * fflate writes the count modulo 65,536.
 */
export function counted(archive: Uint8Array, count: number): Uint8Array {
  if (count < MAX16) return archive;
  const end = archive.length - LENGTH.end;
  const file = new Uint8Array(archive.length + LENGTH.end64 + LENGTH.locator);
  file.set(archive.subarray(0, end));
  file.set(archive.subarray(end), file.length - LENGTH.end);
  const view = new DataView(file.buffer);
  const old = file.length - LENGTH.end;
  view.setUint32(end, END64, true);
  view.setUint32(end + 4, LENGTH.end64 - 12, true); // the record behind this field; the upper half is 0
  view.setUint32(end + 12, 45 | (45 << 16), true); // made by and for version 4.5
  for (const field of [24, 32]) view.setUint32(end + field, count, true);
  view.setUint32(end + 40, view.getUint32(old + 12, true), true);
  view.setUint32(end + 48, view.getUint32(old + 16, true), true);
  const locator = end + LENGTH.end64;
  view.setUint32(locator, LOCATOR64, true);
  view.setUint32(locator + 8, end, true);
  view.setUint32(locator + 16, 1, true); // one disk
  for (const field of [8, 10]) view.setUint16(old + field, MAX16, true);
  return file;
}

const fault = (reason: string): FormatError => new FormatError(`loadNpz: the archive: ${reason}`);

/** The characters 128 … 255 of the first PC, in which names are that are not said to be UTF-8. */
const CODE_PAGE_437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

const fromCodePage437 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : CODE_PAGE_437[byte - 128])).join("");

/** For each byte, the remainder of its polynomial: CRC-32 with the polynomial 0xedb88320, bits reversed. */
const table = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function checksum(data: Uint8Array): number {
  let crc = -1;
  for (const byte of data) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
