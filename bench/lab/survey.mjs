#!/usr/bin/env node
// node bench/lab/survey.mjs [--only exp,sort1] [--ms 300] [--backward] [--size 1000]
// Almost every kind of op on 1000 x 1000 numbers, one thread, beside PyTorch: medians in ms, those that are furthest behind first.
// Nothing is recorded, or with --backward, the op and its slopes at all its inputs. Each side has the machine for itself while it
// is timed, so look twice before you believe a ratio.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { print } from "../lib/clock.mjs";
import { pythonPath } from "../lib/machine.mjs";
import { build, load } from "../lib/wasmgrad.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    ms: { type: "string", default: "300" },
    backward: { type: "boolean", default: false },
    size: { type: "string", default: "1000" },
  },
});
const wanted = options.only.split(",").filter(Boolean);

const library = await load();
library.setNumThreads(1);
library.manualSeed(1);
const F = library.nn.functional;
const N = Number(options.size);
const x = library.randn([N, N]).keep();
const y = library.randn([N, N]).keep();
const p = x.abs().add(0.1).keep();
const u = library.rand([N, N]).mul(0.98).add(0.01).keep();
const m = x.gt(0).keep();
const b = library.randn([N]).keep();
const xi = library.randint(0, N, [N, N]).keep();
const idx = library.randint(0, N, [N]).keep();
const xd = x.double().keep();
const img = library.randn([16, Math.ceil(N / 16), N + 24]).keep();
const few = (n) => Math.min(n, N);
const inputs = [x, y, p, u, b, xd, img];

/** The same in Python; positive p, u in (0, 1), mask m, vector b, whole numbers xi and idx (int64 there), float64 xd, a batch of images img. */
const setup = `
import json, sys, time
import torch
import torch.nn.functional as F
torch.set_num_threads(1); torch.manual_seed(1); torch.set_grad_enabled(False)
N = ${N}; dense = torch.contiguous_format
x = torch.randn(N, N); y = torch.randn(N, N); p = x.abs() + 0.1; u = torch.rand(N, N) * 0.98 + 0.01; m = x > 0; b = torch.randn(N)
xi = torch.randint(0, N, (N, N)); xi32 = xi.int(); idx = torch.randint(0, N, (N,)); xd = x.double(); img = torch.randn(16, (N + 15) // 16, N + 24)
inputs = [x, y, p, u, b, xd, img]
`;

// prettier-ignore
const ops = {
  clone: [() => x.clone(), 'x.clone()'],
  add: [() => x.add(y), 'x+y'],
  addrow: [() => x.add(b), 'x+b'],
  addcol: [() => x.add(b.unsqueeze(1)), 'x+b[:,None]'],
  mul: [() => x.mul(y), 'x*y'],
  div: [() => x.div(y), 'x/y'],
  adds: [() => x.add(1), 'x+1'],
  addT: [() => x.add(y.t()), 'x+y.t()'],
  neg: [() => x.neg(), '-x'],
  abs: [() => x.abs(), 'x.abs()'],
  sqrt: [() => p.sqrt(), 'p.sqrt()'],
  rsqrt: [() => p.rsqrt(), 'p.rsqrt()'],
  reciprocal: [() => x.reciprocal(), 'x.reciprocal()'],
  square: [() => x.square(), 'x.square()'],
  pow2: [() => x.pow(2), 'x**2'],
  pow3: [() => x.pow(3), 'x**3'],
  pow25: [() => p.pow(2.5), 'p**2.5'],
  powt: [() => p.pow(u), 'p**u'],
  pow05: [() => p.pow(0.5), 'p**0.5'],
  powm1: [() => p.pow(-1), 'p**-1'],
  exp: [() => x.exp(), 'x.exp()'],
  exp2: [() => x.exp2(), 'x.exp2()'],
  expm1: [() => x.expm1(), 'x.expm1()'],
  log: [() => p.log(), 'p.log()'],
  log2: [() => p.log2(), 'p.log2()'],
  log10: [() => p.log10(), 'p.log10()'],
  log1p: [() => p.log1p(), 'p.log1p()'],
  sin: [() => x.sin(), 'x.sin()'],
  cos: [() => x.cos(), 'x.cos()'],
  tan: [() => x.tan(), 'x.tan()'],
  asin: [() => u.asin(), 'u.asin()'],
  acos: [() => u.acos(), 'u.acos()'],
  atan: [() => x.atan(), 'x.atan()'],
  sinh: [() => x.sinh(), 'x.sinh()'],
  cosh: [() => x.cosh(), 'x.cosh()'],
  tanh: [() => x.tanh(), 'x.tanh()'],
  atan2: [() => x.atan2(y), 'x.atan2(y)'],
  hypot: [() => x.hypot(y), 'x.hypot(y)'],
  erf: [() => x.erf(), 'x.erf()'],
  erfinv: [() => u.erfinv(), 'u.erfinv()'],
  lgamma: [() => p.lgamma(), 'p.lgamma()'],
  digamma: [() => p.digamma(), 'p.digamma()'],
  sigmoid: [() => x.sigmoid(), 'x.sigmoid()'],
  relu: [() => x.relu(), 'x.relu()'],
  leakyRelu: [() => F.leakyRelu(x), 'F.leaky_relu(x)'],
  elu: [() => F.elu(x), 'F.elu(x)'],
  selu: [() => F.selu(x), 'F.selu(x)'],
  gelu: [() => F.gelu(x), 'F.gelu(x)'],
  gelutanh: [() => F.gelu(x,{approximate:"tanh"}), 'F.gelu(x,approximate="tanh")'],
  silu: [() => F.silu(x), 'F.silu(x)'],
  mish: [() => F.mish(x), 'F.mish(x)'],
  softplus: [() => F.softplus(x), 'F.softplus(x)'],
  hardswish: [() => F.hardswish(x), 'F.hardswish(x)'],
  logsigmoid: [() => F.logsigmoid(x), 'F.logsigmoid(x)'],
  floor: [() => x.floor(), 'x.floor()'],
  round: [() => x.round(), 'x.round()'],
  remainder: [() => x.remainder(y), 'x.remainder(y)'],
  fmod: [() => x.fmod(y), 'x.fmod(y)'],
  clamp: [() => x.clamp(-1,1), 'x.clamp(-1,1)'],
  max2: [() => x.maximum(y), 'x.maximum(y)'],
  sign: [() => x.sign(), 'x.sign()'],
  gt: [() => x.gt(y), 'x>y'],
  gts: [() => x.gt(0), 'x>0'],
  eq: [() => x.eq(y), 'x==y'],
  where: [() => library.where(m,x,y), 'torch.where(m,x,y)'],
  maskedFill: [() => x.maskedFill(m,0), 'x.masked_fill(m,0)'],
  logicalNot: [() => m.logicalNot(), 'm.logical_not()'],
  isnan: [() => x.isnan(), 'x.isnan()'],
  toInt: [() => x.int(), 'x.int()'],
  toDouble: [() => x.double(), 'x.double()'],
  toBool: [() => x.bool(), 'x.bool()'],
  sum: [() => x.sum(), 'x.sum()'],
  sum0: [() => x.sum(0), 'x.sum(0)'],
  sum1: [() => x.sum(1), 'x.sum(1)'],
  mean1: [() => x.mean(1), 'x.mean(1)'],
  var1: [() => x.var(1), 'x.var(1)'],
  var0: [() => x.var(0), 'x.var(0)'],
  std: [() => x.std(), 'x.std()'],
  max: [() => x.max(), 'x.max()'],
  max1: [() => x.max(1), 'x.max(1)'],
  amax0: [() => x.amax(0), 'x.amax(0)'],
  argmax1: [() => x.argmax(1), 'x.argmax(1)'],
  argmax0: [() => x.argmax(0), 'x.argmax(0)'],
  prod1: [() => x.prod(1), 'x.prod(1)'],
  norm: [() => x.norm(), 'x.norm()'],
  norm1: [() => x.norm(2,1), 'x.norm(2,1)'],
  any: [() => m.any(), 'm.any()'],
  all1: [() => m.all(1), 'm.all(1)'],
  logsumexp: [() => x.logsumexp(1), 'x.logsumexp(1)'],
  softmax: [() => x.softmax(1), 'x.softmax(1)'],
  softmax0: [() => x.softmax(0), 'x.softmax(0)'],
  logSoftmax: [() => x.logSoftmax(1), 'x.log_softmax(1)'],
  sumi: [() => xi.sum(), "xi32.sum()"],
  summ: [() => m.sum(), 'm.sum()'],
  sumT: [() => x.t().sum(), 'x.t().sum()'],
  cumsum1: [() => x.cumsum(1), 'x.cumsum(1)'],
  cumsum0: [() => x.cumsum(0), 'x.cumsum(0)'],
  cumprod1: [() => x.cumprod(1), 'x.cumprod(1)'],
  sort1: [() => x.sort(1), 'x.sort(1)'],
  argsort1: [() => x.argsort(1), 'x.argsort(1)'],
  topk: [() => x.topk(few(10),1), 'x.topk(min(10,N),1)'],
  median1: [() => x.median(1), 'x.median(1)'],
  unique: [() => xi.unique(), "xi32.unique()"],
  t: [() => x.t().contiguous(), 'x.t().contiguous()'],
  cat: [() => library.cat([x,y]), 'torch.cat([x,y])'],
  cat1: [() => library.cat([x,y],1), 'torch.cat([x,y],1)'],
  stack: [() => library.stack([x,y]), 'torch.stack([x,y])'],
  flip: [() => x.flip(1), 'x.flip(1)'],
  roll: [() => x.roll(1,1), 'x.roll(1,1)'],
  repeat: [() => b.repeat(N,1), 'b.repeat(N,1)'],
  expand: [() => b.expand(N,N).clone(), 'b.expand(N,N).clone(memory_format=dense)'],
  tril: [() => x.tril(), 'x.tril()'],
  pad: [() => F.pad(x,[1,1,1,1]), 'F.pad(x,[1,1,1,1])'],
  narrow: [() => x.narrow(1,1,N-2).clone(), 'x.narrow(1,1,N-2).clone()'],
  permute: [() => img.permute(0,2,1).clone(), 'img.permute(0,2,1).contiguous()'],
  unfold: [() => x.unfold(1,3,1).clone(), 'x.unfold(1,3,1).clone(memory_format=dense)'],
  indexSelect: [() => x.indexSelect(0,idx), 'x.index_select(0,idx)'],
  indexSelect1: [() => x.indexSelect(1,idx), 'x.index_select(1,idx)'],
  gather: [() => x.gather(1,xi), 'x.gather(1,xi)'],
  scatterAdd: [() => library.zeros([N,N]).scatterAdd(1,xi,x), 'torch.zeros(N,N).scatter_add(1,xi,x)'],
  embedding: [() => F.embedding(idx,x), 'F.embedding(idx,x)'],
  maskedSelect: [() => x.maskedSelect(m), 'x.masked_select(m)'],
  nonzero: [() => m.nonzero(), 'm.nonzero()'],
  oneHot: [() => F.oneHot(idx,N), 'F.one_hot(idx,N)'],
  take: [() => x.take(xi), 'x.take(xi)'],
  rand: [() => library.rand([N,N]), 'torch.rand(N,N)'],
  randn: [() => library.randn([N,N]), 'torch.randn(N,N)'],
  randint: [() => library.randint(0,10,[N,N]), 'torch.randint(0,10,(N,N))'],
  bernoulli: [() => u.bernoulli(), 'u.bernoulli()'],
  dropout: [() => F.dropout(x,0.5), 'F.dropout(x,0.5)'],
  randperm: [() => library.randperm(N*N), 'torch.randperm(N*N)'],
  multinomial: [() => u.multinomial(10,{replacement:true}), 'u.multinomial(10,True)'],
  layerNorm: [() => F.layerNorm(x,[N]), 'F.layer_norm(x,[N])'],
  layerNormW: [() => F.layerNorm(x,[N],b,b), 'F.layer_norm(x,[N],b,b)'],
  crossEntropy: [() => F.crossEntropy(x,idx), 'F.cross_entropy(x,idx)'],
  mse: [() => F.mseLoss(x,y), 'F.mse_loss(x,y)'],
  bcel: [() => F.binaryCrossEntropyWithLogits(x,u), 'F.binary_cross_entropy_with_logits(x,u)'],
  nll: [() => F.nllLoss(x,idx), 'F.nll_loss(x,idx)'],
  cosine: [() => F.cosineSimilarity(x,y,{dim:1}), 'F.cosine_similarity(x,y,1)'],
  addcmul: [() => x.addcmul(x,y), 'x.addcmul(x,y)'],
  addcdiv: [() => x.addcdiv(x,y), 'x.addcdiv(x,y)'],
  lerp: [() => x.lerp(y,0.3), 'x.lerp(y,0.3)'],
  outer: [() => b.outer(b), 'b.outer(b)'],
  mv: [() => x.mv(b), 'x.mv(b)'],
  vm: [() => x.t().mv(b), 'x.t().mv(b)'],
  dot: [() => x.reshape(-1).dot(y.reshape(-1)), 'x.reshape(-1).dot(y.reshape(-1))'],
  bmm: [() => img.bmm(img.transpose(1,2)), 'img.bmm(img.transpose(1,2))'],
  einsum: [() => library.einsum("ij,ij->i",x,y), 'torch.einsum("ij,ij->i",x,y)'],
  cdist: [() => library.cdist(x.narrow(1,0,few(50)),y.narrow(1,0,few(50))), 'torch.cdist(x[:,:50],y[:,:50])'],
  dexp: [() => xd.exp(), 'xd.exp()'],
  dadd: [() => xd.add(xd), 'xd+xd'],
  dsum: [() => xd.sum(), 'xd.sum()'],
  dtanh: [() => xd.tanh(), 'xd.tanh()'],
  dlog: [() => xd.abs().log(), 'xd.abs().log()'],
  dmm: [() => xd.narrow(0,0,few(200)).matmul(xd.narrow(1,0,few(200))), 'xd[:200]@xd[:,:200]'],
  iadd: [() => xi.add(xi), 'xi32+xi32'],
  imul: [() => xi.mul(xi), 'xi32*xi32'],
  idiv: [() => xi.div(7,{roundingMode:"floor"}), 'xi32.div(7,rounding_mode="floor")'],
};
const chosen = Object.entries(ops).filter(([name]) => !wanted.length || wanted.includes(name));

/** As long as told, 7 times at least and 25 at most; what is quick is called many times at once. */
function median(call) {
  let calls = 0;
  for (const end = performance.now() + 5; performance.now() < end; calls++) call();
  calls = Math.ceil(calls / 10);
  const times = [];
  for (
    const end = performance.now() + Number(options.ms);
    times.length < 7 || (performance.now() < end && times.length < 25);
  ) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) call();
    times.push((performance.now() - start) / calls);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

/** The op, and the slopes of what it gives (the first of several) at all inputs; nothing where there are none. */
function backward(call) {
  const slope = library.scope(() => {
    const y = [call()].flat()[0];
    return y.requiresGrad ? library.onesLike(y).keep() : null;
  });
  return (
    slope &&
    (() =>
      library.scope(() => {
        [call()].flat()[0].backward({ gradient: slope });
        for (const input of inputs) input.grad = null;
      }))
  );
}

if (options.backward) for (const input of inputs) input.requiresGrad = true;
const ours = chosen.map(([, [call]]) => {
  const whole = options.backward ? backward(call) : () => library.scope(() => void call());
  return whole && median(whole);
});

const program = `${setup}
whole = ${options.backward ? "True" : "False"}
first = lambda y: y[0] if isinstance(y, tuple) else y
def backward(call):
    y = first(call())
    if not y.requires_grad: return None
    slope = torch.ones_like(y)
    def run():
        first(call()).backward(slope)
        for i in inputs: i.grad = None
    return run
if whole:
    torch.set_grad_enabled(True)
    for i in inputs: i.requires_grad_()
for call in json.load(sys.stdin):
    call = eval("lambda: " + call)
    if whole: call = backward(call)
    if call is None:
        print("nan")
        continue
    calls = 0; end = time.perf_counter() + 0.005
    while time.perf_counter() < end: call(); calls += 1
    calls = (calls + 9) // 10; times = []; end = time.perf_counter() + ${options.ms} / 1000
    while len(times) < 7 or (time.perf_counter() < end and len(times) < 25):
        start = time.perf_counter()
        for _ in range(calls): result = call(); del result
        times.append(1000 * (time.perf_counter() - start) / calls)
    print(sorted(times)[len(times) // 2])
`;
const { stdout } = spawnSync(pythonPath, ["-c", program], {
  input: JSON.stringify(chosen.map(([, [, call]]) => call)),
  env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  stdio: ["pipe", "pipe", "inherit"],
  encoding: "utf8",
});
const theirs = stdout.split("\n").map(Number);

console.log(`${build}, ${library.backend().binary}, Node ${process.versions.node}, ${N} x ${N}, one thread\n`);
const rows = chosen
  .map(([name], i) => ({ name, ratio: theirs[i] / ours[i], ms: [ours[i], theirs[i]] }))
  .filter(({ ratio, ms }) => ms[0] && ratio);
rows.sort((a, b) => a.ratio - b.ratio);
print([
  ["", "ms", "PyTorch", "x"],
  ...rows.map(({ name, ratio, ms }) => [name, ...ms.map((t) => t.toPrecision(3)), ratio.toFixed(2)]),
]);
process.exit(0);
