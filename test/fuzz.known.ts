// Functions that test/fuzz.test.ts still finds to throw errors of the language, or to leave something behind: their arguments are
// not read by src/arguments/signature.ts yet. This list is to shrink to nothing; nothing may be added. FUZZ_NAMES=1 prints what it should be.
export const known = new Set(
  `
atleast3d
new data.TensorDataset
new distributions.Bernoulli
new distributions.LogNormal
new graph.Batch
new graph.GATConv
new graph.GATv2Conv
new graph.GraphConv
new graph.SAGEConv
new graph.TopKPooling
new optim.Adam
new optim.AdamW
new optim.Optimizer
new optim.SGD
new optim.lrScheduler.CosineAnnealingLR
new optim.lrScheduler.LRScheduler
new optim.lrScheduler.LambdaLR
new optim.lrScheduler.StepLR
nn.functional.oneHot
nn.functional.pairwiseDistance
npy.loadNpz
npy.saveNpy
`
    .trim()
    .split("\n"),
);
