// Datasets: files found, fetched from a server on this machine, refused when they are not whole.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FormatError } from "wasmgrad";
import * as datasets from "wasmgrad/datasets";

const idx = (kind: number, shape: number[], body: Uint8Array) => {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head[2] = kind;
  head[3] = shape.length;
  shape.forEach((n, i) => head.writeUInt32BE(n, 4 + 4 * i));
  return Buffer.concat([head, body]);
};
const images = idx(
  8,
  [2, 28, 28],
  Uint8Array.from({ length: 2 * 784 }, (_, i) => i % 256),
);
const labels = idx(8, [2], Uint8Array.of(7, 3));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "datasets-"));
  return () => rmSync(folder, { recursive: true });
});

describe("IDX", () => {
  test("elements of every kind", () => {
    const doubles = Buffer.alloc(16);
    doubles.writeDoubleBE(0.1, 0);
    doubles.writeDoubleBE(-2.5, 8);
    const t = datasets.parseIdx(idx(0x0e, [2, 1], doubles));
    expect([t.dtype, t.toArray()]).toEqual(["float64", [[0.1], [-2.5]]]);
    expect(datasets.parseIdx(idx(0x09, [2], Uint8Array.of(255, 1))).toArray()).toEqual([-1, 1]);
    expect(datasets.parseIdx(idx(0x0b, [1], Uint8Array.of(1, 2))).toArray()).toEqual([258]);
    expect(datasets.parseIdx(idx(0x0c, [1], Uint8Array.of(255, 255, 255, 254))).toArray()).toEqual([-2]);
    expect(datasets.parseIdx(idx(0x0d, [1], Uint8Array.of(0x3f, 0x80, 0, 0))).toArray()).toEqual([1]);
    expect(datasets.parseIdx(gzipSync(idx(8, [0, 3], new Uint8Array(0)))).shape).toEqual([0, 3]);
  });
  test("every cut and every change of the header is refused", () => {
    for (let n = 0; n < labels.length; n++) expect(() => datasets.parseIdx(labels.subarray(0, n))).toThrow(FormatError);
    expect(() => datasets.parseIdx(Buffer.concat([labels, labels]))).toThrow("[2] takes 10 bytes, but there are 20");
    const zipped = gzipSync(images);
    for (let n = 2; n < zipped.length; n += 7)
      expect(() => datasets.parseIdx(zipped.subarray(0, n), "x.gz")).toThrow(FormatError);
    expect(() => datasets.parseIdx(Buffer.from("<html>not found</html>"), "page")).toThrow(
      "parseIdx: page: it does not begin as IDX files do",
    );
  });
});

test("CSV with quotes, and what is wrong with one", () => {
  expect(datasets.parseCsv('a,"b, ""c""\nd"\r\n\r\n1,\n')).toEqual([["a", 'b, "c"\nd'], ["1", ""]]); // prettier-ignore
  expect(datasets.parseCsv("a;b", { separator: ";" })).toEqual([["a", "b"]]);
  expect(() => datasets.parseCsv('a,"b')).toThrow("a quote is not closed");
  expect(() => datasets.parseCsv("a,b\n1")).toThrow("row 2 has 1 fields, the first has 2");
});

describe("MNIST and its like, from a folder", () => {
  test("gzipped or not, beside or as torchvision lays them", async () => {
    writeFileSync(join(folder, "t10k-images-idx3-ubyte"), images);
    mkdirSync(join(folder, "MNIST/raw"), { recursive: true });
    writeFileSync(join(folder, "MNIST/raw/t10k-labels-idx1-ubyte.gz"), gzipSync(labels));
    const set = await datasets.MNIST({ root: folder, train: false });
    expect([set.length, set.images.shape, set.images.dtype, set.labels.toArray()]).toEqual([
      2,
      [2, 1, 28, 28],
      "float32",
      [7, 3],
    ]);
    expect(set.images.at(0, 0, 9, 3).item()).toBeCloseTo(255 / 255, 7);
    const raw = await datasets.MNIST({ root: folder, train: false, raw: true });
    expect([raw.images.dtype, raw.images.max().item()]).toEqual(["int32", 255]);
  });
  test("missing, cut and foreign files are told apart", async () => {
    await expect(datasets.KMNIST({ root: folder })).rejects.toThrow(
      /KMNIST: train-images-idx3-ubyte is in none of .*; \{ download: true \} fetches it/,
    );
    writeFileSync(join(folder, "train-images-idx3-ubyte"), images.subarray(0, 900));
    writeFileSync(join(folder, "train-labels-idx1-ubyte"), labels);
    await expect(datasets.KMNIST({ root: folder })).rejects.toThrow(
      "takes 1584 bytes, but there are 900; it is cut off or damaged",
    );
    writeFileSync(join(folder, "train-images-idx3-ubyte"), images);
    writeFileSync(join(folder, "train-labels-idx1-ubyte"), idx(8, [3], Uint8Array.of(1, 2, 3)));
    await expect(datasets.KMNIST({ root: folder })).rejects.toThrow(
      "KMNIST: [2, 28, 28] pictures and [3] labels do not belong together",
    );
    writeFileSync(join(folder, "train-labels-idx1-ubyte"), idx(8, [2], Uint8Array.of(1, 17)));
    await expect(datasets.KMNIST({ root: folder })).rejects.toThrow("there are labels above 9");
  });
});

describe("download", () => {
  const body = Buffer.from("a".repeat(100_000));
  const sha256 = createHash("sha256").update(body).digest("hex");
  let server: Server;
  let origin = "";
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/whole") return response.setHeader("content-length", body.length).end(body);
      if (request.url === "/half") {
        response.setHeader("content-length", body.length).write(body.subarray(0, 50_000));
        return setTimeout(() => response.destroy(), 20);
      }
      if (request.url === "/other") return response.end("something else");
      response.statusCode = 404;
      return response.end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test("is checked, kept, and told as it comes", async () => {
    const path = join(folder, "deep/er/file");
    const told: number[] = [];
    const urls = ["/missing", "/half", "/other", "/whole"].map((name) => origin + name);
    const bytes = await datasets.download(path, { urls, sha256 }, { onProgress: (_, received) => told.push(received) });
    expect(Buffer.from(bytes).equals(body)).toBe(true);
    expect(readFileSync(path).equals(body)).toBe(true);
    expect(told[told.length - 1]).toBe(100_000);
    expect(readdirSync(join(folder, "deep/er"))).toEqual(["file"]);
  });
  test("of nothing that fits leaves nothing and tells why, address by address", async () => {
    const urls = ["/missing", "/half", "/other"].map((name) => origin + name);
    const error = await datasets.download(join(folder, "file"), { urls, sha256 }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toMatch(
      /file could not be had:\n.*missing: the server says 404.*\n.*half: .*\n.*other: 14 bytes with the SHA-256 \w{64}, not/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
  test("can be stopped, and no server is an error in words", async () => {
    const source = { urls: [`${origin}/whole`], sha256 };
    await expect(datasets.download(join(folder, "file"), source, { signal: AbortSignal.abort() })).rejects.toThrow(
      /abort/i,
    );
    await expect(datasets.download(join(folder, "file"), { urls: ["http://127.0.0.1:1/x"], sha256 })).rejects.toThrow(
      "file could not be had",
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.each([
  ["iris", 150, 4, [50, 50, 50]],
  ["wine", 178, 13, [59, 71, 48]],
  ["breastCancer", 569, 30, [212, 357]],
  ["digits", 1797, 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]],
] as const)("%s is the whole set", async (name, n, features, counts) => {
  const { x, y, features: names, classes } = await datasets[name]();
  expect([x.shape, names.length, classes.length]).toEqual([[n, features], features, counts.length]);
  expect(y.bincount().toArray()).toEqual(counts);
});
test("diabetes and the karate club", async () => {
  const { x, y } = await datasets.diabetes();
  expect([x.shape, y.dtype, Math.round(y.mean().item() * 1000)]).toEqual([[442, 10], "float32", 152_133]);
  const club = await datasets.karateClub();
  expect([club.edgeIndex.shape, club.y.bincount().toArray()]).toEqual([
    [2, 156],
    [17, 17],
  ]);
});
test("a table that is missing, cut or no table is told", async () => {
  await expect(datasets.iris({ root: folder })).rejects.toThrow(
    /iris: there is no file .*iris\.csv; say with \{ root \}/,
  );
  writeFileSync(join(folder, "iris.csv"), "a,b\n1,2\n");
  await expect(datasets.iris({ root: folder })).rejects.toThrow("iris: iris.csv has 1 rows, not 150");
  writeFileSync(join(folder, "iris.csv"), `a,b\n${"1,x\n".repeat(150)}`);
  await expect(datasets.iris({ root: folder })).rejects.toThrow('iris: iris.csv: "x" in row 2, column 2 is no number');
  writeFileSync(join(folder, "karate-club.json"), "{");
  await expect(datasets.karateClub({ root: folder })).rejects.toThrow(FormatError);
});
