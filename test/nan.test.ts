// NaN has 16,777,214 faces in float32, and what works on the bits of a number may turn one into a number.
import { expect, test } from "vitest";
import { nn, tensor, type Tensor } from "wasmgrad";

const F = nn.functional;
const faces = [
  0x7fc00000, 0xffc00000, 0x7fc00001, 0x7fc00002, 0x7fc001ff, 0x7fffffff, 0xffc00003, 0xffffffff, 0x7f800001,
];

const ops: Record<string, (x: Tensor) => Tensor> = {
  exp: (x) => x.exp(),
  exp2: (x) => x.exp2(),
  expm1: (x) => x.expm1(),
  log: (x) => x.log(),
  log2: (x) => x.log2(),
  log1p: (x) => x.log1p(),
  sigmoid: (x) => x.sigmoid(),
  tanh: (x) => x.tanh(),
  sin: (x) => x.sin(),
  cos: (x) => x.cos(),
  erf: (x) => x.erf(),
  relu: (x) => x.relu(),
  pow: (x) => x.pow(2),
  gelu: (x) => x.gelu(),
  silu: (x) => F.silu(x),
  elu: (x) => F.elu(x),
  softplus: (x) => F.softplus(x),
  softmax: (x) => x.unsqueeze(1).repeat(1, 5).softmax(1),
  logSoftmax: (x) => x.unsqueeze(1).repeat(1, 9).logSoftmax(1),
  logsumexp: (x) => x.unsqueeze(1).repeat(1, 8).logsumexp(1),
};

test.each(Object.entries(ops))("%s of any NaN is NaN", (_, op) => {
  const x = tensor(new Float32Array(Uint32Array.from(faces).buffer));
  expect([...op(x).data()].map(Number.isNaN)).toEqual(Array.from(op(x).data(), () => true));
});

test("one NaN makes its row of softmax NaN, and no other", () => {
  for (const face of faces) {
    const x = new Float32Array(14).fill(1);
    new Uint32Array(x.buffer)[9] = face;
    const y = [
      ...tensor(x, { shape: [2, 7] })
        .softmax(1)
        .data(),
    ];
    expect(y.map(Number.isNaN)).toEqual(y.map((_, i) => i >= 7));
  }
});
