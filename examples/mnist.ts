// Trains a network to read handwritten digits, judges it, saves it, loads it again and draws what happened.
//
//   npm start -- --epochs 20 --hidden 256,128 --seed 0
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cat, data, io, manualSeed, nn, noGrad, optim, randint, zeros, type Tensor } from "wasmgrad";
import { HELP, readArgs, type Args } from "./mnist/args.js";
import { drawCurve, type Epoch, type Score } from "./mnist/curve.js";
import { loadDigits, PIXELS } from "./mnist/digits.js";
import { confusion, exact, percent, Progress } from "./mnist/report.js";
import { drawSheet } from "./mnist/sheet.js";

const F = nn.functional;
type Digits = data.TensorDataset<[Tensor, Tensor]>;

/** 784 pixels → hidden layers with ReLU and dropout → 10 scores. */
function classifier({ hidden, dropout }: Args): nn.Sequential {
  const widths = [PIXELS, ...hidden];
  const layers = hidden.flatMap((n, i) => [new nn.Linear(widths[i], n), new nn.ReLU(), new nn.Dropout(dropout)]);
  return new nn.Sequential(...layers, new nn.Linear(widths[hidden.length], 10));
}

/** The digits moved by a pixel or not at all, up or down and left or right. Their margins are empty, so rows just shift. */
function nudged(images: Tensor): Tensor {
  const [down, right] = randint(-1, 2, [2]).data();
  const margin = zeros([images.shape[0], 29]);
  return cat([margin, images, margin], 1).narrow(1, 29 + 28 * down + right, PIXELS);
}

/** The losses of one seed are the same in every run, to the last bit. */
function train(model: nn.Sequential, digits: { train: Digits; test: Digits }, args: Args): Epoch[] {
  const loader = new data.DataLoader(digits.train, { batchSize: args.batch, shuffle: true, seed: args.seed });
  const optimizer = new optim.AdamW(model.parameters(), { lr: args.lr });
  const schedule = new optim.lrScheduler.CosineAnnealingLR(optimizer, args.epochs * loader.length);
  const samples = digits.train.length;
  const progress = new Progress(args.epochs, samples);
  const history: Epoch[] = [];

  for (let epoch = 1; epoch <= args.epochs; epoch++) {
    let seen = 0;
    let loss = 0;
    let right = 0;
    model.train();
    for (const [images, labels] of loader) {
      const scores = model.forward(nudged(images));
      const mean = F.crossEntropy(scores, labels);
      optimizer.zeroGrad();
      mean.backward();
      optimizer.step();
      schedule.step();

      seen += labels.numel();
      loss += mean.item() * labels.numel();
      right += count(scores, labels);
      progress.step(epoch, (epoch - 1) * samples + seen, { loss: loss / seen, accuracy: right / seen });
    }
    const figures = { epoch, train: { loss: loss / seen, accuracy: right / seen }, test: judge(model, digits.test) };
    progress.epoch(figures);
    history.push(figures);
  }
  progress.done();
  return history;
}

/** How many of the highest scores are those of the labels. */
const count = (scores: Tensor, labels: Tensor): number => noGrad(() => scores.argmax(1).eq(labels).sum().item());

/** Loss and accuracy with dropout off. */
function judge(model: nn.Sequential, { tensors: [images, labels], length }: Digits): Score {
  model.eval();
  return noGrad(() => {
    const scores = model.forward(images);
    return { loss: F.crossEntropy(scores, labels).item(), accuracy: count(scores, labels) / length };
  });
}

/** Writes the weights, reads them into a new model and judges that one. */
function saveAndReload(model: nn.Sequential, args: Args, test: Digits): Score {
  const path = join(args.out, "mnist.safetensors");
  writeFileSync(path, io.saveSafetensors(model.stateDict()));
  const bytes = readFileSync(path);
  const sum = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  console.log(`${path}: ${bytes.length.toLocaleString("en")} bytes, sha256 ${sum}…`);

  const reloaded = classifier(args);
  reloaded.loadStateDict(io.loadSafetensors(bytes).tensors);
  return judge(reloaded, test);
}

async function main(args: Args): Promise<void> {
  manualSeed(args.seed);
  mkdirSync(args.out, { recursive: true });
  const digits = loadDigits();
  const model = classifier(args);
  console.log(
    `${model}\n${digits.train.length} digits to learn from, ${digits.test.length} held out, seed ${args.seed}`,
  );

  const history = train(model, digits, args);
  const { test } = history[history.length - 1];

  const [images, labels] = digits.test.tensors;
  const truth = labels.data();
  const said = noGrad(() => model.forward(images).argmax(1)).data();
  console.log(`\n${confusion(truth, said)}\n\ntest loss ${exact(test.loss)}, accuracy ${percent(test.accuracy)}`);

  const again = saveAndReload(model, args, digits.test);
  console.log(`reloaded into a new model: accuracy ${percent(again.accuracy)}`);
  if (!Object.is(again.loss, test.loss)) throw new Error("the reloaded model is not the one that was saved");

  const pixels = images.data();
  const mistakes = [...truth.keys()].filter((i) => truth[i] !== said[i]);
  const sheet = mistakes.map((i) => ({
    pixels: pixels.subarray(i * PIXELS, (i + 1) * PIXELS),
    truth: truth[i],
    said: said[i],
  }));
  const name = [PIXELS, ...args.hidden, 10].join("-");
  const setting = `${name}, dropout ${args.dropout}, AdamW ${args.lr} with cosine decay, batch ${args.batch}, seed ${args.seed}`;
  writeFileSync(join(args.out, "misclassified.png"), drawSheet(sheet));
  writeFileSync(join(args.out, "curve.svg"), await drawCurve(history, setting));
  console.log(
    `${join(args.out, "curve.svg")}, ${join(args.out, "misclassified.png")}: ${mistakes.length} digits told wrong`,
  );
}

let args: Args | null = null;
try {
  args = readArgs(process.argv.slice(2));
} catch (error) {
  console.error(`mnist: ${(error as Error).message}\n\n${HELP}`);
  process.exit(2);
}
if (args) await main(args);
else console.log(HELP);
