// What a worker does: load the engine over the memory of the caller and take pieces of its jobs, for ever. The function
// is sent to workers as text, so it may use nothing from outside itself.

/** What a worker is told. */
export interface Orders {
  binary: Uint8Array<ArrayBuffer>;
  memory: WebAssembly.Memory;
  control: number;
  slot: number;
}

export function serve(): void {
  const obey = async ({ binary, memory, control, slot }: Orders): Promise<void> => {
    const nothing = (): number => 0;
    const host = { fault: nothing, hook: nothing, custom: nothing, forget: nothing, spawn: nothing, patient: nothing };
    const { instance } = await WebAssembly.instantiate(binary, { env: { memory, abort: nothing }, host });
    (instance.exports as { work(control: number, slot: number): void }).work(control, slot);
  };
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (threads?.workerData) void obey(threads.workerData as Orders);
  else globalThis.onmessage = (event: MessageEvent<Orders>) => void obey(event.data);
}
