// The add-on for NumPy's files: an archive there and back, the same bytes in every runtime.
import { nn, noGrad, ones } from "wasmgrad";
import { loadNpz, saveNpz } from "wasmgrad/npy";

const model = new nn.Linear(3, 2);
noGrad(() => model.parameters().forEach((p) => void p.copy_(ones([]).mul(0.1))));
const archive = saveNpz(model.stateDict(), { compress: true, dtype: "float16" });
const sum = archive.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0);
if (sum !== 3500114234) throw new Error(`the checksum of the archive is ${sum}`);

const { weight, bias } = loadNpz(archive);
model.loadStateDict({ weight, bias });
const half = 0.0999755859375; // 0.1 as a half
if (!model.weight.data().every((x) => x === half)) throw new Error(`the weight is ${model.weight}`);
console.log(`${archive.length} bytes, ${String(bias)}`);
