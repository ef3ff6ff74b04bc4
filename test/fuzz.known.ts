// Functions that test/fuzz.test.ts still finds to throw errors of the language, or to leave something behind: their arguments are
// not read by src/arguments/signature.ts yet. This list is to shrink to nothing; nothing may be added. FUZZ_NAMES=1 prints what it should be.
export const known = new Set(
  `
Tensor.indexPut
atleast1d
atleast2d
atleast3d
autograd.checkpoint
autograd.functional.hessian
autograd.functional.hvp
autograd.functional.jacobian
autograd.functional.jvp
autograd.functional.vhp
autograd.functional.vjp
autograd.setDetectAnomaly
blockDiag
broadcastTensors
cartesianProd
cat
cdist
columnStack
combinations
concat
concatenate
cosineSimilarity
cumulativeTrapezoid
data.defaultCollate
data.randomSplit
distributions.klDivergence
dstack
einsum
empty
emptyLike
eye
full
fullLike
gather
graph.degree
graph.globalAddPool
graph.globalMaxPool
graph.globalMeanPool
graph.scatter
graph.segment
graph.softmax
histogram
hstack
isin
linalg.choleskyInverse
linalg.lstsq
linalg.matrixNorm
linalg.matrixPower
linalg.multiDot
linalg.solveTriangular
linalg.vander
matmul
meshgrid
new data.DataLoader
new data.Subset
new data.TensorDataset
new distributions.Bernoulli
new distributions.Categorical
new distributions.Exponential
new distributions.Independent
new distributions.Laplace
new distributions.LogNormal
new graph.Batch
new graph.GATConv
new graph.GATv2Conv
new graph.GINConv
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
new sparse.SparseMatrix
nn.functional.oneHot
nn.functional.pairwiseDistance
npy.loadNpz
npy.saveNpy
onesLike
pdist
rand
randLike
randintLike
randnLike
randperm
rowStack
searchsorted
sparse.mm
sparse.sumByIndex
stack
tensordot
trapezoid
trilIndices
triuIndices
vstack
zerosLike
`
    .trim()
    .split("\n"),
);
