// Ten training steps of small convolutional networks from equal weights: every loss is PyTorch's (golden/convnets.py).
import { describe, expect, test } from "vitest";
import { Tensor, nn, noGrad, optim, tensor, type DType } from "wasmgrad";
import golden from "./golden/convnets.json" with { type: "json" };

const F = nn.functional;

/** n numbers in [-1, 1) that look random; golden/convnets.py has the same formula. */
function noise(n: number, seed: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let x = (Math.imul(i, 2654435761) + seed * 40503 + 12345) >>> 0;
    x = Math.imul(x ^ (x >>> 15), 2246822519) >>> 0;
    x = Math.imul(x ^ (x >>> 13), 3266489917) >>> 0;
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

class Block extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;
  down: nn.Sequential;
  constructor(a: number, b: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(a, b, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(b);
    this.conv2 = new nn.Conv2d(b, b, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(b);
    this.down =
      a === b
        ? new nn.Sequential()
        : new nn.Sequential(new nn.Conv2d(a, b, 1, { stride, bias: false }), new nn.BatchNorm2d(b));
  }
  forward(x: Tensor): Tensor {
    const y = this.bn1.forward(this.conv1.forward(x)).relu();
    return this.bn2.forward(this.conv2.forward(y)).add(this.down.forward(x)).relu();
  }
}

function resnet20(): nn.Sequential {
  const stages = [
    [16, 16, 1],
    [16, 32, 2],
    [32, 64, 2],
  ];
  const blocks = stages.flatMap(([a, b, s]) => [new Block(a, b, s), new Block(b, b, 1), new Block(b, b, 1)]);
  const conv = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });
  const head = [new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(64, 10)];
  return new nn.Sequential(conv, new nn.BatchNorm2d(16), new nn.ReLU(), ...blocks, ...head);
}

const adam = (model: nn.Module) => new optim.Adam(model.parameters(), { lr: 1e-3 });
const models = {
  "mnist-cnn": {
    build: () =>
      new nn.Sequential(
        ...[new nn.Conv2d(1, 8, 3), new nn.ReLU(), new nn.MaxPool2d(2)],
        ...[new nn.Conv2d(8, 16, 3), new nn.ReLU(), new nn.MaxPool2d(2)],
        ...[new nn.Flatten(), new nn.Linear(400, 10)],
      ),
    shape: [64, 1, 28, 28],
    optimizer: adam,
    close: { float32: 1e-4, float64: 1e-9 },
  },
  "mnist-convnet": {
    build: () =>
      new nn.Sequential(
        ...[new nn.Conv2d(1, 24, 5), new nn.ReLU(), new nn.MaxPool2d(2)],
        ...[new nn.Conv2d(24, 32, 3), new nn.ReLU(), new nn.MaxPool2d(2)],
        ...[new nn.Flatten(), new nn.Linear(800, 128), new nn.ReLU(), new nn.Linear(128, 10)],
      ),
    shape: [250, 1, 28, 28],
    optimizer: adam,
    close: { float32: 1e-4 },
  },
  resnet20: {
    build: resnet20,
    shape: [32, 3, 32, 32],
    optimizer: (model: nn.Module) => new optim.SGD(model.parameters(), { lr: 0.1, momentum: 0.9, weightDecay: 1e-4 }),
    // in float32 ten steps at this rate are 8 % from those of float64, with PyTorch as with us
    close: { float64: 1e-6 },
  },
} satisfies Record<keyof typeof golden, { close: Partial<Record<DType, number>>; [key: string]: unknown }>;

for (const [name, { build, shape, optimizer, close }] of Object.entries(models)) {
  describe(name, () => {
    test.each(Object.entries(close))("%s", { timeout: 120_000 }, (dtype, tolerance) => {
      const model = build().to(dtype as DType);
      const norms = new Set(
        model.namedModules().flatMap(([path, m]) => (m instanceof nn.BatchNorm2d ? [`${path}.weight`] : [])),
      );
      noGrad(() => {
        model.namedParameters().forEach(([key, p], seed) => {
          const scale = 1 / Math.sqrt(p.numel() / p.shape[0]);
          const values = noise(p.numel(), seed).map((x) => x * scale);
          if (p.ndim > 1) p.copy_(tensor(values, { shape: p.shape, dtype: p.dtype }));
          else p.fill_(norms.has(key) ? 1 : 0);
        });
      });
      const n = shape.reduce((a, b) => a * b, 1);
      const x = tensor(noise(n, 1000), { shape, dtype: dtype as DType });
      const y = tensor(
        Array.from({ length: shape[0] }, (_, i) => (7 * i) % 10),
        { dtype: "int32" },
      );
      const update = optimizer(model);
      for (const want of golden[name as keyof typeof golden]) {
        const loss = F.crossEntropy(model.forward(x), y);
        update.zeroGrad();
        loss.backward();
        update.step();
        expect(Math.abs(loss.item() / want - 1)).toBeLessThan(tolerance);
      }
    });
  });
}
