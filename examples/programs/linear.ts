// Linear regression by gradient descent and by the closed form: a straight line through x², and the course of diabetes.
import { arange, cat, data, linalg, noGrad, ones, optim, zeros, type Tensor } from "wasmgrad";
import { diabetes } from "wasmgrad/datasets";
import { r2Score } from "wasmgrad/metrics";
import type { Program } from "../program.js";

const withOne = (x: Tensor): Tensor => cat([x, ones([x.size(0), 1], { dtype: "float64" })], 1);

/** argmin |X·w - y|², by steps against the gradient, with momentum, until it is 0 to twelve digits. */
function descend(x: Tensor, y: Tensor, lr: number, steps: number): Tensor {
  const w = zeros([x.size(1)], { dtype: "float64", requiresGrad: true });
  const optimizer = new optim.SGD([w], { lr, momentum: 0.95 });
  for (let step = 0; step < steps; step++) {
    const loss = x.matmul(w).sub(y).square().mean();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (step % 50 === 0 && w.grad!.abs().max().item() < 1e-12) break;
  }
  return w.detach();
}
const closed = (x: Tensor, y: Tensor): Tensor => linalg.lstsq(x, y.unsqueeze(1)).solution.squeeze(1);
const apart = (a: Tensor, b: Tensor): number => noGrad(() => a.sub(b).abs().max().item());

export const program: Program = {
  about: "Least squares by gradient descent and in closed form; what a straight line makes of x² outside its data",
  data: "x² on 1 … 5, tried on 6 … 10; diabetes",
  threshold: "the closed form to 1e-5",
  async run({ quick }) {
    const x = withOne(arange(1, 6, { dtype: "float64" }).unsqueeze(1));
    const line = descend(x, x.select(1, 0).square(), 0.01, 5000);
    const beyond = arange(6, 11, { dtype: "float64" });
    const said = withOne(beyond.unsqueeze(1)).matmul(line);
    console.log(
      `x² ≈ ${line.at(0).item().toFixed(6)}·x + ${line.at(1).item().toFixed(6)}; on 6 … 10 it says ${String(said)}, which is ${String(beyond.square())}`,
    );

    const table = await diabetes();
    const features = withOne(new data.StandardScaler().fitTransform(table.x.double()));
    const target = table.y.double();
    const w = descend(features, target, 0.05, quick ? 3000 : 20000);
    const r2 = r2Score(features.matmul(w), target);
    console.log(`diabetes: R² = ${r2.toFixed(4)}`);
    table.features.forEach((name, i) => console.log(`  ${name.padEnd(5)}${w.at(i).item().toFixed(3).padStart(9)}`));
    const errors = [apart(line, closed(x, x.select(1, 0).square())), apart(w, closed(features, target))];
    return {
      passed: Math.max(...errors) <= (quick ? 1e-2 : 1e-5),
      result: `${errors.map((e) => e.toExponential(1)).join(" and ")} from the closed form; R² of diabetes ${r2.toFixed(3)}`,
      figures: { line: line.toArray(), beyond: said.toArray(), diabetes: w.toArray(), r2, errors },
    };
  },
};
