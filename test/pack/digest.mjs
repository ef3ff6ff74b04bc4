// Ten training steps on the baseline binary: the same bits in every runtime, with any number of threads.
globalThis.wasmgrad = { deterministic: true };
const { backend, manualSeed, nn, optim, randint, randn } = await import("wasmgrad");

/** Changes with every kernel that changes its order of additions: then this is the new one, if all runtimes agree. */
const WANTED = "df125671";

manualSeed(7);
const model = new nn.Sequential(
  new nn.Linear(300, 400),
  new nn.GELU(),
  new nn.LayerNorm(400),
  new nn.Dropout(0.2),
  new nn.Linear(400, 64),
  new nn.Tanh(),
  new nn.Linear(64, 10),
);
const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3 });
let hash = 0x811c9dc5;
const mix = (t) => {
  for (const word of new Int32Array(t.data().buffer)) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
};
for (let step = 0; step < 10; step++) {
  const x = randn([256, 300]);
  const loss = nn.functional.crossEntropy(model.forward(x.sin().add(x)), randint(10, [256]));
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  mix(loss);
}
model.parameters().forEach(mix);

const digest = hash.toString(16);
console.log(`${digest} with ${backend().threads} threads`);
if (backend().binary !== "simd") throw new Error(`deterministic gave ${backend().binary}`);
if (digest !== WANTED) throw new Error(`the digest of the training run is ${digest}, not ${WANTED}`);
