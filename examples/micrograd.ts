// micrograd's two demos: the expression of its README with its graph, and the moons of its notebook.
// https://github.com/karpathy/micrograd
import { mkdirSync, writeFileSync } from "node:fs";
import { cat, manualSeed, nn, noGrad, ones, optim, rand, randn, tensor, value, type Tensor } from "wasmgrad";

const a = value(-4);
const b = value(2);
let c = a.add(b);
let d = a.mul(b).add(b.pow(3));
c = c.add(c.add(1));
c = c.add(c.add(1).sub(a));
d = d.add(d.mul(2).add(b.add(a).relu()));
d = d.add(d.mul(3).add(b.sub(a).relu()));
const f = c.sub(d).pow(2);
const g = f.div(2).add(value(10).div(f));
g.backward();
const told = [g, a.grad!, b.grad!].map((x) => x.item().toFixed(4)).join(" ");
console.log(`g, dg/da, dg/db = ${told}`);
if (told !== "24.7041 138.8338 645.5773") throw new Error("micrograd says 24.7041 138.8338 645.5773");

mkdirSync("out", { recursive: true });
writeFileSync("out/micrograd.dot", g.toDot());
console.log("its graph: dot -Tsvg out/micrograd.dot -o out/micrograd.svg\n");

/** Two half circles of n points each, one reaching into the other: points (2n, 2), labels 1 and -1 (2n, 1). */
function moons(n: number): [Tensor, Tensor] {
  const turn = rand([n, 1]).mul(Math.PI);
  const upper = cat([turn.cos(), turn.sin()], 1);
  const lower = tensor([1, 0.5]).sub(upper);
  return [cat([upper, lower]).add(randn([2 * n, 2]).mul(0.1)), cat([ones([n, 1]), ones([n, 1]).neg()])];
}

/** A layer that begins as micrograd's do: every weight anywhere from -1 to 1. */
function linear(inputs: number, outputs: number): nn.Linear {
  const layer = new nn.Linear(inputs, outputs);
  nn.init.uniform_(layer.weight, -1, 1);
  nn.init.zeros_(layer.bias!);
  return layer;
}

manualSeed(1337);
const [x, y] = moons(50);
const model = new nn.Sequential(linear(2, 16), new nn.ReLU(), linear(16, 16), new nn.ReLU(), linear(16, 1));
const optimizer = new optim.SGD(model.parameters(), { lr: 1, weightDecay: 2e-4 });
let right = 0;
for (let step = 0; step < 100; step++) {
  optimizer.paramGroups[0].lr = 1 - (0.9 * step) / 100;
  const scores = model.forward(x);
  const loss = y.mul(scores).neg().add(1).relu().mean(); // the margin every point should have
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  right = scores.detach().mul(y).gt(0).sum().item();
  if (step % 10 === 9)
    console.log(`step ${String(step + 1).padStart(3)}  loss ${loss.item().toFixed(6)}  ${right} of 100 right`);
}
console.log(`\n${map(model)}`);
if (right < 100) throw new Error(`only ${right} of 100 points are on their side`);

/** The plane as the model divides it, with the points: o has the label 1, x has -1. */
function map(model: nn.Sequential): string {
  const [width, height] = [70, 22];
  const plane = Array.from({ length: width * height }, (_, i) => [
    (i % width) / 17.5 - 1.5,
    1.6 - Math.floor(i / width) / 8.4,
  ]);
  const sides = noGrad(() => model.forward(tensor(plane)).gt(0)).data();
  const picture: string[] = Array.from(sides, (side) => (side ? "░" : " "));
  const labels = y.data();
  (x.toArray() as number[][]).forEach(([px, py], i) => {
    const column = Math.round((px + 1.5) * 17.5);
    const row = Math.round((1.6 - py) * 8.4);
    picture[row * width + column] = labels[i] > 0 ? "o" : "x";
  });
  return Array.from({ length: height }, (_, row) => picture.slice(row * width, (row + 1) * width).join("")).join("\n");
}
