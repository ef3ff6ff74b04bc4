// Steps that are more than linear layers: an LSTM and a small GPT over characters, a variational autoencoder, a graph network.
// peers/sequences.py holds the same in PyTorch. Weights are drawn by name, so that the order of a library's modules does not matter.
import { integers, uniform } from "./problems.mjs";

/** A weight of the index-th name in order: ones for a norm, else U(-b, b), b = 1/√columns, 0.05 for a vector. */
export function weight(index, name, shape) {
  const size = shape.reduce((a, b) => a * b, 1);
  if (/ln/.test(name)) return new Float32Array(size).fill(1);
  const bound = shape.length > 1 ? 1 / Math.sqrt(shape[shape.length - 1]) : 0.05;
  return uniform(100 + index, size, -bound, bound);
}

/** Inputs as plain arrays with their shapes. */
export const inputs = {
  "char-lstm": () => ({ tokens: [integers(1, 65 * 32, 65), [65, 32]] }),
  "char-gpt": () => ({ tokens: [integers(1, 12 * 65, 65), [12, 65]] }),
  vae: () => ({ x: [uniform(1, 128 * 784), [128, 784]], noise: [uniform(2, 128 * 20, -1, 1), [128, 20]] }),
  gcn: () => ({
    x: [uniform(1, 2708 * 1433).map((u) => Number(u < 0.013)), [2708, 1433]],
    edges: [integers(2, 2 * 10556, 2708), [2, 10556]],
    classes: [integers(3, 140, 7), [140]],
  }),
};

/** The models in wasmgrad: name → { model, loss(inputs) }. */
export function models({ arange, graph, nn }) {
  const F = nn.functional;

  class CharLSTM extends nn.Module {
    embedding = new nn.Embedding(65, 64);
    lstm = new nn.LSTM(64, 128);
    head = new nn.Linear(128, 65);
    forward(x) {
      return this.head.forward(this.lstm.forward(this.embedding.forward(x))[0]);
    }
  }

  class Block extends nn.Module {
    ln_1 = new nn.LayerNorm(128, { bias: false });
    c_attn = new nn.Linear(128, 384, { bias: false });
    c_proj = new nn.Linear(128, 128, { bias: false });
    ln_2 = new nn.LayerNorm(128, { bias: false });
    c_fc = new nn.Linear(128, 512, { bias: false });
    c_out = new nn.Linear(512, 128, { bias: false });
    forward(x) {
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
    forward(x) {
      const places = arange(x.size(1), { dtype: "int32" });
      const y = this.h.forward(this.wte.forward(x).add(this.wpe.forward(places)));
      return F.linear(this.ln_f.forward(y), this.wte.weight);
    }
  }

  class VAE extends nn.Module {
    fc1 = new nn.Linear(784, 400);
    mean = new nn.Linear(400, 20);
    spread = new nn.Linear(400, 20);
    fc3 = new nn.Linear(20, 400);
    fc4 = new nn.Linear(400, 784);
    forward(x, noise) {
      const h = this.fc1.forward(x).relu();
      const [mean, logvar] = [this.mean.forward(h), this.spread.forward(h)];
      const z = mean.add(noise.mul(logvar.mul(0.5).exp()));
      return [this.fc4.forward(this.fc3.forward(z).relu()).sigmoid(), mean, logvar];
    }
  }

  class GCN extends nn.Module {
    conv1 = new graph.GCNConv(1433, 16);
    conv2 = new graph.GCNConv(16, 7);
    forward(x, edges) {
      return this.conv2.forward(this.conv1.forward(x, edges).relu(), edges);
    }
  }

  return {
    "char-lstm": () => {
      const model = new CharLSTM();
      const loss = ({ tokens }) =>
        F.crossEntropy(model.forward(tokens.slice(0, 0, 64)).reshape(-1, 65), tokens.slice(0, 1).reshape(-1));
      return { model, loss };
    },
    "char-gpt": () => {
      const model = new CharGPT();
      const loss = ({ tokens }) =>
        F.crossEntropy(model.forward(tokens.slice(1, 0, 64)).reshape(-1, 65), tokens.slice(1, 1).reshape(-1));
      return { model, loss };
    },
    vae: () => {
      const model = new VAE();
      const loss = ({ x, noise }) => {
        const [y, mean, logvar] = model.forward(x, noise);
        const divergence = logvar.add(1).sub(mean.square()).sub(logvar.exp()).sum().mul(-0.5);
        // binary cross-entropy, whose logarithms PyTorch keeps above -100
        const right = x.mul(y.log().clampMin(-100));
        const wrong = x.neg().add(1).mul(y.neg().log1p().clampMin(-100));
        return divergence.sub(right.add(wrong).sum());
      };
      return { model, loss };
    },
    gcn: () => {
      const model = new GCN();
      const loss = ({ x, edges, classes }) => F.crossEntropy(model.forward(x, edges).slice(0, 0, 140), classes);
      return { model, loss };
    },
  };
}
