// What can go wrong: each mistake is an error of its type, whose text names the op, the shapes and a way out, and which
// leaves nothing behind: the memory is as it was, and the same training gives the same losses.
import { describe, expect, test } from "vitest";
import { autograd, cat, eye, full, manualSeed, memory, nn, noGrad, ones, optim, rand, randn } from "wasmgrad";
import { scope, stack, tensor, where, zeros, type DType, type Tensor } from "wasmgrad";
import { DTypeError, GradError, IndexError, OutOfMemoryError, ReleasedError, ShapeError, ValueError } from "wasmgrad";

const F = nn.functional;
type Row = [what: string, call: () => unknown, error: typeof ShapeError, text: RegExp];

// the operands: what a call makes itself would stay behind
const operands: Tensor[] = [];
const kept = (...tensors: Tensor[]) => (operands.push(...tensors), tensors.map((t) => t.keep()));
const int = (...x: number[]) => tensor(x, { dtype: "int32" });
const of = (dtype: DType, ...shape: number[]) => ones(shape, { dtype });
const [m23, m45, m43, cube, cubes] = kept(ones(2, 3), ones(4, 5), ones(4, 3), ones(2, 3, 4), ones(3, 4, 5));
const [v2, v3, v4, v5, scalar, none, none03] = kept(ones(2), ones(3), ones(4), ones(5), ones(), zeros(0), zeros(0, 3));
const [i0, i3, i4, i9, minus] = kept(int(0), int(0, 1, 2), int(0, 1, 2, 3), int(0, 1, 2, 9), int(-1));
const [b2, b3, b4, d3, d43] = kept(of("bool", 2), of("bool", 3), of("bool", 4), of("float64", 3), of("float64", 4, 3));
const [turned, spread, vast] = kept(m23.T, ones(1, 3).expand(2, 3), ones(1).expand(2 ** 30));
const [eight, i8] = kept(ones(1, 1, 1, 1, 1, 1, 1, 1), of("int32", 1, 1, 1, 1, 1, 1, 1, 1));
const [column, row] = kept(vast.slice(0, 0, 50000).unsqueeze(1), vast.slice(0, 0, 50000).unsqueeze(0));
const [leaf, other] = kept(ones([3], { requiresGrad: true }), ones([3], { requiresGrad: true }));
const [result, spoiled] = kept(leaf.mul(2), other.square().sum());
noGrad(() => other.add_(1));
const any = (x: unknown) => x as never;

function losses(): number[] {
  manualSeed(1);
  const model = new nn.Sequential(new nn.Linear(3, 4), new nn.Tanh(), new nn.Linear(4, 1));
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.1 });
  const x = randn(5, 3);
  return Array.from({ length: 4 }, () => {
    const loss = model.forward(x).square().mean();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item();
  });
}
const healthy = losses();

/** The error of a call, and what the call left in the memory. */
function attempt(call: () => unknown): { error: Error; left: number[] } {
  const before = memory();
  let error: unknown;
  try {
    call();
  } catch (e) {
    error = e;
  }
  const after = memory();
  return { error: error as Error, left: [after.tensors - before.tensors, after.live - before.live] };
}

function check([what, call, type, text]: Row): void {
  test(what, () => {
    // operands that nothing has used for long may have been moved out: looking at them brings them back
    for (const x of operands) void x.shape;
    const { error, left } = attempt(call);
    expect(error).toBeInstanceOf(type);
    expect(error.name).toBe(type.name);
    expect(error.message).toMatch(text);
    expect(left).toEqual([0, 0]);
    expect(losses()).toEqual(healthy);
  });
}

const apart = /\[2, 3\] and \[4, 5\] do not broadcast/;
const families: Record<string, Row[]> = {
  "two shapes": [
    ["add", () => m23.add(m45), ShapeError, /^add: \[2, 3\] and \[4, 5\] do not broadcast.* or unsqueeze\(\)/],
    ["sub", () => m23.sub(v2), ShapeError, /^sub: \[2, 3\] and \[2\] do not broadcast: sizes 3 and 2 differ/],
    ["comparison", () => m23.lt(m45), ShapeError, apart],
    ["logic", () => m23.logicalAnd(m45), ShapeError, apart],
    ["where, values", () => where(b2, m23, m45), ShapeError, /^where: \[2, 3\] and \[4, 5\] do not broadcast/],
    ["where, condition", () => where(b2, m23, m23), ShapeError, /^where: condition \[2\] and value \[2, 3\]/],
    ["where, no condition", () => where(m23, m23, m23), DTypeError, /^where: the condition is float32.*comparison/],
    ["maskedFill, shape", () => m23.maskedFill(b2, 0), ShapeError, /^maskedFill: .*\[2\].*\[2, 3\]/],
    ["maskedFill, no mask", () => m23.maskedFill(m23, 0), DTypeError, /^maskedFill: .*float32/],
    ["in place", () => v3.add_(m23), ShapeError, /^add_?: \[2, 3\] does not fit into \[3\]/],
    ["copy_", () => v3.copy_(m23), ShapeError, /^copy_: \[2, 3\] does not fit into \[3\]/],
  ],
  products: [
    ["inner sizes", () => m23.matmul(m45), ShapeError, /^matmul: \[2, 3\] · \[4, 5\]: the inner sizes 3 and 4 differ/],
    ["batches", () => cube.matmul(cubes), ShapeError, /^matmul: \[2, 3, 4\] · \[3, 4, 5\]: the batches/],
    ["0-d", () => m23.matmul(scalar), ShapeError, /^matmul: \[2, 3\] · \[\].*use mul\(\)/],
    ["bool", () => b3.matmul(b3), DTypeError, /^matmul: bool.*to\("float32"\)/],
    ["linear, inputs", () => F.linear(m23, m45), ShapeError, /^linear: .*\[2, 3\].*5 inputs.*\[4, 5\]/],
    ["linear, bias", () => F.linear(m23, m43, v5), ShapeError, /^linear: the bias \[5\].*4 outputs.*\[4, 3\]/],
    ["linear, weight", () => F.linear(m23, v3), ShapeError, /^linear: the weight \[3\] must be \(out, in\)/],
    ["linear, dtypes", () => F.linear(m23, d43), DTypeError, /^linear: x is float32.*float64.*to\(\)/],
  ],
  "joining and picking": [
    ["cat", () => cat([m23, m45]), ShapeError, /^cat: \[2, 3\] and \[4, 5\] differ/],
    ["cat, ranks", () => cat([m23, v3]), ShapeError, /^cat: \[2, 3\] and \[3\] have different numbers of axes/],
    ["cat of 0-d", () => cat([scalar, scalar]), ShapeError, /^cat: a 0-d tensor.*use stack\(\)/],
    ["cat of nothing", () => cat([]), ValueError, /^cat: there is nothing to join/],
    ["cat, axis", () => cat([m23, m23], 2), IndexError, /^cat: axis 2 is out of range for \[2, 3\]/],
    ["stack", () => stack([m23, m45]), ShapeError, /^stack: \[2, 3\] and \[4, 5\] differ/],
    ["stack of nothing", () => stack([]), ValueError, /^stack: there is nothing to join/],
    ["stack, axis", () => stack([m23, m23], -4), IndexError, /^stack: axis -4 is out of range for \[2, 3\]/],
    ["gather, rank", () => m23.gather(0, i3), ShapeError, /^gather: index \[3\] must have the axes of \[2, 3\]/],
    ["gather, range", () => v3.gather(0, i9), IndexError, /^gather: index 9 is out of range.*size 3 of \[3\]/],
    ["gather, nothing", () => none.gather(0, i0), IndexError, /^gather: index 0 .*size 0 of \[0\]/],
    ["gather, negative", () => v3.gather(0, minus), IndexError, /^gather: index -1 is out of range/],
    ["gather, dtype", () => v3.gather(0, any([0.5])), DTypeError, /^gather: float32 with fractions/],
    ["scatterAdd, range", () => v3.scatterAdd(0, i9, v4), IndexError, /^scatterAdd: index 9/],
    ["scatterAdd, source", () => v3.scatterAdd(0, i3, v2), ShapeError, /^scatterAdd: source \[2\].*index \[3\]/],
    ["scatterAdd, dtypes", () => v3.scatterAdd(0, i3, d3), DTypeError, /^scatterAdd: float32.*float64.*to\(\)/],
    ["indexSelect, range", () => m23.indexSelect(1, i9), IndexError, /^indexSelect: index 9.*\[2, 3\]/],
    ["indexSelect, no vector", () => m23.indexSelect(0, i8), ShapeError, /^indexSelect: index \[1, .*vector/],
    ["embedding, range", () => F.embedding(i9, m45), IndexError, /^embedding: index 9.*size 4 of \[4, 5\]/],
    ["embedding, negative", () => F.embedding(minus, m45), IndexError, /^embedding: index -1/],
    ["embedding, dtype", () => F.embedding(any("a"), m45), ValueError, /^embedding: input is "a"; it must be .*int32/],
    ["embedding, weight", () => F.embedding(i3, v3), ShapeError, /^embedding: the weight \[3\] must be/],
    ["padding", () => F.embedding(i3, m45, { paddingIdx: 4 }), IndexError, /^embedding: paddingIdx 4 .*\[4, 5\]/],
    ["embedding, ninth axis", () => F.embedding(i8, m45), ShapeError, /^embedding: 9 axes .*8 is the most/],
    ["select", () => m23.select(1, 3), IndexError, /^select: index 3 is out of range for axis 1 of \[2, 3\]/],
    ["select from 0-d", () => scalar.select(0, 0), IndexError, /^select: a 0-d tensor/],
    ["slice, step 0", () => m23.slice(0, 0, 2, 0), ValueError, /^slice: step 0 is not positive/],
    ["slice, axis", () => m23.slice(2, 0), IndexError, /^slice: axis 2 is out of range for \[2, 3\]/],
    ["narrow", () => m23.narrow(1, 2, 2), IndexError, /^narrow: 2 … 4 lies outside axis 1 of \[2, 3\]/],
  ],
  losses: [
    ["class", () => F.crossEntropy(m45, i9), IndexError, /^crossEntropy: target 9 is none of the 5 classes$/],
    ["smoothed", () => F.crossEntropy(m45, i9, { labelSmoothing: 0.1 }), IndexError, /^crossEntropy: target 9/],
    ["targets", () => F.crossEntropy(m45, i3), ShapeError, /^crossEntropy: x \[4, 5\] needs a target \[4\].*\[3\]/],
    [
      "probabilities",
      () => F.crossEntropy(m45, m23),
      ShapeError,
      /^crossEntropy: input \[4, 5\] and probabilities \[2, 3\]/,
    ],
    ["bool target", () => F.crossEntropy(m45, b4), DTypeError, /^crossEntropy: the target is bool/],
    ["weight", () => F.crossEntropy(m45, i4, { weight: v3 }), ShapeError, /^crossEntropy: the weight \[3\].*5 classes/],
    ["weight, smoothed", () => F.crossEntropy(m45, i4, { weight: v3, labelSmoothing: 0.1 }), ShapeError, /^crossEntropy: .*weight \[3\]/], // prettier-ignore
    [
      "reduction",
      () => F.mseLoss(v3, v3, { reduction: any("max") }),
      ValueError,
      /^mseLoss: reduction is "max".*"mean"/,
    ],
    ["nllLoss, class", () => F.nllLoss(m45, i9), IndexError, /^nllLoss: target 9 is none of the 5 classes$/],
    ["nllLoss, target", () => F.nllLoss(m45, i3), ShapeError, /^nllLoss: x \[4, 5\] needs a target \[4\].*\[3\]/],
    ["nllLoss, dtype", () => F.nllLoss(m23, any([0.5, 1])), DTypeError, /^nllLoss: float32 with fractions/],
    ["nllLoss, weight", () => F.nllLoss(m45, i4, { weight: v3 }), ShapeError, /^nllLoss: .*weight \[3\]/],
    ["mseLoss", () => F.mseLoss(m23, m45), ShapeError, /^mseLoss: \[2, 3\] and \[4, 5\]/],
    ["binary", () => F.binaryCrossEntropyWithLogits(m23, v3), ShapeError, /^binaryCross.*: input \[2, 3\].*\[3\]/],
    ["dropout", () => F.dropout(m23, 1.5), ValueError, /^dropout: p = 1.5: .* between 0 and 1/],
    ["layerNorm, axes", () => F.layerNorm(m23, [2]), ShapeError, /^layerNorm: the last axes of \[2, 3\] are not \[2\]/],
    ["layerNorm, weight", () => F.layerNorm(m23, [3], v2), ShapeError, /^layerNorm: .*bias \[2\].*\[2, 3\]/],
    ["layerNorm, dtypes", () => F.layerNorm(m23, [3], d3), DTypeError, /^layerNorm: x is float32.*float64.*to\(\)/],
  ],
  shapes: [
    ["reshape", () => m23.reshape(4), ShapeError, /^reshape: \[2, 3\] has 6 elements, the new shape 4/],
    ["reshape, two open", () => m23.reshape(-1, -1), ShapeError, /^reshape: only one size can be -1/],
    ["reshape, -1 of 4", () => m23.reshape(4, -1), ShapeError, /^reshape: the 6 elements of \[2, 3\]/],
    ["view of strides", () => turned.view(6), ShapeError, /^view: the strides of \[3, 2\].*use reshape\(\)/],
    ["unflatten", () => m23.unflatten(1, [2, 2]), ShapeError, /^unflatten: \[2, 2\] .* 3 of axis 1 of \[2, 3\]/],
    ["flatten", () => m23.flatten(1, 0), ValueError, /^flatten: startDim 1 lies behind endDim 0/],
    ["expand", () => m23.expand(4, 3), ShapeError, /^expand: size 2 of \[2, 3\] cannot become 4/],
    ["expand, fewer", () => m23.expand(3), ShapeError, /^expand: \[2, 3\] cannot have 1 axes/],
    ["expand, too much", () => vast.expand(4, 2 ** 30), ShapeError, /^expand: \[1073741824\] .* 2³¹/],
    ["permute", () => m23.permute(0), ShapeError, /^permute: \[2, 3\] .* 1 named/],
    ["permute, twice", () => m23.permute(0, -2), ValueError, /^permute: axis 0 is named twice/],
    ["transpose", () => m23.transpose(0, 2), IndexError, /^transpose: axis 2 is out of range for \[2, 3\]/],
    ["t", () => cube.t(), ShapeError, /^t: \[2, 3, 4\] is no matrix; use transpose\(\)/],
    ["a ninth axis", () => eight.unsqueeze(0), ShapeError, /^unsqueeze: 9 axes .*8 is the most/],
    ["a size", () => m23.size(2), IndexError, /^size: axis 2 is out of range for \[2, 3\]/],
    ["NaN", () => zeros(NaN), ValueError, /^zeros: size is NaN; it must be a whole number/],
    ["a fraction", () => zeros([2, 1.5]), ValueError, /^zeros: size is 1.5; it must be a whole number/],
    ["negative", () => zeros(2, -1), ShapeError, /^zeros: size -1 is negative/],
    ["nine", () => ones([1, 1, 1, 1, 1, 1, 1, 1, 1]), ShapeError, /^ones: 9 axes are asked for; 8 is the most/],
    ["too large for an axis", () => zeros(2 ** 40), ValueError, /^zeros: 1099511627776 is too large/],
    ["no list", () => full(any("3"), 1), ValueError, /^full: size is "3"; it must be an array of sizes/],
    ["ragged rows", () => tensor([[1, 2], [3]]), ShapeError, /^tensor: .*lengths: 1 beside 2 at depth 1; rows/],
    ["a row beside a number", () => tensor([1, [2, 3]]), ShapeError, /^tensor: .*rows must be equal/],
    ["strings", () => tensor(any(["a"])), ValueError, /^tensor: an element is string; numbers or booleans/],
    ["too few values", () => tensor([1, 2], { shape: [3] }), ShapeError, /^tensor: 2 values .* \[3\], which has 3/],
  ],
  "dtypes and reductions": [
    ["mean of int32", () => i3.mean(), DTypeError, /^mean: \[3\] is int32.*to\("float32"\)/],
    ["var of int32", () => i3.var(), DTypeError, /^var: \[3\] is int32.*to\("float32"\)/],
    ["std of bool", () => b3.std(), DTypeError, /^std: \[3\] is bool.*to\("float32"\)/],
    ["sub of bool", () => b3.sub(b3), DTypeError, /^sub: bool .*logicalXor\(\)/],
    ["neg of bool", () => b3.neg(), DTypeError, /^neg: bool .*logicalNot\(\)/],
    ["pow of int32", () => i3.pow(-1), ValueError, /^pow: .*\[3\].*to\("float32"\)/],
    ["requiresGrad of int32", () => i3.requiresGrad_(), DTypeError, /^requiresGrad: \[3\] is int32; only float/],
    ["the same when made", () => zeros([2], { dtype: "int32", requiresGrad: true }), DTypeError, /only float tensors/],
    ["in place, float into int32", () => i3.add_(0.5), DTypeError, /^add_?: .*float32, which int32 cannot hold/],
    ["to a dtype there is not", () => m23.to(any("int64")), DTypeError, /^to: dtype "int64": there are "float32"/],
    ["rand of such a dtype", () => rand([2], { dtype: any("half") }), DTypeError, /half/],
    ["max of nothing", () => none.max(), ValueError, /^max: \[0\] has no elements/],
    ["min along nothing", () => none03.min(0), ValueError, /^min: \[0, 3\] has no elements/],
    ["argmax of nothing", () => none.argmax(), ValueError, /^argmax: \[0\] has no elements/],
    ["sum, axis", () => m23.sum(2), IndexError, /^sum: axis 2 is out of range for \[2, 3\]/],
    ["sum, axis twice", () => m23.sum([0, -2]), ValueError, /^sum: axis -2 is named twice/],
    ["argmax, two axes", () => m23.argmax(any([0, 1])), ValueError, /^argmax: /],
    ["item of many", () => m23.item(), ShapeError, /^item: \[2, 3\] has 6 elements.*toArray\(\) or data\(\)/],
    ["clamp without bounds", () => m23.clamp(), ValueError, /^clamp: no bound/],
  ],
  "what is no tensor": [
    ...([null, undefined, "2", {}, 2n] as unknown[]).flatMap((x): Row[] => [
      [
        `add ${typeof x} ${String(x)}`,
        () => m23.add(any(x)),
        ValueError,
        /^add: other is (missing|.*must be a tensor)/,
      ],
      [
        `matmul ${typeof x} ${String(x)}`,
        () => m23.matmul(any(x)),
        ValueError,
        /^matmul: other is (missing|.*must be a tensor)/,
      ],
      [
        `stack ${typeof x} ${String(x)}`,
        () => stack([m23, any(typeof x === "number" ? {} : x)]),
        ValueError,
        /^stack: (tensors is .*it must be an array of tensors|\[2, 3\] and)/,
      ],
      [`at ${typeof x} ${String(x)}`, () => m23.at(any(x === null ? true : x)), ValueError, /^at: /],
    ]),
    ["crossEntropy", () => F.crossEntropy(m45, any("2")), ValueError, /^crossEntropy: target is "2".*must be a tensor/],
    ["layerNorm", () => F.layerNorm(any("a"), [1]), ValueError, /^layerNorm: input is "a"; it must be a tensor/],
    ["autograd.grad", () => autograd.grad(result, any("2")), ValueError, /^grad: inputs is "2"; it must be a tensor/],
    ["grad", () => (leaf.grad = any(2)), ValueError, /a tensor is needed, not number/],
  ],
  gradients: [
    ["many elements", () => result.backward(), GradError, /^backward: \[3\] has 3 elements; reduce it/],
    ["nothing to find", () => scalar.backward(), GradError, /^backward: \[\] does not depend on anything/],
    ["gradient, shape", () => result.backward({ gradient: v2 }), ShapeError, /^backward: .*\[2\].*\[3\]/],
    ["gradient, dtype", () => result.backward({ gradient: i3 }), GradError, /^backward: the gradient is int32/],
    ["grad, shape", () => (leaf.grad = v2), ShapeError, /^grad: float32 \[2\] is no gradient of float32 \[3\]/],
    ["requiresGrad of a result", () => result.requiresGrad_(), GradError, /^requiresGrad: .*mul.*use detach\(\)/],
    ["in place on a leaf", () => leaf.add_(1), GradError, /^add_?: \[3\] is a leaf .*noGrad\(/],
    ["fill_ a leaf", () => leaf.fill_(1), GradError, /^fill_: \[3\] is a leaf .*noGrad\(/],
    ["in place on a result", () => result.mul_(2), GradError, /^mul_?: \[3\] is part of a graph.*underscore/],
    ["in place with a result", () => v3.add_(result), GradError, /^add_?: .*want a gradient.*noGrad\(/],
    ["in place on repeats", () => spread.add_(1), ValueError, /^add_?: elements of \[2, 3\] share memory.*clone\(\)/],
    ["a value overwritten", () => spoiled.backward(), GradError, /^backward: a value that square needs .*clone\(\)/],
    ["hook", () => v3.registerHook(() => undefined), GradError, /^registerHook: /],
  ],
  "too much memory": [
    ["5 GiB", () => zeros(5, 1 << 28), OutOfMemoryError, /5120 MiB more are asked for, \d+ MiB of 4096 .*dispose/],
    ["16 GiB", () => ones(65536, 65536), OutOfMemoryError, /16384 MiB/],
    ["a sum", () => vast.add(1), OutOfMemoryError, /4096 MiB/],
    ["a product", () => column.matmul(row), OutOfMemoryError, /9537 MiB/],
    ["cat", () => cat([vast, vast]), OutOfMemoryError, /8192 MiB|2³¹ elements/],
    ["eye", () => eye(70000), OutOfMemoryError, /18693 MiB/],
    ["random", () => randn([40000, 40000], { dtype: "float64" }), OutOfMemoryError, /12208 MiB/],
  ],
};
for (const [family, rows] of Object.entries(families)) describe(family, () => rows.forEach(check));

describe("a tensor that is gone", () => {
  const inScope = (): Tensor => {
    const made: Tensor[] = [];
    scope(() => void made.push(v3.log()));
    return made[0];
  };
  test.each<[string, () => Tensor, RegExp]>([
    ["disposed of", () => ((t) => (t.dispose(), t))(v3.exp()), /^the result of exp was disposed of/],
    ["in a scope", inScope, /^the result of log went with the scope/],
  ])("%s", (_, make, text) => {
    const t = make();
    attempt(() => v3.data());
    for (const use of [() => t.item(), () => t.shape, () => t.add(1), () => v3.mul(t), () => t.keep(), () => `${t}`]) {
      const { error, left } = attempt(use);
      expect(error).toBeInstanceOf(ReleasedError);
      expect(error.message).toMatch(text);
      expect(error.message).toMatch(
        /, after graph \d+ of \d+; return from the scope what you need longer, or keep\(\) it, or read it before/,
      );
      expect(left).toEqual([0, 0]);
    }
    t.dispose();
    expect([t.alive, losses()]).toEqual([false, healthy]);
  });
});
