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
channelShuffle
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
new nn.AdaptiveMaxPool3d
new nn.AvgPool2d
new nn.BCEWithLogitsLoss
new nn.BatchNorm2d
new nn.BatchNorm3d
new nn.ChannelShuffle
new nn.ConstantPad1d
new nn.ConstantPad2d
new nn.ConstantPad3d
new nn.ConvTranspose3d
new nn.CosineSimilarity
new nn.Dropout
new nn.Dropout1d
new nn.Dropout2d
new nn.FeatureAlphaDropout
new nn.Flatten
new nn.Fold
new nn.FractionalMaxPool2d
new nn.FractionalMaxPool3d
new nn.GELU
new nn.GLU
new nn.GRU
new nn.Hardshrink
new nn.Hardtanh
new nn.InstanceNorm2d
new nn.InstanceNorm3d
new nn.KeyValueCache
new nn.LeakyReLU
new nn.LocalAttention
new nn.LogSoftmax
new nn.MSELoss
new nn.MaxPool2d
new nn.Module
new nn.PReLU
new nn.PairwiseDistance
new nn.Parameter
new nn.PixelShuffle
new nn.PixelUnshuffle
new nn.RNNBase
new nn.RNNCellBase
new nn.ReflectionPad1d
new nn.ReflectionPad2d
new nn.ReflectionPad3d
new nn.ReplicationPad1d
new nn.ReplicationPad2d
new nn.ReplicationPad3d
new nn.SiLU
new nn.Sigmoid
new nn.Softmax
new nn.Softmax2d
new nn.Softmin
new nn.Softplus
new nn.Softsign
new nn.Tanh
new nn.Tanhshrink
new nn.Threshold
new nn.Transformer
new nn.Unflatten
new nn.ZeroPad2d
new nn.utils.rnn.PackedSequence
new optim.Adam
new optim.AdamW
new optim.Optimizer
new optim.SGD
new optim.lrScheduler.CosineAnnealingLR
new optim.lrScheduler.LRScheduler
new optim.lrScheduler.LambdaLR
new optim.lrScheduler.StepLR
new sparse.SparseMatrix
nn.functional.adaptiveAvgPool1d
nn.functional.adaptiveMaxPool1d
nn.functional.adaptiveMaxPool2d
nn.functional.affineGrid
nn.functional.alibi
nn.functional.avgPool1d
nn.functional.binaryCrossEntropyWithLogits
nn.functional.dropout
nn.functional.dropout1d
nn.functional.dropout2d
nn.functional.dropout3d
nn.functional.featureAlphaDropout
nn.functional.fold
nn.functional.gelu
nn.functional.glu
nn.functional.gumbelSoftmax
nn.functional.hardshrink
nn.functional.layerNorm
nn.functional.leakyRelu
nn.functional.linear
nn.functional.logSoftmax
nn.functional.lpPool1d
nn.functional.lpPool2d
nn.functional.maxPool1d
nn.functional.mseLoss
nn.functional.normalize
nn.functional.oneHot
nn.functional.pad
nn.functional.pairwiseDistance
nn.functional.pixelShuffle
nn.functional.pixelUnshuffle
nn.functional.prelu
nn.functional.relu
nn.functional.rmsNorm
nn.functional.rrelu
nn.functional.sigmoid
nn.functional.silu
nn.functional.sinusoidalPositions
nn.functional.softmax
nn.functional.softmin
nn.functional.softplus
nn.functional.softsign
nn.functional.tanh
nn.functional.tanhshrink
nn.functional.threshold
nn.functional.unfold
nn.init.calculateFan
nn.init.constant_
nn.init.eye_
nn.init.kaimingNormal_
nn.init.kaimingUniform_
nn.init.normal_
nn.init.ones_
nn.init.orthogonal_
nn.init.truncNormal_
nn.init.uniform_
nn.init.xavierNormal_
nn.init.xavierUniform_
nn.init.zeros_
nn.utils.clipGradNorm_
nn.utils.clipGradValue_
nn.utils.parametersToVector
nn.utils.rnn.packPaddedSequence
nn.utils.rnn.packSequence
nn.utils.rnn.padPackedSequence
nn.utils.rnn.padSequence
nn.utils.rnn.unpackSequence
nn.utils.rnn.unpadSequence
nn.utils.vectorToParameters
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
