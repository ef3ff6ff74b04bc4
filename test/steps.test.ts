// Ten training steps from equal weights and data have PyTorch's losses (golden/steps.json).
import { expect, test } from "vitest";
import { arange, graph, nn, noGrad, optim, tensor, type Tensor } from "wasmgrad";
import golden from "./golden/steps.json" with { type: "json" };
import { spread } from "./spread.js";

const F = nn.functional;

/** Numbers that look random: `words` of golden/steps.py. */
function words(n: number, start = 0): number[] {
  return Array.from({ length: n }, (_, i) => {
    const a = Math.imul(i + start, 2654435761 | 0) >>> 0;
    return (Math.imul(a, 2246822519 | 0) >>> 0) >>> 8;
  });
}
const ints = (values: number[], shape: number[]): Tensor => tensor(values, { shape, dtype: "int32" });

function train(
  name: keyof typeof golden,
  model: nn.Module,
  optimizer: { zeroGrad(): void; step(): unknown },
  scale: number,
  loss: () => Tensor,
) {
  noGrad(() => {
    for (const [key, p] of model.namedParameters()) {
      if (/ln|norm/.test(key)) p.fill_(1);
      else p.copy_(spread(key.replace("lin.", "lin_"), p.shape).mul(scale).to("float32"));
    }
  });
  const losses = Array.from({ length: 10 }, () => {
    const l = loss();
    optimizer.zeroGrad();
    l.backward();
    optimizer.step();
    return l.item();
  });
  losses.forEach((l, i) =>
    expect(Math.abs(l / golden[name][i] - 1), `step ${i}: ${l}, not ${golden[name][i]}`).toBeLessThan(1e-3),
  );
}

test("char-lstm", { timeout: 120_000 }, () => {
  class CharLSTM extends nn.Module {
    embedding = new nn.Embedding(65, 64);
    lstm = new nn.LSTM(64, 128);
    head = new nn.Linear(128, 65);
    forward(x: Tensor): Tensor {
      return this.head.forward(this.lstm.forward(this.embedding.forward(x))[0]);
    }
  }
  const tokens = ints(
    words(65 * 32).map((w) => w % 65),
    [65, 32],
  ).keep();
  const model = new CharLSTM();
  train("char-lstm", model, new optim.Adam(model.parameters(), { lr: 2e-3 }), 0.25, () =>
    F.crossEntropy(model.forward(tokens.slice(0, 0, 64)).reshape(-1, 65), tokens.slice(0, 1).reshape(-1)),
  );
});

test("char-gpt", { timeout: 120_000 }, () => {
  class Block extends nn.Module {
    ln_1 = new nn.LayerNorm(128, { bias: false });
    c_attn = new nn.Linear(128, 384, { bias: false });
    c_proj = new nn.Linear(128, 128, { bias: false });
    ln_2 = new nn.LayerNorm(128, { bias: false });
    c_fc = new nn.Linear(128, 512, { bias: false });
    c_out = new nn.Linear(512, 128, { bias: false });
    forward(x: Tensor): Tensor {
      const [b, t, n] = x.shape;
      const parts = this.c_attn.forward(this.ln_1.forward(x)).chunk(3, -1);
      const [q, k, v] = parts.map((z) => z.reshape(b, t, 4, n / 4).transpose(1, 2));
      const mixed = F.scaledDotProductAttention(q, k, v, { isCausal: true });
      const y = x.add(this.c_proj.forward(mixed.transpose(1, 2).reshape(b, t, n)));
      return y.add(this.c_out.forward(F.gelu(this.c_fc.forward(this.ln_2.forward(y)))));
    }
  }
  class CharGPT extends nn.Module {
    wte = new nn.Embedding(65, 128);
    wpe = new nn.Embedding(64, 128);
    h = new nn.Sequential(...Array.from({ length: 4 }, () => new Block()));
    ln_f = new nn.LayerNorm(128, { bias: false });
    forward(x: Tensor): Tensor {
      const places = arange(x.size(1), { dtype: "int32" });
      const y = this.h.forward(this.wte.forward(x).add(this.wpe.forward(places)));
      return F.linear(this.ln_f.forward(y), this.wte.weight);
    }
  }
  const text = ints(
    words(12 * 65, 5000).map((w) => w % 65),
    [12, 65],
  ).keep();
  const model = new CharGPT();
  train("char-gpt", model, new optim.AdamW(model.parameters(), { lr: 1e-3 }), 0.1, () =>
    F.crossEntropy(model.forward(text.slice(1, 0, 64)).reshape(-1, 65), text.slice(1, 1).reshape(-1)),
  );
});

test("gcn", { timeout: 120_000 }, () => {
  const n = 2708;
  class GCN extends nn.Module {
    conv1 = new graph.GCNConv(1433, 16);
    conv2 = new graph.GCNConv(16, 7);
    forward(x: Tensor, edges: Tensor): Tensor {
      return this.conv2.forward(this.conv1.forward(x, edges).relu(), edges);
    }
  }
  const x = tensor(
    Float32Array.from(words(n * 1433), (w) => Number(w % 1000 < 13)),
    { shape: [n, 1433] },
  ).keep();
  const ends = words(2 * 10556, 77).map((w) => w % n);
  const edges = ints(ends, [2, 10556]).keep();
  const labels = ints(
    words(140, 99).map((w) => w % 7),
    [140],
  ).keep();
  const model = new GCN();
  train("gcn", model, new optim.Adam(model.parameters(), { lr: 1e-2 }), 0.25, () =>
    F.crossEntropy(model.forward(x, edges).slice(0, 0, 140), labels),
  );
});
