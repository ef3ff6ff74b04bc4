// Functions that test/fuzz.test.ts still finds to throw errors of the language, or to leave something behind: their arguments are
// not read by src/arguments/signature.ts yet. This list is to shrink to nothing; nothing may be added. FUZZ_NAMES=1 prints what it should be.
export const known = new Set(
  `
atleast3d
new data.TensorDataset
new distributions.Bernoulli
new graph.TopKPooling
new optim.Optimizer
npy.loadNpz
npy.saveNpy
`
    .trim()
    .split("\n"),
);
