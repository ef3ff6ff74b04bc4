// Training as PyTorch users write it: synchronous loops that never dispose of anything.
import { autograd, nn, noGrad, ones, optim, rand, randn, tensor, value, zeros, type Tensor } from "wasmgrad";

const F = nn.functional;
const mlp = (...sizes: number[]): nn.Sequential =>
  new nn.Sequential(...sizes.slice(1).flatMap((n, i) => [...(i ? [new nn.ReLU()] : []), new nn.Linear(sizes[i], n)]));

/** Each makes its models and returns one step. */
export const loops: Record<string, () => () => void> = {
  "the moons of micrograd": () => {
    const model = mlp(2, 16, 16, 1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const x = randn([100, 2]);
    const y = randn([100, 1]);
    return () => {
      const loss = F.mseLoss(model.forward(x), y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    };
  },

  "new batches, a weighted loss, accuracy and clipping": () => {
    const model = mlp(4, 8, 3);
    const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3, amsgrad: true });
    const weight = tensor([1, 2, 3]);
    return () => {
      const x = randn([8, 4]);
      const target = x.narrow(1, 0, 3).argmax(1);
      const scores = model.forward(x.mul(rand([8, 1])));
      const loss = F.crossEntropy(scores, target, { weight, labelSmoothing: 0.1 });
      optimizer.zeroGrad();
      loss.backward();
      nn.utils.clipGradNorm_(model.parameters(), 1);
      optimizer.step();
      void (scores.argmax(1).eq(target).sum().item() + loss.item());
    };
  },

  "two networks against each other": () => {
    const generator = mlp(4, 8, 2);
    const critic = mlp(2, 8, 1);
    const one = new optim.Adam(generator.parameters(), { lr: 1e-3 });
    const other = new optim.Adam(critic.parameters(), { lr: 1e-3 });
    return () => {
      const real = randn([8, 2]);
      const fake = generator.forward(randn([8, 4]));
      const told = critic.forward(real).neg().softplus().mean().add(critic.forward(fake.detach()).softplus().mean());
      other.zeroGrad();
      told.backward();
      other.step();
      const fooled = critic.forward(fake).neg().softplus().mean();
      one.zeroGrad();
      fooled.backward();
      one.step();
      // P2: all of the step can still be read
      for (const t of [real, fake, told, fooled]) t.data();
    };
  },

  "gradients added up over four small batches": () => {
    const model = mlp(3, 6, 1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 1e-2, momentum: 0.9 });
    return () => {
      optimizer.zeroGrad();
      for (let i = 0; i < 4; i++)
        F.mseLoss(model.forward(randn([5, 3])), zeros([5, 1]))
          .div(4)
          .backward();
      optimizer.step();
    };
  },

  "a penalty on the gradient": () => {
    const model = mlp(2, 6, 1);
    const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
    const x = randn([4, 2], { requiresGrad: true });
    return () => {
      const [slope] = autograd.grad(model.forward(x).sum(), x, { createGraph: true }) as [Tensor];
      const loss = slope.square().sum(1).sqrt().sub(1).square().mean();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    };
  },

  "parameters without a module": () => {
    const w = randn([3, 2], { requiresGrad: true });
    const b = zeros([2], { requiresGrad: true });
    const x = randn([5, 3]);
    return () => {
      const loss = x.matmul(w).add(b).tanh().square().mean();
      loss.backward();
      noGrad(() => {
        w.sub_(w.grad!.mul(0.1));
        b.sub_(b.grad!.mul(0.1));
      });
      w.grad = null;
      b.grad = null;
    };
  },

  "micrograd's values": () => {
    const w = value(0.5).keep();
    return () => {
      const loss = w.mul(3).sub(1).relu().pow(2).add(w.square());
      loss.backward();
      noGrad(() => void w.sub_(w.grad!.mul(0.01)));
      w.grad = null;
    };
  },

  "inference inside noGrad": () => {
    const model = mlp(2, 16, 16, 1);
    const x = ones([10, 2]);
    return () => {
      noGrad(() => model.forward(x).sigmoid().gt(0.5).sum().item());
    };
  },
};
