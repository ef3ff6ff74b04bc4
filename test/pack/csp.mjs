// A page that forbids workers made from text: they come from a file whose address is given before the import.
globalThis.wasmgrad = { worker: new URL("dist/worker.js", import.meta.url) };
const { backend, ones } = await import("wasmgrad");

const x = ones([600, 600]);
for (let i = 0; i < 30; i++) {
  const sum = x.matmul(x).sum().item();
  if (sum !== 600 ** 3) throw new Error(`the sum is ${sum}`);
  await new Promise((done) => setTimeout(done, 20));
}
console.log(backend().explanation);
