// Where files of data are: in a folder, or at an address from which they are fetched once, checked and kept.
import { FormatError, ValueError } from "../engine/fault.js";

/** A file that can be downloaded. */
export interface Source {
  /** Addresses that are tried one after the other. */
  urls: readonly string[];
  /** SHA-256 of the file, in hexadecimal. */
  sha256: string;
}

/** Options of download. */
export interface DownloadOptions {
  /** Called as bytes arrive; of how many, if the server says. */
  onProgress?: ((file: string, received: number, total: number | null) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** @internal */
interface Files {
  fs: typeof import("node:fs/promises");
  path: typeof import("node:path");
}

/** @internal Files of the host: Node, Deno and Bun have them. */
export function hostFiles(op: string): Files {
  const host = globalThis.process;
  if (!host?.getBuiltinModule)
    throw new ValueError(`${op}: this host has no files; fetch() the bytes and give them to parseIdx() or parseCsv()`);
  return { fs: host.getBuiltinModule("node:fs/promises"), path: host.getBuiltinModule("node:path") };
}

/** The bytes of the first of these files that is there; null if none is. What cannot be read is an error. */
export async function readFirst(
  op: string,
  paths: readonly string[],
): Promise<{ bytes: Uint8Array; path: string } | null> {
  const { fs } = hostFiles(op);
  for (const path of paths) {
    try {
      return { bytes: await fs.readFile(path), path };
    } catch (error) {
      if (!["ENOENT", "ENOTDIR"].includes((error as { code?: string }).code ?? "")) throw error;
    }
  }
  return null;
}

/**
 * Fetches a file, checks its SHA-256 and puts it at `path`, all or nothing: a half download never has that name. Returns its bytes.
 * @throws FormatError if no address gives a file of that sum, with what each gave
 */
export async function download(path: string, source: Source, options: DownloadOptions = {}): Promise<Uint8Array> {
  const { fs, path: paths } = hostFiles("download");
  const name = paths.basename(path);
  const refusals: string[] = [];
  for (const url of source.urls) {
    const bytes = await fetched(url, name, options).catch((error: unknown) => {
      if (options.signal?.aborted) throw error;
      const cause = (error as { cause?: Error }).cause;
      refusals.push(`${url}: ${(cause ?? (error as Error)).message}`);
      return null;
    });
    if (!bytes) continue;
    const sum = await sha256(bytes);
    if (sum !== source.sha256) {
      refusals.push(`${url}: ${bytes.length} bytes with the SHA-256 ${sum}, not ${source.sha256}`);
      continue;
    }
    await fs.mkdir(paths.dirname(path), { recursive: true });
    const part = `${path}.${globalThis.process.pid}.part`;
    try {
      await fs.writeFile(part, bytes);
      await fs.rename(part, path);
    } finally {
      await fs.rm(part, { force: true });
    }
    return bytes;
  }
  throw new FormatError(
    `download: ${name} could not be had:\n  ${refusals.join("\n  ")}\nput the file into ${paths.dirname(path)} by hand`,
  );
}

async function fetched(url: string, name: string, { onProgress, signal }: DownloadOptions): Promise<Uint8Array> {
  const response = await fetch(url, { signal: signal ?? null });
  if (!response.ok) throw new Error(`the server says ${response.status} ${response.statusText}`);
  const length = Number(response.headers.get("content-length"));
  const total = response.headers.get("content-encoding") || !length ? null : length;
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    received += chunk.length;
    onProgress?.(name, received, total);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const sum = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
