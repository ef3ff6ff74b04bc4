// What a worker does: load the engine over the memory of the caller and take pieces of its jobs, for ever. The function
// is sent to workers as text, so it may use nothing from outside itself.

/** What a worker is told. */
export interface Orders {
  compiled: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: number;
  slot: number;
}

export function serve(): void {
  const obey = ({ compiled, memory, control, slot }: Orders): void => {
    const nothing = (): number => 0;
    const host = Object.fromEntries(
      ["fault", "hook", "custom", "forget", "spill", "spillBlock", "spawn", "patient"].map((name) => [name, nothing]),
    );
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort: nothing }, host });
    (exports as { work(control: number, slot: number): void }).work(control, slot);
  };
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (threads?.workerData) obey(threads.workerData as Orders);
  else globalThis.onmessage = (event: MessageEvent<Orders>) => obey(event.data);
}
