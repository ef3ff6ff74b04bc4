// What PyTorch was asked: every public op at least eight times, on every layout and size that the op takes.
import { expect, test } from "vitest";
import * as wasmgrad from "wasmgrad";
import { Tensor, nn } from "wasmgrad";
import * as linalg from "wasmgrad/linalg";
import { cases } from "./cases.js";
import { build, records, type Golden, type Source } from "./helpers.js";

const LEAST = 8;
const byOp = new Map<string, Golden[]>();
for (const record of records) byOp.set(record.op, [...(byOp.get(record.op) ?? []), record]);
const words = (text: string) => text.trim().split(/\s+/);

/** The inputs of a record that are tensors. */
const sources = ({ inputs }: Golden) => inputs.filter((x): x is Source => typeof x === "object" && x !== null);
const shapeOf = (x: Source) => build(x, "float32").view().shape;
const viewed =
  (...names: string[]) =>
  (x: Source) =>
    (x.view ?? []).some(([name]) => names.includes(name));

const KINDS: Record<string, (x: Source) => boolean> = {
  transposed: viewed("transpose", "permute"),
  sliced: viewed("slice", "select"),
  expanded: viewed("expand"),
  "zero-size": (x) => shapeOf(x).includes(0),
  "0-d": (x) => shapeOf(x).length === 0,
};

/** Ops that take no tensors. */
const NO_INPUTS = words(`trilIndices triuIndices zeros ones full eye arange linspace
  logspace bartlettWindow hannWindow hammingWindow blackmanWindow`);
/** Ops that PyTorch refuses inputs of that kind. */
const REFUSED: Record<string, string[]> = {
  "zero-size": words("quantile nanquantile instanceNorm affineGrid"),
  "0-d": words(`
    matmul linear mm mv bmm dot vdot outer ger cross trace cdist pdist layerNorm glu indexPut fillDiagonal_
    slice narrow select unflatten split splitWithSizes chunk tensorSplit hsplit vsplit dsplit unbind narrowCopy
    cat concat concatenate cartesianProd combinations mT adjoint diagonal fliplr flipud rot90 tril triu diag diagEmbed
    diff trapezoid cumulativeTrapezoid bincount matrixNorm renorm
    cholesky choleskySolve qr svd svdvals lu luFactor luSolve solve solveTriangular inv pinv det slogdet
    logdet matrixRank lstsq matrixPower matrixExp cond eigh eigvalsh multiDot vander
    choleskyInverse mH sliceScatter diagonalScatter unsafeSplit unsafeSplitWithSizes unsafeChunk
    pixelShuffle pixelUnshuffle channelShuffle
    conv1d conv2d conv3d convTranspose1d convTranspose2d convTranspose3d maxPool1d maxPool2d maxPool3d avgPool1d avgPool2d
    avgPool3d lpPool1d lpPool2d lpPool3d adaptiveMaxPool1d adaptiveMaxPool2d adaptiveMaxPool3d adaptiveAvgPool1d
    adaptiveAvgPool2d adaptiveAvgPool3d maxUnpool1d maxUnpool2d maxUnpool3d fractionalMaxPool2d fractionalMaxPool3d batchNorm
    groupNorm instanceNorm rmsNorm localResponseNorm interpolate unfold2d fold gridSample affineGrid`),
};

test("every op was asked for at least eight times", () => {
  const few = Object.keys(cases).filter((op) => (byOp.get(op)?.length ?? 0) < LEAST);
  expect(few).toEqual([]);
});

test.each(Object.keys(KINDS))("every op was asked for %s inputs, unless PyTorch refuses them", (kind) => {
  const without = [...byOp].filter(([, all]) => !all.some((record) => sources(record).some(KINDS[kind])));
  expect(without.map(([op]) => op).sort()).toEqual([...NO_INPUTS, ...(REFUSED[kind] ?? [])].sort());
});

/** Public names that are no ops, or that PyTorch's numbers cannot test, and the file that does. */
const ELSEWHERE: Record<string, string[]> = {
  "random.test.ts": words(`
    uniform_ normal_ logNormal_ exponential_ cauchy_ geometric_ bernoulli_ random_ bernoulli multinomial normal poisson
    rand randLike randn randnLike randint randintLike randperm manualSeed Generator
    dropout dropout1d dropout2d dropout3d alphaDropout featureAlphaDropout gumbelSoftmax`),
  "tape.test.ts": words(`
    backward requiresGrad requiresGrad_ grad isLeaf gradFn retainGrad retainsGrad registerHook detach
    noGrad enableGrad inferenceMode setGradEnabled isGradEnabled`),
  "shape.test.ts": words(`
    shape ndim numel size stride dtype isContiguous isFloatingPoint item data toArray toString toJSON value tensor
    broadcastShapes empty emptyLike float double int bool
    isComplex isConj isNeg isSigned isNonzero isSameSize elementSize isTensor promoteTypes canCast`),
  "lifetime.test.ts": words("alive dispose keep scope memory"),
  "sequence.test.ts": words("scaledDotProductAttention alibi rotary sinusoidalPositions"),
  "nn.test.ts": words(`
    bilinear embeddingBag upsample upsampleBilinear upsampleNearest nativeChannelShuffle maxPool1dWithIndices
    maxPool2dWithIndices maxPool3dWithIndices adaptiveMaxPool1dWithIndices adaptiveMaxPool2dWithIndices
    adaptiveMaxPool3dWithIndices fractionalMaxPool2dWithIndices fractionalMaxPool3dWithIndices`),
  "losses.test.ts": words(`
    l1Loss smoothL1Loss huberLoss poissonNllLoss gaussianNllLoss klDiv binaryCrossEntropy sigmoidFocalLoss softMarginLoss
    multilabelSoftMarginLoss multiMarginLoss multilabelMarginLoss marginRankingLoss hingeLoss hingeEmbeddingLoss
    cosineEmbeddingLoss tripletMarginLoss tripletMarginWithDistanceLoss ctcLoss linearCrossEntropy`),
  "dot.test.ts": ["toDot"],
  "print.test.ts": ["setPrintOptions"],
  "threads.test.ts": words("getNumThreads setNumThreads backend"),
};

test("every public name is an op that PyTorch was asked for, its in-place form, or told to be tested elsewhere", () => {
  const names = new Set<string>();
  for (let o = Tensor.prototype as object; o !== Object.prototype; o = Object.getPrototypeOf(o) as object) {
    for (const name of Object.getOwnPropertyNames(o))
      if (!name.startsWith("_") && name !== "constructor") names.add(name);
  }
  for (const part of [wasmgrad, nn.functional, linalg]) {
    for (const [name, value] of Object.entries(part)) if (typeof value === "function") names.add(name);
  }
  for (const name of names) if (/^[A-Z]\w+Error$|^Tensor$/.test(name)) names.delete(name);
  const elsewhere = Object.values(ELSEWHERE).flat();
  // inplace.test.ts asks what PyTorch says of the op without the underscore
  const asked = (name: string) => byOp.has(name) || (name.endsWith("_") && byOp.has(name.slice(0, -1)));
  expect([...names].filter((name) => !asked(name) && !elsewhere.includes(name))).toEqual([]);
  expect(elsewhere.filter((name) => !names.has(name))).toEqual([]);
});
