// In a page: starts the host that the address names, speaks to it at once, and prints what it answers.
const said = [1, 2, 3];

const answer = (port) =>
  new Promise((resolve, reject) => {
    port.onmessage = (event) => resolve(event.data);
    port.onerror = (event) => reject(new Error(event.message ?? "the script of the host failed"));
  });

const hosts = {
  async worker() {
    const worker = new Worker("hosts/worker.mjs", { type: "module" });
    worker.postMessage(said);
    return answer(worker);
  },
  async shared() {
    const worker = new SharedWorker("hosts/shared.mjs", { type: "module" });
    worker.port.postMessage(said);
    return Promise.race([answer(worker.port), answer(worker)]);
  },
  async service() {
    const registration = await navigator.serviceWorker.register("hosts/service.mjs", { type: "module" });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(said, [port2]);
    return answer(port1).finally(() => registration.unregister());
  },
  async audio() {
    const context = new OfflineAudioContext(1, 128, 44100);
    await context.audioWorklet.addModule("hosts/audio.mjs");
    const node = new AudioWorkletNode(context, "doubled", { processorOptions: { said } });
    node.connect(context.destination);
    const told = answer(node.port);
    const samples = (await context.startRendering()).getChannelData(0);
    const { explanation } = await told;
    return { sum: samples.slice(0, 3).reduce((a, b) => a + b), explanation };
  },
};

const { sum, explanation } = await hosts[globalThis.location.hash.slice(1)]();
if (sum !== 12) throw new Error(`the sum is ${sum}`);
console.log(explanation);
