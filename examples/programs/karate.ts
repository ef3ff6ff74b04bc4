// A graph convolutional net on the karate club: two members say which side they take, and friendships say the rest.
// https://arxiv.org/abs/1609.02907, appendix A
import { eye, graph, nn, noGrad, optim, tensor, type Tensor } from "wasmgrad";
import { karateClub } from "wasmgrad/datasets";
import type { Program } from "../program.js";

class Net extends nn.Module {
  readonly first = new graph.GCNConv(34, 4, { cached: true });
  readonly second = new graph.GCNConv(4, 4, { cached: true });
  readonly third = new graph.GCNConv(4, 2, { cached: true });
  override forward(x: Tensor, edges: Tensor): Tensor {
    const h = this.second.forward(this.first.forward(x, edges).tanh(), edges).tanh();
    return this.third.forward(h, edges);
  }
}

export const program: Program = {
  about: "Three graph convolutions: two of 34 members name their side, their friendships tell all others'",
  data: "Zachary's karate club, nodes known by their number only",
  threshold: "≥ 95 % of 34 members",
  async run({ quick }) {
    const { edgeIndex, y } = await karateClub();
    const known = tensor([0, 33], { dtype: "int32" }); // the instructor and the officer
    const sides = y.indexSelect(0, known);
    const model = new Net();
    const optimizer = new optim.AdamW(model.parameters(), { lr: 0.01, weightDecay: 5e-3 });
    for (let step = 0; step < (quick ? 200 : 400); step++) {
      const loss = nn.functional.crossEntropy(model.forward(eye(34), edgeIndex).indexSelect(0, known), sides);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    const said = noGrad(() => model.forward(eye(34), edgeIndex).argmax(1));
    const wrong = Array.from(said.ne(y).nonzero().data());
    const right = 34 - wrong.length;
    console.log(`sides: ${String(said)}\nwrong: ${wrong.join(", ") || "none"}`);
    return {
      passed: right / 34 >= 0.95,
      result: `${right} of 34 members`,
      figures: { right, wrong, said: said.toArray() },
      model,
    };
  },
};
