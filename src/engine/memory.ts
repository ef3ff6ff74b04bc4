// What is alive, where, and what may be leaking.
import { core, dtypes, memory as pages, opOf, refresh, sizeOf, typeOf } from "./core.js";
import { traffic } from "./spill.js";

/** Tensors made by one op. */
export interface OpReport {
  tensors: number;
  /** What their elements take up; views count as if they had their own. */
  bytes: number;
}

export interface MemoryReport {
  /** Bytes of tensors in the engine, and the most there ever were. */
  live: number;
  peak: number;
  /** Tensors in the engine. */
  tensors: number;
  /** Ops recorded for backward(). */
  nodes: number;
  /** Tensor headers there is room for, used or free. */
  headers: number;
  /** Bytes between the beginning and the end of the heap: tensors, headers, nodes and free blocks; and of the WebAssembly memory. */
  heap: number;
  pages: number;
  /** Tensors and bytes that were moved out into JavaScript's memory so far, and those of them that came back. */
  movedOut: OpReport;
  cameBack: OpReport;
  /** How many tensors that JavaScript can reach were made by which op: what grows here is a leak. */
  byOp: Record<string, number>;
  /** A table of ops, those with most bytes first. */
  summary(): string;
}

/** Counts what is alive. */
export function memory(): MemoryReport {
  refresh();
  const ops = new Map<string, OpReport>();
  for (let ptr = core.nextClaimed(0); ptr !== 0; ptr = core.nextClaimed(ptr)) {
    const at = ptr >>> 0;
    const op = opOf(at);
    const row = ops.get(op) ?? { tensors: 0, bytes: 0 };
    row.tensors++;
    row.bytes += sizeOf(at) * { float32: 4, float64: 8, int32: 4, bool: 1 }[dtypes[typeOf(at)]];
    ops.set(op, row);
  }
  const report = {
    live: core.liveBytes(),
    peak: core.peakBytes(),
    tensors: core.tensorCount(),
    nodes: core.nodeCount(),
    headers: core.headerCount(),
    heap: core.heapBytes(),
    pages: pages.buffer.byteLength,
    movedOut: { tensors: traffic.out, bytes: traffic.bytesOut },
    cameBack: { tensors: traffic.back, bytes: traffic.bytesBack },
    byOp: Object.fromEntries([...ops].map(([op, { tensors }]) => [op, tensors])),
  };
  return Object.defineProperty(report as MemoryReport, "summary", { value: () => table(report, ops) });
}

function table(report: Omit<MemoryReport, "summary">, ops: Map<string, OpReport>): string {
  const rows = [...ops].sort(([, a], [, b]) => b.bytes - a.bytes || b.tensors - a.tensors);
  const lines = rows.map(([op, { tensors, bytes }]) => [op, String(tensors), amount(bytes)]);
  const all = [["op", "tensors", "bytes"], ...lines];
  const widths = [0, 1, 2].map((i) => Math.max(...all.map((row) => row[i].length)));
  const text = all.map(([op, ...numbers]) =>
    [op.padEnd(widths[0]), ...numbers.map((x, i) => x.padStart(widths[i + 1]))].join("  "),
  );
  const { live, peak, tensors, heap, pages, movedOut, cameBack } = report;
  return [
    `${tensors} tensors, ${amount(live)} (at most ${amount(peak)}) in a heap of ${amount(heap)}, memory of ${amount(pages)}`,
    `moved out: ${movedOut.tensors} tensors, ${amount(movedOut.bytes)}; came back: ${cameBack.tensors}, ${amount(cameBack.bytes)}`,
    ...text,
  ].join("\n");
}

const amount = (bytes: number): string => {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), 3);
  return `${(bytes / 1024 ** power).toFixed(power ? 1 : 0)} ${["B", "KiB", "MiB", "GiB"][power]}`;
};
