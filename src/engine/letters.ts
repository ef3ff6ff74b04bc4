// Bytes that travel as text: build.mjs writes it. The most frequent bytes are one letter each, the others two; so gzip finds in the
// text what it finds in bytes, which hexadecimal (an eighth more) and base64 (a third more) hide from it.

/** Printable ASCII without what JavaScript or HTML gives a meaning inside of a string. */
const alphabet = Array.from({ length: 95 }, (_, i) => 32 + i).filter(
  (code) => !"\"'`\\$<".includes(String.fromCharCode(code)),
);
const SINGLE = alphabet.length - 2;

/** `order`: all bytes, the most frequent first. The last two letters begin a pair. */
export function fromLetters(text: string, order: Uint8Array): Uint8Array<ArrayBuffer> {
  const rank = new Uint8Array(128);
  alphabet.forEach((code, i) => {
    rank[code] = i;
  });
  const bytes = new Uint8Array(text.length);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    let r = rank[text.charCodeAt(i)];
    if (r >= SINGLE) r = SINGLE + (r - SINGLE) * alphabet.length + rank[text.charCodeAt(++i)];
    bytes[n++] = order[r];
  }
  return bytes.slice(0, n);
}
